"""The run over epochs: sgd and adam, what is recorded of them, and when they stop."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from sklearn import config_context
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import check_scoring

from mlplab import nn
from mlplab.estimators import optimizer as optimizers
from mlplab.estimators.data import Data, require_weight

RECORDS = (  # what a new fit forgets
    *("loss_curve_", "best_loss_", "validation_loss_curve_", "validation_scores_"),
    *("best_validation_score_", "_kind", "_optimizer"),
)
CURVES = ("loss_curve_", "validation_loss_curve_", "validation_scores_")
VALUES = ("n_iter_", "t_", "_best", "_no_improvement_count")  # which every epoch changes, too
Score = Callable[[np.ndarray], float]  # predictions -> score of the validation set


class DivergenceWarning(ConvergenceWarning):
    """Training stopped at a step that is not finite; the weights kept are finite ones from before."""


def fit_epochs(
    model: Any, network: nn.Network, data: Data, validation: Data | None, rng: Any, partial: bool
) -> None:
    """Run epochs until nothing improves, or with partial one, and record them in the model."""
    _start_records(model, validation)
    best = network.layers.vector.copy() if model.early_stopping else None
    score = None if validation is None else _score(model, validation)
    name, records = type(model).__name__, _whole_records(model)
    try:
        for loss in _epochs(model, network, data, rng, partial):
            model.n_iter_ += 1
            model.t_ += len(data.Y)
            _record(model, network, loss, validation, score)
            if _update_best(model) and best is not None:
                best[...] = network.layers.vector
            records = _whole_records(model)
            optimizers.end_epoch(model)
            if _has_stalled(model):
                break
        else:
            if not partial:
                text = f"{name}: max_iter={model.max_iter} epochs have passed without convergence"
                warnings.warn(text, ConvergenceWarning, stacklevel=4)
    except nn.Divergence as fault:
        del model._optimizer  # its momentum led there
        text = f"{name}: {fault}: training stopped there"
        warnings.warn(text, DivergenceWarning, stacklevel=4)
    except KeyboardInterrupt:
        _restore_records(model, *records)
        if partial:
            raise  # the loop around partial_fit is to stop
        warnings.warn("Training interrupted by user.", stacklevel=4)
    if best is not None:
        network.layers.vector[...] = best
    _end_records(model)


def _epochs(
    model: Any, network: nn.Network, data: Data, rng: Any, partial: bool
) -> Iterator[float]:
    """Start the engine's training; partial_fit goes on with the optimizer's state."""
    optimizer = optimizers.start(model, network.layers.vector, keep=partial)
    batch_size: Any = 200 if model.batch_size == "auto" else model.batch_size
    return nn.train(
        network,
        data.X,
        data.Y,
        sample_weight=data.sample_weight,
        optimizer=optimizer,
        batch_size=min(batch_size, len(data.Y)),
        epochs=1 if partial else model.max_iter,
        rng=rng,
        shuffle=model.shuffle,
        l2=model.alpha,
        state=model._optimizer.state,
        dropout=float(model.dropout),
    )


def _score(model: Any, validation: Data) -> Score:
    """Make what scores the predictions for the validation set: the model's metric, or the scorer."""
    require_weight(validation)
    X, Y, sample_weight = validation
    if model._watched() != "scorer":
        return lambda predictions: model._metric(Y, predictions, sample_weight)
    scorer: Any = check_scoring(model, model.early_stopping)
    view = object.__new__(type(model))  # a copy would have weights of its own
    vars(view).update(vars(model))
    vars(view).pop("feature_names_in_", None)  # X is an array by now
    weights = {} if sample_weight is None else {"sample_weight": sample_weight}
    y = model._decode(Y)
    return lambda predictions: scorer(view, X, y, **weights)


def _start_records(model: Any, validation: Data | None) -> None:
    """Empty the curves of a new model; those of a warm start go on."""
    model.n_iter_ = 0
    if not hasattr(model, "loss_curve_"):
        model.loss_curve_, model.validation_loss_curve_ = [], []
    if validation is None:
        model.validation_scores_ = getattr(model, "validation_scores_", None)
    elif getattr(model, "validation_scores_", None) is None:
        model.validation_loss_curve_, model.validation_scores_ = [], []
    kind = model._watched()
    if getattr(model, "_kind", None) != kind:
        # The best value watched, larger is better, and the epochs since one beat it by tol.
        model._kind, model._best, model._no_improvement_count = kind, -np.inf, 0


def _whole_records(model: Any) -> tuple[dict[str, Any], dict[str, int]]:
    """Tell what the epochs so far have left: values, and how long each curve is."""
    values = {name: getattr(model, name) for name in VALUES}
    return values, {name: len(getattr(model, name, None) or ()) for name in CURVES}


def _restore_records(model: Any, values: dict[str, Any], lengths: dict[str, int]) -> None:
    """Forget the epoch that an interrupt came into: some curves may have it and others not."""
    vars(model).update(values)
    for name, length in lengths.items():
        del (getattr(model, name, None) or [])[length:]


def _record(
    model: Any, network: nn.Network, loss: float, validation: Data | None, score: Score | None
) -> None:
    """Add an epoch to the curves."""
    model.loss_curve_.append(loss)
    if model.verbose:
        print(f"Iteration {model.n_iter_}, loss = {loss:.8f}")
    if validation is None or score is None:
        return
    loss, predictions = nn.evaluate(network, *validation)
    model.validation_loss_curve_.append(loss)
    with config_context(assume_finite=True):  # a score that is NaN is no error
        model.validation_scores_.append(float(score(predictions)))
    if model.verbose and model._watched() == "validation loss":
        print(f"Validation loss: {loss:f}")
    elif model.verbose:
        print(f"Validation score: {model.validation_scores_[-1]:f}")


def _update_best(model: Any) -> bool:
    """Tell whether the last epoch is the best so far; count the epochs since one was by tol."""
    kind = model._watched()
    if kind == "training loss":
        value = -model.loss_curve_[-1]
    elif kind == "validation loss":
        value = -model.validation_loss_curve_[-1]
    else:
        value = model.validation_scores_[-1]
    stalls = value < model._best + model.tol or not np.isfinite(value)
    model._no_improvement_count = model._no_improvement_count + 1 if stalls else 0
    improves = value > model._best
    model._best = max(model._best, value)
    return improves


def _has_stalled(model: Any) -> bool:
    """Tell whether too many epochs have brought too little."""
    if model._no_improvement_count <= model.n_iter_no_change:
        return False
    kind = model._watched()
    name = "Validation score" if kind == "scorer" else kind.capitalize()
    reason = (
        f"{name} did not improve more than tol={model.tol:f} "
        f"for {model.n_iter_no_change} consecutive epochs."
    )
    return not optimizers.goes_on(model, reason)


def _end_records(model: Any) -> None:
    """Sum the curves up."""
    model.loss_ = next(reversed(model.loss_curve_), np.inf)
    model.best_loss_ = None if model.early_stopping else -model._best
    scores = [score for score in model.validation_scores_ or () if np.isfinite(score)]
    model.best_validation_score_ = max(scores, default=None)
