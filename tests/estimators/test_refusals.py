"""What the estimators refuse, and in which words."""

import numpy as np
import pytest
from sklearn.datasets import load_digits, make_regression

import mlplab
from mlplab import nn
from mlplab.errors import InputError

pytestmark = pytest.mark.filterwarnings("ignore:.*epochs have passed")

QUICK = {"hidden_layer_sizes": (16,), "max_iter": 15, "learning_rate_init": 0.02, "random_state": 0}
REGRESSION = make_regression(200, 6, n_targets=2, random_state=0)


def digits():
    X, y = load_digits(return_X_y=True)
    return X[:400] / 16, y[:400]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"activation": "swish"}, "activation must be one of logistic, .*, got 'swish'"),
        ({"activation": None}, "'activation' parameter .* Got None instead"),
        ({"activation": [None]}, r"activation must be one, or a list of 1, .*, got \[None\]"),
        ({"activation": ["relu"] * 3}, "activation must be one, or a list of 1, one a hidden"),
        ({"solver": "cg"}, "'solver' parameter .* a str among .* Got 'cg' instead"),
        ({"learning_rate": "falling"}, "'learning_rate' parameter .* Got 'falling' instead"),
        ({"dropout": 1}, r"'dropout' parameter .* range \[0.0, 1.0\). Got 1 instead"),
        ({"clip_norm": 0}, "'clip_norm' parameter .* Got 0 instead"),
        ({"class_weight": {0: np.nan}}, "class_weight must hold finite numbers, got {0: nan}"),
        ({"class_weight": {0: None}}, "class_weight must hold finite numbers, got {0: None}"),
        ({"class_weight": "even"}, "'class_weight' parameter .* Got 'even' instead"),
        ({"solver": "lbfgs", "dropout": 0.5}, "dropout must be 0 with solver='lbfgs', got 0.5"),
        ({"initializer": "best"}, "initializer must be one of auto, zero, .*, got 'best'"),
        ({"hidden_layer_sizes": (0,)}, r"hidden_layer_sizes must be > 0, got \(0,\)"),
        ({"alpha": -1}, r"'alpha' parameter .* a float in the range \[0.0, inf\). Got -1 instead"),
        ({"max_iter": 0}, "'max_iter' parameter .* an int in the range .* Got 0 instead"),
        ({"max_iter": 1.5}, "'max_iter' parameter .* an int in the range .* Got 1.5 instead"),
        ({"batch_size": "all"}, "'batch_size' parameter .* Got 'all' instead"),
        ({"batch_size": 0}, "'batch_size' parameter .* Got 0 instead"),
        ({"batch_size": 2.5}, "'batch_size' parameter .* Got 2.5 instead"),
        ({"learning_rate_init": 0}, "'learning_rate_init' parameter .* Got 0 instead"),
        ({"beta_1": "a"}, "'beta_1' parameter .* Got 'a' instead"),
        ({"slope": 2}, r"'slope' parameter .* in the range \[0.0, 1.0\]. Got 2 instead"),
        ({"early_stopping": "f2"}, "early_stopping must be True, .* or callable, got 'f2'"),
        ({"early_stopping": None}, "'early_stopping' parameter .* Got None instead"),
    ],
)
def test_a_parameter_that_is_not_allowed_is_refused(parameters, message):
    with pytest.raises(ValueError, match=message):
        mlplab.MLPClassifier(**parameters).fit(*digits())


def test_weights_that_cancel_in_a_batch_are_refused():
    X, y = REGRESSION
    weights = np.tile([1.0, -1.0], 100)
    with pytest.raises(InputError, match="sample_weight must not sum to 0 in a batch, got"):
        mlplab.MLPRegressor(batch_size=2, shuffle=False).fit(X, y, weights)
    with pytest.raises(InputError, match=r"sample_weight must not sum to 0, got 0\.0"):
        mlplab.MLPRegressor(solver="lbfgs").fit(X, y, weights)
    with pytest.raises(InputError, match=r"sample_weight must not sum to 0, got 0\.0"):
        mlplab.MLPRegressor().fit(X, y, X_val=X, y_val=y, sample_weight_val=weights)
    with pytest.raises(ValueError, match="at least one non-zero"):
        mlplab.MLPRegressor().fit(X, y, 0 * weights)


