"""What the verdicts on section B's claims rest on, a sentence or two each."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from mlplab import wording

Numbers = Mapping[str, Any]


def nan_argmax(numbers: Numbers) -> str:
    """What the argmax of NaN scores, and the last predictions."""
    test = numbers["test"]
    text = f"The argmax of NaN scores {wording.measured(test['nan_accuracy'])} on the test images, class 0's share"
    last = [accuracy for accuracy in test["last_accuracies"] if accuracy is not None]
    if not last:
        return f"{text}."
    scores = wording.span(last, wording.measured)
    return f"{text}; the seeds' last networks with a finite loss score {scores}."


def zero_initializer(numbers: Numbers) -> str:
    """The losses beside the entropy of the class shares, and whether the units stayed equal."""
    losses = [loss for loss in numbers["train_loss"].values() if loss is not None]
    span = wording.span(losses, wording.aligned) if losses else "not finite"
    equal = all(numbers["units_equal"].values())
    return (
        f"The training loss is {span}, the entropy of the class shares {wording.aligned(numbers['class_entropy'])}; "
        f"the units of a layer {'are' if equal else 'are not'} equal but for rounding."
    )


def signal_flow(numbers: Numbers) -> str:
    """The gain of each layer beside theory's, and the largest score before the first step."""
    gains = numbers["gains"]
    measured, expected = (
        wording.listing(["∞" if gain is None else f"{gain:.1f}" for gain in gains[kind]])
        for kind in ("measured", "expected")
    )
    score, limit = numbers["smallest_largest_score"], numbers["largest_exponent"]
    score = math.inf if score is None else score
    text = (
        f"From normal weights with ReLU each layer multiplies the activations by {measured} (theory: {expected}). "
        "Before the first step, when there is no gradient yet, the largest score of every network is "
        f"{'not finite' if score == math.inf else f'{score:,.0f} or more'}, and exp overflows above {limit:.1f}."
    )
    if limit < score < math.inf:
        text += " So a naive softmax gives NaN at once; with log-sum-exp, as here, the first loss is finite."
    return text


def exploding(numbers: Numbers) -> str:
    """How many runs stay finite, by softmax, and what is left of their networks."""
    naive, stable = (rates(numbers["finite"], softmax) for softmax in ("naive", "log_sum_exp"))
    at_once = sum(rates(numbers["not_finite_at_step_1"], "naive").values())
    of = len(naive) * numbers["runs"]
    text = (
        f"From normal weights with ReLU and a naive softmax {sum(naive.values())} of {of} runs, at {len(naive)} "
        f"learning rates, stay finite for {numbers['steps']} steps; the loss of {at_once} is not finite at step 1, "
        f"before there is a gradient. With log-sum-exp {sum(stable.values())} do"
    )
    finite = [rate for rate, count in stable.items() if count == numbers["runs"]]
    if not finite:
        return f"{text}."
    rate = max(finite)
    dead, accuracy = (
        rates(numbers[key], "log_sum_exp")[rate] for key in ("dead_in_last_layer", "val_accuracy")
    )
    return (
        f"{text}: every run at {wording.number(rate)} and below. But at {wording.number(rate)}, {dead:.0%} of the last "
        f"hidden layer's units are dead by then, and the validation accuracy is {accuracy:.3f}, where the commonest "
        f"class makes up {numbers['class_share']:.3f}."
    )


def rates(values: Mapping[str, float], softmax: str) -> dict[float, float]:
    """The values of normal weights with one softmax, by the learning rate."""
    prefix = f"{softmax}-normal-"
    return {
        float(name.removeprefix(prefix)): value
        for name, value in values.items()
        if name.startswith(prefix)
    }


def ensemble(numbers: Numbers) -> str:
    """The gain with each activation."""
    gains = [
        f"{wording.words(name)} {wording.interval(found['gain'], found['low'], found['high'])}"
        for name, found in numbers["activations"].items()
    ]
    return (
        f"Accuracy of {numbers['networks']} networks together minus their mean accuracy, with the 95% interval over "
        f"the test images: {wording.listing(gains)}."
    )


EXPLANATIONS: dict[str, Callable[[Numbers], str]] = {
    "nan_argmax": nan_argmax,
    "zero_initializer": zero_initializer,
    "signal_flow": signal_flow,
    "exploding": exploding,
    "ensemble": ensemble,
}
