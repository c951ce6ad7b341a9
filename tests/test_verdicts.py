"""The verdicts on the printed values."""

import pytest
import yaml

from mlplab.verdicts import (
    VERDICTS,
    comparable_sections,
    compare,
    prediction_margin,
    sampling_variance,
)
from tests.conftest import ROOT

REFERENCE = yaml.safe_load((ROOT / "reference" / "report.yaml").read_text())
EVERY_SECTION = {"A": True, "B": True, "C": True}
REPORT_SOURCES = {"digits": "mnist", "fashion": "fashion_mnist"}
EMBEDDED_SOURCES = {"digits": "sklearn_digits", "fashion": "sklearn_digits"}
METRICS = {
    "normalize": {"digits": {"images": {"val": 400}}},
    "scratch_mlp/cell": {
        "loss": {"mean": 1.05, "sd": 0.04},
        "scattered": {"mean": 1.05, "sd": 0.2},
        "val_accuracy": {"mean": 0.5, "sd": 0.0},
        "standard_error": {"scattered": 0.3},
        "accuracy": {"mean": 0.5, "sd": None},
        "nothing": None,
        "list": [1, 2],
        "solver": "adam",
    },
}


def verdict(path, report, comparable=EVERY_SECTION, section="B", **tolerance):
    printed = {
        "section": section,
        "name": f"scratch_mlp/cell:{path}",
        "report": report,
        **tolerance,
    }
    result = compare([printed], comparable, METRICS.get, runs={"scratch_mlp": 4})
    (record,) = result["printed_values"].values()
    assert result["counts"][record["verdict"]] == 1
    return record["verdict"]


@pytest.mark.parametrize(
    ("path", "report", "tolerance", "expected"),
    [
        ("loss", 1.0, {"relative": 0.1}, "reproduced"),
        ("loss", 1.0, {"relative": 0.05}, "reproduced"),  # the bound itself counts
        ("loss", 1.0, {"relative": 0.01}, "compatible"),
        ("loss", 1.5, {"relative": 0.1}, "differs"),
        ("scattered", 1.0, {"relative": 0.1}, "compatible"),  # no seed need be within
        ("scattered", 2.2, {"relative": 0.1}, "compatible"),  # for want of images
        ("scattered", 2.4, {"relative": 0.1}, "differs"),
        ("val_accuracy", 0.55, {"absolute": 0.03}, "compatible"),
        ("val_accuracy", 0.70, {"absolute": 0.03}, "differs"),
        ("loss", 1.0, {"relative": 0.1, "constant": True}, "constant"),
        ("loss", 1.0, {"relative": 0.01, "constant": True}, "differs"),
        ("nothing", None, {"relative": 0.1, "constant": True}, "constant"),
        ("accuracy", 0.52, {"absolute": 0.03}, "reproduced"),
        ("accuracy", 0.54, {"absolute": 0.03}, "differs"),  # one seed has no sd
        ("nothing", None, {"relative": 0.1}, "reproduced"),  # NaN in the report, null here
        ("nothing", 0.5, {"relative": 0.1}, "differs"),
        ("loss", None, {"relative": 0.1}, "differs"),
        ("absent", None, {"relative": 0.1}, "differs"),
        ("absent.deep", 1.0, {"relative": 0.1}, "differs"),
        ("list.1", 2, {"absolute": 0}, "reproduced"),
        ("list.2", 2, {"absolute": 0}, "differs"),
        ("solver", "adam", {"absolute": 0}, "reproduced"),
        ("solver", "sgd", {"absolute": 0}, "differs"),
    ],
)
def test_a_printed_value_is_judged_by_its_tolerance_then_by_the_prediction_interval(
    path, report, tolerance, expected
):
    assert verdict(path, report, **tolerance) == expected


@pytest.mark.parametrize("path", ["loss", "absent"])
def test_a_section_that_cannot_be_compared_is_not_judged(path):
    others = {"A": True, "B": False, "C": True}
    assert verdict(path, 1.0, others, relative=0.1) == "not_comparable"
    assert verdict("loss", 1.0, others, "A", relative=0.1) == "reproduced"


