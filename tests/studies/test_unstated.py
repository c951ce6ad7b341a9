"""The settings that the report does not state, and what its shares say about the number of images."""

from decimal import Decimal

import numpy as np
import pytest

from mlplab import data
from mlplab.params import Unstated
from mlplab.studies.granularity import allows, columns, granularity
from mlplab.studies.unstated import best_of, cells_of, count_within, trained
from stages import unstated

PRINTED = [
    {"section": "B", "name": "scratch_mlp/zero-relu:val_loss", "report": 1.1, "relative": 0.1},
    {"section": "B", "name": "scratch_mlp/normal-relu:val_loss", "report": None, "relative": 0.1},
    {
        "section": "B",
        "name": "scratch_mlp/normal-relu:nan_argmax.val_accuracy",
        "report": 0.34,
        "absolute": 0.03,
    },
    {"section": "B", "name": "scratch_mlp/random-tanh:val_loss", "report": 0.5, "relative": 0.1},
    {
        "section": "B",
        "name": "scratch_mlp/random-tanh:test_accuracy",
        "report": 0.9,
        "absolute": 0.03,
    },
    {"section": "C", "name": "kfold_tuning:val_loss", "report": 0.4, "relative": 0.1},
]


def grid(**changes):
    settings = {"train_sizes": [30], "weight_scales": [1.0], "examples": 90, "seeds": [0, 1]}
    return Unstated(**settings | changes)


def row(seed, epochs, val_loss, test_accuracy, train_size=30):
    setting = {"train_size": train_size, "weight_scale": 1.0, "epochs": epochs}
    scores = {"val_loss": val_loss, "test_accuracy": test_accuracy}
    return {"cell": "random-tanh", "seed": seed, **setting, **scores}


def test_only_the_values_of_networks_that_trained_are_counted():
    assert [printed["name"] for printed in trained(PRINTED)] == [
        "scratch_mlp/random-tanh:val_loss",
        "scratch_mlp/random-tanh:test_accuracy",
    ]
    assert cells_of(trained(PRINTED)) == ["random-tanh"]


def test_the_means_over_the_seeds_are_judged_by_the_tolerances():
    rows = [row(0, 1, 0.2, 0.5), row(1, 1, 0.8, 0.5), row(0, 2, 1.0, 0.9), row(1, 2, 1.0, 0.92)]
    counts = count_within(rows, trained(PRINTED), grid())
    setting = {"train_size": 30, "weight_scale": 1.0}
    assert counts == [
        {**setting, "epochs": 1, "chosen_by": 1, "judged_by": 0},
        {**setting, "epochs": 2, "chosen_by": 0, "judged_by": 1},
    ]
    assert best_of(counts) == counts[0]  # the test accuracies have no say
    assert best_of([]) is None


def test_an_epoch_that_a_seed_did_not_reach_counts_as_nothing():
    counts = count_within([row(0, 1, 0.5, 0.9)], trained(PRINTED), grid())
    assert (counts[0]["chosen_by"], counts[0]["judged_by"]) == (0, 0)


def test_every_size_shows_as_many_images_in_whole_epochs(params):
    rng = np.random.default_rng(0)
    labels = np.tile(np.arange(3), 40)
    images = rng.integers(0, 255, (120, 4, 4), dtype=np.uint8)
    dataset = data.Dataset(images, labels, ("a", "b", "c"))
    digits = params.normalize.digits.model_copy(update={"val": 20, "test": 20})
    small = params.model_copy(
        update={
            "unstated": grid(train_sizes=[30, 60], weight_scales=[0.5, 1.0]),
            "normalize": params.normalize.model_copy(update={"digits": digits}),
        }
    )
    metrics, counts = unstated.run(small, dataset, PRINTED)
    settings = [(row["train_size"], row["weight_scale"], row["epochs"]) for row in counts]
    sizes = [(30, scale, epoch) for scale in (0.5, 1.0) for epoch in (1, 2, 3)]
    assert settings == [*sizes, (60, 0.5, 1), (60, 1.0, 1)]
    assert metrics["of"] == {"chosen_by": 1, "judged_by": 1}
    assert metrics["class_shares"].keys() == {"30", "60"}
    assert all(found["commonest"] >= found["class_0"] for found in metrics["class_shares"].values())
    nothing = small.model_copy(update={"unstated": grid(train_sizes=[])})
    assert unstated.run(nothing, dataset, PRINTED)[1] == []


@pytest.mark.parametrize(
    ("n", "share", "fits"),
    [
        (3, "0.33", True),
        (3, "0.34", False),
        (1500, "0.6093", True),
        (1500, "0.6094", False),
        (7500, "0.9102", False),  # 6,826 of 7,500 are 0.9101, one more is 0.9103
        (30000, "0.9102", True),
    ],
)
def test_a_share_of_n_images_is_a_multiple_of_one_over_n(n, share, fits):
    assert allows(n, [Decimal(share)]) == fits


def test_the_granularity_of_a_column_names_the_smallest_number_of_images():
    found = granularity([0.25, 0.25, 0.5], [4, 6])
    assert found == {
        "values": 2,
        "below": 100,
        "allowed": sum(allows(n, [Decimal("0.25"), Decimal("0.5")]) for n in range(1, 100)),
        "smallest": 4,
        "sizes": {"4": True, "6": False},
    }


def test_the_columns_are_section_bs_accuracies_with_those_beside_nan():
    assert columns(PRINTED) == {"val": [0.34], "test": [0.9]}
