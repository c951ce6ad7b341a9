"""Metrics with values of a wrong kind: one line names the file, or what reads them works."""

import json
import shutil
from copy import deepcopy
from pathlib import Path

import pytest

from mlplab import artifacts, paths
from mlplab.errors import InputError
from mlplab.forms import FORMS
from mlplab.page.explanations import DESCRIPTIONS, EXPLANATIONS, TABLES
from mlplab.records import read_summarized
from stages import summary
from tests.conftest import ROOT

PUBLISHED = ROOT / "published" / "report" / "metrics"
REFERENCE = artifacts.read_yaml(ROOT / "reference" / "report.yaml")
WRONG = ("text", None, [], {}, True, -1e300, 10**400, {"mean": 1, "sd": 0})
SUMMARIZED = (
    *("normalize", "worked_examples", "kfold_tuning", "baseline_encoders"),
    *("scratch_mlp/normal-relu", "activation_comparison/relu", "autoencoder/relu"),
    "feature_transfer/relu",
)


def keys_of(value, above=()):
    """The keys of every value inside a record; of a list those of its first item."""
    if isinstance(value, dict):
        items = list(value.items())
    else:
        items = list(enumerate(value[:1])) if isinstance(value, list) else []
    for key, item in items:
        yield (*above, key)
        yield from keys_of(item, (*above, key))


def changed(record, keys, value):
    """A record with another value at some keys."""
    record = deepcopy(record)
    inner = record
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    return record


def cases(record, every):
    """Each value of a record, or one of `every` so many, as each kind in turn."""
    for number, keys in enumerate(list(keys_of(record))[::every]):
        for wrong in WRONG if every == 1 else [WRONG[number % len(WRONG)]]:
            yield changed(record, keys, wrong)


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "metrics", "metrics")


def told_or_works(path, record, read):
    """1 where a record is told, in one line that names its file; 0 where it is read."""
    path.write_text(json.dumps(record))
    try:
        read()
    except InputError as error:
        message = str(error)
    else:
        return 0
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    assert len(message) < 1000
    return 1


@pytest.mark.parametrize("base", [ROOT / "metrics", PUBLISHED])
def test_what_the_study_writes_has_its_form(base, monkeypatch):
    monkeypatch.chdir(base.parent)
    files = sorted(Path("metrics").rglob("*.json"))
    known = {"/".join(path.relative_to("metrics").with_suffix("").parts) for path in files}
    assert {name.partition("/")[0] for name in known} == {name.partition("/")[0] for name in FORMS}
    for path in files:
        artifacts.read_json(path)


@pytest.mark.parametrize("claim", EXPLANATIONS)
def test_a_claim_with_a_wrong_kind_of_value_is_told_or_explained(claim, workspace):
    path = paths.metrics(f"claims/{claim}")
    record = json.loads((PUBLISHED / "claims" / f"{claim}.json").read_text())

    def explain():
        numbers = artifacts.read_json(path)["numbers"]
        for texts in (EXPLANATIONS, DESCRIPTIONS, TABLES):
            if claim in texts:
                texts[claim](numbers)

    told = sum(
        told_or_works(path, case, explain)
        for case in cases(record, every=1 if len(json.dumps(record)) < 2000 else 7)
    )
    assert told > 5


@pytest.mark.parametrize("name", SUMMARIZED)
def test_metrics_with_a_wrong_kind_of_value_are_told_or_summarized(name, workspace, embedded):
    path = paths.metrics(name)
    record = json.loads(path.read_text())
    told = sum(
        told_or_works(
            path, case, lambda: summary.run(embedded, read_summarized(embedded), REFERENCE)
        )
        for case in cases(record, every=1 if name == "baseline_encoders" else 5)
    )
    assert told > 1


def test_a_key_that_metrics_lack_is_told_with_where_it_stands(workspace):
    path = paths.metrics("scratch_mlp/zero-relu")
    record = json.loads(path.read_text())
    path.write_text(json.dumps({key: record[key] for key in record if key != "diverged"}))
    with pytest.raises(InputError, match=r"zero-relu\.json: has no 'diverged': another version"):
        artifacts.read_json(path)
    path.write_text(json.dumps(record | {"val_loss": {"mean": 1}}))
    with pytest.raises(InputError, match=r"zero-relu\.json: val_loss: has no 'sd': another"):
        artifacts.read_json(path)
    path.write_text(json.dumps(record | {"val_loss": None}))  # as where every run diverged
    assert artifacts.read_json(path)["val_loss"] is None


@pytest.mark.parametrize("loss", [None, 1.2e192])
def test_losses_beyond_bounds_are_told_with_a_rate_that_may_be_too_high(workspace, loss):
    path = paths.metrics("scratch_mlp/zero-relu")
    record = json.loads(path.read_text())
    path.write_text(json.dumps(record | {"train_loss": {"mean": loss, "sd": None}}))
    with pytest.raises(InputError, match="a learning rate is too high") as caught:
        artifacts.read_json(path)
    assert "0000" not in str(caught.value)


def test_metrics_of_a_study_of_ones_own_have_no_form(workspace):
    path = paths.metrics("label_noise")
    path.write_text('{"anything": "goes"}')
    assert artifacts.read_json(path) == {"anything": "goes"}
