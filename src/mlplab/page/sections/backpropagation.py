"""Section A, part a: backpropagation by hand."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from mlplab import wording
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section, Widget
from mlplab.page.tables import Table, entry

FILE = "worked_examples"
KEY = f"{FILE}:backpropagation"


class Origin(NamedTuple):
    """How the report got a value that is not exact, in words: of one, and of several."""

    one: str
    plural: str


ORIGINS = {
    "cut": Origin("cut off", "are the exact value cut off at the last printed digit"),
    "follows": Origin("follows from a value cut off", "follow from a value that was cut off"),
    "slip": Origin("a slip, or from one", "are slips or go on from one"),
}


def steps(results: Results) -> Mapping[str, Any]:
    """The steps by name: step_1, step_2, ..."""
    records = results.metrics[FILE]["backpropagation"].items()
    return {name: step for name, step in records if name != "final"}


def settings(results: Results) -> Rows:
    """The exercise."""
    exercise = results.params.worked_examples.backpropagation
    weight, bias = wording.number(exercise.weight), wording.number(exercise.bias)
    samples = wording.listing([wording.point(sample) for sample in exercise.samples])
    return [
        ("Network", "1-1-1, ReLU on both layers, loss ½(ŷ − y)²"),
        ("Start", f"all weights {weight}, all biases {bias}"),
        ("Learning rate", wording.number(exercise.learning_rate)),
        ("Samples (x, y)", f"{samples}, one a step"),
        ("Computed", "by the engine in float64, nothing rounded between the steps"),
    ]


def sentences(results: Results) -> list[str]:
    """The losses, where the network ends, and how many printed values are exact."""
    losses = [wording.number(step["loss"]) for step in steps(results).values()]
    final = results.metrics[FILE]["backpropagation"]["final"].items()
    values = [f"{wording.SYMBOLS[name]} = {wording.number(value)}" for name, value in final]
    several = "each step sees its own sample, so they need not fall."
    return [
        f"The losses of the steps are {wording.listing(losses)}: {several}"
        if len(losses) > 1
        else f"The loss of the step is {losses[0]}.",
        f"The network ends at {wording.listing(values)}.",
        *_exact(results),
    ]


def finding(results: Results) -> Finding | None:
    """How many printed values are exact."""
    printed = judged(results)
    if not printed:
        return None
    exact = sum(value["verdict"] == "reproduced" for value in printed)
    return Finding(
        f"{exact} of {len(printed)}",
        "values of the report's backpropagation by hand are exact to the last printed digit.",
    )


def judged(results: Results) -> list[Mapping[str, Any]]:
    """The printed values of the steps, each with its verdict, where they can be compared."""
    names = [name for name in results.by_name if name.startswith(KEY) and results.is_judged(name)]
    return [results.by_name[name] for name in names]


def _exact(results: Results) -> list[str]:
    printed = judged(results)
    if not printed:
        return []
    exact = sum(value["verdict"] == "reproduced" for value in printed)
    text = f"Exact arithmetic gives {exact} of the {wording.count(len(printed), 'printed value')}, to the last digit."
    kinds = Counter(value["slip"] for value in printed if "slip" in value)
    others = [f"{count} {ORIGINS[kind].plural}" for kind, count in kinds.items()]
    return [f"{text} Of the others {wording.listing(others)}." if others else text]


def table(results: Results) -> Table:
    """A row a quantity, a column a step."""
    rows = [
        (words, [entry(results, f"{KEY}.{step}.{path}") for step in steps(results)])
        for path, words in wording.STEP.items()
    ]
    columns = [wording.sentence_case(wording.words(step)) for step in steps(results)]
    return Table(
        "steps_table", "Every value of every step of gradient descent", columns, rows, folded=True
    )


def stepper(results: Results) -> dict[str, Any]:
    """The exercise and what the report prints, for the steps to walk through."""
    exercise = results.params.worked_examples.backpropagation.model_dump()
    return {"exercise": exercise, "printed": results.printed_below(f"{KEY}.")}


def describe(results: Results) -> str:
    """The graphs in words."""
    numbers = [
        f"{wording.words(name)}: h {wording.number(step['h'])}, ŷ {wording.number(step['y_hat'])}, "
        f"loss {wording.number(step['loss'])}"
        for name, step in steps(results).items()
    ]
    return (
        "Computation graphs from x over h and ŷ to the loss, with every value, its gradient "
        f"and its update; {'; '.join(numbers)}. The table below holds all of them."
    )


def describe_arithmetic(results: Results) -> str:
    """Every value that is not exact: the exact one, the printed one, and how it came about."""
    printed = judged(results)
    others = [
        f"{place(value['name'])}, {quantity(results, value['name'])} {wording.number(value['ours'])}, printed "
        f"{wording.number(value['report'])} ({ORIGINS[value['slip']].one})"
        for value in printed
        if "slip" in value
    ]
    text = (
        "A row for each printed value of the steps: the exact value, the printed one, and a dot that shows how far the "
        f"first lies beyond the second, in units of the last printed digit. {len(printed) - len(others)} are the exact "
        "value, rounded"
    )
    return f"{text}; the others: {'; '.join(others)}." if others else f"{text}."


def place(name: str) -> str:
    """The step in a printed value's name: step 2."""
    found = re.search(r"step_\d+", name)
    return wording.words(found[0]) if found else ""


def quantity(results: Results, name: str) -> str:
    """What a printed value is: ŷ."""
    path = re.sub(r".*\.step_\d+\.", "", name)
    return wording.STEP.get(path, path)


SECTION = Section(
    title="What does backpropagation compute?",
    label="Backpropagation",
    part="A",
    position=70,
    task="By hand: take steps of gradient descent on a network with one hidden unit, one sample a step, and write down "
    "every value and every gradient.",
    settings=settings,
    sentences=sentences,
    finding=finding,
    widgets=[
        Widget(
            "backpropagation",
            "backpropagation_widget",
            stepper,
            replaces=["worked_examples_backpropagation"],
        )
    ],
    pictures=[
        Picture(
            "worked_examples_backpropagation", "Values forward, gradients back, updates", describe
        ),
        Picture(
            "worked_examples_arithmetic",
            "How the report came to its numbers",
            describe_arithmetic,
        ),
    ],
    tables=[table],
    results=KEY,
    place=place,
    quantity=quantity,
)
