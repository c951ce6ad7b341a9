"""The settings that the report does not state, and what its shares say about the number of images."""

from decimal import Decimal

import numpy as np
import pytest

from mlplab import data
from mlplab.params import Unstated
from mlplab.studies.class_shares import SHARES, class_shares
from mlplab.studies.granularity import allows, columns, granularity
from mlplab.studies.unstated import (
    best_of,
    cells_of,
    count,
    describe_misses,
    mean_scores,
    trained,
)
from stages import unstated

# Of four images one is of the first class, and two are of the commonest.
LABELS = np.tile([0, 1, 1, 2], 30)
PRINTED = [
    {"section": "B", "name": SHARES["commonest"], "report": 0.5, "absolute": 0.03},
    {"section": "B", "name": SHARES["class_0"], "report": 0.25, "absolute": 0.03},
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


def counts_of(rows):
    return count(mean_scores(rows, trained(PRINTED), grid()), trained(PRINTED))


def test_the_means_over_the_seeds_are_judged_by_the_tolerances():
    rows = [row(0, 1, 0.2, 0.5), row(1, 1, 0.8, 0.5), row(0, 2, 1.0, 0.9), row(1, 2, 1.0, 0.92)]
    counts = counts_of(rows)
    setting = {"train_size": 30, "weight_scale": 1.0}
    assert counts == [
        {**setting, "epochs": 1, "chosen_by": 1, "judged_by": 0},
        {**setting, "epochs": 2, "chosen_by": 0, "judged_by": 1},
    ]
    assert best_of(counts) == counts[0]  # the test accuracies have no say
    assert best_of([]) is None


def test_a_size_with_the_printed_class_shares_goes_before_one_that_gives_more_values():
    rows = [row(0, 1, 0.5, 0.1), row(1, 1, 0.5, 0.1)]
    rows += [row(seed, 1, 2.0, 0.9, train_size=20) for seed in (0, 1)]
    other, fitting = sorted(counts_of(rows), key=lambda found: found["chosen_by"], reverse=True)
    assert best_of([other, fitting], sizes=[20]) == fitting
    assert best_of([other, fitting], sizes=[99]) == other  # none has them: they decide nothing


def test_an_epoch_that_a_seed_did_not_reach_counts_as_nothing():
    counts = counts_of([row(0, 1, 0.5, 0.9)])
    assert (counts[0]["chosen_by"], counts[0]["judged_by"]) == (0, 0)


def test_what_the_best_setting_misses_is_told_and_whether_another_reaches_it():
    rows = [row(seed, 1, 0.5, 0.1) for seed in (0, 1)] + [row(0, 2, 2.0, 0.9), row(1, 2, 2.0, 0.9)]
    printed = trained(PRINTED)
    means = mean_scores(rows, printed, grid())
    first, second = count(means, printed)
    name = "scratch_mlp/random-tanh:test_accuracy"
    missed = {"name": name, "report": 0.9, "ours": pytest.approx(0.1), "reached": True}
    assert describe_misses(means, first, printed) == [missed]
    only_first = {setting: found for setting, found in means.items() if setting.epochs == 1}
    assert describe_misses(only_first, first, printed) == [missed | {"reached": False}]
    assert [found["name"] for found in describe_misses(means, second, printed)] == [
        "scratch_mlp/random-tanh:val_loss"
    ]
    assert describe_misses({}, None, printed) == []


@pytest.mark.parametrize("seed", [None, 0])
def test_the_class_shares_tell_which_numbers_of_training_images_fit(params, seed):
    images = np.zeros((120, 4, 4), dtype=np.uint8)
    dataset = data.Dataset(images, LABELS, ("a", "b", "c"))
    digits = {"train": 40, "val": 20, "test": 20, "seed": seed}
    split = params.normalize.digits.model_copy(update=digits)
    found = class_shares(dataset, split, [39, 40], PRINTED)
    labels = data.split(dataset, **dict(split)).train_labels
    expected = {"commonest": np.bincount(labels).max() / 40, "class_0": np.mean(labels == 0)}
    assert found["sizes"]["40"] == pytest.approx(expected)
    assert found["largest"] == 80
    if seed is None:
        assert found["fitting"] == [40]
        assert found["fitting_of_all"] == 20  # 4, 8, ..., 80


def test_every_size_shows_as_many_images_in_whole_epochs(params):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (120, 4, 4), dtype=np.uint8)
    dataset = data.Dataset(images, LABELS, ("a", "b", "c"))
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
    assert metrics["class_shares"]["sizes"].keys() == {"30", "60"}
    assert metrics["best"] in counts
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
    assert columns(PRINTED) == {"train": [0.5, 0.25], "val": [0.34], "test": [0.9]}
