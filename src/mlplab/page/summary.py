"""The page's first lines: which run it shows, and what became of the printed values."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from mlplab import wording
from mlplab.page.comparisons import NOISE
from mlplab.page.results import Results
from mlplab.page.section import Finding, Rows, Section
from mlplab.page.settings import SOURCES
from mlplab.page.tables import Entry, Table, verdict_words
from mlplab.verdicts import DATA, VERDICTS

EMBEDDED = "sklearn_digits"


def notice(results: Results) -> str:
    """What the reader has to know first, where the study did not run on the report's data; else empty."""
    others = [part for part in DATA if not results.is_comparable(part)]
    if not others:
        return ""
    if all(results.source(part) == EMBEDDED for part in others):
        text = "This page shows the embedded study: scikit-learn's small digits stand in for the report's images"
    else:
        runs = [f"section {part} on {_source_name(results, part)}" for part in others]
        text = f"This study ran on other data than the report's: {wording.listing(runs)}"
    word = "Section" if len(others) == 1 else "Sections"
    return f"{text}. {word} {wording.listing(others)} cannot be compared with the report."


def _source_name(results: Results, part: str) -> str:
    source = results.source(part) or ""
    return SOURCES.get(source, source)


class Linked(NamedTuple):
    """A finding with where it comes from: the id of its place, and that place's label."""

    finding: Finding
    target: str
    label: str


def findings(results: Results, sections: Sequence[Section]) -> list[Linked]:
    """What was found: of the printed values, then of each section that has something to say."""
    found = [Linked(of, "printed_values", "Printed values") for of in _reproduced(results)]
    for section in sections:
        if finding := section.finding(results):
            found.append(Linked(finding, section.name, section.label))
    return found


def _reproduced(results: Results) -> list[Finding]:
    counts = Counter(printed["verdict"] for printed in results.printed_values)
    others = counts.pop("not_comparable", 0)
    if not counts.total():
        return []
    apart = [
        f"{counts[v]} {VERDICTS[v].words}" for v in VERDICTS if counts[v] and v != "reproduced"
    ]
    text = "printed values are reproduced"
    text += f"; {wording.listing(apart)}." if apart else "."
    text += f" {others} more cannot be compared." if others else ""
    return [Finding(f"{counts['reproduced']} of {counts.total()}", text)]


def headline(results: Results) -> list[tuple[str, int, str]]:
    """Each verdict that occurs, with how often, and its words."""
    counts = Counter(printed["verdict"] for printed in results.printed_values)
    return [(v, counts[v], verdict_words(v)) for v in VERDICTS if counts[v]]


def counts(results: Results) -> Table:
    """How many printed values of each section met which verdict."""
    found = Counter((printed["section"], printed["verdict"]) for printed in results.printed_values)
    verdicts = [verdict for verdict, _, _ in headline(results)]
    parts: Sequence[str] = sorted({printed["section"] for printed in results.printed_values})
    rows = [(part, [Entry(str(found[part, verdict])) for verdict in verdicts]) for part in parts]
    columns = [verdict_words(verdict) for verdict in verdicts]
    return Table("counts_table", "The printed values by section", columns, rows, corner="Section")


def rules(results: Results) -> Rows:
    """What each verdict that occurs means, and what noise is."""
    return [
        *(
            (verdict_words(verdict), VERDICTS[verdict].meaning)
            for verdict, _, _ in headline(results)
        ),
        (
            "within noise",
            f"of two means: closer than {NOISE} times the larger of their standard deviations",
        ),
    ]


def versions(results: Results) -> str:
    """Python 3.12.1, numpy 2.3.1"""
    return wording.listing([f"{name} {version}" for name, version in results.versions.items()])
