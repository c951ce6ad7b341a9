"""What a section of the page is: data, and functions of the results."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from mlplab import wording
from mlplab.page.confusion import Matrix
from mlplab.page.results import Results
from mlplab.page.tables import Table

Rows = Sequence[tuple[str, str]]


def cell_of(name: str) -> str:
    """The cell in a name FILE/CELL:KEY, as words; empty where there is none."""
    file, _, _ = name.partition(":")
    return wording.cell_name(file.partition("/")[2])


def last_key(results: Results, name: str) -> str:
    """The last key of a name FILE/CELL:KEY.KEY, as words: validation loss."""
    return wording.last_key(name.partition(":")[2])


class Finding(NamedTuple):
    """What a section found, for the top of the page: its number, and the sentence that goes on from it."""

    number: str
    text: str


@dataclass(frozen=True)
class Picture:
    """A picture by its name in the pictures' catalog, its caption, and what it shows in words and numbers.

    `matrix` is a table that stands above it, and that it refers to; it stands alone where there is no such picture.
    """

    name: str
    caption: str
    describe: Callable[[Results], str]
    matrix: Callable[[Results], Matrix | None] = lambda results: None
    subsection: str = ""


@dataclass(frozen=True)
class Subsection:
    """A part of a section, under a heading of its own.

    Attributes
    ----------
    name : what its pictures name as their `subsection`
    title : the question
    sentences : what the numbers show
    table : numbers that are too many for a sentence, and that no picture shows
    """

    name: str
    title: str
    sentences: Sequence[str]
    table: Table | None = None


@dataclass(frozen=True)
class Widget:
    """Something to touch.

    Attributes
    ----------
    name : its script in js/
    id : its element's
    data : what the script reads; None where there is nothing to touch
    replaces : the pictures that show the same, which the screen shows only without JavaScript
    """

    name: str
    id: str
    data: Callable[[Results], Mapping[str, Any] | None]
    replaces: Sequence[str] = ()


@dataclass(frozen=True)
class Section:
    """One question: what was to be done and what was run, what the numbers show, its pictures and tables.

    Attributes
    ----------
    title : the question
    label : the question in a word or two, for the table of contents
    task : what was to be done
    settings, sentences : what was run, and what the numbers show
    finding : the one thing to know, if the numbers bear it out
    widgets, pictures, tables : in their order; a table is None where there is nothing to show
    subsections : what has a heading of its own, with its pictures, after the tables
    part : the report's section, A, B or C; None for a study of one's own
    position : the rank among the sections; those without come last, by name
    name : the module's, which is the study's; `find_sections` sets it
    files : the CSV files of the results, beside the curves of a matrix study's cells
    results : a pattern for the names FILE/CELL:KEY of the results; without one, FILE is the section's name
    applies : whether these results have what the section shows
    place, quantity : where a printed value stands within the section, and what it is, by its name
    """

    title: str
    label: str
    task: str
    settings: Callable[[Results], Rows]
    sentences: Callable[[Results], Sequence[str]]
    finding: Callable[[Results], Finding | None] = lambda results: None
    widgets: Sequence[Widget] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Callable[[Results], Table | None]] = ()
    subsections: Callable[[Results], Sequence[Subsection]] = lambda results: ()
    part: str | None = None
    position: int | None = None
    name: str = ""
    files: Sequence[Path] = ()
    results: str = ""
    applies: Callable[[Results], bool] = lambda results: True
    place: Callable[[str], str] = cell_of
    quantity: Callable[[Results, str], str] = last_key

    def owns(self, name: str) -> bool:
        """Whether a value, by its name FILE/CELL:KEY, is one of the section's results."""
        return re.match(rf"{self.results or self.name}\b", name) is not None

    def reads(self, file: str) -> bool:
        """Whether a metrics file, FILE or FILE/CELL, holds results of the section."""
        return file.partition("/")[0] == (self.results or self.name).partition(":")[0]

    def has_run(self, files: Iterable[str]) -> bool:
        """Whether one of the metrics files holds results of the section."""
        return any(self.reads(file) for file in files)

    def full_place(self, name: str) -> str:
        """Where a printed value stands: Tuning; Transfer, ReLU."""
        within = self.place(name)
        return f"{self.label}, {within}" if within else self.label
