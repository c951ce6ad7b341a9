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
    images,
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


def settings():
    """The tuning's table: two solvers, three batch sizes, three learning rates."""
    rows = [
        {"solver": solver, "batch_size": size, "learning_rate": rate}
        for solver in ("adam", "sgd")
        for size in (128, 64, 32)
        for rate in (2e-4, 2e-5, 2e-6)
    ]
    table = pd.DataFrame(rows).assign(mean_macro_f1=np.linspace(0.1, 0.8, 18), sd_macro_f1=0.01)
    table.loc[3, "mean_macro_f1"] = 0.85  # Adam, 64, 2e-4
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


MATRIX = np.array([[8, 2, 0], [1, 9, 0], [0, 0, 0]])
PICTURES = {
    "grid": lambda: curves.grid(GRID),
    "grid of accuracy": lambda: curves.grid(GRID, "accuracy"),
    "grid of one": lambda: curves.grid({("random", "relu"): curve()}),
    "grid, all diverged": lambda: curves.grid({("normal", "relu"): DIVERGED}),
    "comparison": lambda: curves.comparison({name: curve() for name in ACTIVATIONS}),
    "comparison, one seed": lambda: curves.comparison({"relu": curve(seeds=1)}),
    "comparison, all diverged": lambda: curves.comparison({"relu": DIVERGED}),
    "comparison of errors": lambda: curves.comparison(
        {"relu": curve(0.02, metrics=("mse",))}, "mse", ("PCA, 32 components", 0.0151)
    ),
    "confusion": lambda: confusion.matrices(dict.fromkeys(ACTIVATIONS, MATRIX), CLASSES),
    "confusion of one": lambda: confusion.matrices({"best": MATRIX}, ["0", "1", "2"]),
    "first images": lambda: images.first_images(pixels(8), [0, 1] * 5, CLASSES),
    "reconstructions": lambda: images.reconstructions(pixels(), {"relu": 2 * pixels() - 0.5}),
    "svm 1": lambda: boundaries.svm(SVM_1),
    "svm 2": lambda: boundaries.svm(SVM_2),
    "backpropagation": lambda: computation.backpropagation([STEP, STEP, STEP]),
    "tuning": lambda: tuning.heatmap(settings()),
    "tuning, one setting": lambda: tuning.heatmap(settings().head(1).drop(columns="sd_macro_f1")),
    "transfer": lambda: transfer.scores(SCORES, {"relu": 0.712, "identity": 0.5915}),
    "differences": lambda: differences.panels({"one": PAIRS, "other": PAIRS}, **RULES),
    "differences, none in reach": lambda: differences.panels(
        {"": {"logistic": PAIRS["logistic"]}}, **RULES
    ),
    "dots": lambda: dots.panels(
        {"one": {"relu": [0.7, 0.72], "pca": [0.8]}, "other": {"relu": [0.5], "pca": [0.6]}},
        label="test accuracy",
        reference=("the report", 0.712),
    ),
    "dots of one": lambda: dots.panels({"": {"relu": [0.7]}}, label="test accuracy"),
    "sweep": lambda: sweep.panels(
        experiments(), ["scratch_mlp.learning_rate", "activation"], "test_accuracy"
    ),
    "sweep of one": lambda: sweep.panels(
        experiments(), ["scratch_mlp.learning_rate"], "test_accuracy"
    ),
}
