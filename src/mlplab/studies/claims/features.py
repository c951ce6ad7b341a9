"""Section C, part 5: do the bottleneck's features hold more than those of encoders that were never trained?"""

from collections.abc import Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from mlplab import nn
from mlplab.data import Splits
from mlplab.errors import require
from mlplab.params import EstimatorFit, Params
from mlplab.studies import baseline_encoders
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.feature_transfer import encoder_of
from mlplab.studies.shared.blocks import Blocks, make_blocks, run_cases
from mlplab.studies.shared.comparisons import is_more
from mlplab.studies.shared.fits import train_autoencoder, train_classifier, untrained_autoencoder
from mlplab.studies.shared.seeds import mean_sd
from mlplab.studies.shared.statistics import paired_difference

CLAIM = "the information at this layer is high-quality which enables the smaller MLP to perform decently"
ACTIVATIONS = ("relu", "identity")
UNTRAINED = tuple(f"untrained_{name}" for name in ACTIVATIONS)
FEATURES = (*ACTIVATIONS, *UNTRAINED, "pca", "pixels")
PROBES = ("linear", "report")  # converged; a small MLP with the report's budget
MARGIN = 0.01


class Case(NamedTuple):
    """One kind of features, and the seed of its encoder and of the classifier."""

    features: str
    seed: int


def examine(params: Params, images: Images) -> Finding:
    """Train every case, and judge the claim by `judge`."""
    blocks = make_blocks(images.datasets["fashion"], params.claims.blocks)
    results = run_cases(fit, cases(params), params, blocks, "features")
    verdict, numbers = judge(params, blocks, results)
    return Finding(verdict, numbers, [case._asdict() | found for case, found in results.items()])


def cases(params: Params) -> list[Case]:
    """Every kind of features with every seed."""
    return [Case(*values) for values in product(FEATURES, params.claims.encoders.seeds)]


def fit(case: Case, params: Params, blocks: Blocks) -> dict[str, float]:
    """The test accuracy of both probes on the features of the first block, and how many units are dead.

    A unit is dead whose value is the same for every training image.
    """
    splits = blocks.splits(0)
    parts = _features(case, params, splits)
    train, test = parts["train"], parts["test"]
    settings: EstimatorFit = params.feature_transfer.model_copy(update={"estimators": "mlplab"})
    y, classes = splits.train_labels, len(splits.class_names)
    several = len(np.unique(y)) > 1
    require(several, "claims.blocks.train: the images of a block must be of several classes", "one")
    network = train_classifier(
        train, y, classes, settings, params.feature_transfer.activation, case.seed
    )
    linear = make_pipeline(StandardScaler(), LogisticRegression(max_iter=10_000)).fit(train, y)
    return {
        "linear": float(np.mean(linear.predict(test) == splits.test_labels)),
        "report": float(np.mean(nn.predict(network, test) == splits.test_labels)),
        "dead": int(np.sum(np.ptp(train, axis=0) == 0)),
        "width": train.shape[1],
    }


def judge(
    params: Params, blocks: Blocks, results: Mapping[Case, Mapping[str, float]]
) -> tuple[str, dict[str, Any]]:
    """The verdict by the linear probe; for both probes the accuracies and the gains over no training.

    The claim holds where the test accuracy on ReLU's and on identity's features is more than MARGIN
    above that on the features of either encoder before training: paired t over the seeds, Holm over
    the four. It is refuted where one is less.
    """
    probes = {probe: _judge_probe(params, results, probe) for probe in PROBES}
    seeds = params.claims.encoders.seeds
    return probes["linear"]["verdict"], {
        "seeds": len(seeds),
        "margin": MARGIN,
        "probes": probes,
        "units": {
            name: {
                "width": results[Case(name, seeds[0])]["width"],
                "dead": [results[Case(name, seed)]["dead"] for seed in seeds],
            }
            for name in FEATURES
        },
    }


def _judge_probe(
    params: Params, results: Mapping[Case, Mapping[str, float]], probe: str
) -> dict[str, Any]:
    accuracies = {
        name: [results[Case(name, seed)][probe] for seed in params.claims.encoders.seeds]
        for name in FEATURES
    }
    gains = {
        name: {
            untrained: paired_difference(
                np.subtract(accuracies[name], accuracies[untrained]).tolist(), margin=MARGIN
            )
            for untrained in UNTRAINED
        }
        for name in ACTIVATIONS
    }
    own = {name: gains[name][f"untrained_{name}"] for name in ACTIVATIONS}
    every = {f"{a}, {b}": pair for a, pairs in gains.items() for b, pair in pairs.items()}
    return {
        "verdict": is_more(every),
        "verdict_over_itself_untrained": is_more(own),
        "test_accuracy": {
            name: {**mean_sd(values), "values": values} for name, values in accuracies.items()
        },
        "minus_untrained": gains,
    }


def _features(case: Case, params: Params, splits: Splits) -> dict[str, np.ndarray]:
    """The features (n, width) of the training and test images."""
    images = {part: splits.rows(part) for part in ("train", "test")}
    if case.features == "pixels":
        return images
    encoder = _encoder(case, params, splits)
    return {part: nn.forward(encoder, X)[-1] for part, X in images.items()}


def _encoder(case: Case, params: Params, splits: Splits) -> nn.Network:
    section = params.autoencoder
    if case.features == "pca":
        pca = baseline_encoders.fit_pca(splits, section.bottleneck_width)
        return baseline_encoders.encoder_of(pca)
    train = untrained_autoencoder if case.features.startswith("untrained_") else train_autoencoder
    settings: EstimatorFit = section.model_copy(update={"estimators": "mlplab"})
    activation = case.features.removeprefix("untrained_")
    return encoder_of(train(splits.rows("train"), settings, activation, case.seed))
