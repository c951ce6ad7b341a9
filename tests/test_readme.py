"""The README against what is published: no printed in it that was not measured."""

import json
import re

import pytest
import yaml
from dvc.utils.serialize import load_yaml

from mlplab.verdicts import VERDICTS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PUBLISHED = ROOT / "published" / "report"
# What the README's table shows of metrics/reproduction.json: a title, and the names that it stands for.
ROWS = {
    "B, {} initializer, {}: test accuracy": r"scratch_mlp/(\w+)-(\w+):(?:nan_argmax\.)?test_accuracy",
    "C.2, {}: validation loss": r"activation_comparison/(\w+):val_loss",
    "C.2, {}: macro F1": r"activation_comparison/(\w+):test_macro_f1",
    "C.3, best solver": r"kfold_tuning:best\.solver",
    "C.3, best batch size": r"kfold_tuning:best\.batch_size",
    "C.3, best learning rate": r"kfold_tuning:best\.learning_rate",
    "C.3, validation loss": r"kfold_tuning:val_loss",
    "C.3, macro F1": r"kfold_tuning:test_macro_f1",
    "C.5, {} features: test accuracy": r"feature_transfer/(\w+):test_accuracy",
}


def reproduction():
    return json.loads((PUBLISHED / "metrics" / "reproduction.json").read_text())


def table():
    """The README's main table, made from the published run."""
    lines = ["| | report | here | |", "|---|---|---|---|"]
    printed_values = reproduction()["printed_values"]
    for title, pattern in ROWS.items():
        for name, printed in printed_values.items():
            if match := re.fullmatch(pattern, name):
                words = [word.replace("_", " ") for word in match.groups()]
                ours = (
                    printed["ours"]
                    if isinstance(printed["ours"], str)
                    else f"{printed['ours']:.4g}"
                )
                if printed["sd"] is not None:
                    ours += f" ± {printed['sd']:.2g}"
                if "nan_argmax" in name:
                    ours = f"diverged ({ours} is class 0's share)"
                verdict = VERDICTS[printed["verdict"]].words
                lines.append(
                    f"| {title.format(*words)} | {printed['report']} | {ours} | {verdict} |"
                )
    return "\n".join(lines)


def test_the_main_table_is_the_published_runs():
    assert table() in README


def test_the_counts_are_the_published_runs():
    counts = reproduction()["counts"]
    sentence = (
        f"Of the {sum(counts.values())} results that the report prints, {counts['reproduced']} are reproduced within "
        f"their tolerance, {counts['within_two_sd']} within two standard deviations, and {counts['differs']} differ"
    )
    assert sentence in " ".join(README.split())


def test_what_differs_is_counted_by_section_and_explained():
    differs = [
        name
        for name, printed in reproduction()["printed_values"].items()
        if printed["verdict"] == "differs"
    ]
    notes = [reproduction()["printed_values"][name].get("note") for name in differs]
    assert all(notes)
    counts = {
        "A": sum(name.startswith("worked_examples") for name in differs),
        "B": sum(name.startswith("scratch_mlp") for name in differs),
    }
    rest = len(differs) - sum(counts.values())
    sentence = f"{counts['A']} in section A, {counts['B']} in section B and {rest} in section C"
    assert sentence in " ".join(README.split())


def test_no_placeholder_is_left():
    assert not re.findall(r"^[A-Z]+_[A-Z_]+$", README, re.MULTILINE)


def test_the_published_parameters_and_lock_file_belong_together():
    lock = load_yaml(PUBLISHED / "dvc.lock")
    params = load_yaml(PUBLISHED / "params.yaml")
    recorded = lock["stages"]["page"]["params"]["params.yaml"]
    assert recorded == {section: params[section] for section in recorded}


def test_the_diagram_shows_every_stage():
    (diagram,) = re.findall(r"```mermaid\n(.*?)```", README, re.DOTALL)
    stages = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
    for stage in stages:
        assert re.search(rf"\b{stage}\b", diagram), stage


def test_every_link_and_picture_of_the_readme_is_in_the_repository():
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("target", re.findall(r"^\$? ?make (\w+)", README, re.MULTILINE))
def test_every_make_target_of_the_readme_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


if __name__ == "__main__":
    print(table())
