"""Training an MLP estimator epoch by epoch, scikit-learn's or this project's own, and taking its network out."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import sklearn.neural_network

from mlplab import estimators, nn
from mlplab.errors import InputError
from mlplab.estimators import DivergenceWarning, network_of
from mlplab.params import EstimatorFit

# Which module each value of the parameter `estimators` takes MLPClassifier and MLPRegressor from.
ESTIMATORS: dict[str, Any] = {"sklearn": sklearn.neural_network, "mlplab": estimators}


class TrainingDiverged(InputError):
    """The loss of an estimator, or its weights, became infinite or NaN."""


def make_estimator(kind: str, params: EstimatorFit, activation: str, seed: int) -> Any:
    """An untrained estimator; `kind` is MLPClassifier or MLPRegressor."""
    return getattr(ESTIMATORS[params.estimators], kind)(
        hidden_layer_sizes=tuple(params.hidden_layer_sizes),
        activation=activation,
        solver=params.solver,
        learning_rate_init=params.learning_rate,
        batch_size=params.batch_size,
        # An integer would repeat the same shuffle in every partial_fit.
        random_state=np.random.RandomState(seed),
    )


def train_epochs(
    estimator: Any, X: np.ndarray, y: np.ndarray, epochs: int, classes: np.ndarray | None = None
) -> Iterator[int]:
    """Train an epoch at a time and yield its number, from 1, so that the caller can look at the estimator in between.

    `classes` are all labels of a classifier, (k,); a regressor takes none. Raises TrainingDiverged.
    """
    labels = {} if classes is None else {"classes": classes}
    for epoch in range(1, epochs + 1):
        require_finite(_finite_epoch(estimator, X, y, labels), epoch, estimator)
        yield epoch


def require_finite(finite: Any, epoch: int, estimator: Any) -> None:
    """Raise TrainingDiverged where what came out of an epoch is not finite."""
    if not np.all(finite):
        rate = estimator.learning_rate_init
        raise TrainingDiverged(
            f"training diverged in epoch {epoch}: learning_rate must be lower, got {rate}"
        )


def _finite_epoch(estimator: Any, X: np.ndarray, y: np.ndarray, labels: dict[str, Any]) -> bool:
    """Train for an epoch; whether all is finite after it."""
    with (
        np.errstate(all="ignore"),
        warnings.catch_warnings(action="error", category=DivergenceWarning),
        sklearn.config_context(assume_finite=True),  # as normalize makes them
    ):
        try:
            estimator.partial_fit(X, y, **labels)
        except DivergenceWarning:
            return False
        except ValueError as error:
            if "non-finite" in str(error):  # scikit-learn, of its weights
                return False
            raise
    return bool(np.isfinite(estimator.loss_))


def classifier_network(estimator: Any) -> nn.Network:
    """The trained classifier's network, ending in a softmax for two classes too: its targets are class indices."""
    network = network_of(estimator)
    if network.loss.takes_classes:
        return network
    *layers, (weights, bias) = network.layers
    # sigmoid(z) is the softmax of (0, z).
    layers.append(nn.Layer(np.pad(weights, [(0, 0), (1, 0)]), np.pad(bias, (1, 0))))
    return nn.Network(layers, network.activations, nn.LOSSES["cross_entropy"])
