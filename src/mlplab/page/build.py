"""The page: sections and summary laid out by the templates, as one HTML text."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mlplab import wording
from mlplab.page import summary
from mlplab.page.drawings import Drawing
from mlplab.page.pictures import picture
from mlplab.page.sections import SECTIONS
from mlplab.page.study import Study

TEMPLATES = Path(__file__).with_name("templates")


def build(study: Study, drawings: Mapping[str, Drawing]) -> str:
    """The whole page; the same study and drawings give the same text."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"sentence_case": wording.sentence_case, "unbroken": wording.unbroken}
    return environment.get_template("page.html.j2").render(
        notice=summary.notice(study),
        headline=summary.headline(study),
        printed_values=len(study.printed_values),
        overview=picture(study, drawings, "reproduction"),
        counts=summary.counts(study),
        rules=summary.rules(study),
        versions=summary.versions(study),
        deviations=summary.deviations(study),
        sections=[
            {
                "name": section.name,
                "title": section.title,
                "question": section.question,
                "comparable": study.comparable(section.part),
                "settings": section.settings(study),
                "sentences": section.sentences(study),
                "pictures": [picture(study, drawings, name) for name in section.pictures],
                "tables": [table(study) for table in section.tables],
            }
            for section in SECTIONS
        ],
    )
