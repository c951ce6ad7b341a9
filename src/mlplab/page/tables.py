"""Ours beside the report's: the tables of each section."""

from collections.abc import Sequence
from dataclasses import replace

from mlplab import wording
from mlplab.page import names
from mlplab.page.cells import ABSENT, Cell, Table, cell
from mlplab.page.study import Score, Study

LOSSES = ("train_loss", "train_accuracy", "val_loss", "val_accuracy", "test_accuracy")
# What the report prints comes first.
SCORES = ("val_loss", "test_macro_f1", "test_accuracy", "test_macro_precision", "test_macro_recall")
OTHER_SCORES = tuple(name for name in SCORES if name != "test_accuracy")
ERRORS = ("train_mse", "val_mse", "test_mse")
BEST = ("activation", "best.solver", "best.batch_size", "best.learning_rate")
REFITTED = ("val_loss", "test_macro_f1", "test_accuracy")


def steps(study: Study) -> Table:
    """Section A, part a: a row a quantity, a column a step."""
    rows = [
        (
            words,
            [cell(study, f"worked_examples:backpropagation.{step}.{path}") for step in study.steps],
        )
        for path, words in names.STEP_ROWS.items()
    ]
    columns = [wording.sentence_case(wording.words(step)) for step in study.steps]
    return Table("steps_table", "Three steps of gradient descent", columns, rows)


def svm(study: Study, example: str) -> Table:
    """Section A, parts b and c: a row a quantity."""
    record = study.worked[example]
    paths = [*names.SVM_ROWS, *(f"decisions.{index}" for index in range(len(record["points"])))]
    paths += [] if record["query"] is None else ["query.decision", "query.label"]
    printed_values = [f"worked_examples:{example}.{path}" for path in paths]
    caption = "The line w·x + b = 0, and f(x) = w·x + b of the points"
    return _one_a_row(study, example, caption, printed_values)


def _one_a_row(study: Study, name: str, caption: str, printed_values: Sequence[str]) -> Table:
    """A row a printed, the report's and ours in columns of their own."""
    rows = [
        (names.quantity(printed, study.worked), [cell(study, printed)])
        for printed in printed_values
    ]
    columns = ["Ours", "Report", "Difference", "Verdict"]
    return Table(f"{name}_table", caption, columns, rows, stacked=False, corner="Figure")


def scratch_mlp(study: Study) -> Table:
    caption = "Every initializer with every activation. Of a cell that diverged, the accuracy is the share of class 0"
    return _grid(study, "B", "scratch_mlp", caption, LOSSES)


def activation_comparison(study: Study) -> Table:
    return _grid(study, "C", "activation_comparison", "Scores by activation", SCORES)


def best_setting(study: Study) -> Table:
    printed_values = [f"kfold_tuning:{key}" for key in (*BEST, *REFITTED)]
    return _one_a_row(
        study, "best_setting", "The best setting, and its scores when refitted", printed_values
    )


def all_settings(study: Study) -> Table:
    folds = [name for name in study.tuning[0] if name.startswith("fold_")]
    rows = [
        (
            f"{wording.words(row['solver'])}, {row['batch_size']}, {wording.number(row['learning_rate'])}",
            [
                Cell(wording.aligned(*Score(row["mean_macro_f1"], row["sd_macro_f1"]))),
                *(Cell(wording.aligned(*Score(row[fold]))) for fold in folds),
            ],
        )
        for row in study.tuning
    ]
    columns = ["Mean ± sd", *(wording.sentence_case(wording.words(fold)) for fold in folds)]
    return Table(
        "settings_table",
        "Macro F1 of every setting: solver, batch size, learning rate",
        columns,
        rows,
        folded=True,
    )


def autoencoder(study: Study) -> Table:
    table = _grid(study, "C", "autoencoder", "Mean squared error by activation", ERRORS)
    pca = study.metrics["baseline_encoders"]["pca_val_mse"]
    width = study.params.autoencoder.bottleneck_width
    cells = [Cell(wording.aligned(*Score(pca)) if name == "val_mse" else ABSENT) for name in ERRORS]
    columns = [wording.sentence_case(wording.words(name.removesuffix("_mse"))) for name in ERRORS]
    return replace(table, columns=columns, rows=[*table.rows, (f"PCA, {width} components", cells)])


def feature_transfer(study: Study) -> Table:
    return _grid(
        study, "C", "feature_transfer", "Scores by features", ("test_accuracy", *OTHER_SCORES)
    )


def _grid(study: Study, section: str, stage: str, caption: str, metrics: Sequence[str]) -> Table:
    """A row a cell of a matrix stage, a column a metric."""
    rows = []
    for key in study.cells[stage]:
        both = [(f"{stage}/{key}:{m}", f"{stage}/{key}:nan_argmax.{m}") for m in metrics]
        rows.append(
            (wording.sentence_case(wording.cell_name(key)), [cell(study, *pair) for pair in both])
        )
    columns = [wording.sentence_case(wording.words(metric)) for metric in metrics]
    return Table(f"{stage}_table", caption, columns, rows, compared=study.comparable(section))
