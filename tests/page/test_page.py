"""The page as a document: well-formed, accessible, self-contained, and true to the study that it shows."""

import base64
import hashlib
import html
import math
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from mlplab import wording
from mlplab.page.build import build
from mlplab.page.drawings import to_drawing
from mlplab.page.register import SETTLED, register
from mlplab.page.scripts import SCRIPTS
from mlplab.page.section import Section
from mlplab.page.sections import find_sections
from mlplab.page.tables import compared_entry
from mlplab.params import HardMarginSvm
from mlplab.pictures import style
from mlplab.pictures.catalog import PICTURES
from mlplab.records import read_reference
from mlplab.verdicts import VERDICTS
from stages import page as stage
from stages import worked_examples
from tests.conftest import ROOT
from tests.page.conftest import judged

VOID = {"meta", "link", "img", "br"}
SECTIONS = find_sections()
NAMES = [section.name for section in SECTIONS]


class Document(HTMLParser):
    """Every element with its attributes, and the text outside <style>; unclosed or crossed elements are a fault."""

    def __init__(self, page):
        super().__init__()
        self.page, self.elements, self.text, self.open = page, [], "", []
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
        if not {"style", "script"} & set(self.open):
            self.text += data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture(scope="session")
def document(page):
    return Document(page)


def headings(sections):
    """The ids of all headings of a page with these sections."""
    placed = [section.name for section in sections if section.position is not None]
    own = [section.name for section in sections if section.position is None]
    return ["findings", *placed, *(["own", *own] if own else []), "printed_values", "run"]


def test_every_section_is_on_the_page_in_its_place(document):
    assert [attrs["id"] for attrs in document.all("h2")] == headings(SECTIONS)


def test_sections_are_found_by_their_position_and_then_by_their_name():
    modules = [path.stem for path in (ROOT / "src/mlplab/page/sections").glob("[!_]*.py")]
    assert sorted(NAMES) == sorted(modules)
    positions = [s.position if s.position is not None else math.inf for s in SECTIONS]
    assert positions == sorted(positions)
    own = [section.name for section in SECTIONS if section.position is None]
    assert own == sorted(own)


def test_a_section_of_ones_own_comes_after_the_reports_under_its_own_heading(results, drawings):
    own = [
        Section(
            title=f"What of {name}?",
            label=name,
            task="Look.",
            settings=lambda results: [("Noise", "0.2")],
            sentences=lambda results: ["It is there."],
            name=name,
        )
        for name in ("label_noise", "zoo")
    ]
    extended = replace(results, metrics=results.metrics | {"label_noise/0": {}, "zoo": {}})
    page = build(extended, drawings, [*SECTIONS, *own])
    found = [attrs["id"] for attrs in Document(page).all("h2")]
    assert found == headings([*SECTIONS, *own])
    assert found[-5:] == ["own", "label_noise", "zoo", "printed_values", "run"]
    assert 'href="metrics/label_noise/0.json"' in page


def test_a_section_whose_study_has_not_run_is_left_out(results, drawings):
    metrics = {
        name: value
        for name, value in results.metrics.items()
        if not name.startswith("activation_comparison/")
    }
    cells = results.cells | {"activation_comparison": []}
    page = build(replace(results, metrics=metrics, cells=cells), drawings)
    found = [attrs["id"] for attrs in Document(page).all("h2")]
    assert found == headings([s for s in SECTIONS if s.name != "activation_comparison"])


