"""Agreement with scikit-learn: equal draws give equal weights, to 1e-10 in float64."""

import numpy as np
import pytest
from scipy import sparse
from sklearn import neural_network
from sklearn.datasets import make_classification, make_multilabel_classification, make_regression

import mlplab

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

ROWS = 130  # the last batch of 32 holds 2
PROBLEMS = {
    "two classes": make_classification(ROWS, 8, random_state=0),
    "five classes": make_classification(ROWS, 8, n_informative=6, n_classes=5, random_state=0),
    "several labels": make_multilabel_classification(ROWS, 8, random_state=0),
    "one value": make_regression(ROWS, 8, random_state=0),
    "three values": make_regression(ROWS, 8, n_targets=3, random_state=0),
}
PROBLEMS["counts"] = (
    PROBLEMS["one value"][0],
    np.random.default_rng(0).poisson(np.exp(PROBLEMS["one value"][1] / 1000)),
)
SOLVERS = {
    "sgd": {"solver": "sgd", "momentum": 0.0},
    "momentum": {"solver": "sgd", "nesterovs_momentum": False},
    "nesterov": {"solver": "sgd"},
    "adam": {"solver": "adam"},
}


def pair(problem, **settings):
    """Our estimator and scikit-learn's, alike, and standardized data for them."""
    X, y = PROBLEMS[problem]
    name = "MLPRegressor" if "value" in problem or problem == "counts" else "MLPClassifier"
    if "value" in problem:
        y = y / y.std()
    if problem == "counts":  # the exponential makes larger steps overflow
        rate = settings.get("learning_rate_init", 0.001) / 10
        settings |= {"loss": "poisson", "learning_rate_init": rate}
    settings = {"hidden_layer_sizes": (7, 5), "batch_size": 32, "random_state": 3} | settings
    modules = (mlplab, neural_network)
    return *(getattr(module, name)(**settings) for module in modules), (X - X.mean()) / X.std(), y


def assert_same_network(ours, theirs):
    for mine, other in zip(
        ours.coefs_ + ours.intercepts_, theirs.coefs_ + theirs.intercepts_, strict=True
    ):
        np.testing.assert_allclose(mine, other, rtol=0, atol=1e-10)


@pytest.mark.parametrize("activation", ["identity", "logistic", "tanh", "relu"])
@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("problem", PROBLEMS)
def test_twenty_epochs_give_the_same_weights(problem, solver, activation):
    ours, theirs, X, y = pair(
        problem, activation=activation, max_iter=20, learning_rate_init=0.01, **SOLVERS[solver]
    )
    assert_same_network(ours.fit(X, y), theirs.fit(X, y))
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X))
    np.testing.assert_allclose(ours.loss_curve_, theirs.loss_curve_, rtol=0, atol=1e-10)


@pytest.mark.parametrize(
    "settings",
    [
        {"early_stopping": True, "n_iter_no_change": 3},
        {"tol": 0.01, "n_iter_no_change": 2},
        {"alpha": 1.0, "solver": "sgd", "momentum": 0.0},
        {"shuffle": False},
        {"hidden_layer_sizes": ()},
        {"hidden_layer_sizes": 6, "batch_size": "auto"},
    ],
    ids=str,
)
@pytest.mark.parametrize("problem", ["two classes", "five classes", "one value", "three values"])
def test_every_setting_means_the_same(problem, settings):
    ours, theirs, X, y = pair(problem, max_iter=60, learning_rate_init=0.02, **settings)
    assert_same_network(ours.fit(X, y), theirs.fit(X, y))
    assert (ours.n_iter_, ours.t_) == (theirs.n_iter_, theirs.t_)
    assert ours.loss_ == pytest.approx(theirs.loss_)
    assert ours.best_loss_ == pytest.approx(theirs.best_loss_)
    assert ours.best_validation_score_ == pytest.approx(theirs.best_validation_score_)


@pytest.mark.parametrize("solver", SOLVERS)
def test_partial_fits_keep_the_optimizers_state(solver):
    ours, theirs, X, y = pair("five classes", **SOLVERS[solver])
    for estimator in (ours, theirs):
        for _ in range(20):
            estimator.partial_fit(X, y, classes=np.unique(y))
    assert_same_network(ours, theirs)


def test_a_warm_start_goes_on_from_the_weights():
    ours, theirs, X, y = pair("two classes", max_iter=5, warm_start=True)
    assert_same_network(ours.fit(X, y).fit(X, y), theirs.fit(X, y).fit(X, y))
    assert ours.loss_curve_ == pytest.approx(theirs.loss_curve_)


@pytest.mark.parametrize("early_stopping", [False, True])
@pytest.mark.parametrize("problem", PROBLEMS)
def test_sample_weights_weigh_the_same(problem, early_stopping):
    ours, theirs, X, y = pair(problem, max_iter=20, early_stopping=early_stopping)
    weights = np.random.default_rng(0).uniform(0.1, 3, ROWS)
    assert_same_network(ours.fit(X, y, weights), theirs.fit(X, y, weights))


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_trained_network_moves_between_the_two(problem):
    ours, theirs, X, y = pair(problem, max_iter=5)
    ours.fit(X, y)
    theirs.set_params(random_state=4).fit(X, y)
    ours.coefs_, ours.intercepts_ = theirs.coefs_, theirs.intercepts_
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X))


