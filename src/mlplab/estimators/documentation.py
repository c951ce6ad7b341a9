"""The docstrings of the estimators: what both have in common, written once, and where the docs lie."""

import inspect
from pathlib import Path
from typing import Any

# docs/estimators.md, which the wheel holds too. It lies beside this folder: the study's stages depend on the folder.
DOCS = Path(__file__).parents[1].joinpath("estimators.md").as_uri()

PARAMETERS = """\
hidden_layer_sizes : int or array-like of shape (n_layers - 2,), default=(100,)
    The number of units in each hidden layer.

activation : str, nn.Activation or list of these, default='relu'
    The function of the hidden units: 'identity', 'logistic', 'tanh' or 'relu'; 'sigmoid' (the same
    as 'logistic'), 'leaky_relu', 'elu', 'gelu' or 'silu'; or one that you have written. A list has
    one for each hidden layer.

solver : {'lbfgs', 'sgd', 'adam'}, default='adam'
    'lbfgs' takes all rows at once and suits small data; 'sgd' and 'adam' take batches.

alpha : float, default=0.0001
    The strength of the L2 penalty, which is divided by the number of rows in a batch (the sum of
    their weights).

batch_size : int, default='auto'
    The rows in a batch; 'auto' is min(200, n_samples). Not used by 'lbfgs'.

learning_rate : {'constant', 'invscaling', 'adaptive'}, default='constant'
    The schedule of the learning rate, used by 'sgd' alone. 'invscaling' divides it by
    (rows seen + 1) ** power_t after each epoch. 'adaptive' divides it by 5 where the fit would
    stop otherwise, until it is below 1e-6.

learning_rate_init : float, default=0.001
    The first learning rate. Not used by 'lbfgs'.

power_t : float, default=0.5
    The exponent of 'invscaling'.

max_iter : int, default=200
    The largest number of epochs, or of iterations of 'lbfgs'.

shuffle : bool, default=True
    Whether the rows are shuffled before each epoch.

random_state : int, RandomState instance or None, default=None
    Determines the first weights, the validation set, the shuffling and the dropout. An int gives
    the same network in every call.

tol : float, default=1e-4
    What the loss (or the score) must improve by in `n_iter_no_change` epochs, or the fit stops.
    For 'lbfgs' the largest entry of the gradient at which it stops.

verbose : bool, default=False
    Whether to print the loss of each epoch.

warm_start : bool, default=False
    Whether `fit` goes on from the weights of the last one.

momentum : float, default=0.9
    How much of the last step 'sgd' keeps, from 0 to 1.

nesterovs_momentum : bool, default=True
    Whether the momentum of 'sgd' looks ahead.

early_stopping : bool, 'loss', scorer's name or callable, default=False
    What is watched instead of the training loss, on `validation_fraction` of the rows or on the
    `X_val` of `fit`: with True the score (accuracy or R^2), with 'loss' the loss, otherwise a
    scorer of scikit-learn's such as 'f1_macro'. The weights of the best epoch are brought back.
    Not used by 'lbfgs'.

validation_fraction : float, default=0.1
    The share of the rows that are set apart to be watched.

beta_1 : float, default=0.9
    How much 'adam' keeps of its mean of gradients, from 0 to below 1.

beta_2 : float, default=0.999
    How much 'adam' keeps of its mean of squared gradients, from 0 to below 1.

epsilon : float, default=1e-8
    Keeps 'adam' from dividing by zero.

n_iter_no_change : int, default=10
    How many epochs may pass without an improvement by `tol`.

max_fun : int, default=15000
    The largest number of times that 'lbfgs' computes the loss.

slope : float, default=0.01
    The slope of 'leaky_relu' where its input is negative, from 0 to 1. (Not in scikit-learn.)

initializer : str or callable, default='auto'
    Draws the first weights. 'auto' draws weights and biases as scikit-learn does. A name in
    `mlplab.nn.INITIALIZERS` ('he_normal', 'glorot_uniform', ...) or a function
    (rng, fan_in, fan_out) -> weights leaves the biases zero. (Not in scikit-learn.)

dropout : float, default=0.0
    How probable it is that a hidden unit's output is set to zero in training, from 0 to below 1.
    (Not in scikit-learn.)

clip_norm : float or None, default=None
    The largest norm of a gradient; a longer one is scaled down to it. Not used by 'lbfgs'. (Not in
    scikit-learn.)
"""

ATTRIBUTES = """\
loss_ : float
    The loss of the last epoch, penalty included.

best_loss_ : float or None
    The least loss of an epoch; None with early stopping. Not with 'lbfgs'.

loss_curve_ : list of shape (n_iter_,)
    The mean loss of each epoch, penalty included. Not with 'lbfgs'.

validation_scores_ : list of shape (n_iter_,) or None
    The score on the validation set after each epoch; None where there is none. Not with 'lbfgs'.

validation_loss_curve_ : list of shape (n_iter_,)
    The loss there, without the penalty. (Not in scikit-learn.)

best_validation_score_ : float or None
    The best of the validation scores. Not with 'lbfgs'.

t_ : int
    The number of rows seen in training, each as often as it was.

coefs_ : list of shape (n_layers - 1,)
    The weights of each layer, (fan_in, fan_out).

intercepts_ : list of shape (n_layers - 1,)
    The biases of each layer, (fan_out,).

n_features_in_ : int
    The number of features in `fit`.

feature_names_in_ : ndarray of shape (n_features_in_,)
    The features' names, where X has any.

n_iter_ : int
    The number of epochs, or of iterations of 'lbfgs'.

n_layers_ : int
    The number of layers, inputs and outputs among them.

n_outputs_ : int
    The number of outputs.

out_activation_ : str
    The name of the output's activation.
"""

NOTES = """\
Equal parameters, data and `random_state` give the network that scikit-learn's estimator gives, but
for the last bits. What differs:

- A fit that meets a number that is not finite warns, naming step and layer, and keeps finite weights
  from before. scikit-learn raises an error at its end.
- 'lbfgs' computes in float32 where X is float32, and the weights are float32.
- Ctrl-C ends `fit` with a warning, in 'lbfgs' too, but is passed on by `partial_fit`.
- Rows whose weight is zero are left out, of batches and validation sets too.
- `partial_fit` takes up a changed `learning_rate_init` or `solver`.
- What is set apart for early stopping has the shares of all classes, except with
  `early_stopping=True`, where scikit-learn has only the shares of two.
"""


def document(cls: Any) -> Any:
    """Complete a class's docstring: $parameters, $attributes, $methods and $notes are filled in."""
    if __doc__:  # under python -OO there is none, here and of the methods; a dataclass makes one of its own even then
        parts = {"parameters": PARAMETERS, "attributes": ATTRIBUTES, "notes": NOTES}
        text = inspect.cleandoc(cls.__doc__)
        for name, part in (parts | {"methods": _methods(cls)}).items():
            text = text.replace(f"${name}", part.rstrip())
        cls.__doc__ = text + "\n"
    return cls


def _methods(cls: Any) -> str:
    """List the public methods with the first line of what they do."""
    methods = inspect.getmembers(cls, inspect.isroutine)
    public = [(name, method) for name, method in methods if not name.startswith("_")]
    lines = (f"{name}\n    {inspect.getdoc(method).splitlines()[0]}" for name, method in public)  # type: ignore[union-attr]
    return "\n".join(lines)
