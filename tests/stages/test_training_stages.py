"""The stages that train, on small arrays: pure functions of parameters and images."""

import numpy as np
import pytest

from mlplab import nn
from mlplab.params import Autoencoder
from mlplab.studies import kfold_tuning as tuning
from mlplab.studies.scratch_mlp import summarize_runs
from mlplab.studies.shared.errors import summarize_with_errors
from stages import (
    activation_comparison,
    autoencoder,
    baseline_encoders,
    feature_transfer,
    kfold_tuning,
    scratch_mlp,
)

CELL = {"train_loss", "train_accuracy", "val_loss", "val_accuracy", "test_loss", "test_accuracy"}
SCORES = {"test_accuracy", "test_macro_f1", "test_macro_precision", "test_macro_recall"}


@pytest.mark.parametrize("initializer", ["zero", "random", "normal"])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_every_cell_of_the_grid_has_scores_a_curve_and_a_network_a_seed(
    params, splits, initializer, activation
):
    runs = scratch_mlp.run(params.scratch_mlp, splits, initializer, activation)
    assert [run.seed for run in runs] == [0, 1]
    metrics = summarize_runs(runs, splits)
    assert set(metrics) == CELL | {"standard_error", "seeds", "diverged", "diverged_at_step"}
    assert [row["epoch"] for row in runs[0].curve] == [1, 2, 3]
    last = [run.curve[-1]["val_loss"] for run in runs]
    assert metrics["val_loss"]["mean"] == pytest.approx(np.mean(last))
    assert metrics["val_loss"]["sd"] == pytest.approx(np.std(last, ddof=1))


def test_a_cell_learns(params, splits):
    longer = params.scratch_mlp.model_copy(update={"epochs": 60})
    metrics = summarize_runs(scratch_mlp.run(longer, splits, "random", "relu"), splits)
    assert metrics["test_accuracy"]["mean"] > 0.9


def test_zero_weights_never_tell_the_classes_apart(params, splits):
    shares = [np.mean(splits.test_labels == label) for label in range(3)]
    for run in scratch_mlp.run(params.scratch_mlp, splits, "zero", "tanh"):
        assert run.scores["test_accuracy"] in [pytest.approx(share) for share in shares]


def test_a_diverged_cell_keeps_finite_weights_and_has_no_scores(params, splits):
    wild = params.scratch_mlp.model_copy(update={"learning_rate": 1e30})
    runs = scratch_mlp.run(wild, splits, "normal", "relu")
    metrics = summarize_runs(runs, splits)
    assert all(metrics[name] is None for name in CELL)
    assert metrics["diverged"] == 2
    assert all(step >= 1 for step in metrics["diverged_at_step"])
    assert metrics["nan_argmax"]["test_accuracy"] == np.mean(splits.test_labels == 0)
    for run in runs:
        assert all(np.isfinite(layer.weights).all() for layer in run.network.layers)


def test_a_last_step_too_large_for_the_loss_is_a_divergence(params, splits):
    wild = {"learning_rate": 1e25, "epochs": 1, "batch_size": len(splits.train_labels)}
    (run, _) = scratch_mlp.run(params.scratch_mlp.model_copy(update=wild), splits, "normal", "relu")
    assert all(np.isfinite(layer.weights).all() for layer in run.network.layers)
    assert not np.isfinite(run.curve[0]["val_loss"])
    assert run.scores is None
    assert run.diverged_at_step == 1


def test_one_diverged_seed_takes_the_cells_scores_away(params, splits):
    fine = scratch_mlp.run(params.scratch_mlp, splits, "random", "relu")
    wild = params.scratch_mlp.model_copy(update={"learning_rate": 1e30, "seeds": [7]})
    metrics = summarize_runs(fine + scratch_mlp.run(wild, splits, "normal", "relu"), splits)
    assert metrics["diverged"] == 1
    assert metrics["diverged_at_step"][:2] == [None, None]
    assert metrics["val_loss"] is None


@pytest.mark.parametrize("workers", ["2"])
def test_the_number_of_workers_changes_no_bit(params, splits, monkeypatch, workers):
    alone = scratch_mlp.run(params.scratch_mlp, splits, "random", "leaky_relu")
    monkeypatch.setenv("MLPLAB_WORKERS", workers)
    together = scratch_mlp.run(params.scratch_mlp, splits, "random", "leaky_relu")
    for one, other in zip(alone, together, strict=True):
        assert one.curve == other.curve
        assert one.network.activations[0].name == other.network.activations[0].name
        for a, b in zip(one.network.layers, other.network.layers, strict=True):
            np.testing.assert_array_equal(a.weights, b.weights)


