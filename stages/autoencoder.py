"""Section C, part 4, one activation: an autoencoder of the fashion images."""

from mlplab import artifacts, paths
from mlplab.cells import write_cell
from mlplab.console import announce
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import Autoencoder, load_params
from mlplab.studies.autoencoder import CURVE_METRICS, Run, fit_seed
from mlplab.studies.shared.errors import summarize_with_errors

NAME = "autoencoder"


def run(params: Autoencoder, splits: Splits, activation: str) -> list[Run]:
    """Train one autoencoder a seed."""
    jobs = [(splits, params, activation, seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {activation}")


def main(activation: str) -> None:
    """Run the cell of `activation` and write it."""
    splits = artifacts.read_splits(paths.normalized("fashion"))
    runs = run(load_params().autoencoder, splits, activation)
    metrics = summarize_with_errors(runs)
    write_cell(NAME, activation, metrics, runs, CURVE_METRICS)
    networks = {str(run.seed): run.network for run in runs}
    artifacts.write_networks(paths.model(f"{NAME}/{activation}"), networks)
    artifacts.write_arrays(paths.cell(NAME, activation) / "reconstructions.npz", runs[0].rebuilt)
    announce(f"{activation}: validation MSE {metrics['val_mse']['mean']:.4f}")
