"""The README against what is published: no number in it that was not measured."""

import json
import re
from fnmatch import fnmatch
from itertools import pairwise, permutations, product

import networkx as nx
import pytest
import yaml
from dvc.utils.serialize import load_yaml

from mlplab.verdicts import VERDICTS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PUBLISHED = ROOT / "published" / "report"
STAGES = yaml.safe_load((ROOT / "dvc.yaml").read_text())["stages"]
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


def counts_sentence():
    """How many of the printed values met which verdict, and where those that differ stand."""
    counts = reproduction()["counts"]
    differs = [
        name
        for name, printed in reproduction()["printed_values"].items()
        if printed["verdict"] == "differs"
    ]
    in_b = sum(name.startswith("scratch_mlp") for name in differs)
    return (
        f"Of the {sum(counts.values())} printed values, {counts['reproduced']} are reproduced, "
        f"{counts['compatible']} are compatible with one more run, {counts['constant']} follow from the shares of the "
        f"classes alone, {counts['slip']} are the report's own slips, and {counts['differs']} differ: "
        f"{in_b} in section B and {len(differs) - in_b} in section C."
    )


def test_the_counts_are_the_published_runs():
    assert counts_sentence() in " ".join(README.split())


def test_no_placeholder_is_left():
    assert not re.findall(r"\b(TABLE|COUNTS|TIME_\w+)\b", README)


def test_the_published_parameters_and_lock_file_belong_together():
    lock = load_yaml(PUBLISHED / "dvc.lock")
    params = load_yaml(PUBLISHED / "params.yaml")
    recorded = lock["stages"]["page"]["params"]["params.yaml"]
    assert recorded == {section: params[section] for section in recorded}


def stage_paths(stage, *kinds):
    """The paths of a stage in dvc.yaml as patterns: what a matrix or the table stage runs over matches anything."""
    for kind in kinds:
        for entry in STAGES[stage].get(kind, []):
            path = entry if isinstance(entry, str) else next(iter(entry))
            yield re.sub(r"\$\{[^}]+\}", "*", path)


def reads(dep, out):
    """Whether a path that a stage depends on is, holds or lies in one that another writes."""
    shorter, longer = sorted((dep.split("/"), out.split("/")), key=len)
    return all(
        fnmatch(one, other) or fnmatch(other, one)
        for one, other in zip(shorter, longer, strict=False)
    )


def test_the_diagram_has_the_arrows_of_the_pipeline():
    """Those that follow from others are left out: fetch runs before page, by way of all that is between."""
    graph = nx.DiGraph()
    graph.add_nodes_from(STAGES)
    for first, second in permutations(STAGES, 2):
        outs = list(stage_paths(first, "outs", "metrics", "plots"))
        if any(reads(dep, out) for dep in stage_paths(second, "deps") for out in outs):
            graph.add_edge(first, second)
    (diagram,) = re.findall(r"```mermaid\n(.*?)```", README, re.DOTALL)
    drawn = set()
    for line in re.sub(r"\[[^\]]*\]", "", diagram).splitlines()[1:]:
        groups = [re.split(r"\s*&\s*", group.strip()) for group in line.split("-->")]
        drawn |= {edge for pair in pairwise(groups) for edge in product(*pair)}
    assert drawn == set(nx.transitive_reduction(graph).edges)


def test_every_link_and_picture_of_the_readme_is_in_the_repository():
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("target", re.findall(r"^\$? ?make (\w+)", README, re.MULTILINE))
def test_every_make_target_of_the_readme_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_columns_that_the_readme_keeps_tell_the_experiments_apart():
    (kept,) = re.findall(r"--keep '([^']+)'", " ".join(README.split()))
    for column in ("Experiment", "scratch_best_val_accuracy", "scratch_mlp.learning_rate"):
        assert re.match(kept, column), column  # as DVC does: from the column's beginning


if __name__ == "__main__":
    print(table(), counts_sentence(), sep="\n\n")
