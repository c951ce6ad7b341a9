"""The claims on section B, on small networks and images."""

from dataclasses import replace

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError
from mlplab.page.explanations import EXPLANATIONS
from mlplab.params import CLAIMS, own_settings, own_values
from mlplab.studies.claims import ensemble, exploding, nan_argmax, signal_flow, zero_initializer
from mlplab.studies.claims.finding import Images
from mlplab.studies.claims.first_steps import dead_shares, take_steps
from mlplab.studies.scratch_mlp import new_network
from stages import claims as stage


@pytest.fixture
def images(splits):
    return Images({"digits": splits, "fashion": splits}, {})


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def with_scratch(params, **changes):
    return params.model_copy(update={"scratch_mlp": params.scratch_mlp.model_copy(update=changes)})


@pytest.mark.parametrize(
    "claim", ["nan_argmax", "zero_initializer", "signal_flow", "exploding", "ensemble"]
)
def test_a_claim_is_quoted_and_gets_a_verdict_with_its_numbers(params, images, claim):
    assert claim in CLAIMS
    words, finding = stage.run(params, images, claim)
    assert words
    assert finding.verdict in ("holds", "refuted", "undecided")
    assert finding.numbers
    assert len({tuple(row) for row in finding.measurements}) == 1  # equal columns
    text = EXPLANATIONS[claim](finding.numbers)
    assert text.endswith(".")
    assert "_" not in text


def test_the_argmax_of_nan_is_class_zero_and_not_what_the_network_predicted_last(params, images):
    wild = with_scratch(params, learning_rate=1e30)
    finding = nan_argmax.examine(wild, images)
    assert finding.verdict == "refuted"
    splits = images.splits["digits"]
    for part in ("train", "val", "test"):
        found = finding.numbers[part]
        assert found["nan_accuracy"] == np.mean(getattr(splits, f"{part}_labels") == 0)
        assert len(found["last_accuracies"]) == len(wild.scratch_mlp.seeds)
        assert all(0 <= accuracy <= 1 for accuracy in found["last_accuracies"])


@pytest.mark.parametrize("steps", [3, 4, 20])
def test_the_last_predictions_are_the_same_however_long_the_run_was_to_be(params, images, steps):
    splits = images.splits["digits"]
    wild = with_scratch(params, learning_rate=31.6, hidden_layer_sizes=[16, 25, 45, 15])
    with_steps = wild.model_copy(update={"claims": wild.claims.model_copy(update={"steps": steps})})

    def network_after(steps):
        rng = np.random.default_rng(0)
        network = new_network(splits, wild.scratch_mlp, "normal", "relu", rng)
        take_steps(network, splits, wild.scratch_mlp, steps, rng)
        return network

    # The third step's loss is finite, and the weights after it are not: the last network was its own.
    with pytest.raises(nn.Divergence):
        network_after(3)
    loss, _ = nn.evaluate(network_after(2), splits.rows("train"), splits.train_labels)
    assert nan_argmax.last_accuracies(splits, with_steps, 0)["train_loss"] == loss


def test_where_no_run_diverges_there_are_no_last_predictions_and_the_claim_is_undecided(
    params, images
):
    finding = nan_argmax.examine(with_scratch(params, learning_rate=1e-6), images)
    assert finding.verdict == "undecided"
    assert np.isnan(finding.numbers["test"]["last_accuracies"]).all()


def test_zero_weights_learn_the_class_shares_alone(params, images):
    finding = zero_initializer.examine(with_scratch(params, epochs=1), images)
    assert finding.verdict == "holds"
    assert finding.numbers["class_entropy"] == pytest.approx(np.log(3))
    other = new_network(
        images.splits["digits"], params.scratch_mlp, "normal", "relu", np.random.default_rng(1)
    )
    assert not zero_initializer.units_equal(other)


def test_the_entropy_of_one_class_has_no_sign():
    entropy = zero_initializer.class_entropy(np.full(5, 2))
    assert entropy == 0
    assert not np.signbit(entropy)


