"""The estimators as scikit-learn's users meet them."""

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

import mlplab


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@parametrize_with_checks([mlplab.MLPClassifier(), mlplab.MLPRegressor()])
def test_scikit_learns_own_checks_pass(estimator, check):
    check(estimator)
