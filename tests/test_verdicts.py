"""The verdicts on the printed values."""

import pytest
import yaml

from mlplab.verdicts import VERDICTS, compare
from tests.conftest import ROOT

REPORT_SOURCES = {"digits": "mnist", "fashion": "fashion_mnist"}
EMBEDDED_SOURCES = {"digits": "sklearn_digits", "fashion": "sklearn_digits"}
METRICS = {
    "scratch_mlp/cell": {
        "loss": {"mean": 1.05, "sd": 0.2},
        "accuracy": {"mean": 0.5, "sd": None},
        "nothing": None,
        "list": [1, 2],
        "solver": "adam",
    }
}


def verdict(path, report, sources=REPORT_SOURCES, section="B", **tolerance):
    printed = {
        "section": section,
        "name": f"scratch_mlp/cell:{path}",
        "report": report,
        **tolerance,
    }
    result = compare([printed], sources, METRICS.get)
    (record,) = result["printed_values"].values()
    assert result["counts"][record["verdict"]] == 1
    return record["verdict"]


@pytest.mark.parametrize(
    ("path", "report", "tolerance", "expected"),
    [
        ("loss", 1.0, {"relative": 0.1}, "reproduced"),
        ("loss", 1.0, {"relative": 0.05}, "reproduced"),  # the bound itself counts
        ("loss", 1.0, {"relative": 0.01}, "within_two_sd"),
        ("loss", 1.5, {"relative": 0.1}, "differs"),
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
def test_a_figure_is_judged_by_its_tolerance_then_by_the_seeds(path, report, tolerance, expected):
    assert verdict(path, report, **tolerance) == expected


def test_other_data_than_the_reports_cannot_be_compared_but_section_a_can():
    assert verdict("loss", 1.0, EMBEDDED_SOURCES, relative=0.1) == "not_comparable"
    assert verdict("loss", 1.0, EMBEDDED_SOURCES, "A", relative=0.1) == "reproduced"


@pytest.mark.parametrize("source", ["mnist", "mnist_t10k"])
def test_section_b_can_be_compared_on_all_of_mnist_and_on_its_test_file(source):
    sources = REPORT_SOURCES | {"digits": source}
    assert verdict("loss", 1.0, sources, relative=0.1) == "reproduced"


def test_every_figure_of_the_report_has_a_name_of_its_own_one_tolerance_and_a_section():
    printed_values = yaml.safe_load((ROOT / "reference" / "report.yaml").read_text())[
        "printed_values"
    ]
    assert len({printed["name"] for printed in printed_values}) == len(printed_values)
    for printed in printed_values:
        assert printed["section"] in ("A", "B", "C")
        assert ("absolute" in printed) != ("relative" in printed)
        assert set(printed) <= {"section", "name", "report", "absolute", "relative", "note"}


def test_what_differs_in_section_a_is_explained():
    printed_values = yaml.safe_load((ROOT / "reference" / "report.yaml").read_text())[
        "printed_values"
    ]
    import json

    published = json.loads((ROOT / "metrics" / "reproduction.json").read_text())["printed_values"]
    for printed in printed_values:
        if printed["section"] == "A" and published[printed["name"]]["verdict"] == "differs":
            assert printed["note"], printed["name"]
    assert set(VERDICTS) >= {record["verdict"] for record in published.values()}