@pytest.mark.parametrize(("difference", "equal"), [(0.0, True), (3e-6, True), (1e-3, False)])
def test_units_that_differ_by_rounding_alone_are_equal(rng, difference, equal):
    network = nn.initialize([6, 5, 3], activation="tanh", initializer="zero", rng=rng)
    weights = network.layers[0].weights
    weights[:] = rng.normal(size=(6, 1))
    weights[0, 2] *= 1 + difference
    assert zero_initializer.units_equal(network) == equal


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "sigmoid", "identity"])
def test_wide_layers_of_new_weights_flow_as_theory_expects(rng, activation):
    network = nn.initialize(
        [400, 300, 300, 5], activation=activation, initializer="he_normal", rng=rng
    )
    X, y = rng.normal(size=(300, 400)).astype(np.float32), rng.integers(0, 5, 300)
    for row in signal_flow.flow(network, X, y)[1:]:
        assert row["activation_rms"] == pytest.approx(row["expected_activation_rms"], rel=0.15)
        assert row["gradient_rms"] == pytest.approx(row["expected_gradient_rms"], rel=0.25)


def test_the_gradient_that_flows_is_the_losss_own(rng):
    network = nn.initialize([6, 5, 3], activation="tanh", initializer="normal", rng=rng)
    X, y = rng.normal(size=(1, 6)).astype(np.float32), np.array([2])
    last = signal_flow.flow(network, X, y)[-1]["gradient_rms"]
    bias = nn.gradients(network, X, y)[1][-1].bias  # of one row: the gradient of its scores
    assert last == pytest.approx(np.sqrt(np.mean(bias**2)), rel=1e-5)


@pytest.mark.parametrize("name", ["naive", "shifted"])
def test_every_way_to_write_the_softmax_is_the_same_loss_where_nothing_overflows(rng, name):
    scores, targets = rng.normal(size=(7, 4)), rng.integers(0, 4, 7)
    mine, known = np.empty_like(scores), np.empty_like(scores)
    loss = exploding.SOFTMAX[name].value_and_gradient(scores, targets, mine, None)
    expected = nn.LOSSES["cross_entropy"].value_and_gradient(scores, targets, known, None)
    assert loss == pytest.approx(expected)
    np.testing.assert_allclose(mine, known, atol=1e-12)


@pytest.mark.parametrize(("name", "finite"), [("naive", False), ("log_sum_exp", True)])
def test_without_a_shift_a_large_score_is_not_finite(name, finite):
    scores, targets = np.array([[1000.0, 0.0]]), np.array([0])
    with np.errstate(all="ignore"):
        loss = exploding.SOFTMAX[name].value_and_gradient(
            scores, targets, np.empty_like(scores), None
        )
    assert np.isfinite(loss) == finite


def test_runs_that_stay_finite_are_counted_with_an_exact_interval(params, images):
    finding = exploding.examine(params, images)
    for row in finding.measurements:
        assert row["runs"] == 2
        assert 0 <= row["low"] <= row["finite"] / 2 <= row["high"] <= 1
        if row["finite"] == 2:  # the lower bound of 2 of 2 is the square root of 0.025
            assert row["low"] == pytest.approx(np.sqrt(0.025))


def test_units_that_never_fire_are_dead(rng):
    network = nn.initialize([3, 2, 2], activation="relu", initializer="normal", rng=rng)
    network.layers[0].bias[...] = [-1e6, 1e6]
    assert dead_shares(network, rng.normal(size=(5, 3))) == [0.5]


def test_a_run_that_diverges_keeps_its_first_weights(params, splits, rng):
    network = new_network(splits, params.scratch_mlp, "normal", "relu", rng)
    before = network.layers.vector.copy()
    wild = params.scratch_mlp.model_copy(update={"learning_rate": 1e30})
    with pytest.raises(nn.Divergence):
        take_steps(network, splits, wild, 5, rng)
    np.testing.assert_array_equal(network.layers.vector, before)


def test_the_ensemble_is_compared_with_its_networks_image_by_image(params, images):
    finding = ensemble.examine(params, images)
    for row in finding.measurements:
        assert row["gain"] == pytest.approx(row["together"] - row["alone"])
        assert not row["low"] > row["gain"]
        assert not row["high"] < row["gain"]


def test_an_ensemble_of_equal_networks_gains_nothing(params, images):
    one = with_scratch(params, seeds=[0], activations=["relu"])
    finding = ensemble.examine(one, images)
    assert finding.verdict == "undecided"
    assert finding.measurements[0]["gain"] == 0


