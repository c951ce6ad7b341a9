"""Section C, part 3: tuning by cross-validation."""

from collections.abc import Mapping
from typing import Any

from mlplab import paths, wording
from mlplab.page import settings
from mlplab.page.comparisons import compare, than
from mlplab.page.results import Results, Score
from mlplab.page.section import Finding, Picture, Rows, Section, last_key
from mlplab.page.tables import Entry, Table, one_a_row

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
        ("Length", f"{study.epochs} epochs, seed {study.seed}"),
    ]


def ranked(results: Results) -> dict[str, Score]:
    """The settings in words, from the highest mean over the folds to the lowest."""
    rows = sorted(results.tuning, key=lambda row: -row["mean_macro_f1"])
    return {in_words(row): Score(row["mean_macro_f1"], row["sd_macro_f1"]) for row in rows}


def in_words(row: Mapping[str, Any]) -> str:
    """A setting in words."""
    rate = wording.number(row["learning_rate"])
    return f"{wording.words(row['solver'])} with batches of {row['batch_size']} at {rate}"


def sentences(results: Results) -> list[str]:
    """The best setting, the next best, and the scores of the best when refitted."""
    (best, score), *others = ranked(results).items()
    text = f"Of {wording.count(len(others) + 1, 'setting')}, {best} has the highest mean macro F1 over the folds, "
    text += f"{wording.mean_and_sd(*score)}."
    if others:
        name, next_best = others[0]
        text += f" The next, {name}, has {wording.mean_and_sd(*next_best)}: {compare(next_best, score)}."
    rate = max(results.tuning, key=lambda row: row["mean_macro_f1"])["learning_rate"]
    if rate == max(results.params.kfold_tuning.learning_rates):
        text += " The best learning rate is the largest that was tried: a larger one may do better."
    return [text, _refitted(results)]


def _refitted(results: Results) -> str:
    metrics = results.metrics[STUDY]
    score = Score(metrics["test_macro_f1"])
    text = f"Refitted on all training images it has macro F1 {wording.mean_and_sd(*score)} on the test images"
    before = results.scores("activation_comparison", "test_macro_f1").get(metrics["activation"])
    if before is not None:
        text += f", {than(score, before)} the {wording.mean_and_sd(*before)} of the same activation before tuning"
    return f"{text}."


def finding(results: Results) -> Finding:
    """The best setting, and how many others are within noise of it."""
    (best, score), *others = ranked(results).items()
    close = sum(compare(other, score) in ("within noise", "equal") for _, other in others)
    return Finding(
        wording.mean_and_sd(score.mean),
        f"is the highest mean macro F1 over the folds, with {best}; {close} of the "
        f"{wording.count(len(others), 'other setting')} are within noise of it.",
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
            ],
        )
        for row in results.tuning
    ]
    columns = ["Mean ± sd", *(wording.sentence_case(wording.words(fold)) for fold in folds)]
    caption = "Macro F1 of every setting: solver, batch size, learning rate"
    return Table("settings_table", caption, columns, rows, folded=True)


def describe(results: Results) -> str:
    """The heat maps by their highest and their lowest setting."""
    every = [f"{name}, {wording.mean_and_sd(*score)}" for name, score in ranked(results).items()]
    return (
        "Heat maps of the mean macro F1, batch size by learning rate, one for each solver. "
        f"Highest: {every[0]}; lowest: {every[-1]}. The table below holds all settings."
    )


SECTION = Section(
    title="Which settings do best?",
    label="Tuning",
    part="C",
    position=40,
    task="Find the solver, batch size and learning rate that do best with the best activation, by cross-validation.",
    settings=grid_settings,
    sentences=sentences,
    finding=finding,
    pictures=[Picture("kfold_tuning_macro_f1", "Mean macro F1 over the folds", describe)],
    tables=[best_setting, all_settings],
    files=[paths.TUNING_RESULTS],
)
