"""Section C, part 5, one kind of features: a small classifier on what an encoder makes of the fashion images."""

from collections.abc import Mapping
from pathlib import Path

from mlplab import artifacts, nn, params
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import FeatureTransfer
from mlplab.studies.classifier import METRICS, Run
from mlplab.studies.feature_transfer import encoder_of, fit_seed
from mlplab.studies.seeds import summarize
from stages.console import run_main, say
from stages.curves import write_curves

NAME = "feature_transfer"


def run(
    params: FeatureTransfer, splits: Splits, encoders: Mapping[str, nn.Network], features: str
) -> list[Run]:
    """Train one classifier a seed, on the features of that seed's encoder; where there is none, on the pixels."""
    jobs = [(splits, params, encoders.get(str(seed)), seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {features}")


def main(features: str) -> None:
    settings = params.load()
    networks = artifacts.read_networks(Path(f"models/autoencoder/{features}.npz"))
    if features in settings.autoencoder.activations:
        networks = {seed: encoder_of(network) for seed, network in networks.items()}
    splits = artifacts.read_splits(artifacts.FASHION)
    runs = run(settings.feature_transfer, splits, networks, features)
    metrics = summarize([run.scores for run in runs])
    artifacts.write_json(Path(f"metrics/{NAME}/{features}.json"), metrics)
    write_curves(NAME, features, runs, METRICS)
    say(
        f"{features}: test accuracy {metrics['test_accuracy']['mean']:.4f}, "
        f"in metrics/{NAME}/{features}.json"
    )


if __name__ == "__main__":
    run_main(main)
