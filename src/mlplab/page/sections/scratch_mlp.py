"""Section B: a multilayer perceptron from scratch, every initializer with every activation."""

from collections.abc import Callable, Mapping
from typing import Any

from mlplab import wording
from mlplab.page import curves, descriptions, settings
from mlplab.page.comparisons import best_of, compare, equals, leader
from mlplab.page.explanations import EXPLANATIONS
from mlplab.page.results import Results, Score
from mlplab.page.section import Finding, Picture, Rows, Section, Widget, last_key
from mlplab.page.tables import Table, grid

STUDY = "scratch_mlp"
METRICS = ("train_loss", "train_accuracy", "val_loss", "val_accuracy", "test_accuracy")
INITIALIZERS = {
    "zero": "zero",
    "random": "random: uniform from −0.5 to 0.5",
    "normal": "normal: mean 0, sd 1, unscaled",
}


def network(results: Results) -> Rows:
    """Data, network and training."""
    study = results.params.scratch_mlp
    names = [INITIALIZERS.get(name, wording.words(name)) for name in study.initializers]
    widths = settings.layers(results, "digits", study.hidden_layer_sizes)
    return [
        *settings.data(results, "digits"),
        ("Network", f"{widths}, softmax and log loss"),
        ("Weights", "; ".join(names)),
        ("Biases", "zero"),
        ("Activations", wording.listing([wording.words(name) for name in study.activations])),
        *settings.training(
            study, "mini-batch gradient descent without momentum, from scratch in NumPy"
        ),
    ]


def sentences(results: Results) -> list[str]:
    """The best, zero weights, normal against random ones, and what diverged."""
    accuracy = results.scores(STUDY, "test_accuracy")
    by_initializer: dict[str, dict[str, Score]] = {}
    for key, score in accuracy.items():
        initializer, _, activation = key.partition("-")
        by_initializer.setdefault(initializer, {})[activation] = score
    return [
        leader(accuracy, "highest", "test accuracy", rest=False, name=combination),
        *_zero(results, by_initializer.get("zero", {})),
        *_against(by_initializer.get("normal", {}), by_initializer.get("random", {})),
        *_diverged(results),
        *_signal(results),
    ]


def finding(results: Results) -> Finding | None:
    """How many combinations do not beat guessing, always the commonest class, by more than noise, and the best."""
    accuracy = results.scores(STUDY, "test_accuracy")
    if not accuracy:
        return None
    digits = results.metrics["normalize"]["digits"]
    share = max(digits["train_class_shares"].values())
    guess = Score(share, sampling=share * (1 - share) / digits["images"]["test"])
    learned = [key for key, score in accuracy.items() if compare(score, guess) == "higher"]
    keys = results.cells[STUDY]
    best = best_of(accuracy, "highest")
    others = len(keys) - len(learned)
    noun = (
        "combination",
        "of initial weights and activation does",
        "of initial weights and activation do",
    )
    return Finding(
        f"{others} of {len(keys)}",
        f"{wording.share_of(others, len(keys), *noun)} not beat guessing by more than noise. The best, "
        f"{combination(best)}{equals(accuracy, best)}, reaches a test accuracy of {accuracy[best]}.",
    )


def combination(key: str) -> str:
    """A cell's key in words: tanh and random weights."""
    initializer, _, activation = key.partition("-")
    return f"{wording.words(activation)} and {wording.words(initializer)} weights"


def _zero(results: Results, scores: Mapping[str, Score]) -> list[str]:
    if not scores:
        return []
    shares = results.metrics["normalize"]["digits"]["train_class_shares"]
    means = wording.span([score.mean for score in scores.values()], "{:.3f}".format)
    tried = [key for key in results.cells[STUDY] if key.startswith("zero-")]
    if " to " in means:
        means += ", depending on the activation"
    elif len(scores) == len(tried) > 1:
        means += ", whatever the activation"
    return [
        f"Zero weights leave the units of a layer equal for good: test accuracy is {means}, where the commonest class "
        f"makes up {max(shares.values()):.3f} of the training images."
    ]


