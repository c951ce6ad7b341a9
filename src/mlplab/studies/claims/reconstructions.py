"""Section C, part 4: do the autoencoders reconstruct as well as PCA, the best linear map of the same width?"""

from collections.abc import Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from mlplab import nn
from mlplab.errors import InputError
from mlplab.params import EstimatorFit, Params
from mlplab.studies import baseline_encoders
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.shared.blocks import Blocks, make_blocks, run_cases
from mlplab.studies.shared.comparisons import is_less
from mlplab.studies.shared.estimators import TrainingDiverged
from mlplab.studies.shared.fits import train_autoencoder
from mlplab.studies.shared.seeds import mean_sd
from mlplab.studies.shared.statistics import paired_difference

CLAIM = "It reduces the dimensions while maintaining a good amount of information"
MARGIN = 0.05
# Of the images' mean square: in float32 up to 1e-12 of it is left where PCA rebuilds them exactly.
ROUNDING = 1e-10
ACTIVATIONS = ("relu", "identity")


class Case(NamedTuple):
    """One autoencoder."""

    activation: str
    learning_rate: float
    seed: int


def examine(params: Params, images: Images) -> Finding:
    """Train every case, and judge the claim by `judge`."""
    blocks = make_blocks(images.datasets["fashion"], params.claims.blocks)
    results = run_cases(fit, cases(params), params, blocks, "reconstructions")
    verdict, numbers = judge(params, blocks, results)
    return Finding(verdict, numbers, [case._asdict() | found for case, found in results.items()])


def cases(params: Params) -> list[Case]:
    """Every activation at the report's rate and at the others, with every seed."""
    return [
        Case(*values)
        for values in product(ACTIVATIONS, learning_rates(params), params.claims.encoders.seeds)
    ]


def learning_rates(params: Params) -> list[float]:
    """The report's rate, and those to hold against it."""
    rates = params.autoencoder.learning_rate, *params.claims.encoders.learning_rates
    return list(dict.fromkeys(rates))


def fit(case: Case, params: Params, blocks: Blocks) -> dict[str, float]:
    """The mean squared error over the pixels of the first block's test images.

    Raises
    ------
    TrainingDiverged
        In training, or the error is not finite: it is neither less nor more than PCA's.
    """
    splits = blocks.splits(0)
    values = {"estimators": "mlplab", "learning_rate": case.learning_rate}
    settings: EstimatorFit = params.autoencoder.model_copy(update=values)
    network = train_autoencoder(splits.rows("train"), settings, case.activation, case.seed)
    X = splits.rows("test")
    with np.errstate(over="ignore", invalid="ignore"):
        error = float(np.mean((nn.predict(network, X) - X) ** 2))
    if not np.isfinite(error):
        raise TrainingDiverged(
            "the error on the test images is not finite: learning_rate must be lower, "
            f"got {case.learning_rate}"
        )
    return {"test_mse": error}


def judge(
    params: Params, blocks: Blocks, results: Mapping[Case, Mapping[str, float]]
) -> tuple[str, dict[str, Any]]:
    """The verdict at the report's learning rate; at every rate the error as a ratio to PCA's.

    The claim holds where each activation's test error is less than 1 + MARGIN times that of PCA
    with as many components as the bottleneck has units, the least that linear maps reach: t over
    the seeds, Holm. It is refuted where one's is more.
    """
    splits, seeds = blocks.splits(0), params.claims.encoders.seeds
    X, width = splits.rows("test"), params.autoencoder.bottleneck_width
    pca = baseline_encoders.fit_pca(splits, width)
    pca_mse = float(np.mean((pca.inverse_transform(pca.transform(X)) - X) ** 2))
    mean_mse = float(np.mean((splits.rows("train").mean(axis=0) - X) ** 2))
    if pca_mse <= ROUNDING * float(np.mean(X**2)):
        raise InputError(
            f"claims.tested: reconstructions needs images that PCA of width {width} does not rebuild exactly"
        )
    rates = {}
    for rate in learning_rates(params):
        errors = {
            name: [results[Case(name, rate, seed)]["test_mse"] for seed in seeds]
            for name in ACTIVATIONS
        }
        rates[str(rate)] = _judge_rate(errors, pca_mse, mean_mse)
    return rates[str(params.autoencoder.learning_rate)]["verdict"], {
        "seeds": len(seeds),
        "margin": MARGIN,
        "width": width,
        "pca_mse": pca_mse,
        "mean_image_mse": mean_mse,
        "pca_variance_kept": 1 - pca_mse / mean_mse,
        "learning_rates": rates,
    }


def _judge_rate(
    errors: Mapping[str, list[float]], pca_mse: float, mean_mse: float
) -> dict[str, Any]:
    """The verdict at one rate, from each activation's errors over the seeds; `excess` is the ratio less 1."""
    excess = {
        name: paired_difference([error / pca_mse - 1 for error in values], margin=MARGIN)
        for name, values in errors.items()
    }
    return {
        "verdict": is_less(excess),
        "test_mse": {
            name: {**mean_sd(values), "values": values} for name, values in errors.items()
        },
        "variance_kept": {name: 1 - float(np.mean(v)) / mean_mse for name, v in errors.items()},
        "excess": excess,
    }
