"""Section B, one cell of its grid: the from-scratch MLP from one initialization, with one activation."""

import numpy as np

from mlplab import artifacts, paths
from mlplab.cells import write_cell
from mlplab.console import announce, run_main
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import ScratchMlp, load_params
from mlplab.studies.scratch_mlp import CURVE_METRICS, Run, fit_seed, summarize_runs

NAME = "scratch_mlp"


def run(params: ScratchMlp, splits: Splits, initializer: str, activation: str) -> list[Run]:
    """Train one network a seed."""
    jobs = [(splits, params, initializer, activation, seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {initializer}-{activation}")


def main(initializer: str, activation: str) -> None:
    """Run the cell of `initializer` and `activation` and write it."""
    splits = artifacts.read_splits(paths.normalized("digits"))
    runs = run(load_params().scratch_mlp, splits, initializer, activation)
    key = f"{initializer}-{activation}"
    metrics = summarize_runs(runs, splits)
    write_cell(NAME, key, metrics, runs, CURVE_METRICS)
    networks = {str(run.seed): run.network for run in runs}
    diverged = np.array([str(run.seed) for run in runs if run.scores is None], dtype=str)
    about = splits.about() | {"diverged": diverged}  # these predict nothing
    artifacts.write_networks(paths.model(f"{NAME}/{key}"), networks, about)
    accuracy = metrics["test_accuracy"]
    found = (
        f"test accuracy {accuracy['mean']:.4f}" if accuracy else f"{metrics['diverged']} diverged"
    )
    announce(f"{key}: {found} over {len(runs)} seeds")


if __name__ == "__main__":
    run_main(main)