def test_every_label_that_is_not_zero_is_one():
    ours, theirs, X, y = pair("several labels", max_iter=20)
    assert_same_network(ours.fit(X, 5 * y), theirs.fit(X, 5 * y))


@pytest.mark.parametrize("solver", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("learning_rate", ["invscaling", "adaptive"])
@pytest.mark.parametrize("problem", ["five classes", "three values", "counts"])
def test_every_schedule_gives_the_same_weights(problem, learning_rate, solver):
    changes = {"learning_rate_init": 0.05, "power_t": 0.2, "tol": 0.2, "n_iter_no_change": 1}
    settings = {"learning_rate": learning_rate, "max_iter": 20} | changes | SOLVERS[solver]
    ours, theirs, X, y = pair(problem, **settings)
    assert_same_network(ours.fit(X, y), theirs.fit(X, y))
    rates = ours._optimizer.learning_rate, theirs._optimizer.learning_rate
    assert rates[0] == pytest.approx(rates[1])
    assert rates[0] < ours.learning_rate_init
    assert ours.n_iter_ == theirs.n_iter_


@pytest.mark.parametrize("learning_rate", ["invscaling", "adaptive"])
def test_partial_fits_keep_the_schedule(learning_rate):
    changes = {"learning_rate_init": 0.05, "tol": 0.2, "n_iter_no_change": 1}
    ours, theirs, X, y = pair("one value", solver="sgd", learning_rate=learning_rate, **changes)
    for estimator in (ours, theirs):
        for _ in range(20):
            estimator.partial_fit(X, y)
    assert_same_network(ours, theirs)


@pytest.mark.parametrize("early_stopping", [False, True])
@pytest.mark.parametrize("container", [sparse.csr_matrix, sparse.csc_array])
@pytest.mark.parametrize("solver", SOLVERS)
def test_sparse_inputs_give_the_same_weights(solver, container, early_stopping):
    settings = {"max_iter": 20, "early_stopping": early_stopping} | SOLVERS[solver]
    ours, theirs, X, y = pair("five classes", **settings)
    X = container(np.where(abs(X) > 0.5, X, 0))
    assert_same_network(ours.fit(X, y), theirs.fit(X, y))
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    if not early_stopping:
        assert_same_network(ours.partial_fit(X, y), theirs.partial_fit(X, y))


@pytest.mark.parametrize("container", [sparse.csr_matrix, sparse.csr_array])
def test_sparse_labels_give_the_same_weights_and_sparse_predictions(container):
    ours, theirs, X, y = pair("several labels", max_iter=20)
    y = container(y)
    assert_same_network(ours.fit(X, y), theirs.fit(X, y))
    predicted = ours.predict(X)
    assert sparse.issparse(predicted)
    assert (predicted != theirs.predict(X)).nnz == 0
    assert ours.score(X, y) == theirs.score(X, y)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("problem", PROBLEMS)
def test_lbfgs_takes_the_same_way(problem, weighted):
    ours, theirs, X, y = pair(problem, solver="lbfgs", max_iter=8, activation="tanh")
    weights = np.random.default_rng(0).uniform(0.1, 3, ROWS) if weighted else None
    ours.fit(X, y, weights)
    theirs.fit(X, y, weights)
    for mine, other in zip(ours.coefs_, theirs.coefs_, strict=True):
        np.testing.assert_allclose(mine, other, rtol=0, atol=1e-8)
    assert ours.loss_ == pytest.approx(theirs.loss_)
    assert ours.n_iter_ == theirs.n_iter_ == 8


@pytest.mark.parametrize("verbose", [False, True])
@pytest.mark.parametrize(
    "settings",
    [
        {"solver": "sgd", "learning_rate": "adaptive", "tol": 0.05, "n_iter_no_change": 1},
        {"early_stopping": True, "n_iter_no_change": 2, "tol": 0.01},
    ],
    ids=str,
)
def test_verbose_prints_the_same(settings, verbose, capsys):
    ours, theirs, X, y = pair("five classes", verbose=verbose, max_iter=30, **settings)
    ours.fit(X, y)
    printed = capsys.readouterr().out
    theirs.fit(X, y)
    assert printed == capsys.readouterr().out
    assert bool(printed) is verbose


def test_a_momentum_that_adam_does_not_use_may_change_between_partial_fits():
    ours, theirs, X, y = pair("five classes", momentum=0.0)
    for model in (ours, theirs):
        model.partial_fit(X, y, classes=np.unique(y))
        model.set_params(momentum=0.5).partial_fit(X, y)
    np.testing.assert_allclose(ours.coefs_[0], theirs.coefs_[0], rtol=1e-10)


@pytest.mark.parametrize("loss", ["squared_error", "poisson"])
def test_the_positional_arguments_are_the_same(loss):
    ours, theirs = (m.MLPRegressor(loss, (3,), "tanh") for m in (mlplab, neural_network))
    params = theirs.get_params()
    assert params.items() <= ours.get_params().items()
    ours, theirs = (m.MLPClassifier((3,), "tanh") for m in (mlplab, neural_network))
    assert theirs.get_params().items() <= ours.get_params().items()
