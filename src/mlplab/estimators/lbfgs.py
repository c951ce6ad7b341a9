"""The solver lbfgs: SciPy's L-BFGS-B on the engine's loss and gradient of all rows."""

import warnings
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.exceptions import ConvergenceWarning

from mlplab import nn
from mlplab.estimators.data import Data, require_weight


def fit_lbfgs(model: Any, network: nn.Network, data: Data) -> None:
    """Minimize the loss over all rows, and record it in the model.

    SciPy computes in float64, the engine in the dtype of the network.
    """
    require_weight(data)
    vector = network.layers.vector
    gradients = nn.prepare_gradients(
        network, data.X, data.Y, l2=model.alpha, sample_weight=data.sample_weight
    )
    accepted, model.n_iter_ = vector.astype(np.float64), 0

    def evaluate(x: np.ndarray) -> tuple[float, np.ndarray]:
        with np.errstate(over="ignore"):  # a step too long for float32: its loss is infinite
            vector[...] = x
        loss, gradient = gradients()
        return loss, gradient.vector.astype(np.float64)

    def accept(intermediate_result: Any) -> None:  # SciPy tells by the name what it is to give
        model.n_iter_ += 1
        accepted[...] = intermediate_result.x
        if model.verbose:
            print(f"Iteration {model.n_iter_}, loss = {intermediate_result.fun:.8f}")

    limits = {"maxfun": model.max_fun, "maxiter": model.max_iter, "gtol": model.tol}
    try:
        result = minimize(
            evaluate, accepted.copy(), jac=True, method="L-BFGS-B", callback=accept, options=limits
        )
        if not result.success:
            _warn(model, result.message)
    except KeyboardInterrupt:
        warnings.warn("Training interrupted by user.", stacklevel=4)
    vector[...] = accepted
    model.loss_ = gradients()[0]


def _warn(model: Any, message: str) -> None:
    limits = f"max_iter={model.max_iter}, max_fun={model.max_fun}"
    text = f"{type(model).__name__}: lbfgs has not converged ({limits}): {message}"
    warnings.warn(text, ConvergenceWarning, stacklevel=5)
