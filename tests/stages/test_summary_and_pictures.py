"""The stages that read what the others wrote, on the records of the repository's own run."""

import json
from pathlib import Path

import pandas as pd
import pytest
import yaml

from mlplab import artifacts, paths
from mlplab.cells import cell_keys
from mlplab.pictures import style
from mlplab.pictures.catalog import PICTURES, drawable
from mlplab.records import Records, read_metrics, read_summarized
from stages import pictures, summary
from tests.conftest import ROOT

REFERENCE = artifacts.read_yaml(ROOT / "reference" / "report.yaml")
PRINTED_VALUES = REFERENCE["printed_values"]


@pytest.fixture
def metrics(embedded, monkeypatch):
    monkeypatch.chdir(ROOT)
    return read_metrics(embedded)


def test_the_summary_is_at_most_twelve_numbers(embedded, metrics):
    numbers, _ = summary.run(embedded, metrics, REFERENCE)
    assert len(numbers) <= 12
    assert all(isinstance(value, int | float) for value in numbers.values())
    accuracies = [
        metrics[f"scratch_mlp/{key}"]["val_accuracy"] for key in cell_keys(embedded)["scratch_mlp"]
    ]
    best = max(accuracy["mean"] for accuracy in accuracies if accuracy)
    assert numbers["scratch_best_val_accuracy"] == best


def test_the_summary_reads_what_it_depends_on_and_nothing_else(embedded, monkeypatch):
    """Another stage, run beside it, may be writing the rest anew."""
    monkeypatch.chdir(ROOT)
    read = []
    monkeypatch.setattr(artifacts, "read_json", lambda path: read.append(path) or {})
    read_summarized(embedded)
    stage = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]["summary"]
    needed = {Path(dep) for dep in stage["deps"] if dep.startswith("metrics/")}
    assert {path if path in needed else path.parent for path in read} == needed


def test_on_embedded_data_section_a_alone_is_compared(embedded, metrics):
    _, reproduction = summary.run(embedded, metrics, REFERENCE)
    for printed in PRINTED_VALUES:
        verdict = reproduction["printed_values"][printed["name"]]["verdict"]
        assert (verdict == "not_comparable") == (printed["section"] != "A")
    assert sum(reproduction["counts"].values()) == len(PRINTED_VALUES)


def test_the_reports_run_has_every_printed_value_compared():
    published = json.loads((ROOT / "published/report/metrics/reproduction.json").read_text())
    assert published["counts"]["not_comparable"] == 0
    assert set(published["printed_values"]) == {printed["name"] for printed in PRINTED_VALUES}


def test_a_cell_that_all_seeds_left_by_divergence_has_no_best(embedded, metrics):
    diverged = {"val_accuracy": None, "diverged": 4}
    for key in cell_keys(embedded)["scratch_mlp"]:
        metrics[f"scratch_mlp/{key}"] = diverged
    numbers, _ = summary.run(embedded, metrics, REFERENCE)
    assert numbers["scratch_best_val_accuracy"] is None
    assert numbers["scratch_diverged_runs"] == 48


def test_confusions_are_shares_of_the_actual_class_by_the_predicted(embedded, splits):
    table = pd.DataFrame({"actual": ["b", "b", "a"], "predicted": ["b", "a", "a"]})
    records = records_of(embedded, {}, splits, predictions={"relu": table})
    shares = records.confusion_shares()["relu"]
    assert shares.tolist() == [[1, 0, 0], [0.5, 0.5, 0], [0, 0, 0]]


def test_the_best_activation_has_the_lowest_mean_validation_loss(embedded, metrics, splits):
    names = embedded.activation_comparison.activations
    records = records_of(embedded, metrics, splits, predictions=dict.fromkeys(names))
    best = records.best_activation
    losses = [metrics[f"activation_comparison/{name}"]["val_loss"]["mean"] for name in names]
    assert metrics[f"activation_comparison/{best}"]["val_loss"]["mean"] == min(losses)


def records_of(embedded, metrics, splits, predictions):
    """Records of made-up curves and images."""

    def curve(*names):
        columns = {"epoch": [1, 2]}
        for name in names:
            columns |= {name: [1.0, 0.5], f"{name}_sd": [0.1, 0.1]}
        return pd.DataFrame(columns)

    losses = curve("train_loss", "val_loss", "train_accuracy", "val_accuracy")
    errors = curve("train_mse", "val_mse")
    return Records(
        params=embedded,
        metrics=metrics,
        curves={
            stage: dict.fromkeys(keys, errors if stage == "autoencoder" else losses)
            for stage, keys in cell_keys(embedded).items()
        },
        predictions=predictions,
        tuning=artifacts.read_table(ROOT / "plots/kfold_tuning/results.csv"),
        measurements={
            key: artifacts.read_table(ROOT / paths.measurements("claims", key))
            for key in embedded.claims.tested
        },
        unstated=pd.DataFrame(),
        images=splits.test_images[:10],
        labels=splits.test_labels[:10],
        class_names=splits.class_names,
        originals=splits.test_images[:10],
        reconstructions={"pca": splits.test_images[:10]},
        image_mse={"pca": [0.01] * 10},
    )


@pytest.mark.parametrize("width", [style.WIDE, style.NARROW])
def test_every_stage_of_the_report_has_its_picture(embedded, metrics, splits, width):
    names = ["a", "b", "c"]
    predictions = pd.DataFrame({"actual": names, "predicted": names[::-1]})
    both = dict.fromkeys(["relu", "tanh"], predictions)
    records = records_of(embedded, metrics, splits, both)
    drawn = pictures.run(records, width)
    assert list(drawn) == list(drawable(records))
    assert all(name.startswith(("claims_", "unstated_")) for name in set(PICTURES) - set(drawn))
    assert all(content.startswith(b"<?xml") for content in drawn.values())
    studies = cell_keys(embedded).keys() - {"claims"}  # not every claim has a picture
    for stage in ("normalize", "worked_examples", *studies, "kfold_tuning"):
        assert any(name.startswith(stage) for name in drawn)
