"""A multilayer perceptron from scratch: the math, in NumPy and one BLAS.

Read it in this order: activations, initializers, losses, layers, network (the data), inference (the
forward pass), backpropagation, optimizers, steps, divergence, training; dropout is not always needed.
"""

from mlplab.nn.activations import ACTIVATIONS, Activation, leaky_relu
from mlplab.nn.backpropagation import gradients, prepare_gradients
from mlplab.nn.divergence import Divergence
from mlplab.nn.inference import evaluate, forward, predict, predict_proba
from mlplab.nn.initializers import INITIALIZERS, Initializer, variance_scaling
from mlplab.nn.layers import FlatLayers, Layer
from mlplab.nn.losses import LOSSES, Loss, huber, quantile
from mlplab.nn.network import Network, initialize
from mlplab.nn.optimizers import Optimizer, State, adam, clip_norm, sgd
from mlplab.nn.training import fit, train

__all__ = [
    "ACTIVATIONS", "INITIALIZERS", "LOSSES", "Activation", "Divergence", "FlatLayers", "Initializer",
    "Layer", "Loss", "Network", "Optimizer", "State", "adam", "clip_norm", "evaluate", "fit", "forward",
    "gradients", "huber", "initialize", "leaky_relu", "predict", "predict_proba",
    "prepare_gradients", "quantile", "sgd", "train", "variance_scaling",
]  # fmt: skip