def test_partial_fit_refuses_what_it_cannot_do():
    with pytest.raises(InputError, match="partial_fit does not support early_stopping=True"):
        mlplab.MLPRegressor(early_stopping=True).partial_fit(*REGRESSION)
    classifier = mlplab.MLPClassifier(**QUICK).partial_fit(*digits(), classes=range(10))
    with pytest.raises(InputError, match=r"y must hold classes in \[0 .* 9\], got \[11\]"):
        classifier.partial_fit(digits()[0], np.full(400, 11))


def test_a_fit_that_is_refused_leaves_no_network_behind():
    X, y = digits()
    classifier = mlplab.MLPClassifier(activation="swish")
    for refused in ({}, {"X_val": X[:, :3], "y_val": y}):
        with pytest.raises(ValueError, match=r"activation must be one of|X has 3 features"):
            classifier.fit(X, y, **refused)
        assert not hasattr(classifier, "coefs_")


@pytest.mark.parametrize("alone", ["X_val", "y_val"])
def test_half_a_validation_set_is_refused(alone):
    X, y = digits()
    with pytest.raises(InputError, match=f"X_val and y_val must come together, got '{alone}'"):
        mlplab.MLPClassifier().fit(X, y, **{alone: X if alone == "X_val" else y})


def test_a_validation_set_of_one_row_is_refused():
    X, y = REGRESSION
    with pytest.raises(InputError, match="validation_fraction must leave it two rows or more"):
        mlplab.MLPRegressor(early_stopping=True).fit(X[:10], y[:10])


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
@pytest.mark.parametrize("sizes", [(8,), (16, 8), ()])
def test_training_does_not_go_on_with_other_sizes_of_layers(method, sizes):
    X, y = digits()
    classifier = mlplab.MLPClassifier(warm_start=True, **QUICK).fit(X, y)
    kept = classifier.coefs_[0].copy()
    classifier.set_params(hidden_layer_sizes=sizes)
    with pytest.raises(InputError, match=r"hidden_layer_sizes must stay \[16\] where training"):
        getattr(classifier, method)(X, y)
    np.testing.assert_array_equal(classifier.coefs_[0], kept)
    classifier.set_params(hidden_layer_sizes=16)
    getattr(classifier, method)(X, y)


@pytest.mark.parametrize("weights", [None, 0.1, [0.1]])
def test_an_initializer_of_ones_own_gives_weights_of_the_right_shape(weights):
    classifier = mlplab.MLPClassifier(initializer=lambda rng, fan_in, fan_out: weights, **QUICK)
    with pytest.raises(InputError, match=r"layers must fit each other as \(in, out\)"):
        classifier.fit(*digits())


def times_two_in_place(z, delta=None):
    array = z if delta is None else delta
    array *= 2
    return array


@pytest.mark.parametrize(
    ("forward", "backward"),
    [
        (lambda z: 2 * z, times_two_in_place),
        (times_two_in_place, lambda kept, delta: 2 * delta),
    ],
)
def test_an_activation_of_ones_own_works_in_place(forward, backward):
    X, y = digits()
    fine = nn.Activation("twice", times_two_in_place, times_two_in_place)
    mlplab.MLPClassifier(activation=fine, **QUICK).fit(X, y)
    wrong = nn.Activation("twice", forward, backward)
    for activation in (wrong, [wrong]):
        with pytest.raises(InputError, match="activation twice: forward must change z in place"):
            mlplab.MLPClassifier(activation=activation, **QUICK).fit(X, y)
