"""The claims of section C: what is trained on small images, and what the numbers decide."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mlplab import nn
from mlplab.errors import InputError
from mlplab.params import own_settings
from mlplab.studies.baseline_encoders import fit_pca
from mlplab.studies.claims import (
    activations,
    features,
    identity_features,
    reconstructions,
    tuning,
)
from mlplab.studies.shared.blocks import make_blocks
from mlplab.studies.shared.estimators import TrainingDiverged
from mlplab.studies.shared.fits import train_autoencoder

CLAIMS = [activations, tuning, features, identity_features, reconstructions]
WIGGLE = (0.0, 0.001)  # of the two blocks, so that differences have an error


def named(module):
    return module.__name__.rpartition(".")[2]


@pytest.mark.parametrize("claim", CLAIMS, ids=named)
def test_every_case_is_measured_and_the_record_is_valid_json(claim, claim_params, claim_images):
    finding = claim.examine(own_settings(claim_params, named(claim)), claim_images)
    assert finding.verdict in {"holds", "refuted", "undecided", "tie", "not_comparable"}
    cases = claim.cases(claim_params)
    assert len(finding.measurements) == len(cases) == len(set(cases))
    for row, case in zip(finding.measurements, cases, strict=True):
        assert row.items() >= case._asdict().items()
        assert row.keys() == finding.measurements[0].keys()
    json.dumps([finding.numbers, finding.measurements], allow_nan=False)


@pytest.mark.parametrize("claim", CLAIMS, ids=named)
def test_a_case_gives_the_same_bits_again(claim, claim_params, blocks):
    case = claim.cases(claim_params)[0]
    assert claim.fit(case, claim_params, blocks) == claim.fit(case, claim_params, blocks)


def judge_activations(claim_params, blocks, accuracy):
    """Judge test accuracies (activation, budget) that differ between blocks by WIGGLE alone."""
    results = {
        case: {
            "val_accuracy": case.learning_rate,
            "test_accuracy": accuracy(case) + WIGGLE[case.block] * len(case.activation),
        }
        for case in activations.cases(claim_params)
    }
    return activations.judge(claim_params, blocks, results)


@pytest.mark.parametrize(
    ("order", "verdict"),
    [
        ({"relu": 0.9, "tanh": 0.8, "identity": 0.6, "logistic": 0.5}, "holds"),
        ({"relu": 0.8, "tanh": 0.9, "identity": 0.6, "logistic": 0.5}, "refuted"),
        ({"relu": 0.9, "tanh": 0.6, "identity": 0.8, "logistic": 0.5}, "refuted"),
        ({"relu": 0.9, "tanh": 0.9, "identity": 0.6, "logistic": 0.5}, "tie"),
    ],
)
def test_relu_must_be_first_and_tanh_second(claim_params, blocks, order, verdict):
    found, numbers = judge_activations(claim_params, blocks, lambda case: order[case.activation])
    assert found == verdict
    assert set(numbers["budgets"]["report"]["relu_minus"]) == {"tanh", "identity", "logistic"}
    assert set(numbers["budgets"]["report"]["tanh_minus"]) == {"identity", "logistic"}


def test_each_block_takes_the_rate_of_the_best_validation_accuracy(claim_params, blocks):
    _, numbers = judge_activations(claim_params, blocks, lambda case: case.learning_rate)
    tuned = numbers["budgets"]["tuned"]["test_accuracy"]["relu"]
    assert tuned["learning_rates"] == [0.03, 0.03]
    assert tuned["values"] == pytest.approx([0.03, 0.034])
    assert numbers["budgets"]["report"]["test_accuracy"]["relu"]["learning_rates"] == [0.01, 0.01]


def test_a_diverged_activation_predicts_nothing(claim_params, blocks):
    section = claim_params.activation_comparison.model_copy(update={"solver": "sgd"})
    wild = claim_params.model_copy(update={"activation_comparison": section})
    case = activations.Case("tuned", "identity", 1e30, 0)
    assert activations.fit(case, wild, blocks) == {"val_accuracy": 0.0, "test_accuracy": 0.0}


def judge_tuning(claim_params, blocks, score):
    results = {
        case: {"macro_f1": score(case) + WIGGLE[case.block] * case.batch_size / 10 + case.fold}
        for case in tuning.cases(claim_params)
    }
    return tuning.judge(claim_params, blocks, results)


@pytest.mark.parametrize(
    ("factor", "verdict", "best", "wins"),
    [(-1, "holds", "10, 0.01", 2), (1, "refuted", "20, 0.1", 0), (0, "tie", "20, 0.01", 1)],
)
def test_the_claimed_setting_must_be_above_all_others(
    claim_params, blocks, factor, verdict, best, wins
):
    def score(case):
        return factor * (case.batch_size / 100 + case.learning_rate)

    found, numbers = judge_tuning(claim_params, blocks, score)
    assert (found, numbers["claimed"], numbers["best"]) == (verdict, "10, 0.01", best)
    assert numbers["wins"]["count"] == wins
    assert numbers["wins"]["low"] <= wins / 2 <= numbers["wins"]["high"]


def test_a_settings_score_is_the_mean_over_its_folds(claim_params, blocks):
    _, numbers = judge_tuning(claim_params, blocks, lambda case: 0.0)
    assert numbers["macro_f1"]["10, 0.01"]["values"] == pytest.approx([1.0, 1.001])


def judge_features(claim_params, blocks, gain):
    seeds = claim_params.claims.encoders.seeds
    results = {
        case: {
            "linear": 0.7 + WIGGLE[seeds.index(case.seed)] + gain.get(case.features, 0.0),
            "report": 0.6 + WIGGLE[seeds.index(case.seed)] * len(case.features),
            "dead": case.seed,
            "width": 2,
        }
        for case in features.cases(claim_params)
    }
    return features.judge(claim_params, blocks, results)


@pytest.mark.parametrize(
    ("gain", "verdict"),
    [
        ({"relu": 0.1, "identity": 0.2}, "holds"),
        ({"relu": 0.1, "identity": 0.0}, "refuted"),
        ({"relu": 0.1, "identity": 0.2, "untrained_relu": 0.3}, "refuted"),
        ({"relu": 0.1, "identity": 0.2, "untrained_identity": 0.15}, "refuted"),
    ],
)
def test_features_must_hold_more_than_either_encoder_untrained(claim_params, blocks, gain, verdict):
    found, numbers = judge_features(claim_params, blocks, gain)
    assert found == verdict
    assert numbers["units"]["relu"] == {"width": 2, "dead": [0, 1]}
    gains = numbers["probes"]["linear"]["minus_untrained"]
    found = gains["identity"]["untrained_relu"]["mean"]
    assert found == pytest.approx(gain["identity"] - gain.get("untrained_relu", 0))


def test_an_encoder_is_also_held_against_itself_untrained(claim_params, blocks):
    gain = {"relu": 0.1, "identity": 0.2, "untrained_identity": 0.15}
    found, numbers = judge_features(claim_params, blocks, gain)
    assert (found, numbers["probes"]["linear"]["verdict_over_itself_untrained"]) == (
        "refuted",
        "holds",
    )


def test_a_trained_encoder_keeps_more_than_an_untrained_one(claim_params, blocks):
    longer = claim_params.autoencoder.model_copy(update={"epochs": 200})
    trained = claim_params.model_copy(update={"autoencoder": longer})
    scores = [
        [features.fit(features.Case(name, seed), trained, blocks)["linear"] for seed in range(4)]
        for name in ("identity", "untrained_identity")
    ]
    assert np.mean(scores[0]) > np.mean(scores[1])


def test_a_unit_that_never_changes_is_dead(claim_params, blocks, monkeypatch):
    layer = nn.Layer(np.eye(16, 2, dtype=np.float32), np.array([0, -9], np.float32))
    encoder = nn.Network([layer], [nn.ACTIVATIONS["relu"]], nn.LOSSES["squared_error"])
    monkeypatch.setattr(features, "_encoder", lambda *_: encoder)
    found = features.fit(features.Case("relu", 0), claim_params, blocks)
    assert (found["dead"], found["width"]) == (1, 2)


@pytest.mark.parametrize(
    ("source", "accuracy", "verdict"),
    [
        ("fashion_mnist", 0.59, "holds"),
        ("fashion_mnist", 0.75, "refuted"),
        ("sklearn_digits", 0.75, "not_comparable"),
    ],
)
def test_the_printed_accuracy_must_be_one_that_identity_features_give(
    claim_params, blocks, source, accuracy, verdict
):
    fetch = claim_params.fetch.model_copy(update={"fashion": source})
    params = claim_params.model_copy(update={"fetch": fetch})
    seeds = params.claims.encoders.seeds
    results = {
        case: {"identity": accuracy + WIGGLE[seeds.index(case.seed)], "relu": case.batch_size / 400}
        for case in identity_features.cases(params)
    }
    found, numbers = identity_features.judge(params, blocks, results)
    assert found == verdict
    assert numbers["nearest"] == ("identity, 10" if accuracy == 0.59 else "relu, 200")


def test_relu_on_extraction_is_applied_at_every_layer(claim_params, blocks):
    case = identity_features.cases(claim_params)[0]
    found = identity_features.fit(case, claim_params, blocks)
    assert set(found) == {"identity", "relu"}
    assert found["identity"] != found["relu"]


@pytest.mark.parametrize(
    ("ratio", "verdict"), [(0.95, "holds"), (1.0, "holds"), (1.05, "undecided"), (1.5, "refuted")]
)
def test_an_autoencoder_must_come_near_to_pca(claim_params, blocks, ratio, verdict):
    _, numbers = judge_reconstructions(claim_params, blocks, lambda case: 1.0)
    pca = numbers["pca_mse"]
    found, numbers = judge_reconstructions(
        claim_params, blocks, lambda case: pca * (ratio if case.learning_rate == 0.01 else 1)
    )
    assert found == verdict
    assert set(numbers["learning_rates"]) == {"0.01", "0.03"}
    excess = numbers["learning_rates"]["0.01"]["excess"]["identity"]
    assert excess["mean"] == pytest.approx(ratio - 1, abs=1e-3)
    assert 0 < pca < numbers["mean_image_mse"]


def judge_reconstructions(claim_params, blocks, mse):
    results = {
        case: {"test_mse": mse(case) * (1 + 1e-4 * (-1) ** case.seed)}
        for case in reconstructions.cases(claim_params)
    }
    return reconstructions.judge(claim_params, blocks, results)


def test_the_variance_that_is_kept_is_none_by_the_mean_image_and_pcas_by_pca(claim_params, blocks):
    _, numbers = judge_reconstructions(claim_params, blocks, lambda case: 1.0)
    pca, mean = numbers["pca_mse"], numbers["mean_image_mse"]
    _, numbers = judge_reconstructions(
        claim_params, blocks, lambda case: mean if case.learning_rate == 0.01 else pca
    )
    assert 0 < numbers["pca_variance_kept"] < 1
    for rate, kept in (("0.01", 0), ("0.03", numbers["pca_variance_kept"])):
        shares = numbers["learning_rates"][rate]["variance_kept"]
        assert list(shares.values()) == pytest.approx([kept, kept], abs=1e-3)


@pytest.mark.parametrize("pixel", [0, 77])
def test_images_that_pca_rebuilds_exactly_are_told(claim_params, blocks, pixel):
    data = blocks.dataset
    same = np.full_like(data.images, pixel)
    images = {"images": same, "test_images": None, "test_labels": None}
    alike = replace(blocks, dataset=replace(data, **images))
    with pytest.raises(InputError, match=r"claims\.tested: reconstructions needs images"):
        judge_reconstructions(claim_params, alike, lambda case: 1.0)


def test_images_that_pca_rebuilds_but_for_rounding_are_told(claim_params, blocks):
    pixels = blocks.splits(0).rows("test").shape[1]
    wide = claim_params.autoencoder.model_copy(update={"hidden_layer_sizes": [pixels]})
    params = claim_params.model_copy(update={"autoencoder": wide})
    with pytest.raises(InputError, match=rf"PCA of width {pixels} does not rebuild exactly"):
        judge_reconstructions(params, blocks, lambda case: 1.0)


def test_an_error_that_is_not_finite_is_a_divergence_and_no_verdict(
    claim_params, blocks, monkeypatch
):
    layer = nn.Layer(np.full((16, 16), 1e30, np.float32), np.zeros(16, np.float32))
    far = nn.Network([layer], [nn.ACTIVATIONS["identity"]], nn.LOSSES["squared_error"])
    monkeypatch.setattr(reconstructions, "train_autoencoder", lambda *given: far)
    case = reconstructions.Case("identity", 0.01, 0)
    with pytest.raises(TrainingDiverged, match=r"not finite: learning_rate .* got 0\.01"):
        reconstructions.fit(case, claim_params, blocks)


def test_the_error_of_an_autoencoder_is_that_of_what_it_rebuilds(claim_params, blocks, monkeypatch):
    layer = nn.Layer(np.eye(16, dtype=np.float32), np.full(16, 0.5, np.float32))
    shifted = nn.Network([layer], [nn.ACTIVATIONS["identity"]], nn.LOSSES["squared_error"])
    monkeypatch.setattr(reconstructions, "train_autoencoder", lambda *given: shifted)
    found = reconstructions.fit(reconstructions.Case("identity", 0.01, 0), claim_params, blocks)
    assert found == {"test_mse": pytest.approx(0.25)}


def test_the_blocks_after_the_largest_seed_have_seeds_too(claim_params, blocks):
    largest = claim_params.kfold_tuning.model_copy(update={"seed": 2**32 - 1})
    params = claim_params.model_copy(update={"kfold_tuning": largest})
    found = tuning.fit(tuning.Case(10, 0.01, 1, 0), params, blocks)
    assert 0 <= found["macro_f1"] <= 1


def test_the_error_of_pca_is_the_least_of_all_linear_maps(claim_params, blocks):
    """That of an autoencoder with identity, trained for long, comes near and is not below."""
    longer = claim_params.autoencoder.model_copy(update={"epochs": 400})
    splits = blocks.splits(0)
    X = splits.rows("train")
    pca = fit_pca(splits, 2)
    least = np.mean((pca.inverse_transform(pca.transform(X)) - X) ** 2)
    settings = longer.model_copy(update={"estimators": "mlplab"})
    network = train_autoencoder(X, settings, "identity", 0)
    error = np.mean((nn.predict(network, X) - X) ** 2)
    assert least <= error <= 1.1 * least


def test_features_of_one_class_alone_are_told(claim_params, dataset):
    alone = replace(dataset, labels=np.zeros_like(dataset.labels))
    one_class = make_blocks(alone, claim_params.claims.blocks)
    with pytest.raises(InputError, match=r"claims\.blocks\.train: .* must be of several classes"):
        features.fit(features.cases(claim_params)[0], claim_params, one_class)


def test_a_unit_is_dead_whose_value_is_the_same_for_every_training_image(
    claim_params, blocks, monkeypatch
):
    def contrived(case, params, splits):
        features = {part: splits.rows(part).copy() for part in ("train", "test")}
        features["train"][:, 2:5] = 0.5
        return features

    monkeypatch.setattr(features, "_features", contrived)
    found = features.fit(features.Case("relu", 0), claim_params, blocks)
    assert (found["dead"], found["width"]) == (3, 16)
