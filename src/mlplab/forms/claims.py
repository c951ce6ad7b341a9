"""The form of what each claim's test found: the numbers that the pictures and the page read beside its verdict."""

from typing import Any

from mlplab.forms.kinds import (
    COUNT,
    NUMBER,
    SHARE,
    SPREAD,
    TEXT,
    YES_OR_NO,
    form,
    listed,
    matching,
    maybe,
    named,
    one_of,
    where,
)

RATE = r"\d[\d.e+-]*"
SETTING = matching(rf"\d+, {RATE}")  # batch size, learning rate
RUN = matching(rf"(naive|shifted|log_sum_exp)-\w+-{RATE}")  # softmax, initializer, learning rate

VERDICT = one_of("holds", "refuted", "undecided", "tie", "not_comparable")
DECISION = one_of("lower", "equivalent", "undecided", "higher")

INTERVAL = {"mean": NUMBER, "low": NUMBER, "high": NUMBER}
PAIR = form(**INTERVAL, differences=listed(NUMBER), decision=DECISION)
PAIRS = named(PAIR)
VALUES = {"mean": NUMBER, "sd": maybe(SPREAD), "values": listed(NUMBER)}
PROBE = {"test_accuracy": named(form(**VALUES))}
BUDGET = form(relu_minus=PAIRS, tanh_minus=PAIRS)

NUMBERS: dict[str, Any] = {
    "nan_argmax": form(test=form(nan_accuracy=NUMBER, last_accuracies=listed(maybe(NUMBER)))),
    "zero_initializer": form(
        class_entropy=NUMBER, train_loss=named(maybe(NUMBER)), units_equal=named(YES_OR_NO)
    ),
    "signal_flow": form(
        largest_exponent=NUMBER,
        smallest_largest_score=maybe(NUMBER),
        gains=form(measured=listed(maybe(NUMBER)), expected=listed(maybe(NUMBER))),
    ),
    "exploding": where(
        form(
            runs=COUNT,
            steps=COUNT,
            class_share=SHARE,
            finite=named(COUNT, RUN),
            not_finite_at_step_1=named(COUNT, RUN),
            dead_in_last_layer=named(maybe(NUMBER), RUN),
            val_accuracy=named(maybe(NUMBER), RUN),
        ),
        lambda found: (
            found.finite.keys()
            == found.not_finite_at_step_1.keys()
            == found.dead_in_last_layer.keys()
            == found.val_accuracy.keys()
            and all(
                None not in (found.dead_in_last_layer[name], found.val_accuracy[name])
                for name, count in found.finite.items()
                if count == found.runs
            )
        ),
        "must tell of the same networks how many stay finite, and what is left of them",
    ),
    "ensemble": form(
        networks=COUNT,
        activations=named(form(alone=SHARE, together=SHARE, gain=NUMBER, low=NUMBER, high=NUMBER)),
    ),
    "activations": form(blocks=COUNT, margin=NUMBER, budgets=form(report=BUDGET, tuned=BUDGET)),
    "tuning": form(
        blocks=COUNT,
        folds=COUNT,
        margin=NUMBER,
        claimed=SETTING,
        best=SETTING,
        wins=form(count=COUNT, low=NUMBER, high=NUMBER),
        claimed_minus=named(PAIR, SETTING),
    ),
    "features": form(
        seeds=COUNT,
        margin=NUMBER,
        probes=where(
            form(
                linear=form(
                    **PROBE,
                    verdict_over_itself_untrained=VERDICT,
                    minus_untrained=named(named(form(**INTERVAL, p_above=SHARE))),
                ),
                report=form(**PROBE),
            ),
            lambda found: list(found.linear.test_accuracy) == list(found.report.test_accuracy),
            "must have the same features",
        ),
        units=named(form(dead=listed(COUNT), width=COUNT)),
    ),
    "identity_features": form(
        printed=NUMBER,
        seeds=COUNT,
        nearest=TEXT,
        test_accuracy=named(form(**VALUES, predicted_low=NUMBER, predicted_high=NUMBER)),
    ),
    "reconstructions": form(
        seeds=COUNT,
        margin=NUMBER,
        width=COUNT,
        pca_mse=where(NUMBER, bool, "must not be 0"),
        pca_variance_kept=NUMBER,
        learning_rates=named(
            form(
                test_mse=named(form(**VALUES)),
                variance_kept=named(NUMBER),
                excess=named(form(**INTERVAL)),
                verdict=VERDICT,
            ),
            matching(RATE),
        ),
    ),
}
CLAIMS = {
    f"claims/{name}": form(claim=TEXT, verdict=VERDICT, numbers=numbers)
    for name, numbers in NUMBERS.items()
}
