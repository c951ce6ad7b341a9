"""The network behind an estimator: coefs_ and intercepts_ are its arrays."""

import copy
import pickle

import numpy as np
import pytest
from sklearn import neural_network

import mlplab
from mlplab import nn
from mlplab.estimators import network_of

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

X = np.random.default_rng(0).normal(size=(60, 4))
y = (X[:, :2] > 0).sum(axis=1)
QUICK = {"hidden_layer_sizes": (5,), "max_iter": 3, "random_state": 0}


def fitted(**changes):
    return mlplab.MLPClassifier(**QUICK | changes).fit(X, y)


def arrays(estimator):
    return estimator.coefs_ + estimator.intercepts_


@pytest.mark.parametrize("module", [mlplab, neural_network])
@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
@pytest.mark.parametrize("targets", [y, y > 0, X[:, :2] > 0], ids=["classes", "two", "labels"])
def test_the_network_gives_a_classifiers_probabilities(module, activation, targets):
    classifier = module.MLPClassifier(activation=activation, **QUICK).fit(X, targets)
    network = network_of(classifier)
    proba = nn.predict_proba(network, X)
    assert network.loss.takes_classes is (targets is y)
    np.testing.assert_allclose(proba[:, -1], classifier.predict_proba(X)[:, -1])


@pytest.mark.parametrize("module", [mlplab, neural_network])
def test_the_network_gives_a_regressors_values(module):
    regressor = module.MLPRegressor(**QUICK).fit(X, X)
    np.testing.assert_allclose(nn.predict(network_of(regressor), X), regressor.predict(X))


def test_training_goes_on_in_the_same_arrays():
    classifier = fitted()
    before, network = arrays(classifier), network_of(classifier)
    classifier.partial_fit(X, y)
    assert all(mine is other for mine, other in zip(arrays(classifier), before, strict=True))
    assert all(np.shares_memory(array, network.layers.vector) for array in before)


def test_a_new_fit_leaves_the_arrays_of_the_last_one_alone():
    classifier = fitted()
    before = arrays(classifier)
    kept = copy.deepcopy(before)
    classifier.fit(X[::-1], y)
    assert all(np.array_equal(*pair) for pair in zip(before, kept, strict=True))


def test_a_parameter_set_after_fit_reaches_the_network():
    classifier = fitted(activation="leaky_relu")
    expected = classifier.predict_proba(X)
    assert not np.allclose(classifier.set_params(slope=0.9).predict_proba(X), expected)


def assign_lists(classifier, other):
    classifier.coefs_, classifier.intercepts_ = other.coefs_, other.intercepts_


def assign_items(classifier, other):
    classifier.coefs_[:], classifier.intercepts_[:] = other.coefs_, other.intercepts_


def assign_numbers(classifier, other):
    for mine, others in zip(arrays(classifier), arrays(other), strict=True):
        mine[...] = others


@pytest.mark.parametrize("assign", [assign_lists, assign_items, assign_numbers])
def test_weights_that_are_assigned_are_predicted_from_and_trained(assign):
    classifier, other = fitted(), fitted(random_state=1)
    expected = copy.deepcopy(other)
    assign(classifier, other)
    np.testing.assert_array_equal(classifier.predict_proba(X), expected.predict_proba(X))
    classifier.set_params(solver="sgd").partial_fit(X, y)
    expected.set_params(solver="sgd", random_state=0).partial_fit(X, y)
    for mine, others in zip(arrays(classifier), arrays(expected), strict=True):
        np.testing.assert_array_equal(mine, others)
    np.testing.assert_array_equal(classifier.predict_proba(X), expected.predict_proba(X))


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))]
)
def test_a_copy_trains_weights_of_its_own(copied):
    classifier = fitted()
    expected, proba = fitted().partial_fit(X, y).predict_proba(X), classifier.predict_proba(X)
    other = copied(classifier)
    np.testing.assert_array_equal(other.predict_proba(X), proba)
    np.testing.assert_array_equal(classifier.predict_proba(X), proba)
    np.testing.assert_allclose(other.partial_fit(X, y).predict_proba(X), expected)
    np.testing.assert_array_equal(classifier.predict_proba(X), proba)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_the_network_is_kept_between_predictions_and_by_copies(copied):
    classifier = fitted()
    again = copied(classifier)
    assert network_of(classifier) is network_of(classifier)
    assert network_of(again) is network_of(again)
    assert not any(map(np.shares_memory, arrays(again), arrays(classifier)))
    assert np.array_equal(again.predict_proba(X), classifier.predict_proba(X))


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (np.full((1, 4), np.nan), "contains NaN"),
        (np.full((3, 4), np.inf), "contains infinity"),
        (np.ones((1, 3)), "3 features, but MLPClassifier is expecting 4"),
        (np.ones((0, 4)), "0 sample"),
        (np.ones(4), "Expected 2D array"),
    ],
)
def test_what_scikit_learn_refuses_to_predict_is_refused(rows, message):
    with pytest.raises(ValueError, match=message):
        fitted().predict(rows)


def test_rows_whose_sum_overflows_are_predicted():
    rows = np.full((2, 4), 1e308)
    assert fitted(activation="tanh").predict(rows).shape == (2,)


def test_a_shallow_copy_sees_the_training_of_the_original():
    classifier = fitted()
    shallow = copy.copy(classifier)
    classifier.partial_fit(X, y)
    assert np.array_equal(shallow.predict_proba(X), classifier.predict_proba(X))