@pytest.mark.parametrize("activation", ["logistic", "tanh", "relu", "identity"])
def test_the_comparison_scores_every_activation(params, splits, activation):
    runs = activation_comparison.run(params.activation_comparison, splits, activation)
    metrics = summarize_with_errors(runs)
    assert set(metrics) == {"train_loss", "val_loss", "standard_error"} | SCORES
    assert metrics["val_loss"]["mean"] == np.mean([run.curve[-1]["val_loss"] for run in runs])
    assert all(len(run.predictions) == len(splits.test_labels) for run in runs)


def test_the_tuning_takes_the_best_setting_of_the_activation_that_won(params, splits):
    comparison = {"tanh": {"val_loss": {"mean": 0.2}}, "relu": {"val_loss": {"mean": 0.1}}}
    metrics, table, networks = kfold_tuning.run(params.kfold_tuning, splits, comparison)
    assert metrics["activation"] == "relu"
    assert metrics["ranking"] == ["relu", "tanh"]
    assert len(table) == 8
    best = max(table, key=lambda row: row["mean_macro_f1"])
    assert metrics["best"] == {k: best[k] for k in ("solver", "batch_size", "learning_rate")}
    assert metrics["best_cv_macro_f1"] == best["mean_macro_f1"]
    folds = [best[f"fold_{number}"] for number in (1, 2, 3)]
    assert best["mean_macro_f1"] == pytest.approx(np.mean(folds))
    assert set(metrics) >= SCORES | {"val_loss"}
    assert list(networks) == [str(seed) for seed in params.kfold_tuning.seeds]
    accuracies = [
        np.mean(nn.predict(network, splits.rows("test")) == splits.test_labels)
        for network in networks.values()
    ]
    assert metrics["test_accuracy"]["mean"] == pytest.approx(np.mean(accuracies))


def test_the_tuning_takes_a_named_activation_as_it_is(params):
    named = params.kfold_tuning.model_copy(update={"activation": "tanh"})
    assert tuning.choose_activation(named, {}) == "tanh"


def test_of_equal_settings_the_first_of_the_grid_is_best(params):
    settings = tuning.grid(params.kfold_tuning)
    table = tuning.results(settings, [1] * len(settings), np.full((len(settings), 3), 0.5))
    assert tuning.best_of(table) is table[0]


def test_settings_are_held_against_the_best_fold_by_fold(params):
    settings = tuning.grid(params.kfold_tuning)[:3]
    scores = np.array([[0.7, 0.8, 0.9], [0.71, 0.81, 0.91], [0.7, 0.83, 0.88]])
    first, best, third = tuning.results(settings, [1, 1, 1], scores)
    assert (best["minus_best"], best["low"], best["high"]) == (0, 0, 0)
    # The same on every fold: far from the best, though the folds differ much from each other.
    assert first["low"] == pytest.approx(-0.01) == pytest.approx(first["high"])
    differences = scores[2] - scores[1]
    error = differences.std(ddof=1) * np.sqrt(1 / 3 + 1 / 2)  # of two folds one is held out
    reach = 4.302653 * error  # t with 2 degrees of freedom
    assert third["minus_best"] == pytest.approx(differences.mean())
    assert third["high"] - third["minus_best"] == pytest.approx(reach, rel=1e-6)


@pytest.mark.parametrize("batch_size", [7, 10, 20])
def test_a_setting_gets_an_update_a_batch_and_epoch_as_scikit_learn_takes_them(
    params, splits, batch_size
):
    from sklearn.neural_network import MLPClassifier

    rows = tuning.folds(splits, params.kfold_tuning)[0][0]
    X, y, epochs = splits.rows("train")[rows], splits.train_labels[rows], params.kfold_tuning.epochs
    estimator = MLPClassifier([2], batch_size=batch_size, random_state=0)
    for _ in range(epochs):
        estimator.partial_fit(X, y, classes=np.arange(3))
    assert estimator._optimizer.t == tuning.count_updates(
        params.kfold_tuning, batch_size, len(rows)
    )


