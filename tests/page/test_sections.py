"""The page's sections: which there are, in what order, and what they say of what can be compared."""

import html
import math
import re
from dataclasses import replace

from mlplab.page import summary
from mlplab.page.build import build
from mlplab.page.drawings import to_drawings
from mlplab.page.register import register
from mlplab.page.section import Section
from mlplab.page.sections import find_sections
from mlplab.params import HardMarginSvm
from mlplab.pictures import style
from mlplab.pictures.catalog import drawable
from mlplab.records import read_reference
from stages import page as stage
from stages import worked_examples
from tests.conftest import ROOT
from tests.page.conftest import judged
from tests.page.document import Document, data_of, headings

ARITHMETIC = "worked_examples_arithmetic"  # of the report's exercise alone


def test_every_section_is_on_the_page_in_its_place(document, sections):
    assert [attrs["id"] for attrs in document.all("h2")] == headings(sections)


def test_sections_are_found_by_their_position_and_then_by_their_name():
    modules = [path.stem for path in (ROOT / "src/mlplab/page/sections").glob("[!_]*.py")]
    assert sorted(section.name for section in find_sections()) == sorted(modules)
    positions = [s.position if s.position is not None else math.inf for s in find_sections()]
    assert positions == sorted(positions)
    own = [section.name for section in find_sections() if section.position is None]
    assert own == sorted(own)


def test_a_section_of_ones_own_comes_after_the_reports_under_its_own_heading(
    results, sections, drawings
):
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
    page = build(extended, drawings, [*sections, *own])
    found = [attrs["id"] for attrs in Document(page).all("h2")]
    assert found == headings([*sections, *own])
    assert found[-4:] == ["label_noise", "zoo", "printed_values", "run"]
    assert found.count("own") == 1
    assert 'href="metrics/label_noise/0.json"' in page


def test_a_section_whose_study_has_not_run_is_left_out(results, sections, drawings):
    metrics = {
        name: value
        for name, value in results.metrics.items()
        if not name.startswith("activation_comparison/")
    }
    cells = results.cells | {"activation_comparison": []}
    page = build(replace(results, metrics=metrics, cells=cells), drawings)
    found = [attrs["id"] for attrs in Document(page).all("h2")]
    assert found == headings([s for s in sections if s.name != "activation_comparison"])


def test_every_section_is_in_the_table_of_contents(page, names):
    contents = page[page.index("<nav") : page.index("</nav>") + len("</nav>")]
    linked = [attrs["href"] for attrs in Document(contents).all("a")]
    assert linked == [f"#{name}" for name in ("findings", *names, "printed_values", "run")]


def test_the_findings_come_first_each_with_its_number_and_a_link_to_its_place(page, names):
    start = page.index('<ul class="findings">')
    assert start - page.index("<main>") < 200
    first = Document(page[start : page.index("</ul>", start) + len("</ul>")])
    targets = [attrs["href"] for attrs in first.all("a")]
    assert len(targets) >= 5
    assert len(first.all("strong")) == len(targets) == len(set(targets))
    assert set(targets) <= {f"#{name}" for name in ("printed_values", *names)}
    for finding in re.findall(r"<strong>(.*?)</strong>", first.page):
        assert re.search(r"\d", finding)


def test_the_reports_values_stand_beside_ours_where_the_two_can_be_compared(
    embedded_results, drawings
):
    page = build(embedded_results, drawings)
    places = [page.index(f'id="{name}"') for name in ("scratch_mlp", "backpropagation", "run")]
    assert ">report " not in page[places[0] : places[1]].replace(">report: section", "")
    assert ">report " in page[places[1] : places[2]]


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


def test_a_study_of_which_one_section_is_the_embedded_study_does_not_take_it_for_all(
    compared_results,
):
    fetch = compared_results.params.fetch.model_copy(update={"digits": "sklearn_digits"})
    params = compared_results.params.model_copy(update={"fetch": fetch})
    comparable = compared_results.comparable | {"B": False}
    text = summary.notice(replace(compared_results, params=params, comparable=comparable))
    assert text == (
        "This study ran on other data than the report's: section B on scikit-learn's bundled digits, 8 × 8 pixels. "
        "Section B cannot be compared with the report."
    )


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
    reproduction = {
        "printed_values": {
            name: printed | {"verdict": "not_comparable"}
            for name, printed in records.metrics["reproduction"]["printed_values"].items()
        }
    }
    worked_out = {"worked_examples": worked_examples.run(other), "reproduction": reproduction}
    metrics = records.metrics | worked_out
    changed = replace(
        records,
        params=records.params.model_copy(update={"worked_examples": other}),
        metrics=metrics,
    )
    results = judged(stage.gather(changed, read_reference(), {}))
    own = {
        name: to_drawings(
            name,
            *(
                style.render(draw(changed, width), ".svg").decode()
                for width in (style.WIDE, style.NARROW)
            ),
        )
        for name, draw in drawable(changed).items()
        if name.startswith("worked_examples")
    }
    assert ARITHMETIC not in own  # it is of the report's exercise
    others = {name: drawing for name, drawing in drawings.items() if name != ARITHMETIC}
    page = html.unescape(build(results, others | own))
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
    assert data_of(page)["backpropagation_widget_data"]["printed"] == {}
    quantities = {row.name: row.quantity for row in register(results, find_sections())}
    assert quantities["worked_examples:svm_1.decisions.3"] == "f of point 4"
    assert quantities["worked_examples:svm_1.points.3.0"] == (
        "coefficient of w₁ in the equation of point 4"
    )
    assert quantities["worked_examples:svm_2.query.label"] == "class of the query"
    assert "This run can be compared with none of them." in page
    notes = {printed["note"] for printed in results.printed_values if "note" in printed}
    assert [note for note in notes if note in page] == []
