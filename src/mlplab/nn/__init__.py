"""A multilayer perceptron from scratch: the math, in NumPy and SciPy's BLAS.

Read it in this order: activations, initializers, losses, network (the data), inference (the forward
pass), backpropagation, optimizers, training.
"""

from .activations import ACTIVATIONS, Activation, leaky_relu
from .backpropagation import gradients
from .inference import evaluate, forward, predict, predict_proba
from .initializers import INITIALIZERS, variance_scaling
from .losses import LOSSES, Loss
from .network import Layer, Network, initialize
from .optimizers import Optimizer, State, adam, sgd
from .training import Divergence, fit, train

__all__ = [
    "ACTIVATIONS", "INITIALIZERS", "LOSSES", "Activation", "Divergence", "Layer", "Loss", "Network",
    "Optimizer", "State", "adam", "evaluate", "fit", "forward", "gradients", "initialize",
    "leaky_relu", "predict", "predict_proba", "sgd", "train", "variance_scaling",
]  # fmt: skip
