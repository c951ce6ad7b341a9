"""Section B, one cell of its grid: the from-scratch MLP from one initialization, with one activation."""

from pathlib import Path

import numpy as np

from mlplab import artifacts, params
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import ScratchMlp
from mlplab.studies.scratch_mlp import METRICS, Run, fit_seed, summarize_runs
from stages.console import run_main, say
from stages.curves import write_curves

NAME = "scratch_mlp"


def run(params: ScratchMlp, splits: Splits, initializer: str, activation: str) -> list[Run]:
    """Train one network a seed."""
    jobs = [(splits, params, initializer, activation, seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {initializer}-{activation}")


def main(initializer: str, activation: str) -> None:
    splits = artifacts.read_splits(artifacts.DIGITS)
    runs = run(params.load().scratch_mlp, splits, initializer, activation)
    key = f"{initializer}-{activation}"
    metrics = summarize_runs(runs, splits)
    artifacts.write_json(Path(f"metrics/{NAME}/{key}.json"), metrics)
    write_curves(NAME, key, runs, METRICS)
    networks = {str(run.seed): run.network for run in runs}
    diverged = np.array([str(run.seed) for run in runs if run.scores is None], dtype=str)
    about = splits.about() | {"diverged": diverged}  # these predict nothing
    artifacts.write_networks(Path(f"models/{NAME}/{key}.npz"), networks, about)
    accuracy = metrics["test_accuracy"]
    found = (
        f"test accuracy {accuracy['mean']:.4f}" if accuracy else f"{metrics['diverged']} diverged"
    )
    say(f"{key}: {found} over {len(runs)} seeds, in metrics/{NAME}/{key}.json")


if __name__ == "__main__":
    run_main(main)
