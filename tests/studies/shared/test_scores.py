"""Scores of a classifier."""

import numpy as np
import pytest

from mlplab.studies.shared.scores import classification_scores


def test_the_scores_are_those_worked_out_by_hand():
    scores = classification_scores(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]))
    assert scores["test_accuracy"] == 0.75
    assert scores["test_macro_precision"] == pytest.approx((1 + 2 / 3) / 2)
    assert scores["test_macro_recall"] == pytest.approx((1 / 2 + 1) / 2)
    assert scores["test_macro_f1"] == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_a_class_never_predicted_counts_as_nothing():
    scores = classification_scores(np.array([0, 1]), np.array([0, 0]))
    assert scores["test_macro_precision"] == 0.25
