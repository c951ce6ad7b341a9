"""Section A: three steps of backpropagation and two hard-margin SVMs, worked as by hand."""

from typing import Any

from mlplab import artifacts, paths
from mlplab.console import announce
from mlplab.errors import InputError
from mlplab.params import HardMarginSvm, WorkedExamples, load_params
from mlplab.studies.backpropagation import run_steps, with_intermediates
from mlplab.studies.hard_margin_svm import solve

NAME = "worked_examples"
SVMS = ("svm_1", "svm_2")


def run(params: WorkedExamples) -> dict[str, Any]:
    """Every intermediate value of the steps, and both separating lines."""
    steps = [with_intermediates(step) for step in run_steps(**dict(params.backpropagation))]
    numbered = {f"step_{number}": step for number, step in enumerate(steps, start=1)}
    return {
        "backpropagation": {**numbered, "final": steps[-1]["updated"]},
        **{name: _solve(name, getattr(params, name)) for name in SVMS},
    }


def _solve(name: str, svm: HardMarginSvm) -> dict[str, Any]:
    try:
        return solve(**dict(svm))
    except InputError as error:
        raise InputError(f"{NAME}.{name}: {error}") from None


def main() -> None:
    """Work the examples, and write every value."""
    results = run(load_params().worked_examples)
    artifacts.write_json(paths.metrics(NAME), results)
    margins = ", ".join(f"{results[name]['margin']:.6g}" for name in SVMS)
    announce(f"the SVMs' margins are {margins}; every value is in {paths.metrics(NAME)}")
