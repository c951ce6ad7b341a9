"""Moving a model to scikit-learn's estimator of the same name, and back."""

import copy
from typing import Any

from sklearn import neural_network
from sklearn.preprocessing import LabelBinarizer

from mlplab.errors import require

# Sets of values that scikit-learn's estimators take where this package's take more.
TAKEN: dict[str, tuple[Any, ...]] = {
    "activation": ("identity", "logistic", "tanh", "relu"),
    "early_stopping": (False, True),
    "loss": ("squared_error", "poisson"),
}
ATTRIBUTES = (
    *("n_features_in_", "feature_names_in_", "classes_", "n_layers_", "n_outputs_", "n_iter_"),
    *("out_activation_", "t_", "loss_", "best_loss_", "loss_curve_", "validation_scores_"),
    *("best_validation_score_", "_no_improvement_count", "coefs_", "intercepts_"),
)


def to_sklearn(model: Any) -> Any:
    """Make scikit-learn's estimator from this package's."""
    there = _counterpart(model)()
    params, known = model.get_params(deep=False), there.get_params(deep=False)
    for name, value in params.items():
        taken = TAKEN.get(name) or (() if name in known else (getattr(type(model), name),))
        allowed = not taken or any(value is item or value == item for item in taken)
        rule = f"to_sklearn: {name} must be {' or '.join(map(repr, taken))}, as in scikit-learn"
        require(allowed, rule, value)
    there.set_params(**{name: copy.copy(params[name]) for name in known})
    _copy_attributes(model, there)
    if hasattr(there, "coefs_"):
        there._best_coefs, there._best_intercepts = copy.deepcopy((there.coefs_, there.intercepts_))
    if hasattr(there, "classes_"):
        there._label_binarizer = _label_binarizer(model)
    return there


def from_sklearn(cls: Any, estimator: Any) -> Any:
    """Make this package's estimator from scikit-learn's."""
    expected = _counterpart(cls())
    rule = f"from_sklearn takes a sklearn.neural_network.{expected.__name__}"
    require(isinstance(estimator, expected), rule, type(estimator).__name__)
    model = cls(**estimator.get_params(deep=False))
    _copy_attributes(estimator, model)
    binarizer = getattr(estimator, "_label_binarizer", None)
    if binarizer is not None:
        model._sparse_labels = binarizer.sparse_input_
    return model


def _counterpart(model: Any) -> Any:
    """Find scikit-learn's class of the same name, of a subclass too."""
    names = [cls.__name__ for cls in type(model).__mro__]
    return COUNTERPARTS[next(name for name in names if name in COUNTERPARTS)]


def _copy_attributes(source: Any, target: Any) -> None:
    for name in ATTRIBUTES:
        if hasattr(source, name):
            setattr(target, name, copy.deepcopy(getattr(source, name)))


def _label_binarizer(model: Any) -> LabelBinarizer:
    """Fit the binarizer that scikit-learn's classifier decodes its outputs with."""
    binarizer = LabelBinarizer().fit(model.classes_)
    if model.out_activation_ == "logistic" and model.n_outputs_ > 1:
        binarizer.y_type_ = "multilabel-indicator"
    binarizer.sparse_input_ = getattr(model, "_sparse_labels", False)
    return binarizer


COUNTERPARTS = {
    "MLPClassifier": neural_network.MLPClassifier,
    "MLPRegressor": neural_network.MLPRegressor,
}