def test_ids_are_unique_and_every_reference_to_one_is_kept(document):
    ids = [attrs["id"] for _, attrs in document.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    references = [a["href"][1:] for a in document.all("a") if a["href"].startswith("#")]
    references += [a["aria-labelledby"] for _, a in document.elements if "aria-labelledby" in a]
    assert references
    assert set(references) <= set(ids)


def test_every_section_is_in_the_table_of_contents(page):
    contents = page[page.index("<nav") : page.index("</nav>") + len("</nav>")]
    linked = [attrs["href"] for attrs in Document(contents).all("a")]
    assert linked == [f"#{name}" for name in ("findings", *NAMES, "printed_values", "run")]


def test_no_two_regions_have_one_name_and_each_can_be_reached_by_keyboard(document):
    captions = dict(re.findall(r'<caption id="(\w+)"><span>(.*?)</span>', document.page))
    regions = [attrs for _, attrs in document.elements if attrs.get("role") == "region"]
    names = [captions.get(a.get("aria-labelledby"), a.get("aria-label")) for a in regions]
    assert None not in names
    assert len(set(names)) == len(names)
    assert all(attrs["tabindex"] == "0" for attrs in regions)


def test_every_picture_is_a_part_of_the_page_and_told_in_words_with_numbers(document, drawings):
    pictures = [attrs for attrs in document.all("svg") if attrs.get("role") == "img"]
    assert len(pictures) == len(drawings) == len({picture["aria-label"] for picture in pictures})
    for picture in pictures:
        assert len(picture["aria-label"]) > 40
        assert re.search(r"\d", picture["aria-label"])
        assert int(picture["width"]) > 0
        assert int(picture["height"]) > 0
    assert not document.all("img")


def test_the_text_of_pictures_is_text(document):
    for text in ("leaky ReLU", "identity", "learning rate", "Step 3", "f(x) = −2 x₁ − 2 x₂ + 3"):
        assert text in document.text


def test_every_part_of_a_picture_that_another_refers_to_is_its_own(page):
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    for reference in re.findall(r'(?:url\(|<use href=")#([^")]+)', page):
        assert reference in ids


def test_the_page_starts_as_a_document_and_ends_in_a_line_feed(page):
    assert page.startswith("<!DOCTYPE html>\n")
    assert page.endswith("</html>\n")


def test_nothing_is_loaded_and_no_markup_runs_anything(page, document):
    assert not re.search(r"<[^>]*\son\w+=|@import|url\((?!#)", page)
    for tag, attrs in document.elements:
        allowed = ("#", "data:", *(("metrics/", "plots/") if tag == "a" else ()))
        for name in ("src", "href", "srcset", "action", "data"):
            assert attrs.get(name, "#").startswith(allowed)


def test_every_file_that_the_page_names_is_there(document, results):
    files = [a["href"] for a in document.all("a") if not a["href"].startswith("#")]
    assert [file for file in files if not (ROOT / file).is_file()] == []
    assert len(set(files)) > 2 * len(results.cells["scratch_mlp"])


def test_the_page_forbids_itself_to_load_anything_and_to_run_what_is_not_its_own(page, document):
    (policy,) = [meta["content"] for meta in document.all("meta") if "http-equiv" in meta]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == page.count("<script") == len(SCRIPTS)
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts
    ]
    assert policy == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src "
        + " ".join(f"'sha256-{digest}'" for digest in digests)
    )


def test_names_from_the_data_are_text_and_never_markup(page):
    assert "&lt;script&gt;" in page
    assert "T-shirt &amp; top" in page
    assert page.count("<script") == len(SCRIPTS)


def test_no_missing_value_shows(document):
    texts = [document.text, *(a["aria-label"] for _, a in document.elements if "aria-label" in a)]
    for text in texts:
        assert not re.search(
            r"\bNone\b|\bnan\b|\binf\b|Undefined|\{\{|\}\}|<", text.replace("<script>", "")
        )


def test_tables_have_a_caption_and_every_header_its_scope(document):
    assert len(document.all("caption")) == len(document.all("table")) > 0
    assert {attrs["scope"] for attrs in document.all("th")} == {"col", "row"}


def rows_of(page):
    """The rows of the register, as text without markup but for their attributes."""
    table = page[page.index('<table id="register"') :]
    rows = re.findall(r'<tr role="row" (id=.*?)</tr>', table[: table.index("</table>")])
    return [html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in rows]


