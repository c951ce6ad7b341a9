"""One epoch of the same training in each engine: functions that make a function to be timed."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from mlplab import nn

Epoch = Callable[[], Any]
RATES = {"sgd": 0.02, "adam": 1e-4}


def products(X: np.ndarray, y: np.ndarray, sizes: Sequence[int], solver: str, batch: int) -> Epoch:
    """The bound: the matrix products of an epoch alone, as NumPy does them, all preallocated."""
    rng = np.random.default_rng(0)
    weights = [rng.normal(0, 0.05, fans).astype(np.float32) for fans in pairwise(sizes)]
    gradients = [np.empty_like(w) for w in weights]
    a = [rng.random((batch, units), dtype=np.float32) for units in sizes]
    delta = [rng.random((batch, units), dtype=np.float32) for units in sizes]

    def step(rows: int) -> None:
        for i, w in enumerate(weights):
            np.matmul(a[i][:rows], w, out=a[i + 1][:rows])
        for i in reversed(range(len(weights))):
            if i:
                np.matmul(delta[i + 1][:rows], weights[i].T, out=delta[i][:rows])
            np.matmul(a[i][:rows].T, delta[i + 1][:rows], out=gradients[i])

    def epoch() -> None:
        for start in range(0, len(X), batch):
            step(min(batch, len(X) - start))

    return epoch


def mlplab(X: np.ndarray, y: np.ndarray, sizes: Sequence[int], solver: str, batch: int) -> Epoch:
    """This project's engine."""
    rng = np.random.default_rng(0)
    network = nn.initialize(sizes, activation="relu", initializer="glorot_uniform", rng=rng)
    optimizer = nn.sgd(RATES[solver]) if solver == "sgd" else nn.adam(RATES[solver])
    epochs = nn.train(
        network, X, y, optimizer=optimizer, batch_size=batch, epochs=1_000_000, rng=rng
    )
    return lambda: next(epochs)


def torch(
    X: np.ndarray,
    y: np.ndarray,
    sizes: Sequence[int],
    solver: str,
    batch: int,
    fused: bool | None = None,
    compiled: bool = False,
) -> Epoch:
    """PyTorch, eager, as its tutorials train."""
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)
    layers = [[torch.nn.Linear(*fans), torch.nn.ReLU()] for fans in pairwise(sizes)]
    network = torch.nn.Sequential(*[module for layer in layers for module in layer][:-1])
    make = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[solver]
    optimizer = make(network.parameters(), RATES[solver], fused=fused)
    mean = torch.nn.CrossEntropyLoss()
    inputs, targets = torch.from_numpy(X), torch.from_numpy(y)

    def loss(x: Any, classes: Any) -> Any:
        return mean(network(x), classes)

    if compiled:
        torch._dynamo.reset()  # otherwise the shapes of the rows before this one count
        loss = torch.compile(loss, dynamic=False)

    def epoch() -> None:
        for rows in torch.randperm(len(inputs)).split(batch):
            optimizer.zero_grad()
            loss(inputs[rows], targets[rows]).backward()
            optimizer.step()

    return epoch


torch_fused = partial(torch, fused=True)  # with its optimizers' fused kernels
torch_compile = partial(torch, fused=True, compiled=True)


def jax(X: np.ndarray, y: np.ndarray, sizes: Sequence[int], solver: str, batch: int) -> Epoch:
    """JAX: an epoch is one compiled scan over its batches, and its buffers are donated."""
    import jax
    import jax.numpy as jnp

    rng, rate = np.random.default_rng(0), RATES[solver]
    weights = [
        (jnp.asarray(rng.normal(0, 0.05, fans).astype(np.float32)), jnp.zeros(fans[1]))
        for fans in pairwise(sizes)
    ]
    inputs, targets, tree = jnp.asarray(X), jnp.asarray(y), jax.tree.map

    def loss(weights: Any, x: Any, classes: Any) -> Any:
        for w, b in weights[:-1]:
            x = jax.nn.relu(x @ w + b)
        scores = jax.nn.log_softmax(x @ weights[-1][0] + weights[-1][1])
        return -jnp.take_along_axis(scores, classes[:, None], axis=1).mean()

    def sgd(state: Any, x: Any, classes: Any) -> Any:
        value, g = jax.value_and_grad(loss)(state[0], x, classes)
        return (tree(lambda w, g: w - rate * g, state[0], g),), value

    def adam(state: Any, x: Any, classes: Any) -> Any:
        weights, m, v, t = state
        value, g = jax.value_and_grad(loss)(weights, x, classes)
        m = tree(lambda m, g: 0.9 * m + 0.1 * g, m, g)
        v = tree(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
        step = rate * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
        weights = tree(lambda w, m, v: w - step * m / (jnp.sqrt(v) + 1e-8), weights, m, v)
        return (weights, m, v, t + 1), value

    @partial(jax.jit, donate_argnums=0)
    def run(state: Any, inputs: Any, targets: Any, order: Any) -> Any:
        step = {"sgd": sgd, "adam": adam}[solver]
        return jax.lax.scan(
            lambda state, rows: step(state, inputs[rows], targets[rows]), state, order
        )

    zeros = partial(tree, jnp.zeros_like)
    state = (weights,) if solver == "sgd" else (weights, zeros(weights), zeros(weights), 1.0)

    def epoch() -> None:
        nonlocal state
        order = rng.permutation(len(X))
        whole = len(X) // batch * batch
        state, losses = run(state, inputs, targets, order[:whole].reshape(-1, batch))
        if whole < len(X):
            state, losses = run(state, inputs, targets, order[whole:].reshape(1, -1))
        losses.block_until_ready()

    return epoch


def sklearn(X: np.ndarray, y: np.ndarray, sizes: Sequence[int], solver: str, batch: int) -> Epoch:
    """scikit-learn's MLPClassifier, one partial_fit an epoch; in float64 where X is."""
    from sklearn.neural_network import MLPClassifier

    classifier = MLPClassifier(
        tuple(sizes[1:-1]),
        solver=solver,
        alpha=0,
        batch_size=batch,
        learning_rate_init=RATES[solver],
        momentum=0,
        random_state=np.random.RandomState(0),
    )
    return lambda: classifier.partial_fit(X, y, classes=np.arange(10))


def sklearn64(X: np.ndarray, *arguments: Any) -> Epoch:
    """The same in scikit-learn's default type."""
    return sklearn(X.astype(np.float64), *arguments)


ENGINES: dict[str, Callable[..., Epoch]] = {
    "products": products,
    "mlplab": mlplab,
    "torch": torch,
    "torch_fused": torch_fused,
    "torch_compile": torch_compile,
    "jax": jax,
    "sklearn": sklearn,
    "sklearn64": sklearn64,
}
