"""Small records shaped as the study's are, and every picture drawn from them, ordinary and extreme."""

import numpy as np
import pandas as pd

from mlplab.pictures import (
    boundaries,
    computation,
    confusion,
    curves,
    differences,
    dots,
    finite_runs,
    images,
    ridge,
    signal_flow,
    sweep,
    transfer,
    tuning,
)

ACTIVATIONS = ["sigmoid", "tanh", "relu", "leaky_relu"]
CLASSES = ["T-shirt/top", "Trouser", "Pullover"]
SVM_1 = {
    "points": [[1, 0], [0, 1], [1, 1], [2, 0]],
    "labels": [1, 1, -1, -1],
    "weights": [-2.0, -2.0],
    "bias": 3.0,
    "margin": 0.353553,
    "on_margin": [0, 1, 2, 3],
    "query": None,
}
SVM_2 = {
    "points": [[1, 2], [2, 3], [3, 3], [4, 1]],
    "labels": [1, 1, -1, -1],
    "weights": [-2.0, 0.0],
    "bias": 5.0,
    "margin": 0.5,
    "on_margin": [1, 2],
    "query": {"point": [1, 3], "decision": 3.0, "label": 1},
}
STEP = {
    "x": 2.0,
    "y": 4.0,
    "w1": 0.51,
    "b1": 0.51,
    "w2": 0.52,
    "b2": 0.52,
    "h": 1.53,
    "y_hat": 1.3156,
    "loss": 3.603002,
    "gradients": {
        "y_hat": -2.6844,
        "w2": -4.107132,
        "b2": -2.6844,
        "h": -1.395888,
        "w1": -2.791776,
        "b1": -1.395888,
    },
    "updated": {"w1": 0.537918, "b1": 0.523959, "w2": 0.561071, "b2": 0.546844},
}
SCORES = {
    "relu": {"test_accuracy": {"mean": 0.7, "sd": 0.02}},
    "identity": {"test_accuracy": {"mean": 0.745, "sd": 0.01}},
    "pca": {"test_accuracy": {"mean": 0.842, "sd": None}},
}
PAIRS = {
    "tanh": {
        "mean": 0.002,
        "low": -0.001,
        "high": 0.005,
        "differences": [0.001, 0.003],
        "decision": "equivalent",
    },
    "logistic": {
        "mean": 0.41,
        "low": 0.4,
        "high": 0.42,
        "differences": [0.4, 0.42],
        "decision": "higher",
    },
}
RULES = {"margin": 0.005, "reference": "relu", "metric": "test_accuracy"}


def curve(end=0.3, epochs=20, metrics=("loss", "accuracy"), seeds=4):
    """A curve that falls from 2.3 to `end`; for one seed its sds are NaN."""
    epoch = np.arange(1, epochs + 1)
    columns = {"epoch": epoch}
    for part, factor in (("train", 0.9), ("val", 1.0)):
        fall = factor * (end + (2.3 - end) * np.exp(-epoch / 4))
        for metric in metrics:
            mean = 1 - fall / 2.5 if metric == "accuracy" else fall
            columns[f"{part}_{metric}"] = mean
            columns[f"{part}_{metric}_sd"] = 0.05 * mean if seeds > 1 else np.nan
    return pd.DataFrame(columns)


DIVERGED = curve().iloc[:0]
GRID = {("zero", name): curve(2.3) for name in ACTIVATIONS}
GRID |= {("normal", name): DIVERGED if "relu" in name else curve(9) for name in ACTIVATIONS}


BEST = {"solver": "adam", "batch_size": 64, "learning_rate": 2e-4}


def settings(rates=(2e-4, 2e-5, 2e-6)):
    """The tuning's table: two solvers, three batch sizes, three learning rates or others."""
    rows = [
        {"solver": solver, "batch_size": size, "learning_rate": rate}
        for solver in ("adam", "sgd")
        for size in (128, 64, 32)
        for rate in rates
    ]
    scores = np.linspace(0.1, 0.8, len(rows))
    table = pd.DataFrame(rows).assign(mean_macro_f1=scores, sd_macro_f1=0.01)
    table["updates"] = 30 * np.ceil(5334 / table["batch_size"]).astype(int)
    table.loc[len(rates), "mean_macro_f1"] = 0.85  # Adam, 64, 2e-4
    return table


