"""Numbers and names as text, for pictures, the page and the terminal."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

# Words that are written otherwise than the names in code; any other word stays as it is.
WORDS = {
    "relu": "ReLU",
    "elu": "ELU",
    "gelu": "GELU",
    "silu": "SiLU",
    "pca": "PCA",
    "nan": "NaN",
    "he": "He",
    "glorot": "Glorot",
    "adam": "Adam",
    "sgd": "SGD",
    "mlp": "MLP",
    "kfold": "k-fold",
    "f1": "F1",
    "val": "validation",
    "train": "training",
    "mse": "mean squared error",
}
SYMBOLS = {"w1": "w₁", "b1": "b₁", "w2": "w₂", "b2": "b₂", "y_hat": "ŷ"}
# What a step of backpropagation by hand writes down, in its order.
STEP = {
    "b1": "b₁ before the step",
    "b2": "b₂ before the step",
    "h": "h",
    "w2_h": "w₂ h",
    "y_hat": "ŷ",
    "squared_error": "(ŷ − y)²",
    "loss": "loss",
    "gradients.y_hat": "∂loss/∂ŷ",
    "gradients.w2": "∂loss/∂w₂",
    "gradients.b2": "∂loss/∂b₂",
    "gradients.h": "∂loss/∂h",
    "gradients.w1": "∂loss/∂w₁",
    "gradients.b1": "∂loss/∂b₁",
    "increments.w1": "increment of w₁",
    "increments.b1": "increment of b₁",
    "increments.w2": "increment of w₂",
    "increments.b2": "increment of b₂",
    "updated.w1": "w₁ after the step",
    "updated.b1": "b₁ after the step",
    "updated.w2": "w₂ after the step",
    "updated.b2": "b₂ after the step",
}
UNITS = {"loss": "nats", "error": "intensity²", "size": "images"}
LARGEST_COUNT = 1e15  # a larger exact number is no count, and has an exponent
LARGEST_MEASURED = 1e6  # a measurement's six digits end before the point of a larger one
SMALLEST_MEAN = 5e-7  # of a smaller one six decimals show nothing


def words(name: str) -> str:
    """Write a name of the code as words: `leaky_relu` is leaky ReLU, `val_loss` is validation loss."""
    return " ".join(WORDS.get(word, word) for word in name.split("_"))


def last_key(path: str) -> str:
    """Write the last key of a path as words: `kfold_tuning.batch_size` is batch size."""
    return words(path.rpartition(".")[2])


def with_unit(path: str) -> str:
    """Write the last key of a path with its unit, if any: `val_loss` is validation loss (nats)."""
    label = last_key(path)
    unit = UNITS.get(label.split()[-1])
    return f"{label} ({unit})" if unit else label


def cell_name(key: str) -> str:
    """Write a cell's key as words: `random-leaky_relu` is random, leaky ReLU."""
    return ", ".join(words(part) for part in key.split("-"))


def class_labels(names: Sequence[str]) -> dict[str, str]:
    """Write the names of all classes as labels for which there is little room: at most 12 characters.

    A longer one is cut at its end; where it would be as another, in its middle, or it has its number.
    """
    labels = {name: _cut(name, 11, 0) for name in names}
    for shorten in (
        lambda name: _cut(name, 5, 6),
        lambda name: _cut(f"{names.index(name) + 1} {name}", 11, 0),
    ):
        used = Counter(labels.values())
        labels = {
            name: shorten(name) if used[label] > 1 else label for name, label in labels.items()
        }
    return labels


def _cut(name: str, first: int, last: int) -> str:
    if len(name) <= 12:
        return name
    return f"{name[:first].rstrip()}…{name[len(name) - last :].lstrip()}"


def number(value: float, digits: int = 5) -> str:
    """Write an exact number as short as it goes: 2, −0.5, 1.3156, 1024; a tiny or huge one as 2e-4, 3e38."""
    size = abs(value)
    extreme = 0 < size < 1e-3 or size >= LARGEST_COUNT
    text = _with_exponent(size, digits) if extreme else _digits(size, f".{digits}g")
    return f"−{text}" if value < 0 else text


def measured(value: float) -> str:
    """Write a measured number with three significant digits or more: 0.260, 12.0, 345, 1235; a huge one as 1.24e39."""
    if abs(value) >= LARGEST_MEASURED:
        return minus(_with_exponent(value))
    return minus(_digits(value, "#.3g").rstrip("."))


