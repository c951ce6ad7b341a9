"""The page as a document: well-formed, accessible, self-contained, and true to the study that it shows."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from mlplab.page.build import build
from mlplab.page.cells import cell
from mlplab.page.sections import SECTIONS
from mlplab.pictures.catalog import BITMAPS
from mlplab.verdicts import VERDICTS

VOID = {"meta", "link", "img", "br"}


class Document(HTMLParser):
    """Every element with its attributes, and the text outside <style>; unclosed or crossed elements are a fault."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text, self.open = [], "", []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="session")
def document(page):
    return Document(page)


def test_every_part_of_the_report_has_its_section_in_the_reports_order(document):
    headings = [attrs["id"] for attrs in document.all("h2")]
    assert headings[-len(SECTIONS) :] == [section.name for section in SECTIONS]
    assert [section.part for section in SECTIONS] == sorted(s.part for s in SECTIONS)


def test_ids_are_unique_and_every_reference_to_one_is_kept(document):
    ids = [attrs["id"] for _, attrs in document.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    references = [attrs["href"][1:] for attrs in document.all("a")]
    references += [a["aria-labelledby"] for _, a in document.elements if "aria-labelledby" in a]
    assert references
    assert set(references) <= set(ids)


def test_every_section_is_in_the_table_of_contents(document):
    linked = [attrs["href"] for attrs in document.all("a")]
    assert linked[2:] == [f"#{section.name}" for section in SECTIONS]


def test_every_picture_is_inside_the_page_and_told_in_words(document, drawings):
    images = document.all("img")
    assert len(images) == len(drawings)
    for image in images:
        assert len(image["alt"]) > 40
        kind, _, data = image["src"].partition(",")
        magic = {"data:image/svg+xml;base64": b"<?xml", "data:image/png;base64": b"\x89PNG"}[kind]
        assert base64.b64decode(data, validate=True).startswith(magic)
        assert int(image["width"]) > 0
        assert int(image["height"]) > 0
    assert len({image["alt"] for image in images}) == len(images)


def test_alternative_texts_hold_numbers(document):
    for image in document.all("img"):
        assert re.search(r"\d", image["alt"])


def test_the_page_starts_as_a_document_and_ends_in_a_line_feed(page):
    assert page.startswith("<!DOCTYPE html>\n")
    assert page.endswith("</html>\n")


def test_nothing_is_loaded_and_nothing_runs(page, document):
    assert not document.all("script")
    assert not re.search(r"\bon\w+=|@import|url\(", re.sub(r'src="data:[^"]*"', "", page))
    for _, attrs in document.elements:
        for name in ("src", "href", "srcset", "action", "data"):
            assert attrs.get(name, "#").startswith(("#", "data:"))


def test_the_page_forbids_itself_to_load_anything(document):
    (policy,) = [meta for meta in document.all("meta") if "http-equiv" in meta]
    assert "default-src 'none'" in policy["content"]


def test_names_from_the_data_are_text_and_never_markup(page):
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_no_missing_value_shows(document):
    texts = [document.text, *(image["alt"] for image in document.all("img"))]
    for text in texts:
        assert not re.search(
            r"\bNone\b|\bnan\b|\binf\b|Undefined|\{\{|\}\}|<", text.replace("<script>", "")
        )


def test_tables_have_a_caption_and_every_header_its_scope(document):
    assert len(document.all("caption")) == len(document.all("table")) > 0
    assert {attrs["scope"] for attrs in document.all("th")} == {"col", "row"}


def test_every_printed_figure_is_in_a_table(page, study):
    tables = re.sub(r"<[^>]+>", " ", " ".join(re.findall(r"<table>.*?</table>", page, re.DOTALL)))
    for printed in study.printed_values:
        both = cell(study, printed["name"])
        assert both.report in tables, printed["name"]
        if printed["ours"] is not None:
            assert both.ours in tables, printed["name"]


def test_the_counts_of_the_verdicts_are_those_of_the_figures(document, study):
    found = [printed["verdict"] for printed in study.printed_values]
    for verdict in VERDICTS:
        times = found.count(verdict)
        shown = re.search(rf"(\d+) \S\s{verdict.replace('_', ' ')}", document.text)
        assert (int(shown[1]) if shown else 0) == times


def test_the_embedded_study_says_so_at_the_top(embedded_study, drawings):
    page = build(embedded_study, drawings)
    head = page[: page.index("<main>")]
    assert "This page shows the embedded study" in head
    assert "Sections B and C cannot be compared with the report" in head
    assert page.count("Not comparable with the report: this ran on other data.") == 6


def test_a_study_on_the_reports_data_has_no_such_notice(compared_study, drawings):
    page = build(compared_study, drawings)
    assert 'class="notice"' not in page
    assert "Not comparable" not in page


def test_a_study_of_which_one_section_is_comparable_says_which_is_not(compared_study, drawings):
    fetch = compared_study.params.fetch.model_copy(update={"digits": "folder:my/digits"})
    params = compared_study.params.model_copy(update={"fetch": fetch})
    page = build(replace(compared_study, params=params), drawings)
    assert "section B on folder:my/digits. Section B cannot be compared" in page
    assert page.count("Not comparable with the report: this ran on other data.") == 1


def test_a_narrow_study_of_one_seed_has_its_page_too(compared_study, drawings):
    """As a sweep leaves it: one cell a stage, and printed values that were not run."""
    kept = {
        "scratch_mlp": ["normal-leaky_relu"],
        "activation_comparison": ["tanh"],
        "autoencoder": ["identity"],
        "feature_transfer": ["pca"],
    }
    study = replace(
        compared_study,
        cells=kept,
        metrics=without_sds(compared_study.metrics),
        predictions={},
        tuning=compared_study.tuning[:1],
    )
    Document(build(study, drawings))


def without_sds(record):
    if not isinstance(record, dict):
        return record
    return {key: None if key == "sd" else without_sds(value) for key, value in record.items()}


def test_every_figure_that_is_not_reproduced_is_listed_with_its_note(compared_study, drawings):
    page = build(compared_study, drawings)
    listed = page[page.index('id="deviations"') : page.index('id="backpropagation"')]
    off = [f for f in compared_study.printed_values if f["verdict"] in ("differs", "within_two_sd")]
    assert listed.count("<span>report ") == len(off)
    assert "a misprint: 0.51 + 0.014 is 0.524" in listed


def test_the_same_study_gives_the_same_page(study, page, drawings):
    assert build(study, drawings) == page


def test_pictures_of_images_are_bitmaps_and_the_others_drawings(drawings):
    assert set(drawings) >= BITMAPS
    for name, drawing in drawings.items():
        assert (drawing.media_type == "image/png") == (name in BITMAPS)
