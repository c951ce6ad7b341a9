"""One number of ours beside the report's: what a table is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlplab import wording
from mlplab.page.study import Score, Study
from mlplab.verdicts import VERDICTS

ABSENT = "–"
EXACT = ("worked_examples:", "kfold_tuning:best.")  # no measurements: written as short as they go
REPORT_NAN = "NaN"
DIVERGED = "diverged"


@dataclass(frozen=True)
class Cell:
    """One number of ours. The report's, the difference and the verdict are None where the report prints none."""

    ours: str
    report: str | None = None
    difference: str | None = None
    verdict: str | None = None

    @property
    def mark(self) -> str:
        return VERDICTS[self.verdict].mark if self.verdict else ""

    @property
    def words(self) -> str:
        return words(self.verdict) if self.verdict else "not in the report"


@dataclass(frozen=True)
class Table:
    """Rows of cells under a caption. `stacked` cells show everything in one place, else each has a row of its own.

    A table that is not `compared` shows no verdict in its cells: it ran on other data. A long one is `folded` away.
    """

    name: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell]]]
    stacked: bool = True
    compared: bool = True
    corner: str = ""
    folded: bool = False


def words(verdict: str) -> str:
    """A verdict with its mark, which a line never parts from it: ✓ reproduced."""
    return f"{VERDICTS[verdict].mark}\N{NO-BREAK SPACE}{VERDICTS[verdict].words}"


def write(name: str, value: Any, sd: float | None = None) -> str:
    """A value of ours or of the report as text, by what it is."""
    if isinstance(value, str):
        return wording.words(value)
    if sd is None and (name.startswith(EXACT) or isinstance(value, int)):
        return wording.number(value)
    return wording.aligned(*Score(value, sd))


def cell(study: Study, *candidates: str) -> Cell:
    """The cell of a printed, by its name; of several candidates, the one that the report prints, if any."""
    known = [name for name in candidates if name in study.by_name]
    name = (known or candidates)[0]
    found = [study.value(candidate) for candidate in (name, *candidates)]
    value, sd, _ = next((one for one in found if one[0] is not None), found[0])
    if value is not None:
        ours = write(name, value, sd)
    else:
        ours = DIVERGED if any(exists for _, _, exists in found) else ABSENT
    if not known:
        return Cell(ours)
    printed = study.by_name[name]
    return Cell(ours, report(printed), difference(printed), printed["verdict"])


def report(printed: Mapping[str, Any]) -> str:
    """What the report prints, with the digits that it prints."""
    value = printed["report"]
    if value is None:
        return REPORT_NAN
    return wording.words(value) if isinstance(value, str) else wording.number(value)


def difference(printed: Mapping[str, Any]) -> str:
    """Ours less the report's."""
    value = printed["difference"]
    if value is None:
        return ""
    return wording.signed(value, None if printed["name"].startswith(EXACT) else 4)