def test_the_folds_hold_every_training_image_out_once(params, splits):
    held_out = np.concatenate([held for _, held in tuning.folds(splits, params.kfold_tuning)])
    assert sorted(held_out) == list(range(len(splits.train_labels)))


def test_the_autoencoder_rebuilds_better_than_the_mean_image(params, splits):
    longer = params.autoencoder.model_copy(update={"epochs": 80, "learning_rate": 0.01})
    runs = autoencoder.run(longer, splits, "identity")
    images = splits.rows("val")
    of_mean = np.mean((images - splits.rows("train").mean(axis=0)) ** 2)
    assert all(run.scores["val_mse"] < of_mean for run in runs)
    rebuilt = runs[0].rebuilt
    assert rebuilt["reconstructions"].shape == splits.test_images[:10].shape
    difference = rebuilt["reconstructions"] - splits.test_images[:10]
    np.testing.assert_allclose(rebuilt["image_mse"], np.mean(difference**2, axis=(1, 2)), rtol=1e-5)
    assert set(runs[0].scores) == {"train_mse", "val_mse", "test_mse"}
    residual = nn.predict(runs[0].network, images) - images
    error = np.mean(residual**2, axis=1).std(ddof=1) / np.sqrt(len(images))
    assert runs[0].standard_errors["val_mse"] == pytest.approx(error, rel=1e-4)


def test_the_transfer_trains_on_the_features_of_each_seeds_encoder(params, splits):
    encoders = {
        str(run.seed): feature_transfer.encoder_of(run.network)
        for run in autoencoder.run(params.autoencoder, splits, "relu")
    }
    assert [len(encoder.layers[-1].bias) for encoder in encoders.values()] == [2, 2]
    runs = feature_transfer.run(params.feature_transfer, splits, encoders, "relu")
    assert [run.seed for run in runs] == [0, 1]
    assert set(runs[0].scores) == {"train_loss", "val_loss"} | SCORES


def test_the_baselines_are_pca_of_the_bottlenecks_width_and_the_pixels(params, splits):
    metrics, encoders, rebuilt = baseline_encoders.run(params.autoencoder, splits)
    assert encoders["pixels"] == {}
    X = splits.rows("train")
    features = nn.forward(encoders["pca"]["0"], X)[-1]
    assert features.shape == (len(X), 2)
    np.testing.assert_allclose(features.mean(axis=0), 0, atol=1e-5)
    centered = X - X.mean(axis=0)
    singular = np.linalg.svd(centered.astype(float), compute_uv=False)[:2]
    np.testing.assert_allclose(np.linalg.norm(features, axis=0), singular, rtol=1e-4)
    components = np.linalg.svd(centered, full_matrices=False)[2][:2]
    for part in ("train", "val", "test"):
        rows = splits.rows(part) - X.mean(axis=0)
        residual = rows - rows @ components.T @ components
        of_images = np.mean(residual**2, axis=1)
        assert metrics[f"pca_{part}_mse"] == pytest.approx(of_images.mean(), rel=1e-4)
        error = of_images.std(ddof=1) / np.sqrt(len(of_images))
        assert metrics["standard_error"][f"pca_{part}_mse"] == pytest.approx(error, rel=1e-3)
    np.testing.assert_allclose(rebuilt["image_mse"], of_images[:10], rtol=1e-3)


def test_a_bottleneck_wider_than_an_image_is_refused(params, splits):
    from mlplab.errors import InputError

    wide = Autoencoder(**params.autoencoder.model_dump() | {"hidden_layer_sizes": [20]})
    with pytest.raises(InputError, match=r"autoencoder\.hidden_layer_sizes.*at most 16.*got 20"):
        baseline_encoders.run(wide, splits)


def test_a_setting_that_diverges_loses_the_tuning_and_does_not_stop_it(params, splits):
    wild = params.kfold_tuning.model_copy(
        update={
            "activation": "identity",  # a ReLU would die before it overflows
            "hidden_layer_sizes": [6, 6, 6, 6, 6],
            "solvers": ["sgd"],
            "learning_rates": [1e6, 0.01],
            "batch_sizes": [20],
        }
    )
    metrics, table, _ = kfold_tuning.run(wild, splits, {})
    assert metrics["best"]["learning_rate"] == 0.01
    assert table[0]["mean_macro_f1"] == 0
