"""The series of numbers behind a claim's verdict that no picture shows, as tables."""

from collections.abc import Callable

from mlplab import wording
from mlplab.page.explanations.phrases import Numbers, interval
from mlplab.page.tables import Entry, Table


def ensemble(numbers: Numbers) -> Table:
    """A row an activation."""
    rows = [
        (
            wording.sentence_case(wording.words(name)),
            [
                Entry(wording.aligned(found["alone"])),
                Entry(wording.aligned(found["together"])),
                Entry(wording.interval(found["gain"], found["low"], found["high"])),
            ],
        )
        for name, found in numbers["activations"].items()
    ]
    return Table(
        "claims_ensemble_table",
        "Test accuracy of the seeds' networks",
        ["Each alone (mean)", "Together", "Gain (95% interval)"],
        rows,
    )


def activations(numbers: Numbers) -> Table:
    """A row an activation that tanh is compared with, a column a budget."""
    budgets = [numbers["budgets"][name]["tanh_minus"] for name in ("report", "tuned")]
    rows = [
        (
            f"Tanh minus {wording.words(other)}",
            [Entry(interval(pairs[other], pairs[other]["decision"])) for pairs in budgets],
        )
        for other in budgets[0]
    ]
    return Table(
        "claims_activations_table",
        "Tanh's lead in test accuracy over those after it (95% interval)",
        ["The report's rate and epochs", "Each activation's own rate"],
        rows,
    )


def features(numbers: Numbers) -> Table:
    """A row a kind of trained features, a column a kind of untrained ones."""
    gains = numbers["probes"]["linear"]["minus_untrained"]
    rows = [
        (
            f"{wording.sentence_case(wording.words(name))} minus",
            [Entry(interval(pair)) for pair in pairs.values()],
        )
        for name, pairs in gains.items()
    ]
    columns = [
        wording.sentence_case(wording.words(untrained)) for untrained in next(iter(gains.values()))
    ]
    return Table(
        "claims_features_table",
        "The linear classifier's gain in test accuracy by training the encoder (95% interval)",
        columns,
        rows,
    )


TABLES: dict[str, Callable[[Numbers], Table]] = {
    "ensemble": ensemble,
    "activations": activations,
    "features": features,
}
