"""Does the study give what the report prints? The rule of every verdict, its words and its mark."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Verdict(NamedTuple):
    """How a verdict is written, the sign that stands for it beside a number, and what it means."""

    words: str
    mark: str
    meaning: str


VERDICTS = {
    "reproduced": Verdict("reproduced", "✓", "within the tolerance of the printed value"),
    "within_two_sd": Verdict(
        "within two sd",
        "≈",
        "within two standard deviations over the seeds, not within the tolerance",
    ),
    "differs": Verdict("differs", "×", "further away than either"),
    "not_comparable": Verdict("not comparable", "–", "this run used other data than the report"),
}
# What each section of the report was computed on: the parameter of `fetch`, and the sources that it may name.
DATA = {
    "A": None,
    "B": ("digits", ("mnist", "mnist_t10k")),
    "C": ("fashion", ("fashion_mnist",)),
}


def compare(
    printed_values: Sequence[Mapping[str, Any]],
    sources: Mapping[str, str],
    read_metrics: Callable[[str], Any],
) -> dict[str, Any]:
    """Judge every printed value of reference/report.yaml.

    Parameters
    ----------
    printed_values : each has a `name`, which is also where ours stands (METRICS FILE:KEY.KEY), its `section`, what the
        `report` prints (None for NaN), and its tolerance, `absolute` or `relative`; a `note` is passed on
    sources : the names of the data sources, as in `fetch`
    read_metrics : gives a file's metrics by its name, or None where there is no such file
    """
    verdicts = {
        printed["name"]: _judge(printed, sources, read_metrics) for printed in printed_values
    }
    found = Counter(verdict["verdict"] for verdict in verdicts.values())
    counts = {verdict: found[verdict] for verdict in VERDICTS}
    return {"counts": counts, "printed_values": verdicts}


def _judge(
    printed: Mapping[str, Any],
    sources: Mapping[str, str],
    read_metrics: Callable[[str], Any],
) -> dict[str, Any]:
    report = printed["report"]
    mean, sd, exists = find(printed["name"], read_metrics)
    numbers = _is_number(report) and _is_number(mean)
    difference = mean - report if numbers else None
    record = {"report": report, "ours": mean, "sd": sd, "difference": difference}
    record["verdict"] = _verdict(printed, sources, record, exists)
    return record | ({"note": printed["note"]} if "note" in printed else {})


def _verdict(
    printed: Mapping[str, Any], sources: Mapping[str, str], record: Mapping[str, Any], exists: bool
) -> str:
    needed = DATA[printed["section"]]
    if needed and sources[needed[0]] not in needed[1]:
        return "not_comparable"
    difference, report = record["difference"], record["report"]
    if difference is None:
        # A word (a solver's name), or NaN, which is None here: equal or not.
        return "reproduced" if exists and record["ours"] == report else "differs"
    tolerance = printed["absolute"] if "absolute" in printed else printed["relative"] * abs(report)
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
