"""The page's first lines: which run it shows, and what became of the printed values."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from mlplab import wording
from mlplab.page.comparisons import LEVEL
from mlplab.page.results import Results
from mlplab.page.section import Finding, Rows, Section
from mlplab.page.settings import SOURCES
from mlplab.page.tables import Entry, Table, verdict_words
from mlplab.verdicts import DATA, VERDICTS

EMBEDDED = "sklearn_digits"
# The verdicts after their number, for who sees them for the first time.
IN_SHORT = {
    "compatible": "compatible with one more run",
    "constant": "given by the shares of the classes alone",
    "slip": "due to the report's own slips",
    "differs": "different from ours",
}


def notice(results: Results) -> str:
    """What the reader has to know first, where the run is not the report's; else empty."""
    others = [part for part, is_comparable in results.comparable.items() if not is_comparable]
    if not others:
        return ""
    word = "Section" if len(others) == 1 else "Sections"
    verdict = f"{word} {wording.listing(others)} cannot be compared with the report."
    return " ".join([*_other_data(results, others), *_other_exercise(others), verdict])


def _other_data(results: Results, others: Sequence[str]) -> list[str]:
    sources = {part: results.source(part) for part in others if part in DATA}
    if not sources:
        return []
    if {results.source(part) for part in DATA} == {EMBEDDED}:
        return [
            "This page shows the embedded study: scikit-learn's small digits stand in for the report's images."
        ]
    runs = [f"section {part} on {SOURCES.get(name, name)}" for part, name in sources.items()]
    return [f"This study ran on other data than the report's: {wording.listing(runs)}."]


def _other_exercise(others: Sequence[str]) -> list[str]:
    return [] if "A" not in others else ["Section A works another exercise than the report's."]


class Linked(NamedTuple):
    """A finding with where it comes from: the id of its place, and that place's label."""

    finding: Finding
    target: str
    label: str


def findings(results: Results, sections: Sequence[Section]) -> list[Linked]:
    """What was found: of each section that has something to say, then of the printed values."""
    found = [
        Linked(finding, section.name, section.label)
        for section in sections
        if (finding := section.finding(results))
    ]
    return found + [Linked(of, "printed_values", "Printed values") for of in _reproduced(results)]


def _reproduced(results: Results) -> list[Finding]:
    counts = Counter(printed["verdict"] for printed in results.printed_values)
    others = counts.pop("not_comparable", 0)
    if not counts.total():
        return []
    apart = [
        f"{counts[verdict]} {'is' if counts[verdict] == 1 else 'are'} {words}"
        for verdict, words in IN_SHORT.items()
        if counts[verdict]
    ]
    text = f"{wording.share_of(counts['reproduced'], counts.total(), 'printed value', 'is', 'are')} reproduced"
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


def all_verdicts() -> dict[str, str]:
    """The words of each verdict, with its mark."""
    return {verdict: verdict_words(verdict) for verdict in VERDICTS}


def rules() -> Rows:
    """What each verdict means, and what noise is."""
    meanings = [(words, VERDICTS[verdict].meaning) for verdict, words in all_verdicts().items()]
    noise = (
        f"of two means: the {LEVEL:.0%} interval of their difference holds 0. It counts the error of the seeds and of "
        "the images (Welch's t), as if each mean had images of its own, and of one seed the error of the images alone; "
        "of two settings of the tuning it is paired over the folds"
    )
    return [*meanings, ("within noise", noise)]


def versions(results: Results) -> str:
    """Python 3.12.1, numpy 2.3.1"""
    return wording.listing([f"{name} {version}" for name, version in results.versions.items()])
