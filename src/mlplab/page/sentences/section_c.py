"""Section C: what each part shows."""

from collections.abc import Mapping
from typing import Any

from mlplab import wording
from mlplab.page.sentences.comparisons import leader, ranking, than
from mlplab.page.study import Score, Study
from mlplab.page.words import compare, grouped


def normalize(study: Study) -> list[str]:
    fashion = study.metrics["normalize"]["fashion"]
    shares = fashion["train_class_shares"]
    return [
        f"Intensities lie from {wording.number(fashion['min'])} to {wording.number(fashion['max'])}, "
        f"with a mean of {fashion['train_mean']:.3f} over the training images.",
        f"Each of the {len(shares)} classes makes up "
        f"{wording.span(shares.values(), lambda share: f'{share:.3f}')} of them.",
    ]


def activation_comparison(study: Study) -> list[str]:
    stage = "activation_comparison"
    return [
        leader(study.scores(stage, "val_loss"), "lowest", "validation loss"),
        *ranking(study, stage, "val_loss", "lowest"),
        leader(study.scores(stage, "test_macro_f1"), "highest", "macro F1 on the test images"),
    ]


def kfold_tuning(study: Study) -> list[str]:
    ranked = sorted(study.tuning, key=lambda row: -row["mean_macro_f1"])
    scores = {setting(row): Score(row["mean_macro_f1"], row["sd_macro_f1"]) for row in ranked}
    (best, score), *others = scores.items()
    text = f"Of {wording.count(len(scores), 'setting')}, {best} has the highest mean macro F1 over the folds, "
    text += f"{wording.mean_and_sd(*score)}."
    if others:
        name, next_best = others[0]
        text += f" The next, {name}, has {wording.mean_and_sd(*next_best)}: {compare(next_best, score)}."
    if ranked[0]["learning_rate"] == max(study.params.kfold_tuning.learning_rates):
        text += " The best learning rate is the largest that was tried: a larger one may do better."
    return [text, _refitted(study)]


def setting(row: Mapping[str, Any]) -> str:
    """A row of the tuning's table in words."""
    rate = wording.number(row["learning_rate"])
    return f"{wording.words(row['solver'])} with batches of {row['batch_size']} at {rate}"


def _refitted(study: Study) -> str:
    metrics = study.metrics["kfold_tuning"]
    score = Score(metrics["test_macro_f1"])
    text = f"Refitted on all training images it has macro F1 {wording.mean_and_sd(*score)} on the test images"
    before = study.scores("activation_comparison", "test_macro_f1").get(metrics["activation"])
    if before is not None:
        text += f", {than(score, before)} the {wording.mean_and_sd(*before)} of part 2 with the same activation"
    return f"{text}."


def autoencoder(study: Study) -> list[str]:
    scores = study.scores("autoencoder", "val_mse")
    pca = Score(study.metrics["baseline_encoders"]["pca_val_mse"])
    width = study.params.autoencoder.bottleneck_width
    told = "; ".join(f"{word} with {names}" for word, names in grouped(scores, pca).items())
    return [
        leader(scores, "lowest", "mean squared error on the validation images"),
        f"PCA with {width} components, as many as the bottleneck has units, has an error of "
        f"{wording.mean_and_sd(*pca)}. "
        f"Against that the autoencoder's is {told}.",
    ]


def feature_transfer(study: Study) -> list[str]:
    def name(key: str) -> str:
        return wording.cell_name(key) + (" features" if key in study.cells["autoencoder"] else "")

    scores = study.scores("feature_transfer", "test_accuracy")
    return [
        leader(scores, "highest", "test accuracy", name=name),
        *ranking(study, "feature_transfer", "test_accuracy", "highest"),
    ]
