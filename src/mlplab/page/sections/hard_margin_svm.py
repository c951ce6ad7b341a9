"""Section A, parts b and c: support vector machines by hand."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from mlplab import wording
from mlplab.page.results import Results
from mlplab.page.section import Picture, Rows, Section, Widget
from mlplab.page.tables import Table, one_a_row

FILE = "worked_examples"
MACHINES = {"svm_1": "first machine", "svm_2": "second machine"}
QUANTITIES = {"weights.0": "w₁", "weights.1": "w₂", "bias": "b", "margin": "margin 1/‖w‖"}
SUPPORT = {"on_margin": "support vectors, counted from 0"}


def settings(results: Results) -> Rows:
    """The points of each machine, and how it is solved."""
    rows = []
    for name, words in MACHINES.items():
        exercise = getattr(results.params.worked_examples, name)
        for sign in ("positive", "negative"):
            points = wording.listing([wording.point(at) for at in getattr(exercise, sign)])
            rows.append((f"{wording.sentence_case(words)}, {sign}", points))
        if exercise.query:
            rows.append(
                (f"{wording.sentence_case(words)}, to classify", wording.point(exercise.query))
            )
    solver = "exactly: as nonnegative least squares over the pairs of both classes, by SciPy"
    return [*rows, ("Solved", solver)]


def sentences(results: Results) -> list[str]:
    """What is found of each machine."""
    return [
        f"{wording.sentence_case(words)}: {' '.join(findings(results, name))}"
        for name, words in MACHINES.items()
    ]


def findings(results: Results, machine: str) -> list[str]:
    """The line and its margin, the points on the margin, the class of the query."""
    record = results.metrics[FILE][machine]
    on_margin = [wording.point(record["points"][index]) for index in record["on_margin"]]
    sentences = [
        f"w = {wording.point(record['weights'])} and b = {wording.number(record['bias'])}, so the margin 1/‖w‖ is "
        f"{wording.number(record['margin'])}.",
        f"{len(on_margin)} of {wording.count(len(record['points']), 'point')} lie on the margin, where f is 1 or −1: "
        f"{wording.listing(on_margin)}.",
    ]
    return sentences + ([_classify(record["query"])] if record["query"] else [])


def _classify(query: dict[str, Any]) -> str:
    at = wording.point(query["point"])
    if query["label"] == 0:
        return f"{at} lies on the line, where f is 0: neither class."
    side = "positive" if query["label"] > 0 else "negative"
    return f"{at} has f = {wording.number(query['decision'])}: the {side} class."


def table(results: Results, machine: str) -> Table:
    """A row a quantity."""
    record = results.metrics[FILE][machine]
    paths = [*QUANTITIES, *(f"decisions.{index}" for index in range(len(record["points"])))]
    paths += ["query.decision", "query.label"] if record["query"] else []
    values = [f"{FILE}:{machine}.{path}" for path in paths]
    caption = f"The {MACHINES[machine]}: the line w·x + b = 0, and f(x) = w·x + b of the points"
    return one_a_row(results, machine, caption, values, own_quantity, folded=True)


def plane(results: Results, machine: str) -> dict[str, Any]:
    """The points and what the report prints, for the points to be moved."""
    record = results.metrics[FILE][machine]
    return {
        "points": record["points"],
        "labels": record["labels"],
        "query": record["query"] and record["query"]["point"],
        "printed": results.printed_below(f"{FILE}:{machine}."),
    }


def describe(machine: str) -> Callable[[Results], str]:
    """The plane in words."""
    return lambda results: (
        "The points in the plane with the separating line and its two margins. "
        f"{' '.join(findings(results, machine))}"
    )


def place(name: str) -> str:
    """The machine in a printed value's name."""
    return next(words for machine, words in MACHINES.items() if f":{machine}." in name)


def quantity(results: Results, name: str) -> str:
    """What a printed value is: w₁, f(2, 3), class of (1, 3); by the points' numbers where the report's are others."""
    machine, _, path = name.partition(":")[2].partition(".")
    record = results.metrics[FILE][machine]
    if results.comparable["A"]:
        return in_words(path, [wording.point(at) for at in record["points"]], _query(record))
    return in_words(path, [f" of point {number}" for number in range(1, 100)], " of the query")


def own_quantity(results: Results, name: str) -> str:
    """What a value of ours is, by our own points."""
    machine, _, path = name.partition(":")[2].partition(".")
    record = results.metrics[FILE][machine]
    return in_words(path, [wording.point(at) for at in record["points"]], _query(record))


def _query(record: Mapping[str, Any]) -> str:
    return wording.point(record["query"]["point"]) if record["query"] else ""


def in_words(path: str, points: Sequence[str], query: str) -> str:
    """The words for a value's key: `points` and `query` are written as after an f."""
    if found := re.fullmatch(r"decisions\.(\d+)", path):
        return f"f{points[int(found[1])]}"
    if found := re.fullmatch(r"points\.(\d+)\.([01])", path):
        at = points[int(found[1])].removeprefix(" of ")
        return f"coefficient of {('w₁', 'w₂')[int(found[2])]} in the equation of {at}"
    if path == "query.decision":
        return f"f{query}"
    if path == "query.label":
        return f"class of {query.removeprefix(' of ')}"
    return (QUANTITIES | SUPPORT).get(path, path)


SECTION = Section(
    title="Where does the line of largest margin lie?",
    label="Support vectors",
    part="A",
    position=80,
    task="By hand: find the line of largest margin between positive and negative points, its margin and the points "
    "that support it; then classify a new point.",
    settings=settings,
    sentences=sentences,
    widgets=[
        Widget(
            "svm",
            f"{machine}_widget",
            partial(plane, machine=machine),
            replaces=[f"worked_examples_{machine}"],
        )
        for machine in MACHINES
    ],
    pictures=[
        Picture(
            f"worked_examples_{machine}",
            f"The {words}: line, margins, points",
            describe(machine),
        )
        for machine, words in MACHINES.items()
    ],
    tables=[partial(table, machine=machine) for machine in MACHINES],
    results=rf"{FILE}:({'|'.join(MACHINES)})",
    place=place,
    quantity=quantity,
)
