"""Section A: what backpropagation by hand and the two machines show."""

from mlplab import wording
from mlplab.page.sentences.comparisons import reproduced
from mlplab.page.study import Study


def backpropagation(study: Study) -> list[str]:
    losses = wording.listing([wording.number(step["loss"]) for step in study.steps.values()])
    final = study.worked["backpropagation"]["final"]
    values = wording.listing(
        [f"{wording.SYMBOLS[name]} = {wording.number(value)}" for name, value in final.items()]
    )
    return [
        f"The losses of the steps are {losses}: each step sees a new sample, so they need not fall.",
        f"The network ends at {values}.",
        f"Exact arithmetic gives {reproduced(study, 'worked_examples:backpropagation')}, to the last printed "
        "digit; the others carry the report's rounding on the way, or a slip.",
    ]


def svm(study: Study, example: str) -> list[str]:
    record = study.worked[example]
    on_margin = [record["points"][index] for index in record["on_margin"]]
    sentences = [
        f"w = {wording.point(record['weights'])} and b = {wording.number(record['bias'])}, so the margin 1/‖w‖ is "
        f"{wording.number(record['margin'])}.",
        f"{len(on_margin)} of {wording.count(len(record['points']), 'point')} lie on the margin, where f is 1 or −1: "
        f"{wording.listing([wording.point(at) for at in on_margin])}.",
    ]
    if query := record["query"]:
        side = "positive" if query["label"] > 0 else "negative"
        sentences.append(
            f"{wording.point(query['point'])} has f = {wording.number(query['decision'])}: the {side} class."
        )
    return sentences