def _against(normal: Mapping[str, Score], random: Mapping[str, Score]) -> list[str]:
    groups: dict[str, list[str]] = {}
    for name in [name for name in normal if name in random]:
        pair = f"{wording.words(name)} ({normal[name]} against {random[name]})"
        groups.setdefault(compare(normal[name], random[name]), []).append(pair)
    parts = [f"{word} for {wording.listing(pairs)}" for word, pairs in groups.items()]
    if not parts:
        return []
    return [f"Test accuracy with normal weights against random ones: {'; '.join(parts)}."]


def _diverged(results: Results) -> list[str]:
    diverged = [f"{combination(key)} ({runs})" for key, runs in divergences(results).items()]
    if not diverged:
        return []
    return [
        f"The loss stops being finite with {'; with '.join(diverged)}. As accuracy there, the table gives the "
        "share of class 0: the argmax of a row of NaN is index 0, which is no prediction."
    ]


def _signal(results: Results) -> list[str]:
    """What the claim on the signal by layer measured, where this run tested it."""
    claim = results.metrics.get("claims/signal_flow")
    return [EXPLANATIONS["signal_flow"](claim["numbers"])] if claim else []


def divergences(results: Results) -> dict[str, str]:
    """How many runs of each cell diverged, and when, of the cells that have such runs."""
    texts = {
        key: wording.divergence(results.metrics[f"{STUDY}/{key}"]) for key in results.cells[STUDY]
    }
    return {key: text for key, text in texts.items() if text}


def table(results: Results) -> Table:
    """A row a cell."""
    caption = (
        "Every initializer with every activation. Where a cell diverged, "
        "the accuracy is the share of class 0"
    )
    return grid(results, STUDY, caption, METRICS, folded=True)


def panels(results: Results) -> dict[str, Any] | None:
    """The curves of every seed, a panel a cell; those of one initializer share a scale."""
    return curves.widget_data(
        results, STUDY, title=combination, group=lambda key: key.partition("-")[0]
    )


def describe(metric: str) -> Callable[[Results], str]:
    """The grid of learning curves in words."""

    def describe_grid(results: Results) -> str:
        last = descriptions.curves(STUDY, f"val_{metric}", metric)(results)
        notes = [
            f" {wording.sentence_case(wording.cell_name(key))}: {text}."
            for key, text in divergences(results).items()
        ]
        return f"A panel for each initializer (row) and activation (column). {last}{''.join(notes)}"

    return describe_grid


def describe_signal(results: Results) -> str:
    """The signal by layer, from the claim that measures it."""
    text = "Root mean squares by layer before the first step, a panel each initializer, a color each activation. "
    return text + " ".join(_signal(results))


def quantity(results: Results, name: str) -> str:
    """What a printed value is: test accuracy (argmax of NaN)."""
    note = " (argmax of NaN)" if ":nan_argmax." in name else ""
    return last_key(results, name) + note


SECTION = Section(
    title="Why do some networks never start?",
    label="Initial weights",
    part="B",
    position=10,
    task="Write a multilayer perceptron from scratch, train it with every combination of initial weights and "
    "activation, and give the loss and the accuracy.",
    settings=network,
    sentences=sentences,
    finding=finding,
    widgets=[
        Widget(
            "curves",
            "scratch_mlp_widget",
            panels,
            replaces=["scratch_mlp_loss", "scratch_mlp_accuracy"],
        )
    ],
    pictures=[
        Picture(
            "scratch_mlp_signal",
            "The signal before the first step: how large each layer's outputs are, and the gradients that come back; "
            "equal values cover each other",
            describe_signal,
        ),
        Picture("scratch_mlp_loss", "Loss of the network from scratch", describe("loss")),
        Picture(
            "scratch_mlp_accuracy", "Accuracy of the network from scratch", describe("accuracy")
        ),
    ],
    tables=[table],
    quantity=quantity,
)