def _digits(value: float, form: str) -> str:
    """Write as many digits as `form` gives, and all before the point: 999.99 and 1234.5 get no exponent."""
    text = f"{value:{form}}"
    return f"{value:.0f}" if "e+" in text else text


def _with_exponent(value: float, digits: int = 3) -> str:
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{float(mantissa):g}e{int(exponent)}"


def mean_and_sd(mean: float, sd: float | None = None) -> str:
    """Write a mean with three significant digits, and its sd with as many decimals: 0.885 ± 0.004; 4e-14."""
    if 0 < max(abs(mean), sd or 0) < SMALLEST_MEAN:
        return " ± ".join(number(value, 3) for value in (mean, sd) if value is not None)
    size = math.floor(math.log10(abs(mean))) if mean else 0
    return _with_sd(mean, sd, decimals=min(max(2 - size, 0), 6))


def aligned(mean: float, sd: float | None = None, decimals: int = 4) -> str:
    """Write a mean and its sd with a fixed number of decimals, for a column: 0.8851 ± 0.0043."""
    return _with_sd(mean, sd, decimals)


def _with_sd(mean: float, sd: float | None, decimals: int) -> str:
    if max(abs(mean), sd or 0) >= LARGEST_MEASURED:
        return " ± ".join(measured(value) for value in (mean, sd) if value is not None)
    text = minus(f"{mean:.{decimals}f}")
    return text if sd is None else f"{text} ± {sd:.{decimals}f}"


def signed(value: float, decimals: int | None = None) -> str:
    """Write a difference with its sign: with `decimals`, or else three digits; 0, and what is 0 so, has no sign."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= LARGEST_MEASURED:
        text = _with_exponent(size)
    else:
        text = _digits(size, ".3g") if decimals is None else f"{size:.{decimals}f}"
    sign = "" if not float(text) else "−" if value < 0 else "+"
    return sign + text


def percent(share: float) -> str:
    """Write a share in percent: 35%, −146%, less than 1%, more than 99%."""
    whole = round(100 * share)
    if 0 < share < 1 and whole in (0, 100):
        return "more than 99%" if whole else "less than 1%"
    return f"{minus(str(whole))}%"


def interval(mean: float, low: float, high: float, *notes: str) -> str:
    """Write a difference with its interval and some notes: +0.0017 (−0.0057 to +0.0091; undecided)."""
    value, *ends = (signed(number, 4) for number in (mean, low, high))
    return f"{value} ({'; '.join([' to '.join(ends), *notes])})"


def minus(text: str) -> str:
    """Write the minus sign of a number as −; the one of its exponent stays a hyphen."""
    return text.replace("-", "−", 1) if text.startswith("-") else text


def point(values: Sequence[float]) -> str:
    """Write a point of the plane: (1, 0)."""
    return f"({', '.join(number(float(value)) for value in values)})"


def listing(items: Sequence[str]) -> str:
    """Join items as a sentence does: a, b and c."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def span(values: Iterable[float], write: Callable[[float], str] = number) -> str:
    """Write the range of some values: 0.11 to 0.12, or 0.11 where all are written alike."""
    ordered = sorted(values)
    first, last = write(ordered[0]), write(ordered[-1])
    return first if first == last else f"{first} to {last}"


def count(number: int, noun: str) -> str:
    """Write how many there are: 1 run, 2 runs."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def share_of(part: int, whole: int, noun: str, one: str, several: str) -> str:
    """Write what goes on from "1 of 3": its noun and its verb, as claims is."""
    return f"{noun if whole == 1 else f'{noun}s'} {one if 1 in (part, whole) else several}"


def divergence(metrics: Mapping[str, Any]) -> str:
    """Write how many runs of a scratch_mlp cell diverged, and when: 4 of 4 runs diverged at steps 4 to 5.

    Empty where none did. `metrics` are the cell's.
    """
    steps = [step for step in metrics["diverged_at_step"] if step is not None]
    if not steps:
        return ""
    when = span(steps)
    runs = count(len(metrics["seeds"]), "run")
    return f"{len(steps)} of {runs} diverged at step{'s' * (' to ' in when)} {when}"


def sentence_case(text: str) -> str:
    """Make the first letter a capital and leave the others: Random, ReLU."""
    return text[:1].upper() + text[1:]


def unbroken(text: str) -> str:
    """Keep 0.5 ± 0.1 and 8 × 8 on one line."""
    for sign in "±×":
        text = text.replace(f" {sign} ", f"\N{NO-BREAK SPACE}{sign}\N{NO-BREAK SPACE}")
    return text