def test_every_printed_value_has_a_row_of_its_own_in_the_register(page, document, results):
    rows = rows_of(page)
    assert len(rows) == len(results.printed_values)
    attributes = {a["id"]: a for a in document.all("tr") if "data-verdict" in a}
    for printed, row in zip(results.printed_values, rows, strict=True):
        entry = compared_entry(results, printed)
        assert attributes[printed["name"]]["data-section"] == printed["section"]
        assert attributes[printed["name"]]["data-verdict"] == printed["verdict"]
        for part in (entry.report, wording.unbroken(entry.ours), entry.difference, entry.words):
            assert part in row, printed["name"]


def test_places_and_quantities_are_words(results):
    rows = register(results, SECTIONS)
    assert all(row.section for row in rows)
    for row in rows:
        assert not re.search(r"[_:]|\w/\w|\bval\b", f"{row.place} {row.quantity}")
    named = {row.name: (row.place, row.quantity) for row in rows}
    assert named["worked_examples:backpropagation.step_2.gradients.w1"] == (
        "Backpropagation, step 2",
        "∂loss/∂w₁",
    )
    assert named["worked_examples:svm_2.decisions.1"] == (
        "Support vectors, second machine",
        "f(2, 3)",
    )
    assert named["worked_examples:svm_2.query.label"][1] == "class of (1, 3)"
    assert named["scratch_mlp/normal-relu:nan_argmax.test_accuracy"] == (
        "Initial weights, normal, ReLU",
        "test accuracy (argmax of NaN)",
    )
    assert named["kfold_tuning:best.batch_size"] == ("Tuning", "batch size")


def test_one_changed_tolerance_of_the_reference_changes_one_row_of_the_page(results, drawings):
    changed = [dict(printed) for printed in results.printed_values]
    name = "scratch_mlp/random-relu:test_accuracy"
    next(printed for printed in changed if printed["name"] == name)["absolute"] = 0.0123
    before = build(results, drawings).splitlines()
    after = build(replace(results, printed_values=changed), drawings).splitlines()
    (differing,) = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert f'id="{name}"' in differing[0]
    assert "tolerance 0.03" in differing[0]
    assert "tolerance 0.0123" in differing[1]


def test_every_square_leads_to_its_row_and_says_what_it_is(page, results):
    start = page.index('<dl class="squares">')
    squares = Document(page[start : page.index("</dl>", start) + len("</dl>")]).all("a")
    found = {square["href"][1:]: square["aria-label"] for square in squares}
    assert len(squares) == len(found) == len(results.printed_values)
    for printed in results.printed_values:
        assert VERDICTS[printed["verdict"]].words in found[printed["name"]]


def test_the_reports_values_stand_beside_ours_where_the_two_can_be_compared(
    embedded_results, drawings
):
    page = build(embedded_results, drawings)
    places = [page.index(f'id="{name}"') for name in ("scratch_mlp", "backpropagation", "run")]
    assert ">report " not in page[places[0] : places[1]].replace(">report: section", "")
    assert ">report " in page[places[1] : places[2]]


def test_the_counts_of_the_verdicts_are_those_of_the_figures(document, results):
    found = [printed["verdict"] for printed in results.printed_values]
    for verdict in VERDICTS:
        times = found.count(verdict)
        shown = re.search(rf"(\d+) \S\s{re.escape(VERDICTS[verdict].words)}", document.text)
        assert (int(shown[1]) if shown else 0) == times


def test_the_findings_come_first_each_with_its_number_and_a_link_to_its_place(page):
    start = page.index('<ul class="findings">')
    assert start - page.index("<main>") < 200
    first = Document(page[start : page.index("</ul>", start) + len("</ul>")])
    targets = [attrs["href"] for attrs in first.all("a")]
    assert 5 <= len(targets) <= 8
    assert len(first.all("strong")) == len(targets) == len(set(targets))
    assert set(targets) <= {f"#{name}" for name in ("printed_values", *NAMES)}
    for finding in re.findall(r"<strong>(.*?)</strong>", first.page):
        assert re.search(r"\d", finding)


