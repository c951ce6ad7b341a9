"""The pictures of the page: for each a caption, and a text that says what it shows to who does not see it."""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mlplab.figures import style
from mlplab.page.sentences.section_a import svm
from mlplab.page.sentences.section_b import divergence
from mlplab.page.sentences.section_c import setting
from mlplab.page.study import Score, Study
from mlplab.page.words import cell_name, exact, listing, sentence_case, spread


@dataclass(frozen=True)
class Drawing:
    """A rendered picture: its media type, its bytes, and its natural size in CSS pixels."""

    media_type: str
    data: bytes
    width: int
    height: int

    @property
    def url(self) -> str:
        return f"data:{self.media_type};base64,{b64encode(self.data).decode()}"


@dataclass(frozen=True)
class Picture:
    drawing: Drawing
    caption: str
    alt: str


def picture(study: Study, drawings: Mapping[str, Drawing], name: str) -> Picture:
    caption, describe = DESCRIBED[name]
    return Picture(drawings[name], caption, describe(study))


def _scores(scores: Mapping[str, Score]) -> str:
    return listing([f"{cell_name(key)} {spread(score)}" for key, score in scores.items()])


def _curves(stage: str, metric: str, what: str) -> Callable[[Study], str]:
    def describe(study: Study) -> str:
        epochs = getattr(study.params, stage).epochs
        last = _scores(study.scores(stage, metric))
        return (
            f"Line chart of training and validation {what} over {epochs} epochs. "
            f"Last {style.pretty(metric)}: {last}."
        )

    return describe


def _grid(metric: str) -> Callable[[Study], str]:
    def describe(study: Study) -> str:
        lost = [(key, divergence(study, key)) for key in study.cells["scratch_mlp"]]
        notes = "".join(f" {sentence_case(cell_name(key))}: diverged, {n}." for key, n in lost if n)
        curves = _curves("scratch_mlp", f"val_{metric}", metric)(study)
        return f"A panel for each initialiser (row) and activation (column). {curves}{notes}"

    return describe


def _steps(study: Study) -> str:
    steps = [s for name, s in study.worked["backpropagation"].items() if name != "final"]
    told = [
        f"step {n}: h {exact(s['h'])}, ŷ {exact(s['y_hat'])}, loss {exact(s['loss'])}"
        for n, s in enumerate(steps, start=1)
    ]
    return (
        "Computation graphs from x over h and ŷ to the loss, with every value, its gradient "
        f"and its update; {'; '.join(told)}. The table below holds all of them."
    )


def _boundary(example: str) -> Callable[[Study], str]:
    def describe(study: Study) -> str:
        told = " ".join(svm(study, example))
        return f"The points in the plane with the separating line and its two margins. {told}"

    return describe


def _first_images(study: Study) -> str:
    return f"The first {len(study.first_classes)} test images in a row: {', '.join(study.first_classes)}."


def _confusions(study: Study) -> str:
    told = []
    for name, pairs in study.predictions.items():
        mistakes = {pair: n for pair, n in pairs.items() if pair[0] != pair[1]}
        if mistakes:
            actual, predicted = max(mistakes, key=lambda pair: mistakes[pair])
            often = mistakes[actual, predicted]
            total = sum(n for pair, n in pairs.items() if pair[0] == actual)
            told.append(
                f"{style.pretty(name)}, {actual} taken for {predicted} ({often} of {total})"
            )
    return f"A confusion matrix for each activation. The most frequent mistakes: {'; '.join(told)}."


def _tuning(study: Study) -> str:
    rows = sorted(study.tuning, key=lambda row: -row["mean_macro_f1"])
    ends = [
        f"{setting(row)}, {spread(Score(row['mean_macro_f1'], row['sd_macro_f1']))}"
        for row in (rows[0], rows[-1])
    ]
    return (
        "Heat maps of the mean macro F1, batch size by learning rate, one for each solver. "
        f"Highest: {ends[0]}; lowest: {ends[1]}. The table below holds all settings."
    )


def _reconstructions(study: Study) -> str:
    names = listing([style.pretty(name) for name in study.cells["autoencoder"]])
    scores = _scores(study.scores("autoencoder", "test_mse"))
    return (
        f"Ten test images in the top row, below them what the autoencoders with {names} make of "
        f"them. Mean squared error on the test images: {scores}."
    )


def _transfer(study: Study) -> str:
    scores = _scores(study.scores("feature_transfer", "test_accuracy"))
    return f"Dot chart of the test accuracy on each kind of features: {scores}."


def _overview(study: Study) -> str:
    verdicts = [figure["verdict"] for figure in study.figures]
    told = [f"{verdicts.count(v)} {style.pretty(v)}" for v in dict.fromkeys(verdicts)]
    return f"A square for each figure that the report prints, in its order: {listing(told)}."


DESCRIBED: dict[str, tuple[str, Callable[[Study], str]]] = {
    "reproduction": ("Every printed figure, in the report's order", _overview),
    "worked_examples_backpropagation": ("Values forward, gradients back, updates", _steps),
    "worked_examples_svm_1": ("The first machine: line, margins, points", _boundary("svm_1")),
    "worked_examples_svm_2": ("The second machine: line, margins, points", _boundary("svm_2")),
    "scratch_mlp_loss": ("Loss over the epochs", _grid("loss")),
    "scratch_mlp_accuracy": ("Accuracy over the epochs", _grid("accuracy")),
    "normalize_first_images": ("The first ten test images", _first_images),
    "activation_comparison_loss": (
        "Loss over the epochs",
        _curves("activation_comparison", "val_loss", "loss"),
    ),
    "activation_comparison_confusion": (
        "True and predicted classes of the test images, all seeds together",
        _confusions,
    ),
    "kfold_tuning_macro_f1": ("Mean macro F1 over the folds", _tuning),
    "autoencoder_mse": (
        "Mean squared error over the epochs",
        _curves("autoencoder", "val_mse", "mean squared error"),
    ),
    "autoencoder_reconstructions": ("Ten test images and their reconstructions", _reconstructions),
    "feature_transfer_loss": (
        "Loss of the classifiers over the epochs",
        _curves("feature_transfer", "val_loss", "loss"),
    ),
    "feature_transfer_accuracy": ("Test accuracy by features", _transfer),
}
