"""Section C, part 5: can 0.5915 on the identity features come from identity features, and what comes nearest?"""

from collections.abc import Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from mlplab import nn
from mlplab.params import EstimatorFit, Params
from mlplab.studies.claims.finding import Finding, Images
from mlplab.studies.feature_transfer import encoder_of
from mlplab.studies.shared.blocks import Blocks, make_blocks, run_cases
from mlplab.studies.shared.fits import train_autoencoder, train_classifier
from mlplab.studies.shared.seeds import mean_sd
from mlplab.studies.shared.statistics import prediction_interval

CLAIM = "Accuracy of classifier trained on Identity features: 0.5915"
PRINTED, PRINTED_IMAGES = 0.5915, 2000
DEFAULT_BATCH_SIZE = 200  # scikit-learn's "auto"
EXTRACTIONS = ("identity", "relu")  # the activation of every layer when features are taken


class Case(NamedTuple):
    """One autoencoder: its batch size, which the classifier shares, and its seed."""

    batch_size: int
    seed: int


def examine(params: Params, images: Images) -> Finding:
    """Train every case, and judge the claim by `judge`."""
    blocks = make_blocks(images.datasets["fashion"], params.claims.blocks)
    results = run_cases(fit, cases(params), params, blocks, "identity_features")
    verdict, numbers = judge(params, blocks, results)
    return Finding(verdict, numbers, [case._asdict() | found for case, found in results.items()])


def cases(params: Params) -> list[Case]:
    """The study's batch size and scikit-learn's default, with every seed."""
    return [Case(*values) for values in product(batch_sizes(params), params.claims.encoders.seeds)]


def batch_sizes(params: Params) -> list[int]:
    """The study's own, which is traced and not stated in the report, and the default."""
    return list(dict.fromkeys((params.autoencoder.batch_size, DEFAULT_BATCH_SIZE)))


def fit(case: Case, params: Params, blocks: Blocks) -> dict[str, float]:
    """The test accuracy on the features of one autoencoder with identity, by how they are extracted."""
    splits = blocks.splits(0)
    X, y, classes = splits.rows("train"), splits.train_labels, len(splits.class_names)
    encoder = encoder_of(
        train_autoencoder(X, _fit(params.autoencoder, case), "identity", case.seed)
    )
    accuracies = {}
    for name in EXTRACTIONS:
        extract = nn.Network(
            encoder.layers, [nn.ACTIVATIONS[name]] * len(encoder.layers), encoder.loss
        )
        train, test = (nn.forward(extract, rows)[-1] for rows in (X, splits.rows("test")))
        settings, activation = (
            _fit(params.feature_transfer, case),
            params.feature_transfer.activation,
        )
        network = train_classifier(train, y, classes, settings, activation, case.seed)
        accuracies[name] = float(np.mean(nn.predict(network, test) == splits.test_labels))
    return accuracies


def judge(
    params: Params, blocks: Blocks, results: Mapping[Case, Mapping[str, float]]
) -> tuple[str, dict[str, Any]]:
    """The verdict, and each way to the features, `EXTRACTION, BATCH SIZE`, with its accuracy and interval.

    The claim holds where the printed accuracy lies in the 95% prediction interval of one more run
    on the features as they are, which counts the sampling error of the report's test images. On
    other images than the report's it is not comparable.
    """
    ways = {
        f"{extraction}, {size}": _describe(
            [results[Case(size, seed)][extraction] for seed in params.claims.encoders.seeds]
        )
        for extraction, size in product(EXTRACTIONS, batch_sizes(params))
    }
    nearest = min(ways, key=lambda name: abs(ways[name]["difference"]))
    as_they_are = next(iter(ways.values()))
    comparable = params.fetch.fashion == "fashion_mnist"
    verdict = "holds" if as_they_are["holds_printed"] else "refuted"
    return verdict if comparable else "not_comparable", {
        "printed": PRINTED,
        "seeds": len(params.claims.encoders.seeds),
        "nearest": nearest,
        "test_accuracy": ways,
    }


def _describe(values: list[float]) -> dict[str, Any]:
    low, high = prediction_interval(values, PRINTED * (1 - PRINTED) / PRINTED_IMAGES)
    summary = mean_sd(values)
    return {
        **summary,
        "values": values,
        "predicted_low": low,
        "predicted_high": high,
        "difference": float(np.mean(values)) - PRINTED,
        "holds_printed": low <= PRINTED <= high,
    }


def _fit(section: EstimatorFit, case: Case) -> EstimatorFit:
    values = {"estimators": "mlplab", "batch_size": case.batch_size}
    return section.model_copy(update=values)
