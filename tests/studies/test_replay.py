"""The report's arithmetic of section A, replayed."""

from collections import Counter

import pytest
import yaml

from mlplab.studies.replay import PREFIX, cuts_to, find_slips
from tests.conftest import ROOT

REFERENCE = yaml.safe_load((ROOT / "reference" / "report.yaml").read_text())
ORIGINS = {
    "step_2.y_hat": "cut",
    "step_2.updated.w1": "cut",
    "step_2.updated.b2": "cut",
    "step_3.h": "cut",
    "step_3.gradients.w2": "cut",
    "step_3.gradients.h": "cut",
    "step_3.gradients.b1": "cut",
    "step_3.updated.b2": "cut",
    "step_2.gradients.y_hat": "follows",
    "step_2.gradients.b2": "follows",
    "step_3.loss": "follows",
    "step_3.gradients.w1": "follows",
    "step_2.updated.b1": "slip",
    # The values between.
    "step_2.squared_error": "follows",
    "step_2.increments.w1": "cut",
    "step_2.increments.b1": "slip",
    "step_2.increments.b2": "cut",
    "step_3.b2": "slip",
}


@pytest.fixture(scope="module")
def slips():
    return find_slips(REFERENCE["printed_values"], REFERENCE["exercise"])


def test_every_value_that_is_not_exact_is_cut_follows_or_is_a_slip(slips):
    expected = {f"{PREFIX}{name}": origin for name, origin in ORIGINS.items()}
    assert slips == expected | {"worked_examples:svm_1.points.3.0": "slip"}


def test_eight_results_are_cut_off_four_follow_and_one_is_a_slip():
    assert Counter(list(ORIGINS.values())[:13]) == {"cut": 8, "follows": 4, "slip": 1}


@pytest.mark.parametrize(
    ("value", "report", "absolute", "cut"),
    [
        (1.3156, 1.31, 0.005, True),
        (1.3156, 1.32, 0.005, False),
        (-1.8256, -1.82, 0.005, True),
        (-1.848, -1.82, 0.005, False),
        (-6.9556, -6.9, 0.05, True),
        (5.445, 5.4, 0.05, True),
        (0.51, 0.51, 0.005, True),  # nothing is lost to binary fractions
    ],
)
def test_cutting_off_goes_toward_zero(value, report, absolute, cut):
    assert cuts_to(value, {"report": report, "absolute": absolute}) == cut


def test_a_value_that_nothing_printed_explains_is_a_slip():
    printed = [
        {"name": f"{PREFIX}step_1.h", "report": 7, "absolute": 0.5},
        {"name": f"{PREFIX}step_1.y_hat", "report": 4, "absolute": 0.5},
    ]
    slips = find_slips(printed, REFERENCE["exercise"])
    # 0.5 × 7 + 0.5 is 4, but 7 is a slip itself.
    assert list(slips.values()) == ["slip", "slip"]
