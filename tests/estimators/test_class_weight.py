"""Weights of classes: each row weighs as its class does."""

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.utils.class_weight import compute_sample_weight

import mlplab
from mlplab.errors import InputError
from tests.estimators.examples import QUICK, assert_same_weights, digits

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
RARE = make_classification(400, 6, weights=[0.9], flip_y=0.1, random_state=0)


@pytest.mark.parametrize("class_weight", ["balanced", {0: 1.0, 1: 7.0}, {1: 0.0}])
@pytest.mark.parametrize("solver", ["adam", "lbfgs"])
def test_a_class_weight_is_a_weight_of_each_of_its_rows(class_weight, solver):
    X, y = RARE
    settings = QUICK | {"solver": solver}
    weighted = mlplab.MLPClassifier(class_weight=class_weight, **settings).fit(
        X, y, np.full(400, 2)
    )
    rows = 2 * compute_sample_weight(class_weight, y)
    assert_same_weights(weighted, mlplab.MLPClassifier(**settings).fit(X, y, rows))


def test_balanced_class_weights_find_the_rare_class():
    X, y = RARE
    plain, balanced = (
        mlplab.MLPClassifier(class_weight=weight, **QUICK).fit(X, y)
        for weight in (None, "balanced")
    )
    assert balanced.predict(X)[y == 1].mean() > plain.predict(X)[y == 1].mean() + 0.1


def test_class_weights_of_names_of_labels_and_of_partial_fits():
    X, y = digits()
    names = np.array(list("abcdefghij"))[y]
    one = mlplab.MLPClassifier(class_weight={"a": 3}, **QUICK).fit(X, names)
    other = mlplab.MLPClassifier(class_weight={0: 3}, **QUICK)
    for _ in range(15):
        other.partial_fit(X, y, classes=range(10))
    assert one.score(X, names) > 0.8 < other.score(X, y)
    other.partial_fit(X[y == 1], y[y == 1])  # a batch without the class that has a weight
    labels = np.stack([y % 2, y > 4], axis=1).astype(int)
    weights = [{1: 2.0}, {0: 0.5, 1: 3.0}]
    weighted = mlplab.MLPClassifier(class_weight=weights, **QUICK).fit(X, labels)
    rows = compute_sample_weight(weights, labels)
    assert_same_weights(weighted, mlplab.MLPClassifier(**QUICK).fit(X, labels, rows))
    with pytest.raises(InputError, match="class_weight must be 'balanced' or a list of a dict"):
        mlplab.MLPClassifier(class_weight={1: 2.0}).fit(X, labels)
    assert (
        mlplab.MLPClassifier(class_weight="balanced", **QUICK).fit(X, labels).score(X, labels) > 0.8
    )
    with pytest.raises(InputError, match="class_weight must not be 'balanced' in partial_fit"):
        mlplab.MLPClassifier(class_weight="balanced").partial_fit(X, y, classes=range(10))
