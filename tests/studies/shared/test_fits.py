"""Networks trained over all their epochs."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.studies.shared.classifier import fit_classifier
from mlplab.studies.shared.estimators import TrainingDiverged
from mlplab.studies.shared.fits import train_autoencoder, train_classifier, untrained_autoencoder


@pytest.fixture
def settings(params):
    return params.activation_comparison.model_copy(update={"estimators": "mlplab"})


def test_a_classifier_is_the_one_that_the_comparison_trains(splits, settings):
    images = {part: splits.rows(part) for part in ("train", "val", "test")}
    run = fit_classifier(images, splits, settings, "relu", 3)
    network = train_classifier(images["train"], splits.train_labels, 3, settings, "relu", 3)
    np.testing.assert_array_equal(nn.predict(network, images["test"]), run.predictions)


def test_a_diverged_classifier_is_an_error(splits, settings):
    wild = settings.model_copy(update={"solver": "sgd", "learning_rate": 1e30})
    with pytest.raises(TrainingDiverged):
        train_classifier(splits.rows("train"), splits.train_labels, 3, wild, "relu", 0)


def test_an_untrained_autoencoder_has_the_weights_that_training_starts_from(splits, settings):
    X = splits.rows("train")
    untrained = untrained_autoencoder(X, settings, "relu", 5)
    rng = np.random.RandomState(5)
    bound = np.sqrt(6 / (16 + 6))
    first = rng.uniform(-bound, bound, (16, 6)).astype(np.float32)
    np.testing.assert_array_equal(untrained.layers[0].weights, first)
    trained = train_autoencoder(X, settings, "relu", 5)
    assert trained.sizes == untrained.sizes == [16, 6, 16]
    assert not np.array_equal(trained.layers[0].weights, first)
