"""Section A, part a: backpropagation by hand."""

import re
from collections.abc import Mapping
from typing import Any

from mlplab import wording
from mlplab.page.results import Results
from mlplab.page.section import Finding, Picture, Rows, Section, Widget
from mlplab.page.tables import Table, entry

FILE = "worked_examples"
KEY = f"{FILE}:backpropagation"
QUANTITIES = {
    "h": "h",
    "w2_h": "w₂ h",
    "y_hat": "ŷ",
    "squared_error": "(ŷ − y)²",
    "loss": "loss",
    "gradients.y_hat": "∂loss/∂ŷ",
    "gradients.w2": "∂loss/∂w₂",
    "gradients.b2": "∂loss/∂b₂",
    "gradients.h": "∂loss/∂h",
    "gradients.w1": "∂loss/∂w₁",
    "gradients.b1": "∂loss/∂b₁",
    "increments.w1": "increment of w₁",
    "increments.b1": "increment of b₁",
    "increments.w2": "increment of w₂",
    "increments.b2": "increment of b₂",
    "updated.w1": "w₁ after the step",
    "updated.b1": "b₁ after the step",
    "updated.w2": "w₂ after the step",
    "updated.b2": "b₂ after the step",
}
# What the report writes down between these, and the operands of a step.
BETWEEN = {
    "w2_h": "w₂h",
    "squared_error": "(ŷ − y)²",
    "increments.w1": "increment of w₁",
    "increments.b1": "increment of b₁",
    "increments.w2": "increment of w₂",
    "increments.b2": "increment of b₂",
    "b1": "b₁ before the step",
    "b2": "b₂ before the step",
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
    verdicts = judged(results)
    if not verdicts:
        return None
    return Finding(
        f"{verdicts.count('reproduced')} of {len(verdicts)}",
        "values of the report's backpropagation by hand are exact to the last printed digit.",
    )


def judged(results: Results) -> list[str]:
    """The verdicts on the printed values of the steps, where they can be compared."""
    names = [name for name in results.by_name if name.startswith(KEY) and results.is_judged(name)]
    return [results.by_name[name]["verdict"] for name in names]


def _exact(results: Results) -> list[str]:
    verdicts = judged(results)
    if not verdicts:
        return []
    return [
        f"Exact arithmetic gives {verdicts.count('reproduced')} of the "
        f"{wording.count(len(verdicts), 'printed value')}, to the last printed digit; the others carry the report's "
        "rounding on the way, or a slip."
    ]


def table(results: Results) -> Table:
    """A row a quantity, a column a step."""
    rows = [
        (words, [entry(results, f"{KEY}.{step}.{path}") for step in steps(results)])
        for path, words in (QUANTITIES | BETWEEN).items()
    ]
    columns = [wording.sentence_case(wording.words(step)) for step in steps(results)]
    return Table("steps_table", "Every value of every step of gradient descent", columns, rows)


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


def place(name: str) -> str:
    """The step in a printed value's name: step 2."""
    found = re.search(r"step_\d+", name)
    return wording.words(found[0]) if found else ""


def quantity(results: Results, name: str) -> str:
    """What a printed value is: ŷ."""
    path = re.sub(r".*\.step_\d+\.", "", name)
    return (QUANTITIES | BETWEEN).get(path, path)


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
        )
    ],
    tables=[table],
    results=KEY,
    place=place,
    quantity=quantity,
)
