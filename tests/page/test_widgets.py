"""What the page's widgets read."""

import json

from mlplab.page.scripts import as_json
from tests.page.document import data_of


def test_every_widget_names_the_data_that_it_reads(page, document):
    widgets = [attrs for attrs in document.all("div") if "data-widget" in attrs]
    assert [widget["data-source"] for widget in widgets] == list(data_of(page))
    assert {widget["data-widget"] for widget in widgets} >= {
        "draw",
        "curves",
        "backpropagation",
        "svm",
        "register",
    }


def test_widgets_start_with_the_exercise_and_what_the_report_prints_of_it(page, results):
    data = data_of(page)
    steps = data["backpropagation_widget_data"]
    assert steps["exercise"] == results.params.worked_examples.backpropagation.model_dump()
    assert steps["printed"]["step_2.gradients.w2"] == -4.11
    assert len(steps["printed"]) == 47
    svm = data["svm_2_widget_data"]
    assert svm["points"] == [[1, 2], [2, 3], [3, 3], [4, 1]]
    assert (svm["labels"], svm["query"]) == ([1, 1, -1, -1], [1, 3])
    assert svm["printed"]["weights.0"] == -2
    assert data["svm_1_widget_data"]["query"] is None


def test_data_cannot_end_its_element():
    text = as_json({"name": "</script><script>"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><script>"}
