"""Section C, part 4, one activation: an autoencoder of the fashion images, beside PCA of its bottleneck's width."""

from pathlib import Path

from mlplab import artifacts, params
from mlplab.data import Splits
from mlplab.parallel import run_jobs
from mlplab.params import Autoencoder
from mlplab.studies.autoencoder import METRICS, Run, fit_seed
from mlplab.studies.pca import fit_pca, reconstruction_mse
from mlplab.studies.seeds import summarize
from stages.console import run_main, say
from stages.curves import write_curves

NAME = "autoencoder"


def run(params: Autoencoder, splits: Splits, activation: str) -> list[Run]:
    """Train one autoencoder a seed."""
    jobs = [(splits, params, activation, seed) for seed in params.seeds]
    return run_jobs(fit_seed, jobs, f"{NAME} {activation}")


def main(activation: str) -> None:
    settings = params.load().autoencoder
    splits = artifacts.read_splits(artifacts.FASHION)
    # First, since it is quick to refuse a bottleneck that is too wide.
    pca_mse = reconstruction_mse(fit_pca(splits, settings.hidden_layer_sizes), splits)
    runs = run(settings, splits, activation)
    metrics = summarize([run.scores for run in runs]) | {"pca_val_mse": pca_mse}
    artifacts.write_json(Path(f"metrics/{NAME}/{activation}.json"), metrics)
    write_curves(NAME, activation, runs, METRICS)
    networks = {str(run.seed): run.network for run in runs}
    artifacts.write_networks(Path(f"models/{NAME}/{activation}.npz"), networks)
    rebuilt = runs[0].reconstructions
    originals = splits.test_images[: len(rebuilt)]
    artifacts.write_arrays(
        Path(f"data/reconstructions/{activation}.npz"),
        {"originals": originals, "reconstructions": rebuilt},
    )
    say(
        f"{activation}: validation MSE {metrics['val_mse']['mean']:.4f} (PCA {pca_mse:.4f}), "
        f"in metrics/{NAME}/{activation}.json"
    )


if __name__ == "__main__":
    run_main(main)
