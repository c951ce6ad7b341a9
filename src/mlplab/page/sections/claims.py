"""What the report says about its results, claim by claim."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from mlplab import wording
from mlplab.page import explanations
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section
from mlplab.page.tables import Entry, Table

STUDY = "claims"
Numbers = Mapping[str, Any]


def tested(results: Results) -> dict[str, Mapping[str, Any]]:
    """The records of the claims that this run tested, by name."""
    return {name: results.metrics[f"{STUDY}/{name}"] for name in results.cells[STUDY]}


def settings(results: Results) -> Rows:
    """How many runs the claims take."""
    study = results.params.claims
    return [
        ("Tested", wording.listing([wording.words(name) for name in study.tested])),
        ("Seeds", f"{len(study.seeds)} where weights alone are drawn, else the study's own"),
        ("Verdicts", "from the numbers alone, by a rule that each claim's test states"),
    ]


def sentences(results: Results) -> list[str]:
    """Each claim's words, its verdict, and what that rests on where it is a number or two."""
    return [
        f"“{record['claim'].rstrip('.')}”: {wording.words(record['verdict'])}.{explain(name, record['numbers'])}"
        for name, record in tested(results).items()
    ]


def explain(name: str, numbers: Numbers) -> str:
    """What a claim's verdict rests on, in a sentence; empty where a picture or the metrics say it."""
    text = EXPLANATIONS[name](numbers) if name in EXPLANATIONS else ""
    return f" {text}" if text else ""


def _nan_argmax(numbers: Numbers) -> str:
    test = numbers["test"]
    text = f"The argmax of NaN scores {wording.measured(test['nan_accuracy'])} on the test images, class 0's share"
    last = [accuracy for accuracy in test["last_accuracies"] if accuracy is not None]
    if not last:
        return f"{text}."
    scores = wording.span(last, wording.measured)
    return f"{text}; the seeds' last networks with a finite loss score {scores}."


def _zero_initializer(numbers: Numbers) -> str:
    losses = wording.span(numbers["train_loss"].values(), wording.measured)
    entropy = wording.measured(numbers["class_entropy"])
    equal = all(numbers["units_equal"].values())
    return (
        f"The training loss is {losses}, the entropy of the class shares {entropy}; "
        f"{'all' if equal else 'not all'} units of a layer are equal but for rounding."
    )


def _signal_flow(numbers: Numbers) -> str:
    gains = numbers["gains"]
    measured, expected = (
        wording.listing([f"{gain:.1f}" for gain in gains[kind]])
        for kind in ("measured", "expected")
    )
    return (
        f"From normal weights with ReLU each layer multiplies the activations by {measured} "
        f"(theory: {expected}); before the first step the largest score is "
        f"{numbers['smallest_largest_score']:.0f} or more, and exp overflows at "
        f"{numbers['largest_exponent']:.0f}."
    )


def _exploding(numbers: Numbers) -> str:
    finite, rates = numbers["finite"], len(numbers["finite"]) // 6
    counts = {
        way: sum(count for name, count in finite.items() if name.startswith(f"{way}-normal-"))
        for way in ("naive", "log_sum_exp")
    }
    of = rates * numbers["runs"]
    return (
        f"From normal weights {counts['naive']} of {of} runs stay finite for {numbers['steps']} steps "
        f"with a naive softmax, {counts['log_sum_exp']} with log-sum-exp."
    )


def _ensemble(numbers: Numbers) -> str:
    gains = [
        f"{wording.measured(found['together'])} against {wording.measured(found['alone'])} with {wording.words(name)}"
        for name, found in numbers["activations"].items()
    ]
    return f"Test accuracy of {numbers['networks']} networks together and alone: {wording.listing(gains)}."


EXPLANATIONS: dict[str, Callable[[Numbers], str]] = {
    "nan_argmax": _nan_argmax,
    "zero_initializer": _zero_initializer,
    "signal_flow": _signal_flow,
    "exploding": _exploding,
    "ensemble": _ensemble,
    **explanations.EXPLANATIONS,
}


def finding(results: Results) -> Finding:
    """How many claims are refuted."""
    verdicts = Counter(record["verdict"] for record in tested(results).values())
    others = [
        f"{wording.words(word)} ({count})" for word, count in verdicts.items() if word != "refuted"
    ]
    text = "claims that were tested are refuted"
    text += f"; the others: {wording.listing(others)}." if others else "."
    return Finding(f"{verdicts['refuted']} of {verdicts.total()}", text)


def table(results: Results) -> Table:
    """A row a claim."""
    rows = [
        (wording.sentence_case(wording.words(name)), [Entry(wording.words(record["verdict"]))])
        for name, record in tested(results).items()
    ]
    return Table("claims_table", "The claims and their verdicts", ["Verdict"], rows, corner="Claim")


def describe(name: str) -> Callable[[Results], str]:
    """What a claim's picture shows: its claim and its verdict."""

    def describe_claim(results: Results) -> str:
        record = tested(results)[name]
        return f"{record['claim']} Verdict: {wording.words(record['verdict'])}.{explain(name, record['numbers'])}"

    return describe_claim


CAPTIONS = {
    "signal_flow": "The signal in the layers of new networks: measured, and what theory expects",
    "exploding": "Runs that stay finite, by softmax, learning rate and initializer",
    "activations": "ReLU's lead in test accuracy over the other activations",
    "tuning": "The lead of the setting found best over its neighbors",
    "features": "Test accuracy on each kind of features",
    "identity_features": "What the ways to identity features give, beside the printed value",
    "reconstructions": "The autoencoders' error beside PCA's",
}
SECTION = Section(
    title="Do the report's explanations hold?",
    label="Claims",
    position=90,
    task="Test what the report says about its results, each claim by runs made for it.",
    settings=settings,
    sentences=sentences,
    finding=finding,
    pictures=[
        Picture(f"claims_{name}", caption, describe(name)) for name, caption in CAPTIONS.items()
    ],
    tables=[table],
)
