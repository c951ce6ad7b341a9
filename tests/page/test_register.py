"""The printed values on the page: counts, squares, explanations and the register."""

import re
from dataclasses import replace

from mlplab import wording
from mlplab.page.build import build
from mlplab.page.register import SETTLED, register
from mlplab.page.tables import compared_entry
from mlplab.verdicts import VERDICTS
from tests.page.document import Document, rows_of


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


def test_places_and_quantities_are_words(results, sections):
    rows = register(results, sections)
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


def test_the_counts_of_the_verdicts_are_those_of_the_printed_values(document, results):
    found = [printed["verdict"] for printed in results.printed_values]
    for verdict in VERDICTS:
        times = found.count(verdict)
        shown = re.search(rf"(\d+) \S\s{VERDICTS[verdict].words}", document.text)
        assert (int(shown[1]) if shown else 0) == times


def test_every_printed_value_that_is_not_reproduced_is_listed_with_its_note(
    compared_results, drawings
):
    page = build(compared_results, drawings)
    listed = page[page.index('id="deviations"') : page.index('<table id="register"')]
    off = [v for v in compared_results.printed_values if v["verdict"] not in SETTLED]
    assert listed.count("<span>report ") == len(off) > 0
    assert "0.51 + 0.14, where 0.01 × 1.4 = 0.014 was due" in listed
