"""What a claim's test finds is drawn, and said in words."""

from types import SimpleNamespace

import pandas as pd
import pytest
from matplotlib.text import Text

from mlplab.page.explanations import EXPLANATIONS
from mlplab.pictures import style
from mlplab.pictures.catalog import drawable
from mlplab.studies.claims import (
    activations,
    features,
    identity_features,
    reconstructions,
    tuning,
)

NOTHING = pd.DataFrame()
NOTHING_PRINTED = {"reproduction": {"printed_values": {}}}
DRAWN = {
    activations: {"tanh", "test accuracy: ReLU minus the other", "each activation's own rate"},
    tuning: {"batch 10, rate 0.1", "macro F1: batch 10, rate 0.01 minus the other"},
    features: {"PCA", "untrained identity", "linear classifier, converged"},
    identity_features: {"ReLU at every layer, batch 200", "printed in the report"},
    reconstructions: {"learning rate 0.03", "PCA, 2 components"},
}


@pytest.mark.parametrize("claim", DRAWN, ids=lambda claim: claim.__name__.rpartition(".")[2])
def test_what_a_claims_test_finds_is_drawn(claim, claim_params, claim_images):
    name = claim.__name__.rpartition(".")[2]
    numbers = claim.examine(claim_params, claim_images).numbers
    records = SimpleNamespace(
        metrics={f"claims/{name}": {"numbers": numbers}, **NOTHING_PRINTED},
        unstated=NOTHING,
        measurements={},
        predictions={},
    )
    figure = drawable(records)[f"claims_{name}"](records, style.WIDE)
    assert {text.get_text() for text in figure.findobj(Text)} >= DRAWN[claim]


def test_a_claim_that_was_not_tested_has_no_picture():
    names = drawable(
        SimpleNamespace(
            metrics={"claims/tuning": {}, **NOTHING_PRINTED},
            unstated=NOTHING,
            measurements={},
            predictions={},
        )
    )
    assert [name for name in names if name.startswith("claims_")] == ["claims_tuning"]


@pytest.mark.parametrize("claim", DRAWN, ids=lambda claim: claim.__name__.rpartition(".")[2])
def test_the_page_says_what_the_verdict_rests_on(claim, claim_params, claim_images):
    name = claim.__name__.rpartition(".")[2]
    text = EXPLANATIONS[name](claim.examine(claim_params, claim_images).numbers)
    assert text.endswith(".")
    assert "_" not in text