@pytest.mark.parametrize(
    ("right", "images_apart", "verdict"),
    [
        ((2, 2), 1000, "holds"),
        ((1, 1), 1000, "refuted"),
        ((2, 1), 1000, "undecided"),
        ((2, 3), 1000, "undecided"),
        ((2, 2), 1, "undecided"),
        ((1, 1), 1, "undecided"),
    ],
)
def test_an_ensembles_verdict_is_that_of_all_activations(
    params, images, monkeypatch, right, images_apart, verdict
):
    """Of three networks so many are right on the first images, and all on the others: two outvote the third."""
    labels, classes = images.splits["digits"].test_labels, len(images.splits["digits"].class_names)

    numbers = np.arange(len(labels))
    apart = numbers < images_apart

    def run(predict, jobs, name):
        first = jobs[0][2]
        return [
            np.eye(classes)[
                np.where(
                    ((numbers + seed) % 3 < right[activation != first]) | ~apart,
                    labels,
                    (labels + 1) % classes,
                )
            ]
            for _, _, activation, seed in jobs
        ]

    monkeypatch.setattr(ensemble, "run_jobs", run)
    three = with_scratch(params, seeds=[0, 1, 2], activations=["relu", "tanh"])
    finding = ensemble.examine(three, images)
    assert finding.verdict == verdict
    gains = [row["gain"] for row in finding.measurements]
    gain = {1: -1 / 3, 2: 1 / 3, 3: 0}
    assert gains == pytest.approx([gain[count] * np.mean(apart) for count in right])


def test_an_ensemble_of_networks_that_diverge_is_told(params, images):
    wild = with_scratch(params, learning_rate=1e30)
    with pytest.raises(InputError, match=r"scratch_mlp\.learning_rate: must be lower .* at step"):
        ensemble.examine(wild, images)


@pytest.mark.parametrize(("rate", "verdict"), [(1e-6, "undecided"), (1e30, "holds")])
def test_gradients_explode_only_where_training_diverges_after_scores_that_are_small(
    params, images, rate, verdict
):
    small = with_scratch(params, hidden_layer_sizes=[4], dtype="float32", learning_rate=rate)
    with np.errstate(all="ignore"):
        finding = signal_flow.examine(small, images)
    assert finding.numbers["smallest_largest_score"] < finding.numbers["largest_exponent"]
    assert finding.verdict == verdict


def test_a_claim_sees_its_own_settings_alone(params, images):
    others = params.model_copy(update={"kfold_tuning": None, "autoencoder": None})
    own = own_values(params, "zero_initializer")
    assert own == own_values(others, "zero_initializer")
    assert own.keys() == {"scratch_mlp", "claims"}
    with pytest.raises(AttributeError):
        own_settings(params, "zero_initializer").kfold_tuning  # noqa: B018
    slower = with_scratch(params, learning_rate=1e-3)
    assert own != own_values(slower, "zero_initializer")


def test_a_signal_that_overflows_on_its_way_refutes_exploding_gradients_too(params, images):
    """Its largest score is NaN at step 0, as infinity less infinity is: larger than any limit."""
    deep = with_scratch(params, hidden_layer_sizes=[24] * 99)
    with np.errstate(all="ignore"):
        finding = signal_flow.examine(deep, images)
    assert finding.verdict == "refuted"
    assert finding.numbers["smallest_largest_score"] == np.inf


def test_units_that_all_give_zero_have_no_gain_after_them(params, images):
    small = with_scratch(params, hidden_layer_sizes=[1, 1])
    counts = set()
    for seed in range(8):
        one = small.model_copy(update={"claims": small.claims.model_copy(update={"seeds": [seed]})})
        numbers = signal_flow.examine(one, images).numbers
        counts.add(len(numbers["gains"]["measured"]))
        assert np.isfinite(numbers["gains"]["measured"]).all()
        assert EXPLANATIONS["signal_flow"](numbers).endswith(".")
    assert min(counts) < max(counts) == 3


def test_black_validation_images_have_no_signal(params, images):
    splits = images.splits["digits"]
    black = replace(splits, val_images=np.zeros_like(splits.val_images))
    with pytest.raises(InputError, match="signal_flow needs validation images"):
        signal_flow.examine(params, replace(images, splits={**images.splits, "digits": black}))
