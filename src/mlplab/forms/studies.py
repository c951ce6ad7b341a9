"""The form of each study's metrics: what the summary, the pictures and the page read of them."""

from typing import Any

from mlplab.forms.kinds import (
    COUNT,
    NUMBER,
    SHARE,
    SIZE,
    SPREAD,
    TEXT,
    YES_OR_NO,
    exactly,
    form,
    listed,
    matching,
    maybe,
    named,
    one_of,
    perhaps,
    where,
)
from mlplab.verdicts import VERDICTS

SCORE = form(mean=NUMBER, sd=maybe(SPREAD))
ACCURACY = form(mean=SHARE, sd=maybe(SPREAD))
ERRORS = named(maybe(NUMBER), least=0)

IMAGES = form(
    images=form(train=SIZE, val=SIZE, test=SIZE),
    height=COUNT,
    width=COUNT,
    min=NUMBER,
    max=NUMBER,
    train_mean=NUMBER,
    train_class_shares=named(SHARE),
)

WEIGHTS = {"w1": NUMBER, "b1": NUMBER, "w2": NUMBER, "b2": NUMBER}
STEP = form(
    **WEIGHTS,
    **dict.fromkeys(("x", "y", "h", "w2_h", "y_hat", "squared_error", "loss"), NUMBER),
    gradients=form(**WEIGHTS, y_hat=NUMBER, h=NUMBER),
    increments=form(**WEIGHTS),
    updated=form(**WEIGHTS),
)

POINT = listed(NUMBER, 2, 2)
MACHINE = where(
    form(
        points=listed(POINT),
        labels=listed(one_of(-1, 1)),
        weights=where(POINT, any, "must not both be 0"),
        bias=NUMBER,
        margin=NUMBER,
        decisions=listed(NUMBER),
        on_margin=listed(COUNT, 0),
        query=maybe(form(point=POINT, decision=NUMBER, label=one_of(-1, 0, 1))),
    ),
    lambda found: (
        len(found.points)
        == len(found.labels)
        == len(found.decisions)
        > max(found.on_margin, default=0)
    ),
    "must have as many labels and decisions as points",
)

CLASSIFIER = {
    **dict.fromkeys(("test_macro_f1", "test_macro_precision", "test_macro_recall"), SCORE),
    "val_loss": SCORE,
    "test_accuracy": ACCURACY,
    "standard_error": ERRORS,
}

SETTING = maybe(
    form(train_size=COUNT, weight_scale=NUMBER, epochs=COUNT, chosen_by=COUNT, judged_by=COUNT)
)

VALUE = maybe(NUMBER | TEXT | listed(NUMBER, 0))
PRINTED = where(
    form(
        report=VALUE,
        ours=VALUE,
        sd=maybe(NUMBER),
        difference=maybe(NUMBER),
        verdict=one_of(*VERDICTS),
        note=perhaps(TEXT),
    ),
    lambda found: (
        (found.difference is not None)
        == all(isinstance(value, int | float) for value in (found.report, found.ours))
    ),
    "must have a difference where it has two numbers",
)

STUDIES: dict[str, Any] = {
    "normalize": form(digits=IMAGES, fashion=IMAGES),
    "worked_examples": form(
        # the last is `final`, of weights alone
        backpropagation=named(STEP | exactly(**WEIGHTS), least=2),
        svm_1=MACHINE,
        svm_2=MACHINE,
    ),
    "scratch_mlp": form(
        **dict.fromkeys(("train_loss", "val_loss"), maybe(SCORE)),
        **dict.fromkeys(("train_accuracy", "val_accuracy", "test_accuracy"), maybe(ACCURACY)),
        standard_error=perhaps(ERRORS),
        seeds=listed(COUNT),
        diverged=COUNT,
        diverged_at_step=listed(maybe(COUNT)),
    ),
    "activation_comparison": form(**CLASSIFIER),
    "kfold_tuning": form(
        **CLASSIFIER,
        activation=TEXT,
        ranking=listed(TEXT),
        best=form(solver=TEXT, batch_size=COUNT, learning_rate=NUMBER),
        best_cv_macro_f1=NUMBER,
    ),
    "autoencoder": form(train_mse=SCORE, val_mse=SCORE, test_mse=SCORE, standard_error=ERRORS),
    "baseline_encoders": form(
        pca_train_mse=NUMBER, pca_val_mse=NUMBER, pca_test_mse=NUMBER, standard_error=ERRORS
    ),
    "feature_transfer": form(**CLASSIFIER),
    "unstated": where(
        form(
            class_shares=form(
                printed=form(commonest=SHARE, class_0=SHARE),
                fitting=listed(COUNT, 0),
                fitting_of_all=COUNT,
                largest=COUNT,
            ),
            best=SETTING,
            best_by_count_alone=SETTING,
            of=form(chosen_by=COUNT, judged_by=COUNT),
            missed=listed(form(name=TEXT, report=NUMBER, ours=maybe(NUMBER), reached=YES_OR_NO), 0),
            granularity=named(
                form(
                    values=COUNT,
                    below=COUNT,
                    allowed=COUNT,
                    smallest=COUNT,
                    sizes=named(YES_OR_NO, matching(r"\d{1,9}"), least=0),
                ),
                one_of("train", "val", "test"),
            ),
        ),
        lambda found: (found.best is None) == (found.best_by_count_alone is None),
        "must have both bests or none",
    ),
    "reproduction": form(printed_values=named(PRINTED)),
    "summary": named(maybe(NUMBER)),
}
