"""Ours beside the report's: what a table is made of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlplab import wording
from mlplab.page.results import Results
from mlplab.verdicts import VERDICTS

ABSENT = "–"
DIVERGED = "diverged"
REPORT_NAN = "NaN"
EXACT = ("worked_examples:", "kfold_tuning:best.")  # no measurements: written as short as they go


@dataclass(frozen=True)
class Entry:
    """One number of ours. The report's, the difference and the verdict are None where there is none to compare with."""

    ours: str
    report: str | None = None
    difference: str | None = None
    verdict: str | None = None

    @property
    def mark(self) -> str:
        """The sign of the verdict."""
        return VERDICTS[self.verdict].mark if self.verdict else ""

    @property
    def words(self) -> str:
        """The verdict in words, with its mark."""
        return verdict_words(self.verdict) if self.verdict else "not in the report"


@dataclass(frozen=True)
class Table:
    """Rows of entries under a caption.

    A `stacked` entry shows everything in one place, else the report's value, the difference and the verdict have
    columns of their own. `corner` heads the column of the rows' names. A long table is `folded` away.
    """

    name: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Entry]]]
    stacked: bool = True
    corner: str = ""
    folded: bool = False


def verdict_words(verdict: str) -> str:
    """A verdict with its mark, which a line never parts from it: ✓ reproduced."""
    return f"{VERDICTS[verdict].mark}\N{NO-BREAK SPACE}{VERDICTS[verdict].words}"


def grid(
    results: Results, study: str, caption: str, metrics: Sequence[str], folded: bool = False
) -> Table:
    """A row a cell of a matrix study, a column a metric."""
    rows = []
    for key in results.cells[study]:
        both = [(f"{study}/{key}:{m}", f"{study}/{key}:nan_argmax.{m}") for m in metrics]
        rows.append(
            (
                wording.sentence_case(wording.cell_name(key)),
                [entry(results, *pair) for pair in both],
            )
        )
    columns = [wording.sentence_case(wording.words(metric)) for metric in metrics]
    return Table(f"{study}_table", caption, columns, rows, folded=folded)


def one_a_row(
    results: Results,
    name: str,
    caption: str,
    values: Sequence[str],
    quantity: Callable[[Results, str], str],
    folded: bool = False,
) -> Table:
    """A row a value, by its name FILE:KEY; where the report prints one to compare with, its columns stand beside."""
    rows = [(quantity(results, value), [entry(results, value)]) for value in values]
    compared = any(found.verdict for _, (found,) in rows)
    columns = ["Ours", "Report", "Difference", "Verdict"] if compared else ["Ours"]
    return Table(f"{name}_table", caption, columns, rows, not compared, "Quantity", folded)


def entry(results: Results, *candidates: str) -> Entry:
    """One of our numbers, by its name FILE/CELL:KEY; of several names, the one that the report prints, if any.

    Where the two cannot be compared the report's number is left out: the register has it.
    """
    judged = [name for name in candidates if results.is_judged(name)]
    if judged:
        return compared_entry(results, results.by_name[judged[0]], candidates)
    return Entry(_ours(results, candidates[0], candidates))


def compared_entry(
    results: Results, printed: Mapping[str, Any], candidates: Sequence[str] = ()
) -> Entry:
    """Our number beside a printed value, whether or not the two can be compared."""
    name = printed["name"]
    ours = _ours(results, name, (name, *candidates))
    return Entry(ours, write_report(printed), write_difference(printed), printed["verdict"])


def _ours(results: Results, name: str, candidates: Sequence[str]) -> str:
    """The first of the candidates that has a value, as text, written as `name` asks for."""
    found = [results.value(candidate) for candidate in candidates]
    value, sd, _ = next((one for one in found if one[0] is not None), found[0])
    if value is not None:
        return write(name, value, sd)
    return DIVERGED if any(exists for _, _, exists in found) else ABSENT


def write(name: str, value: Any, sd: float | None = None) -> str:
    """A value of ours or of the report as text, by what it is."""
    if sd is None and (name.startswith(EXACT) or isinstance(value, int | str | list)):
        return _exact(value)
    return wording.aligned(value, sd)


def write_report(printed: Mapping[str, Any]) -> str:
    """What the report prints, with the digits that it prints."""
    value = printed["report"]
    if value is None:
        return REPORT_NAN
    return _exact(value)


def _exact(value: Any) -> str:
    """A word, an exact number or a list of such numbers as text."""
    if isinstance(value, str):
        return wording.words(value)
    if isinstance(value, list):
        return ", ".join(wording.number(item) for item in value)
    return wording.number(value)


def write_difference(printed: Mapping[str, Any]) -> str:
    """Ours less the report's."""
    value = printed["difference"]
    if value is None:
        return ""
    return wording.signed(value, None if printed["name"].startswith(EXACT) else 4)
