"""Section A: three steps of backpropagation and two hard-margin SVMs, worked as by hand."""

from pathlib import Path
from typing import Any

from mlplab import artifacts, params
from mlplab.errors import InputError
from mlplab.params import HardMarginSvm, WorkedExamples
from mlplab.studies.backpropagation import run_steps
from mlplab.studies.hard_margin_svm import solve
from stages.console import run_main, say

METRICS_FILE = Path("metrics/worked_examples.json")
SVMS = ("svm_1", "svm_2")


def run(params: WorkedExamples) -> dict[str, Any]:
    """Every intermediate value of the steps, and both separating lines."""
    steps = run_steps(**dict(params.backpropagation))
    numbered = {f"step_{number}": step for number, step in enumerate(steps, start=1)}
    return {
        "backpropagation": {**numbered, "final": steps[-1]["updated"]},
        **{name: _solve(name, getattr(params, name)) for name in SVMS},
    }


def _solve(name: str, svm: HardMarginSvm) -> dict[str, Any]:
    try:
        return solve(**dict(svm))
    except InputError as error:
        raise InputError(f"worked_examples.{name}: {error}") from None


def main() -> None:
    results = run(params.load().worked_examples)
    artifacts.write_json(METRICS_FILE, results)
    margins = ", ".join(f"{results[name]['margin']:.6g}" for name in SVMS)
    say(f"the SVMs' margins are {margins}; every value of section A is in {METRICS_FILE}")


if __name__ == "__main__":
    run_main(main)
