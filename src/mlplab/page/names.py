"""The printed values in words: where one stands, and what it is."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from mlplab import wording

STEP_ROWS = {
    "h": "h",
    "y_hat": "ŷ",
    "loss": "loss",
    "gradients.y_hat": "∂loss/∂ŷ",
    "gradients.w2": "∂loss/∂w₂",
    "gradients.b2": "∂loss/∂b₂",
    "gradients.h": "∂loss/∂h",
    "gradients.w1": "∂loss/∂w₁",
    "gradients.b1": "∂loss/∂b₁",
    "updated.w1": "w₁ after the step",
    "updated.b1": "b₁ after the step",
    "updated.w2": "w₂ after the step",
    "updated.b2": "b₂ after the step",
}
SVM_ROWS = {"weights.0": "w₁", "weights.1": "w₂", "bias": "b", "margin": "margin 1/‖w‖"}
# The places of a printed: a pattern of FILE:KEY, and the words for it.
PLACES: list[tuple[str, Callable[[re.Match[str]], str]]] = [
    (r"worked_examples:backpropagation\.step_(\d+)", lambda found: f"Step {found[1]}"),
    (r"worked_examples:svm_(\d+)", lambda found: f"SVM {found[1]}"),
    (r"kfold_tuning:", lambda found: "Tuning"),
    (r"feature_transfer/(\w+):", lambda found: f"Transfer, {wording.cell_name(found[1])} features"),
    (r"activation_comparison/(\w+):", lambda found: f"Comparison, {wording.cell_name(found[1])}"),
    (r"\w+/([\w-]+):", lambda found: wording.sentence_case(wording.cell_name(found[1]))),
]


def place(name: str) -> str:
    """Where a printed stands: Step 2; Random, tanh; Tuning."""
    for pattern, words in PLACES:
        if found := re.match(pattern, name):
            return words(found)
    return name


def quantity(name: str, worked: Mapping[str, Any]) -> str:
    """What a printed is: ŷ, f(2, 3), validation loss. `worked` are the metrics of the worked examples."""
    file, _, key = name.partition(":")
    if file == "worked_examples":
        example, _, path = key.partition(".")
        if example == "backpropagation":
            return STEP_ROWS.get(path.partition(".")[2], path)
        return SVM_ROWS.get(path) or _decision(path, worked[example])
    if key.startswith("nan_argmax."):
        return f"{wording.last_key(key)} (argmax of NaN)"
    return wording.last_key(key)


def _decision(path: str, svm: Mapping[str, Any]) -> str:
    kind, _, last = path.partition(".")
    if kind == "decisions" and int(last) < len(svm["points"]):
        return f"f{wording.point(svm['points'][int(last)])}"
    if kind == "query" and svm["query"] is not None:
        at = wording.point(svm["query"]["point"])
        return f"class of {at}" if last == "label" else f"f{at}"
    return path
