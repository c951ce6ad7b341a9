"""What each picture shows, in words for who does not see it, with the numbers that it is about."""

from collections.abc import Callable, Mapping

from mlplab import wording
from mlplab.page.sentences.section_a import svm
from mlplab.page.sentences.section_c import setting
from mlplab.page.study import Score, Study


def _scores(scores: Mapping[str, Score]) -> str:
    return wording.listing(
        [f"{wording.cell_name(key)} {wording.mean_and_sd(*score)}" for key, score in scores.items()]
    )


def curves(stage: str, metric: str, what: str) -> Callable[[Study], str]:
    def describe(study: Study) -> str:
        epochs = getattr(study.params, stage).epochs
        last = _scores(study.scores(stage, metric))
        return (
            f"Line chart of training and validation {what} over {epochs} epochs. "
            f"Last {wording.words(metric)}: {last}."
        )

    return describe


def grid(metric: str) -> Callable[[Study], str]:
    def describe(study: Study) -> str:
        cells = {key: study.metrics[f"scratch_mlp/{key}"] for key in study.cells["scratch_mlp"]}
        lost = [(key, wording.divergence(metrics)) for key, metrics in cells.items()]
        notes = "".join(
            f" {wording.sentence_case(wording.cell_name(key))}: {n}." for key, n in lost if n
        )
        last = curves("scratch_mlp", f"val_{metric}", metric)(study)
        return f"A panel for each initializer (row) and activation (column). {last}{notes}"

    return describe


def steps(study: Study) -> str:
    told = [
        f"{wording.words(name)}: h {wording.number(step['h'])}, ŷ {wording.number(step['y_hat'])}, "
        f"loss {wording.number(step['loss'])}"
        for name, step in study.steps.items()
    ]
    return (
        "Computation graphs from x over h and ŷ to the loss, with every value, its gradient "
        f"and its update; {'; '.join(told)}. The table below holds all of them."
    )


def boundary(example: str) -> Callable[[Study], str]:
    def describe(study: Study) -> str:
        told = " ".join(svm(study, example))
        return f"The points in the plane with the separating line and its two margins. {told}"

    return describe


def first_images(study: Study) -> str:
    return f"The first {len(study.first_classes)} test images in a row: {', '.join(study.first_classes)}."


def confusions(study: Study) -> str:
    told = []
    for name, pairs in study.predictions.items():
        mistakes = {pair: n for pair, n in pairs.items() if pair[0] != pair[1]}
        if mistakes:
            actual, predicted = max(mistakes, key=lambda pair: mistakes[pair])
            often = mistakes[actual, predicted]
            total = sum(n for pair, n in pairs.items() if pair[0] == actual)
            told.append(
                f"{wording.words(name)}, {actual} taken for {predicted} ({often} of {total})"
            )
    mistaken = f"The most frequent mistakes: {'; '.join(told)}" if told else "There are no mistakes"
    return f"A confusion matrix for each activation. {mistaken}."


def tuning(study: Study) -> str:
    rows = sorted(study.tuning, key=lambda row: -row["mean_macro_f1"])
    ends = [
        f"{setting(row)}, {wording.mean_and_sd(*Score(row['mean_macro_f1'], row['sd_macro_f1']))}"
        for row in (rows[0], rows[-1])
    ]
    return (
        "Heat maps of the mean macro F1, batch size by learning rate, one for each solver. "
        f"Highest: {ends[0]}; lowest: {ends[1]}. The table below holds all settings."
    )


def reconstructions(study: Study) -> str:
    names = wording.listing([wording.words(name) for name in study.cells["autoencoder"]])
    scores = _scores(study.scores("autoencoder", "test_mse"))
    return (
        f"Ten test images in the top row, below them what the autoencoders with {names} make of "
        f"them. Mean squared error on the test images: {scores}."
    )


def transfer(study: Study) -> str:
    scores = _scores(study.scores("feature_transfer", "test_accuracy"))
    return f"Dot chart of the test accuracy on each kind of features: {scores}."


def overview(study: Study) -> str:
    verdicts = [printed["verdict"] for printed in study.printed_values]
    told = [f"{verdicts.count(v)} {wording.words(v)}" for v in dict.fromkeys(verdicts)]
    return f"A square for each printed value, in its order: {wording.listing(told)}."