def experiments():
    """A sweep over two parameters, nine experiments, one of which failed."""
    rows = [
        {"scratch_mlp.learning_rate": rate, "activation": name, "test_accuracy": 0.9 - rate}
        for rate in (0.01, 0.05, 0.2)
        for name in ACTIVATIONS[:3]
    ]
    rows[0]["test_accuracy"] = np.nan
    return pd.DataFrame(rows)


def pixels(size=28):
    return np.random.default_rng(0).random((10, size, size))


def rebuilt(*names):
    """Reconstructions and errors by name."""
    images = {name: pixels() * rank for rank, name in enumerate(names, start=1)}
    return images, {name: np.linspace(0.001, 0.1, 10) for name in names}


def machine(scale, **other):
    """The second machine of the report, so many times as large."""
    return SVM_2 | {
        "points": [[scale * x for x in point] for point in SVM_2["points"]],
        "weights": [-2 / scale, 0.0],
        "margin": 0.5 * scale,
        "query": {"point": [scale, 3 * scale], "decision": 3.0, "label": 1},
        **other,
    }


NINE = {
    "points": [[x, y] for x in (0, 1, 2) for y in (0, 1, 2)],
    "labels": [1, 1, 1, 1, 1, 1, -1, -1, -1],
    "on_margin": [3, 4, 5, 6, 7, 8],
    "bias": 3.0,
    "query": None,
}


