"""Section B: what the grid of initializers and activations shows."""

from collections.abc import Mapping

from mlplab import wording
from mlplab.page.sentences.comparisons import leader
from mlplab.page.study import Score, Study
from mlplab.page.words import compare


def scratch_mlp(study: Study) -> list[str]:
    accuracy = study.scores("scratch_mlp", "test_accuracy")
    by_initializer: dict[str, dict[str, Score]] = {}
    for key, score in accuracy.items():
        initializer, _, activation = key.partition("-")
        by_initializer.setdefault(initializer, {})[activation] = score
    return [
        leader(accuracy, "highest", "test accuracy", rest=False, name=_initialized),
        *_zero(study, by_initializer.get("zero", {})),
        *_against(by_initializer.get("normal", {}), by_initializer.get("random", {})),
        *_diverged(study),
    ]


def _initialized(key: str) -> str:
    initializer, _, activation = key.partition("-")
    return f"{wording.words(activation)} and {wording.words(initializer)} weights"


def _zero(study: Study, scores: Mapping[str, Score]) -> list[str]:
    if not scores:
        return []
    shares = study.metrics["normalize"]["digits"]["train_class_shares"]
    found = wording.span([score.mean for score in scores.values()], lambda value: f"{value:.3f}")
    return [
        f"Zero weights leave the units of a layer equal for good: test accuracy is {found}, whatever the activation, "
        f"where the commonest class makes up {max(shares.values()):.3f} of the training images."
    ]


def _against(normal: Mapping[str, Score], random: Mapping[str, Score]) -> list[str]:
    told: dict[str, list[str]] = {}
    for name in [name for name in normal if name in random]:
        word = compare(normal[name], random[name])
        first, second = wording.mean_and_sd(*normal[name]), wording.mean_and_sd(*random[name])
        pair = f"{wording.words(name)} ({first} against {second})"
        told.setdefault(word, []).append(pair)
    parts = [f"{word} for {wording.listing(pairs)}" for word, pairs in told.items()]
    if not parts:
        return []
    return [f"Test accuracy with normal weights against random ones: {'; '.join(parts)}."]


def _diverged(study: Study) -> list[str]:
    told = []
    for key in study.cells["scratch_mlp"]:
        runs = wording.divergence(study.metrics[f"scratch_mlp/{key}"])
        told += [f"{_initialized(key)} ({runs})"] if runs else []
    if not told:
        return []
    return [
        f"The loss stops being finite with {'; with '.join(told)}. What the report prints as accuracy there is the "
        "share of class 0: the argmax of a row of NaN is index 0, which is no prediction."
    ]
