"""A multilayer perceptron from scratch: the math, in NumPy and SciPy's BLAS.

Read it in this order: activations, initializers, losses, network (the data), inference (the forward
pass), backpropagation, optimizers, training.
"""

from .activations import ACTIVATIONS, Activation, leaky_relu
from .backpropagation import gradients
from .checks import find
from .inference import evaluate, forward, predict, predict_proba, score
from .initializers import INITIALIZERS, variance_scaling
from .losses import LOSSES, Loss
from .network import Layer, Network, initialize
from .optimizers import Optimizer, State, adam, sgd
from .training import Divergence, fit, train

__all__ = [
    "ACTIVATIONS", "INITIALIZERS", "LOSSES", "Activation", "Divergence", "Layer", "Loss", "Network",
    "Optimizer", "State", "adam", "evaluate", "find", "fit", "forward", "gradients", "initialize",
    "leaky_relu", "predict", "predict_proba", "score", "sgd", "train", "variance_scaling",
]  # fmt: skip
