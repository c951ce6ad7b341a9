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
    "not_comparable": Verdict(
        "not comparable", "–", "this run used other data, or another exercise, than the report"
    ),
}
# The data that a section of the report was computed on: the parameter of `fetch`, and the sources it may name.
DATA = {"B": ("digits", ("mnist", "mnist_t10k")), "C": ("fashion", ("fashion_mnist",))}


def comparable_sections(params: Mapping[str, Any], exercise: Mapping[str, Any]) -> dict[str, bool]:
    """Whether each section of the report can be compared with a run.

    Parameters
    ----------
    params : the run's, as params.yaml has them
    exercise : section A's in the report: `worked_examples` must be equal to it
    """
    found = {"A": params["worked_examples"] == exercise}
    return found | {part: params["fetch"][key] in sources for part, (key, sources) in DATA.items()}


def compare(
    printed_values: Sequence[Mapping[str, Any]],
    comparable: Mapping[str, bool],
    read_metrics: Callable[[str], Any],
) -> dict[str, Any]:
    """Judge every printed value of reference/report.yaml.

    Parameters
    ----------
    printed_values : each has a `name`, which is also where ours stands (METRICS FILE:KEY.KEY), its `section`, what the
        `report` prints (None for NaN), and its tolerance, `absolute` or `relative`; a `note` is passed on
    comparable : whether the run can be compared with each section, from `comparable_sections`
    read_metrics : gives a file's metrics by its name, or None where there is no such file
    """
    verdicts = {
        printed["name"]: _judge(printed, comparable, read_metrics) for printed in printed_values
    }
    found = Counter(verdict["verdict"] for verdict in verdicts.values())
    counts = {verdict: found[verdict] for verdict in VERDICTS}
    return {"counts": counts, "printed_values": verdicts}


def _judge(
    printed: Mapping[str, Any],
    comparable: Mapping[str, bool],
    read_metrics: Callable[[str], Any],
) -> dict[str, Any]:
    report = printed["report"]
    mean, sd, exists = find(printed["name"], read_metrics)
    numbers = _is_number(report) and _is_number(mean)
    difference = mean - report if numbers else None
    record = {"report": report, "ours": mean, "sd": sd, "difference": difference}
    record["verdict"] = _verdict(printed, comparable, record, exists)
    return record | ({"note": printed["note"]} if "note" in printed else {})


def _verdict(
    printed: Mapping[str, Any],
    comparable: Mapping[str, bool],
    record: Mapping[str, Any],
    exists: bool,
) -> str:
    if not comparable[printed["section"]]:
        return "not_comparable"
    difference, report = record["difference"], record["report"]
    if difference is None:
        # A word (a solver's name), or NaN, which is None here: equal or not.
        return "reproduced" if exists and record["ours"] == report else "differs"
    if within_tolerance(printed, record["ours"]):
        return "reproduced"
    if record["sd"] is not None and abs(difference) <= 2 * record["sd"]:
        return "within_two_sd"
    return "differs"


def within_tolerance(printed: Mapping[str, Any], value: float) -> bool:
    """Whether a number lies within the tolerance of a printed value; the bound itself counts."""
    report = printed["report"]
    tolerance = printed["absolute"] if "absolute" in printed else printed["relative"] * abs(report)
    return bool(abs(value - report) <= tolerance * (1 + 1e-9))


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
