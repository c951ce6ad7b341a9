"""Does the study give what the report prints? The rule of every verdict, its words and its mark."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple


class Verdict(NamedTuple):
    """How a verdict is written, the sign that stands for it beside a number, and what it means."""

    words: str
    mark: str
    meaning: str


VERDICTS = {
    "reproduced": Verdict(
        "reproduced",
        "✓",
        "within the tolerance of the printed value, and so is the spread over the seeds",
    ),
    "compatible": Verdict(
        "compatible",
        "≈",
        "not reproduced, but inside the 95% prediction interval of one more run",
    ),
    "constant": Verdict(
        "constant",
        "=",
        "follows from the shares of the classes alone: nothing was learned",
    ),
    "slip": Verdict(
        "the report's slip",
        "!",
        "the report cut the exact value off, went on from a number cut off, or slipped",
    ),
    "differs": Verdict("differs", "×", "none of these"),
    "not_comparable": Verdict(
        "not comparable", "–", "this run used other data, or another exercise, than the report"
    ),
}
LEVEL = 0.95  # of the prediction interval
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
    runs: Mapping[str, int] | None = None,
    slips: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Judge every printed value of reference/report.yaml.

    Parameters
    ----------
    printed_values : each has a `name`, which is also where ours stands (METRICS FILE:KEY.KEY), its `section`, what the
        `report` prints (None for NaN), and its tolerance, `absolute` or `relative`; `constant` where it follows from
        the class shares alone; a `note` is passed on
    comparable : whether the run can be compared with each section, from `comparable_sections`
    read_metrics : gives a file's metrics by its name, or None where there is no such file
    runs : how many seeds the means of each study are over; a study that is not here has no prediction interval
    slips : how the report got its values of section A that are not exact, by their names
    """
    verdicts = {
        printed["name"]: _judge(printed, comparable, read_metrics, runs or {}, slips or {})
        for printed in printed_values
    }
    found = Counter(verdict["verdict"] for verdict in verdicts.values())
    counts = {verdict: found[verdict] for verdict in VERDICTS}
    return {"counts": counts, "printed_values": verdicts}


def _judge(
    printed: Mapping[str, Any],
    comparable: Mapping[str, bool],
    read_metrics: Callable[[str], Any],
    runs: Mapping[str, int],
    slips: Mapping[str, str],
) -> dict[str, Any]:
    name, report = printed["name"], printed["report"]
    mean, sd, exists = find(name, read_metrics)
    numbers = _is_number(report) and _is_number(mean)
    difference = mean - report if numbers else None
    record = {"report": report, "ours": mean, "sd": sd, "difference": difference}
    if comparable[printed["section"]]:
        margin = None
        if sd is not None and difference is not None:
            count = runs.get(re.split("[/:]", name)[0], 1)
            sampling = sampling_variance(name, printed["section"], mean, read_metrics)
            margin = prediction_margin(sd, count, sampling)
        record["margin"] = margin
        record["verdict"] = _verdict(printed, record, exists, name in slips)
    else:
        record["verdict"] = "not_comparable"
    if record["verdict"] == "slip":
        record["slip"] = slips[name]
    return record | ({"note": printed["note"]} if "note" in printed else {})


def _verdict(
    printed: Mapping[str, Any], record: Mapping[str, Any], exists: bool, slipped: bool
) -> str:
    difference, sd, margin = record["difference"], record["sd"], record["margin"]
    if difference is None:
        # A word (a solver's name), or NaN, which is None here: equal or not.
        matches = steady = exists and record["ours"] == record["report"]
    else:
        matches = within_tolerance(printed, record["ours"])
        steady = sd is None or within_tolerance(printed, printed["report"] + sd)
    if printed.get("constant"):
        return "constant" if matches else "differs"
    if matches and steady:
        return "reproduced"
    if slipped:
        return "slip"
    return "compatible" if margin is not None and abs(difference) <= margin else "differs"


def prediction_margin(sd: float, runs: int, sampling_variance: float) -> float | None:
    """How far one more run may be from the mean of several, at LEVEL; None for a single run.

    The report's value is such a run: its seed scatters with `sd` about a mean that `runs` seeds
    give with an error of their own, and its images are a sample with an error of theirs.
    """
    from scipy.special import stdtrit  # here: who reads the words alone need not pay for it

    if runs < 2:
        return None
    quantile = float(stdtrit(runs - 1, (1 + LEVEL) / 2))
    return quantile * math.sqrt(sd**2 * (1 + 1 / runs) + sampling_variance)


def sampling_variance(
    name: str, section: str, mean: float, read_metrics: Callable[[str], Any]
) -> float:
    """The variance of a score for want of more images: p (1 - p) / n of an accuracy.

    Of losses and F1 the metrics hold it, as `standard_error`. Where they do not, it is 0.

    Parameters
    ----------
    name : METRICS FILE:KEY.KEY
    section : the report's, B or C, that it belongs to
    mean : the score
    read_metrics : as `compare` takes it
    """
    file, _, path = name.partition(":")
    metric = path.rpartition(".")[2]
    part, _, kind = metric.partition("_")
    described = read_metrics("normalize")
    if kind == "accuracy" and described:
        images: int = described[DATA[section][0]]["images"][part]
        return mean * (1 - mean) / images
    errors = (read_metrics(file) or {}).get("standard_error", {})
    return float(errors.get(metric) or 0.0) ** 2


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
