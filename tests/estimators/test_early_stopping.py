"""Early stopping on the score, the loss or a scorer, and its validation set."""

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import f1_score, log_loss, make_scorer
from sklearn.model_selection import train_test_split

import mlplab
from mlplab.errors import InputError
from mlplab.estimators import data
from tests.estimators.examples import QUICK, digits

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


WATCHED = ["f1_macro", make_scorer(f1_score, average="macro"), lambda model, X, y: -len(y)]


@pytest.mark.parametrize("watched", WATCHED[:2])
def test_early_stopping_watches_a_scorer(watched):
    X, y = digits()
    classifier = mlplab.MLPClassifier(early_stopping=watched, **QUICK)
    classifier.fit(X[:300], y[:300], X_val=X[300:], y_val=y[300:])
    assert classifier.best_validation_score_ == max(classifier.validation_scores_)
    predicted = classifier.predict(X[300:])  # of the best epoch
    assert f1_score(y[300:], predicted, average="macro") == classifier.best_validation_score_


def test_early_stopping_on_a_function_stops_where_it_does_not_rise():
    settings = QUICK | {"max_iter": 200, "n_iter_no_change": 3}
    classifier = mlplab.MLPClassifier(early_stopping=WATCHED[2], **settings).fit(*digits())
    assert classifier.n_iter_ == 5
    assert classifier.validation_scores_ == [-40.0] * 5


@pytest.mark.parametrize("watched", [True, "loss", "accuracy"])
def test_the_weights_of_the_validation_set_weigh(watched):
    X, y = load_breast_cancer(return_X_y=True)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    weights = np.random.default_rng(0).uniform(0, 5, len(y)) ** 2
    classifier = mlplab.MLPClassifier(early_stopping=watched, **QUICK)
    classifier.fit(X[:400], y[:400], X_val=X[400:], y_val=y[400:], sample_weight_val=weights[400:])
    best = {"loss": np.argmin(classifier.validation_loss_curve_)}.get(
        watched, np.argmax(classifier.validation_scores_)
    )
    proba = classifier.predict_proba(X[400:])
    expected = log_loss(y[400:], proba, sample_weight=weights[400:])
    assert classifier.validation_loss_curve_[best] == pytest.approx(expected)
    score = classifier.score(X[400:], y[400:], weights[400:])
    assert classifier.validation_scores_[best] == pytest.approx(score)


def test_weights_of_a_validation_set_that_is_not_there_are_refused():
    X, y = digits()
    with pytest.raises(InputError, match="sample_weight_val must come with X_val"):
        mlplab.MLPClassifier().fit(X, y, sample_weight_val=np.ones(40))


@pytest.mark.parametrize("watched", ["loss", "accuracy"])
def test_the_validation_part_has_the_shares_of_several_classes(watched, monkeypatch):
    X, y = digits()
    y, parts = np.where(y < 8, 0, y - 7), []

    def split(*arrays, stratify, **settings):
        parts.extend(train_test_split(*arrays, stratify=stratify, **settings))
        return parts

    monkeypatch.setattr(data, "train_test_split", split)
    mlplab.MLPClassifier(early_stopping=watched, **QUICK).fit(X, y)
    np.testing.assert_allclose(np.bincount(parts[3]) / 40, np.bincount(y) / 400, atol=0.02)


def test_a_warm_start_may_watch_something_else():
    X, y = digits()
    classifier = mlplab.MLPClassifier(warm_start=True, **QUICK).fit(X, y)
    classifier.set_params(early_stopping="loss").fit(X, y)
    assert classifier.best_loss_ is None
    assert len(classifier.validation_loss_curve_) == classifier.n_iter_


def test_validation_data_with_lbfgs_are_refused():
    X, y = digits()
    with pytest.raises(InputError, match="solver must be sgd or adam with X_val, got 'lbfgs'"):
        mlplab.MLPClassifier(solver="lbfgs").fit(X, y, X_val=X, y_val=y)


def test_verbose_prints_the_loss_where_it_is_watched(capsys):
    X, y = digits()
    classifier = mlplab.MLPClassifier(early_stopping="loss", verbose=True, **QUICK).fit(X, y)
    printed = capsys.readouterr().out.splitlines()
    losses = [f"Validation loss: {loss:f}" for loss in classifier.validation_loss_curve_]
    assert [line for line in printed if line.startswith("Validation")][: len(losses)] == losses


def test_an_interrupt_while_an_epoch_is_scored_leaves_curves_of_equal_length():
    X, y = digits()
    scores = iter([0.1, 0.2])

    def interrupted(model, X, y):
        for score in scores:
            return score
        raise KeyboardInterrupt

    classifier = mlplab.MLPClassifier(early_stopping=interrupted, **QUICK)
    with pytest.warns(UserWarning, match="interrupted"):
        classifier.fit(X, y)
    assert classifier.validation_scores_ == [0.1, 0.2]
    assert len(classifier.loss_curve_) == len(classifier.validation_loss_curve_) == 2
    assert classifier.n_iter_ == 2
