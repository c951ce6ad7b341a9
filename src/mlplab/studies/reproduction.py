"""Does the study give what the assignment report prints? Every printed figure beside ours, with a verdict."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

VERDICTS = {
    "reproduced": "within the tolerance kept beside the figure",
    "within_two_sd": "within two standard deviations over the seeds",
    "differs": "further away than either",
    "not_comparable": "the study ran on other data than the report's",
}
# What each section of the report was computed on: the parameter of `fetch`, and the sources that it may name.
DATA = {
    "A": None,
    "B": ("digits", ("mnist", "mnist_t10k")),
    "C": ("fashion", ("fashion_mnist",)),
}


def compare(
    figures: Sequence[Mapping[str, Any]],
    sources: Mapping[str, str],
    read_metrics: Callable[[str], Any],
) -> dict[str, Any]:
    """Judge every figure of reference/report.yaml.

    A figure has a `name`, which is also where ours stands (METRICS FILE:KEY.KEY), its `section`, what the `report`
    prints (None for NaN), and one of `absolute` or `relative`, its tolerance; a `note` is passed on. `sources` are the
    names of the data sources; `read_metrics` gives a file's metrics by its name, or None where there is no such file.
    """
    verdicts = {figure["name"]: _judge(figure, sources, read_metrics) for figure in figures}
    found = Counter(verdict["verdict"] for verdict in verdicts.values())
    counts = {verdict: found[verdict] for verdict in VERDICTS}
    return {"counts": counts, "figures": verdicts}


def _judge(
    figure: Mapping[str, Any],
    sources: Mapping[str, str],
    read_metrics: Callable[[str], Any],
) -> dict[str, Any]:
    report = figure["report"]
    mean, sd, exists = find(figure["name"], read_metrics)
    numbers = _is_number(report) and _is_number(mean)
    difference = mean - report if numbers else None
    record = {"report": report, "ours": mean, "sd": sd, "difference": difference}
    record["verdict"] = _verdict(figure, sources, record, exists)
    return record | ({"note": figure["note"]} if "note" in figure else {})


def _verdict(
    figure: Mapping[str, Any], sources: Mapping[str, str], record: Mapping[str, Any], exists: bool
) -> str:
    needed = DATA[figure["section"]]
    if needed and sources[needed[0]] not in needed[1]:
        return "not_comparable"
    difference, report = record["difference"], record["report"]
    if difference is None:
        # A word (a solver's name), or NaN, which is None here: equal or not.
        return "reproduced" if exists and record["ours"] == report else "differs"
    tolerance = figure["absolute"] if "absolute" in figure else figure["relative"] * abs(report)
    if abs(difference) <= tolerance * (1 + 1e-9):
        return "reproduced"
    if record["sd"] is not None and abs(difference) <= 2 * record["sd"]:
        return "within_two_sd"
    return "differs"


def find(name: str, read_metrics: Callable[[str], Any]) -> tuple[Any, float | None, bool]:
    """The value at FILE:KEY.KEY, its sd over the seeds, and whether the key exists."""
    file, _, path = name.partition(":")
    value = read_metrics(file)
    for key in path.split("."):
        if isinstance(value, list) and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, Mapping) and key in value:
            value = value[key]
        else:
            return None, None, False
    if isinstance(value, Mapping):
        return value["mean"], value["sd"], True
    return value, None, True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
