"""The register: every printed value, where it stands, what this run gives, and the verdict."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from mlplab import wording
from mlplab.page.results import Results
from mlplab.page.section import Section, last_key
from mlplab.page.tables import Entry, compared_entry

SETTLED = ("reproduced", "constant", "not_comparable")  # the verdicts that ask for no explanation


class Row(NamedTuple):
    """One printed value. `name` is the id of its row, `section` the page's section that it belongs to, if any."""

    name: str
    part: str
    section: Section | None
    place: str
    quantity: str
    entry: Entry
    tolerance: str
    note: str


class Deviation(NamedTuple):
    """Printed values of one place that are not reproduced for one reason: the rows, and the reason."""

    rows: list[Row]
    note: str


class Deviations(NamedTuple):
    """Those of a section of the report, by place; `note` is the reason of all, where they have the same."""

    part: str
    places: dict[str, list[Deviation]]
    note: str


def register(results: Results, sections: Sequence[Section]) -> list[Row]:
    """A row a printed value, in the report's order."""
    return [_row(results, sections, printed) for printed in results.printed_values]


def _row(results: Results, sections: Sequence[Section], printed: Mapping[str, Any]) -> Row:
    name = printed["name"]
    section = next((section for section in sections if section.owns(name)), None)
    return Row(
        name=name,
        part=printed["section"],
        section=section,
        place=section.full_place(name) if section else name.partition(":")[0],
        quantity=section.quantity(results, name) if section else last_key(results, name),
        entry=compared_entry(results, printed),
        tolerance=tolerance(printed),
        note=printed.get("note", "") if results.is_judged(name) else "",
    )


def by_place(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The rows of each section of the page, by its label, in the report's order."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.section.label if row.section else row.place, []).append(row)
    return groups


def tolerance(printed: Mapping[str, Any]) -> str:
    """How far ours may be from a printed value: 0.03, or 10%; empty where only the value itself is right."""
    if not isinstance(printed["report"], int | float):
        return ""
    if "relative" in printed:
        return f"{100 * printed['relative']:g}%"
    return wording.number(printed["absolute"]) if printed["absolute"] else ""


def deviations(rows: Sequence[Row]) -> list[Deviations]:
    """The printed values that are compared and not reproduced, by section of the report and by place."""
    found = []
    for part in dict.fromkeys(row.part for row in rows):
        places: dict[str, list[Deviation]] = {}
        for row in rows:
            if row.part == part and row.entry.verdict not in SETTLED:
                _add(places.setdefault(row.place, []), row)
        notes = {deviation.note for group in places.values() for deviation in group}
        if notes:
            found.append(Deviations(part, places, notes.pop() if len(notes) == 1 else ""))
    return found


def _add(group: list[Deviation], row: Row) -> None:
    """Add a row to the last deviation, where the reason is the same, else as a new one."""
    if not group or group[-1].note != row.note:
        group.append(Deviation([], row.note))
    group[-1].rows.append(row)
