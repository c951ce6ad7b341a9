"""The page's first lines: which study it shows, and what became of the printed values."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from mlplab import wording
from mlplab.page import cells, names
from mlplab.page.cells import Cell, Table
from mlplab.page.settings import SOURCES
from mlplab.page.study import Study
from mlplab.page.words import NOISE
from mlplab.verdicts import DATA, VERDICTS

EMBEDDED = "sklearn_digits"


class Deviation(NamedTuple):
    """Figures of one place that are not reproduced for one reason: what each is, its numbers, and the reason."""

    printed_values: list[tuple[str, Cell]]
    note: str


class Deviations(NamedTuple):
    """Those of a section, by place; `note` is the reason of all, where they have the same."""

    section: str
    places: dict[str, list[Deviation]]
    note: str


def notice(study: Study) -> str:
    """What the reader has to know first, where the study did not run on the report's data; else empty."""
    others = [section for section in DATA if not study.comparable(section)]
    if not others:
        return ""
    if all(study.source(section) == EMBEDDED for section in others):
        text = "This page shows the embedded study: scikit-learn's small digits stand in for the report's images"
    else:
        ran = [f"section {section} on {_named(study, section)}" for section in others]
        text = f"This study ran on other data than the report's: {wording.listing(ran)}"
    letters = wording.listing(others)
    word = "Section" if len(others) == 1 else "Sections"
    return f"{text}. {word} {letters} cannot be compared with the report: its numbers are shown, and not judged."


def _named(study: Study, section: str) -> str:
    source = study.source(section) or ""
    return SOURCES.get(source, source)


def counts(study: Study) -> Table:
    """How many printed_values of each section met which verdict."""
    found = Counter((printed["section"], printed["verdict"]) for printed in study.printed_values)
    met = [verdict for verdict, _, _ in headline(study)]
    rows = [(section, [Cell(str(found[section, verdict])) for verdict in met]) for section in DATA]
    columns = [cells.words(verdict) for verdict in met]
    return Table("counts_table", "The printed values by section", columns, rows, corner="Section")


def headline(study: Study) -> list[tuple[str, int, str]]:
    """Each verdict that occurs, with how often, and its words."""
    found = Counter(printed["verdict"] for printed in study.printed_values)
    return [(v, found[v], cells.words(v)) for v in VERDICTS if found[v]]


def deviations(study: Study) -> list[Deviations]:
    """The printed_values that are compared and not reproduced, by section."""
    told = []
    for section in DATA:
        places: dict[str, list[Deviation]] = {}
        for printed in study.printed_values:
            if printed["section"] == section and printed["verdict"] in ("differs", "within_two_sd"):
                _add(places.setdefault(names.place(printed["name"]), []), study, printed)
        notes = {deviation.note for found in places.values() for deviation in found}
        if notes:
            told.append(Deviations(section, places, notes.pop() if len(notes) == 1 else ""))
    return told


def _add(found: list[Deviation], study: Study, printed: Mapping[str, Any]) -> None:
    """Add a printed to the last deviation, where the reason is the same, else as a new one."""
    note = printed.get("note", "")
    if not found or found[-1].note != note:
        found.append(Deviation([], note))
    quantity = names.quantity(printed["name"], study.worked)
    found[-1].printed_values.append((quantity, cells.cell(study, printed["name"])))


def rules(study: Study) -> list[tuple[str, str]]:
    """What each verdict means, with the tolerances of reference/report.yaml."""
    measured = [printed for printed in study.printed_values if printed["section"] != "A"]
    absolute = max(printed.get("absolute", 0) for printed in measured)
    relative = max(printed.get("relative", 0) for printed in measured)
    tolerances = (
        f": half a unit of the last printed digit in section A, {absolute:g} for accuracy and F1, "
        f"{100 * relative:g}% for losses"
    )
    meanings = {name: verdict.meaning for name, verdict in VERDICTS.items()}
    meanings["reproduced"] += tolerances
    return [
        *((cells.words(verdict), meanings[verdict]) for verdict, _, _ in headline(study)),
        (
            "within noise",
            f"of two means: closer than {NOISE} times the larger of their standard deviations",
        ),
    ]


def versions(study: Study) -> str:
    """Python 3.12.1, numpy 2.3.1"""
    return wording.listing([f"{name} {version}" for name, version in study.versions.items()])
