"""Draw a digit: the networks from scratch of this run, in the browser."""

from typing import Any

from mlplab import paths, wording
from mlplab.page import settings
from mlplab.page.comparisons import best_of
from mlplab.page.networks import canvas_data
from mlplab.page.results import Results
from mlplab.page.section import Rows, Section, Widget
from mlplab.page.sections.scratch_mlp import combination
from mlplab.preprocessing import FRAMES

STUDY = "scratch_mlp"
DIGITS = [str(digit) for digit in range(10)]


def shape(results: Results) -> tuple[int, int]:
    """The height and the width of the training images."""
    digits = results.metrics["normalize"]["digits"]
    return digits["height"], digits["width"]


def chosen(results: Results) -> list[str]:
    """The cells whose networks the reader can choose: the best on the validation images, and one of zero weights."""
    accuracy = results.scores(STUDY, "val_accuracy")
    learned = {key: score for key, score in accuracy.items() if not key.startswith("zero-")}
    kept = [best_of(learned, "highest")] if learned else []
    kept += [key for key in accuracy if key.startswith("zero-")][:1]
    return [key for key in kept if key in results.networks]


def applies(results: Results) -> bool:
    """Whether there are networks that were trained on digits of a known frame."""
    classes = list(results.metrics["normalize"]["digits"]["train_class_shares"])
    return bool(chosen(results)) and classes == DIGITS and shape(results) in FRAMES


def networks(results: Results) -> Rows:
    """The networks, and how a drawing comes to them."""
    height, width = shape(results)
    widths = settings.layers(results, "digits", results.params.scratch_mlp.hidden_layer_sizes)
    return [
        *settings.data(results, "digits"),
        ("Networks", f"{widths}, from scratch, those of the first seed"),
        ("Weights", "rounded to whole multiples (int8) of one number a layer"),
        (
            "Drawing",
            f"cropped, scaled to {height} × {width} pixels and centered as the training images are",
        ),
    ]


def sentences(results: Results) -> list[str]:
    """Which networks there are and how good they are, and what does the same without a browser."""
    accuracy = results.scores(STUDY, "test_accuracy")
    keys = chosen(results)
    named = [f"{combination(key)}, {accuracy[key]}" for key in keys]
    model = paths.model(f"{STUDY}/{keys[0]}").as_posix()
    return [
        f"Draw, or press a sample, and choose whose answer to see. Test accuracy over the seeds: {'; '.join(named)}.",
        f"In the terminal, python -m mlplab predict --model {model} FILE classifies the digit in an image file. "
        f"Without --model the tuned network answers, which was trained on {_tuned_on(results)}.",
    ]


def _tuned_on(results: Results) -> str:
    """What the terminal's default network was trained on: sections B and C may run on the same images."""
    sources = results.params.fetch
    if sources.digits == sources.fashion:
        return "the same digits"
    return settings.SOURCES.get(sources.fashion, sources.fashion)


def canvas(results: Results) -> dict[str, Any]:
    """The networks and the sample drawings."""
    named = {
        wording.sentence_case(combination(key)): results.networks[key] for key in chosen(results)
    }
    return canvas_data(named, DIGITS, shape(results), results.strokes)


SECTION = Section(
    title="Try it: draw a digit",
    label="Draw a digit",
    position=5,
    task="Networks of this run, trained on digits, look at a drawing of yours; nothing leaves this page.",
    settings=networks,
    sentences=sentences,
    widgets=[Widget("draw", "draw_widget", canvas)],
    results=f"{STUDY}:draw",
    applies=applies,
)
