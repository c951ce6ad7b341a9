"""Section A: how did the report get its values that are not exact? Its arithmetic, replayed from what it prints.

A printed value is *exact* where it is the exact value rounded to its last digit, *cut* where it is the exact value cut
off there. It *follows* where the same step of arithmetic, from the numbers that the report prints before it, gives it,
rounded or cut off. Otherwise it is a *slip*, and so is what follows from a slip.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import trunc
from typing import Any

from mlplab.studies.backpropagation import run_steps, with_intermediates

PREFIX = "worked_examples:backpropagation."
WEIGHTS = ("w1", "b1", "w2", "b2")

Value = Callable[[str], float]
# Each quantity of a step from the ones before it; `rate` is the learning rate.
ARITHMETIC: dict[str, Callable[[Value], float]] = {
    "h": lambda v: v("w1") * v("x") + v("b1"),
    "w2_h": lambda v: v("w2") * v("h"),
    "y_hat": lambda v: v("w2_h") + v("b2"),
    "squared_error": lambda v: (v("y_hat") - v("y")) ** 2,
    "loss": lambda v: v("squared_error") / 2,
    "gradients.y_hat": lambda v: v("y_hat") - v("y"),
    "gradients.w2": lambda v: v("gradients.y_hat") * v("h"),
    "gradients.b2": lambda v: v("gradients.y_hat"),
    "gradients.h": lambda v: v("gradients.y_hat") * v("w2"),
    "gradients.w1": lambda v: v("gradients.h") * v("x"),
    "gradients.b1": lambda v: v("gradients.h"),
    "increments.w1": lambda v: -v("rate") * v("gradients.w1"),
    "increments.b1": lambda v: -v("rate") * v("gradients.b1"),
    "increments.w2": lambda v: -v("rate") * v("gradients.w2"),
    "increments.b2": lambda v: -v("rate") * v("gradients.b2"),
    "updated.w1": lambda v: v("w1") + v("increments.w1"),
    "updated.b1": lambda v: v("b1") + v("increments.b1"),
    "updated.w2": lambda v: v("w2") + v("increments.w2"),
    "updated.b2": lambda v: v("b2") + v("increments.b2"),
}


@dataclass
class Replay:
    """The report's arithmetic: what it prints of each step, and the exact values."""

    printed: Mapping[str, Mapping[str, Any]]  # by name within PREFIX, as `step_2.loss`
    exact: Mapping[str, float]
    rate: float

    def origin(self, name: str) -> str:
        """How the report got a printed value: `exact`, `cut`, `follows` or `slip`."""
        printed = self.printed[name]
        if rounds_to(self.exact[name], printed):
            return "exact"
        if cuts_to(self.exact[name], printed):
            return "cut"
        used: list[str] = []
        value = self._work_out(name, used)
        slips = any(self.origin(operand) == "slip" for operand in used)
        follows = rounds_to(value, printed) or cuts_to(value, printed)
        return "follows" if follows and not slips else "slip"

    def _work_out(self, name: str, used: list[str]) -> float:
        """A value from the printed ones before it, whose names are added to `used`."""
        step, _, path = name.partition(".")

        def value(operand: str) -> float:
            at = f"{step}.{operand}"
            if operand == "rate":
                return self.rate
            if at in self.printed:
                used.append(at)
                return float(self.printed[at]["report"])
            return self._work_out(at, used)

        if path in ("x", "y"):
            return self.exact[name]
        if path in WEIGHTS:
            return self._weight(step, path, used)
        return ARITHMETIC[path](value)

    def _weight(self, step: str, weight: str, used: list[str]) -> float:
        """A weight before a step: as printed after the one before, or given."""
        before = f"step_{int(step.removeprefix('step_')) - 1}.updated.{weight}"
        if before not in self.printed:
            return self.exact[f"{step}.{weight}"]
        used.append(before)
        return float(self.printed[before]["report"])


def rounds_to(value: float, printed: Mapping[str, Any]) -> bool:
    """Whether a value is the printed one when rounded; `absolute` is half a unit of its last digit."""
    return abs(value - printed["report"]) <= printed["absolute"] * (1 + 1e-9)


def cuts_to(value: float, printed: Mapping[str, Any]) -> bool:
    """Whether a value is the printed one when what comes after its last digit is left out."""
    unit = 2 * printed["absolute"]
    return trunc(value / unit + (1e-9 if value > 0 else -1e-9)) == round(printed["report"] / unit)


def find_slips(
    printed_values: Sequence[Mapping[str, Any]], exercise: Mapping[str, Any]
) -> dict[str, str]:
    """How the report got each value of section A that is not exact, by its name.

    Parameters
    ----------
    printed_values : reference/report.yaml's
    exercise : the report's own, which the exact values are computed from

    Returns
    -------
    dict
        `cut`, `follows` or `slip`, by name.
    """
    names = [printed["name"] for printed in printed_values]
    of_steps = {
        name.removeprefix(PREFIX): printed
        for name, printed in zip(names, printed_values, strict=True)
        if name.startswith(f"{PREFIX}step_")
    }
    settings = exercise["backpropagation"]
    exact = _flat([with_intermediates(step) for step in run_steps(**settings)])
    replay = Replay(of_steps, exact, settings["learning_rate"])
    found = {f"{PREFIX}{name}": replay.origin(name) for name in of_steps}
    found |= {
        name: "slip"
        for name, printed in zip(names, printed_values, strict=True)
        if name in (points := _points(exercise)) and points[name] != printed["report"]
    }
    return {name: origin for name, origin in found.items() if origin != "exact"}


def _flat(steps: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Every value of every step by its name, as `step_2.gradients.w1`."""
    exact: dict[str, float] = {}
    for number, step in enumerate(steps, start=1):
        for name, value in step.items():
            if isinstance(value, Mapping):
                exact |= {f"step_{number}.{name}.{key}": item for key, item in value.items()}
            else:
                exact[f"step_{number}.{name}"] = value
    return exact


def _points(exercise: Mapping[str, Any]) -> dict[str, float]:
    """The coordinates of the SVMs' points, the coefficients of their equations, by the metrics' names."""
    return {
        f"worked_examples:{svm}.points.{index}.{axis}": coordinate
        for svm in ("svm_1", "svm_2")
        for index, point in enumerate([*exercise[svm]["positive"], *exercise[svm]["negative"]])
        for axis, coordinate in enumerate(point)
    }
