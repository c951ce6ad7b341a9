"""Section C, part 3: tuning by cross-validation."""

from collections.abc import Mapping
from typing import Any

from mlplab import paths, wording
from mlplab.page import settings
from mlplab.page.comparisons import than
from mlplab.page.results import Results, Score
from mlplab.page.section import Finding, Picture, Rows, Section, last_key
from mlplab.page.tables import ABSENT, Entry, Table, one_a_row

STUDY = "kfold_tuning"
BEST = ("activation", "best.solver", "best.batch_size", "best.learning_rate")
REFITTED = ("val_loss", "test_macro_f1", "test_accuracy")


def grid_settings(results: Results) -> Rows:
    """Data, network and the grid."""
    study = results.params.kfold_tuning
    activation = wording.words(results.metrics[STUDY]["activation"])
    chosen = "the lowest validation loss above" if study.activation == "best" else "as set"
    return [
        *settings.data(results, "fashion"),
        ("Network", settings.layers(results, "fashion", study.hidden_layer_sizes)),
        ("Activation", f"{activation} ({chosen})"),
        ("Trained by", settings.estimator(study, "MLPClassifier")),
        ("Solvers", wording.listing([wording.words(name) for name in study.solvers])),
        ("Batch sizes", wording.listing([wording.number(size) for size in study.batch_sizes])),
        (
            "Learning rates",
            wording.listing([wording.number(rate) for rate in study.learning_rates]),
        ),
        ("Chosen by", f"mean macro F1 over {study.folds} folds of the training images"),
        (
            "Length",
            f"{wording.count(study.epochs, 'epoch')}; seed {study.seed} for the folds, "
            f"{wording.count(len(study.seeds), 'seed')} for the fits with the best setting",
        ),
    ]


def ranked(results: Results) -> list[Mapping[str, Any]]:
    """The rows of the settings, from the highest mean over the folds to the lowest, of equal ones the best first.

    Means that the table's digits do not tell apart may differ in those that it does not have.
    """
    best = results.metrics[STUDY]["best"]

    def is_other(row: Mapping[str, Any]) -> bool:
        return any(row[name] != value for name, value in best.items())

    return sorted(results.tuning, key=lambda row: (-row["mean_macro_f1"], is_other(row)))


def score(row: Mapping[str, Any]) -> Score:
    """The macro F1 of a setting: mean and sd over the folds."""
    return Score(row["mean_macro_f1"], row["sd_macro_f1"])


def is_close(row: Mapping[str, Any]) -> bool:
    """Whether a setting is within noise of the best: their difference, paired over the folds, may be 0."""
    return bool(row["low"] <= 0 <= row["high"])


def in_words(row: Mapping[str, Any]) -> str:
    """A setting in words."""
    rate = wording.number(row["learning_rate"])
    return f"{wording.words(row['solver'])} with batches of {row['batch_size']} at rate {rate}"


def sentences(results: Results) -> list[str]:
    """The best setting, the next best, and the scores of the best when refitted."""
    best, *others = ranked(results)
    text = (
        f"Of {wording.count(len(others) + 1, 'setting')}, {in_words(best)} has the highest macro F1: {score(best)}, "
        "mean and standard deviation over the folds."
    )
    if others:
        text += f" {_next_best(others[0])}"
    rates = {row["learning_rate"] for row in results.tuning}  # with the digits of the table
    if len(rates) > 1 and best["learning_rate"] == max(rates):
        text += " The best learning rate is the largest that was tried: a larger one may do better."
    return [text, _refitted(results)]


def _next_best(row: Mapping[str, Any]) -> str:
    standing = "within noise" if is_close(row) else "beyond noise"
    difference = wording.interval(row["minus_best"], row["low"], row["high"])
    return f"The next is {in_words(row)}; fold by fold it differs from the best by {difference}: {standing}."


def _refitted(results: Results) -> str:
    metrics = results.metrics[STUDY]
    refitted = results.score(f"{STUDY}:test_macro_f1")
    text = (
        f"Refitted on all training images, over {wording.count(refitted.runs, 'seed')}, it has macro F1 {refitted} on "
        "the test images"
    )
    before = results.scores("activation_comparison", "test_macro_f1").get(metrics["activation"])
    if before is not None:
        text += f", {than(refitted, before)} the {before} of the same activation before tuning"
    return f"{text}."


def finding(results: Results) -> Finding:
    """The best setting, and how many others are within noise of it."""
    best, *others = ranked(results)
    close = sum(map(is_close, others))
    beside = (
        f"other settings within noise of it, fold by fold: {close} of {len(others)}"
        if others
        else "no other setting was tried"
    )
    return Finding(
        str(Score(best["mean_macro_f1"])),
        f"is the highest mean macro F1 over the folds, that of {in_words(best)}; {beside}.",
    )


def best_setting(results: Results) -> Table:
    """A row a value."""
    values = [f"{STUDY}:{key}" for key in (*BEST, *REFITTED)]
    caption = "The best setting, and its scores when refitted"
    return one_a_row(results, "best_setting", caption, values, last_key)


def all_settings(results: Results) -> Table:
    """A row a setting, a column a fold."""
    folds = [name for name in results.tuning[0] if name.startswith("fold_")]
    rows = [
        (
            f"{wording.words(row['solver'])}, {row['batch_size']}, {wording.number(row['learning_rate'])}",
            [
                Entry(wording.aligned(row["mean_macro_f1"], row["sd_macro_f1"])),
                *(Entry(wording.aligned(row[fold])) for fold in folds),
                Entry(_minus_best(row)),
            ],
        )
        for row in results.tuning
    ]
    names = [wording.sentence_case(wording.words(fold)) for fold in folds]
    columns = ["Mean ± sd", *names, "Minus the best (95% interval)"]
    caption = "Macro F1 of every setting: solver, batch size, learning rate"
    return Table("settings_table", caption, columns, rows, folded=True)


def _minus_best(row: Mapping[str, Any]) -> str:
    """The difference from the best setting, which has none from itself."""
    if row["minus_best"] == row["low"] == row["high"] == 0:
        return ABSENT
    return wording.interval(row["minus_best"], row["low"], row["high"])


def describe(results: Results) -> str:
    """The heat maps by their highest and their lowest setting."""
    every = [f"{in_words(row)}, {score(row)}" for row in ranked(results)]
    return (
        "Heat maps of the mean macro F1, batch size by learning rate, one for each solver. "
        f"Highest: {every[0]}; lowest: {every[-1]}. The table below holds all settings."
    )


def quantity(results: Results, name: str) -> str:
    """What a printed value is; of the activations by rank, the second is printed."""
    return "second-best activation" if name.endswith(":ranking.1") else last_key(results, name)


SECTION = Section(
    title="Which settings do best?",
    label="Tuning",
    part="C",
    position=40,
    task="Find the solver, batch size and learning rate that do best with the best activation, by cross-validation.",
    settings=grid_settings,
    sentences=sentences,
    finding=finding,
    quantity=quantity,
    pictures=[
        Picture(
            "kfold_tuning_macro_f1",
            "Mean macro F1 over the folds, and how many updates the weights got in a fit: with as many epochs for all, "
            "half the batch is about twice the updates. The best is framed; an arrow says that it lies on the grid's "
            "edge",
            describe,
        )
    ],
    tables=[best_setting, all_settings],
    files=[paths.TUNING_RESULTS],
)
