"""Estimators inside what scikit-learn's users put them into."""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer

import mlplab

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

TEXTS = [f"{verb} the {thing}" for verb in ("buy", "sell", "lend") for thing in "abcdefghij"] * 4
VERBS = [text.split()[0] for text in TEXTS]


@pytest.mark.parametrize("solver", ["lbfgs", "adam"])
def test_texts_go_through_tf_idf_without_becoming_dense(solver, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a dense copy")

    for kind in (sparse.csr_matrix, sparse.csr_array):
        monkeypatch.setattr(kind, "toarray", refuse)
        monkeypatch.setattr(kind, "todense", refuse)
    classifier = mlplab.MLPClassifier((8,), solver=solver, learning_rate_init=0.02, random_state=0)
    pipeline = make_pipeline(TfidfVectorizer(token_pattern=r"\w+"), classifier)
    assert pipeline.fit(TEXTS, VERBS).score(TEXTS, VERBS) == 1
    assert pipeline.predict(["they lend a b"]) == ["lend"]
    assert cross_val_score(pipeline, TEXTS, VERBS, cv=3).min() == 1


@pytest.mark.parametrize("sparse_threshold", [0, 1])
def test_a_column_transformer_may_give_sparse_or_dense_columns(sparse_threshold):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"city": rng.choice(list("abc"), 200), "size": rng.uniform(size=200)})
    prices = frame["city"].map({"a": 1.0, "b": 2.0, "c": 4.0}) + frame["size"]
    transformer = ColumnTransformer(
        [
            ("city", OneHotEncoder(), ["city"]),
            ("size", QuantileTransformer(n_quantiles=50), ["size"]),
        ],
        sparse_threshold=sparse_threshold,
    )
    regressor = mlplab.MLPRegressor(hidden_layer_sizes=(8,), solver="lbfgs", random_state=0)
    model = make_pipeline(transformer, regressor).fit(frame, prices)
    assert model.score(frame, prices) > 0.98
    dependence = partial_dependence(model, frame, ["size"], grid_resolution=5)["average"][0]
    assert np.all(np.diff(dependence) > 0)
    importances = permutation_importance(model, frame, prices, n_repeats=2, random_state=0)
    assert importances.importances_mean.argmax() == 0
