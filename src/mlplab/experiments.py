"""The experiments of a sweep side by side: what each changed, and the headline numbers that it gave."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from mlplab import paths
from mlplab.errors import InputError
from mlplab.forms import require_form

VALIDATION = {
    "val",
    "cv",
}  # what the name of a headline has where validation images or folds give it
ERRORS = {"loss", "mse"}  # and where less is better
ABSENT = "absent"  # a parameter that an experiment does not have
HEADLINES, PARAMS = str(paths.metrics("summary")), str(paths.PARAMS)


def read_experiments() -> tuple[list[dict[str, Any]], list[str]]:
    """The finished experiments on HEAD, as `dvc exp show` has them, and the names of those that failed.

    Of a finished one its name, its parameters and its headlines. Raises InputError, with DVC's own words, where it
    fails, and where a headline is no number.
    """
    command = [sys.executable, "-m", "dvc", "exp", "show", "--json"]
    shown = subprocess.run(command, capture_output=True, text=True)
    if shown.returncode:
        raise InputError(f"dvc exp show failed: {' '.join(shown.stderr.split())}")
    _, *commits = json.loads(shown.stdout)  # the first is the workspace
    groups = [group for commit in commits for group in commit["experiments"] or []]
    finished = [
        {
            "name": _name(experiment),
            "params": dict(_flat(params)),
            "headlines": _headlines(_name(experiment), headlines),
        }
        for group in groups
        # Of one that failed or is queued DVC gives HEAD's metrics beside its own parameters.
        if _state(group) in (None, "success")
        for experiment in group["revs"]
        if (params := _read(experiment, "params", PARAMS))
        and (headlines := _read(experiment, "metrics", HEADLINES))
    ]
    failed = [_name(group["revs"][0]) for group in groups if _state(group) == "failed"]
    return finished, failed


def _state(group: Mapping[str, Any]) -> str | None:
    """What has become of a task of DVC's queue; None where an experiment was none."""
    return (group["executor"] or {}).get("state")


def _name(experiment: Mapping[str, Any]) -> str:
    return experiment["name"] or experiment["rev"][:7]


def _headlines(name: str, headlines: Any) -> Any:
    try:
        require_form(paths.metrics("summary"), headlines)
    except InputError as error:
        raise InputError(f"the experiment {name}: {error}") from None
    return headlines


def _read(experiment: Mapping[str, Any], kind: str, path: str) -> Any:
    """What a file of an experiment holds; None where it has none, or one that DVC could not read."""
    files = (experiment["data"] or {}).get(kind) or {}
    return files.get(path, {}).get("data")


def tabulate(experiments: Sequence[Mapping[str, Any]]) -> tuple[pd.DataFrame, list[str], list[str]]:
    """A row an experiment, and the names of its columns of parameters and of headlines that differ between them.

    The rows are in the order of the parameters' values. Raises InputError where fewer than two experiments differ.
    """
    # Not all have each key, as where a study was added in between; pandas would take none for no difference.
    keys = dict.fromkeys(key for experiment in experiments for key in experiment["params"])
    params = pd.DataFrame(
        [{key: experiment["params"].get(key, ABSENT) for key in keys} for experiment in experiments]
    )
    headlines = pd.DataFrame([experiment["headlines"] for experiment in experiments])
    varied = [name for name in params if params[name].astype(str).nunique() > 1]
    if not varied:
        raise InputError(
            "a sweep needs two finished experiments on HEAD that differ in a parameter, "
            f"got {len(experiments)}: queue them with dvc exp run --queue -S"
        )
    found = [name for name in headlines if headlines[name].nunique(dropna=False) > 1]
    names = [experiment["name"] for experiment in experiments]
    table = pd.concat([params[varied], headlines[found]], axis=1).set_axis(names)
    return table.sort_values(varied, key=_as_numbers_or_text), varied, found


def rank(table: pd.DataFrame, headlines: Sequence[str]) -> tuple[pd.DataFrame, str | None]:
    """The rows with the best first, by the first of the headlines that is of validation images, and its name.

    Test scores rank nothing: who chooses by them has none left to judge the choice. Where no
    headline is of validation images the rows stay as they are, and the name is None.
    """
    measured = [name for name in headlines if VALIDATION & set(name.split("_"))]
    if not measured:
        return table, None
    low_is_good = bool(ERRORS & set(measured[0].split("_")))
    ranked = table.sort_values(measured[0], ascending=low_is_good, kind="stable")
    return ranked, measured[0]


def _as_numbers_or_text(column: pd.Series) -> pd.Series:
    return column if pd.api.types.is_numeric_dtype(column) else column.astype(str)


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", _comparable(value)


def _comparable(value: Any) -> Any:
    """A parameter's value as pandas compares it: a list and null, which it takes for no value, as their text."""
    return "null" if value is None else str(value) if isinstance(value, list) else value