def comparable(sources, **exercise):
    params = {"fetch": sources, "worked_examples": REFERENCE["exercise"] | exercise}
    return comparable_sections(params, REFERENCE["exercise"])


def test_sections_b_and_c_are_compared_on_the_reports_data_alone():
    assert comparable(REPORT_SOURCES) == EVERY_SECTION
    assert comparable(EMBEDDED_SOURCES) == {"A": True, "B": False, "C": False}
    assert comparable(REPORT_SOURCES | {"digits": "folder:my"}) == EVERY_SECTION | {"B": False}


BACKPROPAGATION, SVM = (REFERENCE["exercise"][name] for name in ("backpropagation", "svm_2"))


@pytest.mark.parametrize(
    "exercise",
    [
        {"backpropagation": BACKPROPAGATION | {"weight": 0.4}},
        {"backpropagation": BACKPROPAGATION | {"samples": [[1, 3], [2, 4]]}},
        {"svm_2": SVM | {"query": None}},
        {"svm_2": SVM | {"positive": [[1, 2], [2, 3], [0, 0]]}},
    ],
)
def test_section_a_is_compared_on_the_reports_exercise_alone(exercise):
    assert comparable(REPORT_SOURCES, **exercise) == EVERY_SECTION | {"A": False}


@pytest.mark.parametrize("path", ["params.yaml", "published/report/params.yaml"])
def test_the_repositorys_runs_work_the_reports_exercise(path):
    params = yaml.safe_load((ROOT / path).read_text())
    assert comparable_sections(params, REFERENCE["exercise"])["A"]


@pytest.mark.parametrize("source", ["mnist", "mnist_t10k"])
def test_section_b_can_be_compared_on_all_of_mnist_and_on_its_test_file(source):
    assert comparable(REPORT_SOURCES | {"digits": source})["B"]


def test_every_printed_value_has_a_name_of_its_own_one_tolerance_and_a_section():
    printed_values = REFERENCE["printed_values"]
    assert len({printed["name"] for printed in printed_values}) == len(printed_values)
    for printed in printed_values:
        assert printed["section"] in ("A", "B", "C")
        assert ("absolute" in printed) != ("relative" in printed)
        assert set(printed) <= {
            "section",
            "name",
            "report",
            "absolute",
            "relative",
            "constant",
            "note",
        }


def test_what_the_report_slipped_on_in_section_a_is_explained():
    printed_values = REFERENCE["printed_values"]
    import json

    published = json.loads((ROOT / "metrics" / "reproduction.json").read_text())["printed_values"]
    for printed in printed_values:
        if printed["section"] == "A" and published[printed["name"]]["verdict"] == "slip":
            assert printed["note"], printed["name"]
        if printed["section"] == "A":
            assert published[printed["name"]]["verdict"] in ("reproduced", "slip")
    assert set(VERDICTS) >= {record["verdict"] for record in published.values()}


def test_the_prediction_interval_is_students_for_one_more_run():
    # t(3) at 97.5% is 3.182; four runs of sd 1 have a mean with an error of 1/2.
    assert prediction_margin(1.0, 4, 0.0) == pytest.approx(3.182 * 1.25**0.5, abs=1e-3)
    assert prediction_margin(0.0, 4, 0.01) == pytest.approx(0.3182, abs=1e-4)
    assert prediction_margin(1.0, 1, 0.0) is None


def test_an_accuracy_has_the_sampling_error_of_its_parts_images():
    name = "scratch_mlp/cell:val_accuracy"
    assert sampling_variance(name, "B", 0.5, METRICS.get) == pytest.approx(0.25 / 400)


def test_a_slip_says_how_the_report_came_to_it():
    printed = {"section": "A", "name": "worked:cut", "report": 1.31, "absolute": 0.005}
    metrics = {"worked": {"cut": 1.3156}}
    result = compare([printed], EVERY_SECTION, metrics.get, slips={"worked:cut": "cut"})
    assert result["printed_values"]["worked:cut"]["verdict"] == "slip"
    assert result["printed_values"]["worked:cut"]["slip"] == "cut"
    assert compare([printed], EVERY_SECTION, metrics.get)["counts"]["differs"] == 1
