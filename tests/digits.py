"""The example drawings, and networks of the embedded study to try them on."""

from functools import cache

from mlplab import data
from mlplab.params import load_params
from mlplab.studies import kfold_tuning, scratch_mlp
from tests.conftest import ROOT

EXAMPLES = tuple("0123456789")


def example(digit):
    """The gray pixels of examples/DIGIT.png."""
    return data.read_gray(ROOT / "examples" / f"{digit}.png")


@cache
def embedded_splits():
    split = dict(load_params(ROOT / "params.yaml").normalize.digits)
    return data.split(data.load("sklearn_digits"), **split)


@cache
def tuned_network():
    """The network in models/kfold_tuning.npz of the embedded study, trained anew: models are not in git."""
    best = {"solver": "adam", "batch_size": 64, "learning_rate": 0.01}
    params = load_params(ROOT / "params.yaml").kfold_tuning
    return kfold_tuning.refit(embedded_splits(), params, "tanh", best, params.seeds[0]).network


@cache
def scratch_network(initializer="random", activation="relu"):
    """The network of section B's cell with the first seed."""
    params = load_params(ROOT / "params.yaml").scratch_mlp
    return scratch_mlp.fit_seed(embedded_splits(), params, initializer, activation, 0).network
