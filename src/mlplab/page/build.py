"""The page: sections, summary and register laid out by the templates, as one HTML text."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mlplab import paths, wording
from mlplab.page import register, scripts, summary
from mlplab.page.compact import compact
from mlplab.page.drawings import Drawings
from mlplab.page.results import Results
from mlplab.page.section import Section
from mlplab.page.sections import find_sections

TEMPLATES = Path(__file__).with_name("templates")


def build(
    results: Results, drawings: Mapping[str, Drawings], sections: Sequence[Section] | None = None
) -> str:
    """The whole page.

    Parameters
    ----------
    results : Results
    drawings : the pictures by their names
    sections : all that there are by default; one whose study has not run is left out

    Returns
    -------
    str
        HTML; the same results and drawings give the same text.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for write in (wording.sentence_case, wording.unbroken, wording.class_labels):
        environment.filters[write.__name__] = write
    drawings, styles = compact(drawings)
    every = find_sections() if sections is None else sections
    shown = [s for s in every if s.has_run(results.metrics) and s.applies(results)]
    rows = register.register(results, shown)
    texts = scripts.read_scripts()
    return environment.get_template("page.html.j2").render(
        policy=scripts.policy(texts),
        scripts=texts,
        picture_styles=styles,
        photographs=results.params.fetch.fashion.startswith("folder:"),
        notice=summary.notice(results),
        findings=summary.findings(results, shown),
        headline=summary.headline(results),
        counts=summary.counts(results),
        rules=summary.rules(),
        versions=summary.versions(results),
        register=rows,
        register_data=scripts.as_json({"verdicts": summary.all_verdicts()}),
        squares=register.by_place(rows),
        deviations=register.deviations(rows),
        sections=[_lay_out(section, results, drawings) for section in shown],
    )


def _lay_out(
    section: Section, results: Results, drawings: Mapping[str, Drawings]
) -> dict[str, Any]:
    """What the template shows of a section."""
    return {
        "about": section,
        "is_comparable": section.part is None or results.comparable[section.part],
        "settings": section.settings(results),
        "files": _files(section, results),
        "sentences": section.sentences(results),
        "widgets": [
            (widget, scripts.as_json(data))
            for widget in section.widgets
            if (data := widget.data(results)) is not None
        ],
        "pictures": [
            {
                "name": picture.name,
                "drawings": drawings[picture.name]._asdict() if picture.name in drawings else {},
                "matrix": matrix,
                "caption": picture.caption,
                "alt": picture.describe(results),
                "subsection": picture.subsection,
            }
            for picture in section.pictures
            for matrix in [picture.matrix(results)]
            if matrix or picture.name in drawings  # a claim that was not tested has none
        ],
        "tables": [found for table in section.tables if (found := table(results)) is not None],
        "subsections": section.subsections(results),
    }


def _files(section: Section, results: Results) -> list[Path]:
    """The JSON and CSV files of a section's results, relative to the page."""
    metrics = [paths.metrics(name) for name in results.metrics if section.reads(name)]
    keys = results.cells.get(section.name, ())
    curves = [paths.curves(section.name, key) for key in keys]
    has_curves = keys and section.name != "claims"  # those measure, and have no epochs
    means = [paths.mean_curves(section.name)] if has_curves else []
    return [*metrics, *means, *curves, *section.files]
