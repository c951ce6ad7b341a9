"""What the verdicts on section B's claims rest on: a few short sentences each, with the numbers that decide."""

import math
from collections.abc import Callable, Mapping
from itertools import takewhile

from mlplab import wording
from mlplab.page.explanations.phrases import Numbers


def nan_argmax(numbers: Numbers) -> str:
    """What the argmax of NaN scores, and the last predictions."""
    test = numbers["test"]
    text = (
        "The argmax of a row of NaN is index 0, whatever the image: on the test images it scores "
        f"{wording.measured(test['nan_accuracy'])}, the share of class 0."
    )
    last = [accuracy for accuracy in test["last_accuracies"] if accuracy is not None]
    if not last:
        return f"{text} No run diverged while it was watched: there are no last predictions to compare with."
    scores, of = wording.span(last, wording.measured), len(test["last_accuracies"])
    over = (
        "over the seeds" if len(last) == of else f"over the {len(last)} of {of} seeds that diverged"
    )
    return f"{text} The last networks with a finite loss score {scores} {over}."


def zero_initializer(numbers: Numbers) -> str:
    """The losses beside the entropy of the class shares, and whether the units stayed equal."""
    losses = [loss for loss in numbers["train_loss"].values() if loss is not None]
    diverged = [wording.words(name) for name, loss in numbers["train_loss"].items() if loss is None]
    span = wording.span(losses, wording.aligned) if losses else "not finite"
    if losses and diverged:
        span += f", but with {wording.listing(diverged)} not finite"
    equal = all(numbers["units_equal"].values())
    return (
        f"The training loss is {span}; that of the class shares alone, their entropy, is "
        f"{wording.aligned(numbers['class_entropy'])}. The units of a layer {'are' if equal else 'are not'} equal but "
        "for rounding."
    )


def signal_flow(numbers: Numbers) -> str:
    """The gains of the layers beside theory's, and the largest score before the first step."""
    gains = numbers["gains"]
    measured, expected = (
        wording.span([math.inf if gain is None else gain for gain in gains[kind]], _gain)
        for kind in ("measured", "expected")
    )
    score, limit = numbers["smallest_largest_score"], numbers["largest_exponent"]
    score = math.inf if score is None else score
    text = (
        f"From normal weights with ReLU each layer multiplies the activations by {measured} (theory: {expected}). "
        "Before the first step, when there is no gradient yet, the largest score of every network, in size, is "
        f"{'not finite' if score == math.inf else f'{_floor(score)} or more'}, and exp overflows above {limit:.1f}."
    )
    if limit < score < math.inf:
        text += " So a naive softmax gives NaN at once; with log-sum-exp, as here, the first loss is finite."
    return text


def _floor(score: float) -> str:
    """A number that the score reaches, short where it is large: 88.6 of 88.69, which 89 would not be."""
    if score >= wording.LARGEST_MEASURED:
        mantissa, _, exponent = f"{score:.15e}".partition("e")
        return f"{float(mantissa[:4]):g}e{int(exponent)}"
    return f"{math.floor(score):,}" if score >= 1000 else f"{math.floor(10 * score) / 10:.1f}"


def _gain(gain: float) -> str:
    return "∞" if gain == math.inf else f"{gain:.1f}" if gain < 1000 else wording.measured(gain)


def exploding(numbers: Numbers) -> str:
    """How many runs stay finite, by softmax, and what is left of their networks."""
    naive, stable = (rates(numbers["finite"], softmax) for softmax in ("naive", "log_sum_exp"))
    at_once = sum(rates(numbers["not_finite_at_step_1"], "naive").values())
    of = len(naive) * numbers["runs"]
    steps = wording.count(numbers["steps"], "step")
    naive_stay, stable_stay = (
        "stays" if sum(counts.values()) == 1 else "stay" for counts in (naive, stable)
    )
    text = (
        f"From normal weights with ReLU and a naive softmax, {sum(naive.values())} of {of} runs at {len(naive)} "
        f"learning rates {naive_stay} finite for {steps}; {at_once} have no finite loss at step 1, before "
        f"there is a gradient. With log-sum-exp {sum(stable.values())} {stable_stay} finite"
    )
    finite = list(takewhile(lambda rate: stable[rate] == numbers["runs"], sorted(stable)))
    if not finite:
        return f"{text}."
    rate = finite[-1]
    only = ":" if sum(stable.values()) == len(finite) * numbers["runs"] else ", among them"
    dead, accuracy = (
        rates(numbers[key], "log_sum_exp")[rate] for key in ("dead_in_last_layer", "val_accuracy")
    )
    return (
        f"{text}{only} every run at {wording.number(rate)} and below. But at {wording.number(rate)}, "
        f"{wording.percent(dead)} of the last hidden layer's units are dead by then, and the validation accuracy is "
        f"{accuracy:.3f}, where the commonest class makes up {numbers['class_share']:.3f}."
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
    """The range of the gains."""
    gains = wording.span(
        [found["gain"] for found in numbers["activations"].values()],
        lambda gain: wording.signed(gain, 4),
    )
    by_activation = ", depending on the activation" if " to " in gains else ""
    return (
        f"With the probabilities of {wording.count(numbers['networks'], 'network')} averaged, the test accuracy minus "
        f"the networks' mean accuracy is {gains}{by_activation}."
    )


EXPLANATIONS: dict[str, Callable[[Numbers], str]] = {
    "nan_argmax": nan_argmax,
    "zero_initializer": zero_initializer,
    "signal_flow": signal_flow,
    "exploding": exploding,
    "ensemble": ensemble,
}
