"""One step of training on a batch, of the kind that the optimizer allows."""

from collections.abc import Callable
from functools import cache, lru_cache

from mlplab.blas import add_scaled
from mlplab.nn.backpropagation import Workspace, backward_pass
from mlplab.nn.network import Network
from mlplab.nn.optimizers import Optimizer, State

Step = Callable[[Workspace], None]


def fused_step(network: Network, rate: Callable[[], float], l2: float) -> Step:
    """Plain SGD: the products of the backward pass add straight to the weights."""

    @lru_cache(maxsize=2)  # an epoch's batches and its last, smaller one, until the rate changes
    def passes(batch: Workspace, rate: float) -> Callable[[], None]:
        return backward_pass(network, batch, network.layers, keep=1.0, scale=-rate, l2=l2)

    return lambda batch: passes(batch, rate())()


def optimizer_step(network: Network, optimizer: Optimizer, state: State, l2: float) -> Step:
    """The gradient, then the optimizer's step along the direction that it makes of it."""
    gradient = network.layers.empty_like()

    @cache
    def passes(batch: Workspace) -> Callable[[], None]:
        return backward_pass(network, batch, gradient, l2=l2)

    def step(batch: Workspace) -> None:
        passes(batch)()
        length = optimizer.update(gradient.vector, state)
        add_scaled(network.layers.vector, gradient.vector, length)

    return step