def test_the_embedded_study_says_so_at_the_top(embedded_results, drawings):
    page = build(embedded_results, drawings)
    head = page[: page.index("<main>")]
    assert "This page shows the embedded study" in head
    assert "Sections B and C cannot be compared with the report" in head
    assert page.count("Not comparable with the report: this ran on other data.") == 7


def test_a_study_on_the_reports_data_has_no_such_notice(compared_results, drawings):
    page = build(compared_results, drawings)
    assert 'class="notice"' not in page
    assert "Not comparable" not in page


def test_a_study_of_which_one_section_is_comparable_says_which_is_not(compared_results, drawings):
    fetch = compared_results.params.fetch.model_copy(update={"digits": "folder:my/digits"})
    params = compared_results.params.model_copy(update={"fetch": fetch})
    comparable = compared_results.comparable | {"B": False}
    page = build(replace(compared_results, params=params, comparable=comparable), drawings)
    assert "section B on folder:my/digits. Section B cannot be compared" in page
    assert page.count("Not comparable with the report: this ran on other data.") == 2


def test_another_exercise_in_section_a_is_shown_and_not_judged(records, drawings):
    worked = records.params.worked_examples
    other = worked.model_copy(
        update={
            "backpropagation": worked.backpropagation.model_copy(
                update={"samples": [[1.0, 3.0], [2.0, 4.0]], "weight": 0.25}
            ),
            "svm_2": HardMarginSvm(positive=[[0.0, 0.0]], negative=[[4.0, 0.0]], query=[2.0, 7.0]),
        }
    )
    metrics = records.metrics | {"worked_examples": worked_examples.run(other)}
    changed = replace(
        records,
        params=records.params.model_copy(update={"worked_examples": other}),
        metrics=metrics,
    )
    results = judged(stage.gather(changed, read_reference(), {}))
    own = {
        name: to_drawing(name, style.render(draw(changed), ".svg").decode())
        for name, draw in PICTURES.items()
        if name.startswith("worked_examples")
    }
    page = html.unescape(build(results, drawings | own))
    assert "Section A works another exercise than the report's. Sections A, B and C cannot" in page
    assert page.count("Not comparable with the report: this ran on another exercise.") == 2
    assert {v["verdict"] for v in results.printed_values} == {"not_comparable"}
    section = page[page.index('id="backpropagation"') : page.index('id="printed_values"')]
    assert ">report " not in section.replace(">report: section", "")
    assert "printed value" not in section
    assert "Step 2" in section
    assert "Step 3" not in section
    assert "(2, 7) lies on the line, where f is 0: neither class." in section
    assert "2 of 2 points lie on the margin" in section
    notes = {printed["note"] for printed in results.printed_values if "note" in printed}
    assert [note for note in notes if note in page] == []


def test_a_narrow_study_of_one_seed_has_its_page_too(compared_results, drawings):
    """As a sweep leaves it: one cell a stage, and printed values that were not run."""
    kept = {
        "scratch_mlp": ["normal-leaky_relu"],
        "activation_comparison": ["tanh"],
        "autoencoder": ["identity"],
        "feature_transfer": ["pca"],
        "claims": ["nan_argmax"],
    }
    results = replace(
        compared_results,
        cells=kept,
        metrics=without_sds(compared_results.metrics),
        predictions={},
        tuning=compared_results.tuning[:1],
    )
    Document(build(results, drawings))


def without_sds(record):
    if not isinstance(record, dict):
        return record
    return {key: None if key == "sd" else without_sds(value) for key, value in record.items()}


def test_every_printed_value_that_is_not_reproduced_is_listed_with_its_note(
    compared_results, drawings
):
    page = build(compared_results, drawings)
    listed = page[page.index('id="deviations"') : page.index('<table id="register"')]
    off = [v for v in compared_results.printed_values if v["verdict"] not in SETTLED]
    assert listed.count("<span>report ") == len(off) > 0
    assert "0.51 + 0.14, where 0.01 × 1.4 = 0.014 was due" in listed


def test_the_same_study_gives_the_same_page(results, page, drawings):
    assert build(results, drawings) == page