def signal(zero=True):
    """The signal of four activations in six layers, from weights that give none or too much."""
    rows = [
        {"initializer": name, "activation": activation, "step": 0, "layer": layer}
        | {f"{kind}{metric}_rms": 0.0 if name == "zero" and metric == "gradient" else 30.0**layer
           for kind in ("", "expected_") for metric in ("activation", "gradient")}
        for name in ("zero", "random", "normal", "he_normal")[0 if zero else 1:]
        for activation in ACTIVATIONS
        for layer in range(6)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def finite():
    """Runs that stay finite, by softmax, initializer and six learning rates."""
    rows = [
        {"softmax": way, "initializer": name, "learning_rate": 10.0**-power}
        for way in ("naive", "shifted", "log_sum_exp")
        for name in ("normal", "he_normal")
        for power in range(1, 7)
    ]
    return pd.DataFrame(rows).assign(runs=10, finite=10, low=0.69, high=1.0)


def counts():
    """Values within tolerance, by number of images, scale of weights and epochs."""
    rows = [
        {"train_size": size, "weight_scale": scale, "epochs": epochs, "chosen_by": epochs % 20}
        for size in (7500, 15000, 30000, 48000)
        for scale in (0.5, 1)
        for epochs in range(1, 53)
    ]
    return pd.DataFrame(rows)


SHARES = {
    name: np.eye(3) * (1 - lost) + np.roll(np.eye(3), 1, axis=1) * lost
    for name, lost in {"relu": 0.0, "tanh": 0.1, "logistic": 0.9, "identity": 0.004}.items()
}
# Each for the inches that there are.
PICTURES = {
    "grid": lambda width: curves.grid(GRID, width=width),
    "grid of accuracy": lambda width: curves.grid(GRID, "accuracy", width=width),
    "grid of one": lambda width: curves.grid({("random", "relu"): curve()}, width=width),
    "grid, all diverged": lambda width: curves.grid({("normal", "relu"): DIVERGED}, width=width),
    "grid with notes": lambda width: curves.grid(
        GRID, notes={("normal", "relu"): "4 of 4 runs diverged at steps 4 to 5"}, width=width
    ),
    "grid with printed values": lambda width: curves.grid(
        GRID, printed={key: {"train": 2.3009, "val": 2.3001} for key in GRID}, width=width
    ),
    "comparison with printed values": lambda width: curves.comparison(
        {name: curve() for name in ACTIVATIONS},
        printed=dict.fromkeys(ACTIVATIONS, 0.4913),
        width=width,
    ),
    "comparison": lambda width: curves.comparison(
        {name: curve() for name in ACTIVATIONS}, width=width
    ),
    "comparison, one seed": lambda width: curves.comparison({"relu": curve(seeds=1)}, width=width),
    "comparison, all diverged": lambda width: curves.comparison({"relu": DIVERGED}, width=width),
    "comparison of errors": lambda width: curves.comparison(
        {"relu": curve(0.02, metrics=("mse",))}, "mse", ("PCA", 0.0151), width=width
    ),
    "confusion": lambda width: confusion.differences(SHARES, "relu", CLASSES, width),
    "confusion of two": lambda width: confusion.differences(
        {name: SHARES[name] for name in ("relu", "tanh")}, "relu", ["0", "1", "2"], width
    ),
    "first images": lambda width: images.first_images(pixels(8), [0, 1] * 5, CLASSES, width),
    "reconstructions": lambda width: images.reconstructions(
        pixels(), *rebuilt("relu", "identity", "pca"), width
    ),
    "svm 1": lambda width: boundaries.svm(SVM_1, width),
    "svm 2": lambda width: boundaries.svm(SVM_2, width),
    "svm of tiny numbers": lambda width: boundaries.svm(machine(0.001), width),
    "svm of large numbers": lambda width: boundaries.svm(machine(1000), width),
    "svm of a long equation": lambda width: boundaries.svm(
        machine(100, weights=[-0.00631, -0.00408], bias=-0.331, query=None), width
    ),
    "svm of nine points": lambda width: boundaries.svm(SVM_1 | NINE | {"weights": [-2, 0]}, width),
    "svm with a far query": lambda width: boundaries.svm(
        machine(1, query={"point": [-400, 77], "decision": 805.0, "label": 1}), width
    ),
    "svm with a query on the line": lambda width: boundaries.svm(
        machine(1, query={"point": [2.5, 2], "decision": 0.0, "label": 0}), width
    ),
    "backpropagation": lambda width: computation.backpropagation([STEP, STEP, STEP], width),
    "tuning": lambda width: tuning.heatmap(settings(), BEST, width=width),
    "tuning, four rates": lambda width: tuning.heatmap(
        settings((2e-4, 2e-5, 2e-6, 1e-6)), BEST, width=width
    ),
    "tuning, one setting": lambda width: tuning.heatmap(
        settings().head(1).drop(columns=["sd_macro_f1", "updates"]), BEST, width=width
    ),
    "transfer": lambda width: transfer.scores(
        SCORES, {"relu": 0.712, "identity": 0.5915}, width=width
    ),
    "differences": lambda width: differences.panels(
        {"one": PAIRS, "other": PAIRS}, width=width, **RULES
    ),
    "differences, none in reach": lambda width: differences.panels(
        {"": {"logistic": PAIRS["logistic"]}}, width=width, **RULES
    ),
    "dots": lambda width: dots.panels(
        {"one": {"relu": [0.7, 0.72], "pca": [0.8]}, "other": {"relu": [0.5], "pca": [0.6]}},
        label="test accuracy",
        reference=("the report", 0.712),
        width=width,
    ),
    "dots of one": lambda width: dots.panels(
        {"": {"relu": [0.7]}}, label="test accuracy", width=width
    ),
    "signal": lambda width: signal_flow.panels(signal(zero=False), width=width),
    "signal of the report's weights": lambda width: signal_flow.panels(
        signal(), ["zero", "random", "normal"], 88.7, width
    ),
    "finite runs": lambda width: finite_runs.heatmap(finite(), width),
    "ridge": lambda width: ridge.panels(
        counts(), {"weight_scale": 1, "epochs": 7, "chosen_by": 20}, 24, width
    ),
    "ridge of one scale": lambda width: ridge.panels(
        counts().query("weight_scale == 1"),
        {"weight_scale": 1, "epochs": 7, "chosen_by": 20},
        24,
        width,
    ),
    "sweep": lambda width: sweep.panels(
        experiments(), ["scratch_mlp.learning_rate", "activation"], "test_accuracy"
    ),
    "sweep of one": lambda width: sweep.panels(
        experiments(), ["scratch_mlp.learning_rate"], "test_accuracy"
    ),
}
