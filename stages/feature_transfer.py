"""Section C, part 5, one kind of features: a small classifier on an encoder's output for the fashion images."""

from collections.abc import Mapping

from mlplab import artifacts, paths
from mlplab.cells import write_cell
from mlplab.console import announce
from mlplab.data import Splits
from mlplab.errors import InputError, shown
from mlplab.nn import Network
from mlplab.parallel import run_jobs
from mlplab.params import BASELINE_FEATURES, FeatureTransfer, load_params
from mlplab.studies.feature_transfer import encoder_of, fit_seed
from mlplab.studies.shared.classifier import CURVE_METRICS, Run
from mlplab.studies.shared.errors import summarize_with_errors

NAME = "feature_transfer"


def run(
    params: FeatureTransfer, splits: Splits, encoders: Mapping[str, Network], features: str
) -> list[Run]:
    """Train one classifier a seed, on the features of that seed's encoder, or on the pixels, which need none.

    Raises
    ------
    InputError
        A seed has no encoder, as where the autoencoder has not run since its seeds were changed.
    """
    missing = [seed for seed in params.seeds if str(seed) not in encoders]
    if missing and features != "pixels":
        raise InputError(
            f"{paths.model(f'autoencoder/{features}')}: must have an encoder for each of feature_transfer.seeds, has "
            f"none for {shown(missing)}; `dvc repro` makes them"
        )
    jobs = [(splits, params, encoders.get(str(seed)), seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {features}")


def main(features: str) -> None:
    """Run the cell of `features` and write it."""
    params = load_params()
    encoders = artifacts.read_networks(paths.model(f"autoencoder/{features}"))
    if features not in BASELINE_FEATURES:
        encoders = {seed: encoder_of(network) for seed, network in encoders.items()}
    splits = artifacts.read_splits(paths.normalized("fashion"))
    runs = run(params.feature_transfer, splits, encoders, features)
    metrics = summarize_with_errors(runs)
    write_cell(NAME, features, metrics, runs, CURVE_METRICS)
    announce(f"{features}: test accuracy {metrics['test_accuracy']['mean']:.4f}")
