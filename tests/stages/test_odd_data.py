"""Data and settings at their edges: the whole study gives a right result, or one line says what is wrong."""

import html
import json
from importlib import import_module

import numpy as np
import pytest
import yaml
from PIL import Image

from mlplab import artifacts, data, paths
from mlplab.cells import MATRICES, cell_keys
from mlplab.errors import InputError
from mlplab.params import load_params
from stages import activation_comparison, feature_transfer, kfold_tuning, normalize
from tests.conftest import ROOT

TRAINED = ("scratch_mlp", "activation_comparison", "autoencoder", "feature_transfer")
FIT = {
    "hidden_layer_sizes": [4],
    "epochs": 2,
    "batch_size": 7,
}  # of 8 images: the last batch has one
COMMON = r"common $\frac{1}{$ <b>&amp;"  # TeX that is none, and markup
SIZES = {"train": 8, "val": 1, "test": 1, "test_from": "train", "seed": None}
SMALL = {
    "normalize": {"digits": SIZES, "fashion": SIZES},
    "scratch_mlp": {**FIT, "initializers": ["zero", "normal"], "activations": ["relu"]},
    "activation_comparison": {**FIT, "activations": ["relu"]},
    "kfold_tuning": {
        "hidden_layer_sizes": [4],
        "folds": 2,
        "solvers": ["adam"],
        "batch_sizes": [3],
        "learning_rates": [0.01],
        "epochs": 1,
        "seeds": [0],
    },
    "autoencoder": {**FIT, "hidden_layer_sizes": [4, 2, 4], "activations": ["relu"]},
    "feature_transfer": {**FIT, "features": ["relu", "pixels", "pca"]},
    "claims": {"tested": ["nan_argmax"]},
}
STAGES = (
    *("check_params", "fetch", "normalize", "worked_examples", "scratch_mlp"),
    *("activation_comparison", "table", "kfold_tuning", "baseline_encoders", "autoencoder"),
    *("feature_transfer", "claims", "table", "unstated", "summary", "pictures", "page"),
)


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A folder with images of two classes, and parameters of one seed for them; the second class is rare."""
    monkeypatch.chdir(tmp_path)
    for name in ("reference", "examples"):
        (tmp_path / name).symlink_to(ROOT / name)
    rng = np.random.default_rng(0)
    for name, count in ((COMMON, 8), ("rare", 2)):
        (tmp_path / "images" / name).mkdir(parents=True)
        for number in range(count):
            image = Image.fromarray(rng.integers(0, 256, (28, 28), np.uint8))
            image.save(tmp_path / "images" / name / f"{number}.png")
    values = yaml.safe_load((ROOT / "params.yaml").read_text())
    values["fetch"] = {"digits": "folder:images", "fashion": "folder:images"}
    for section, changes in SMALL.items():
        values[section] |= changes
    for section in TRAINED:
        values[section]["seeds"] = [3]
    (tmp_path / "params.yaml").write_text(json.dumps(values))
    return tmp_path


def test_one_seed_one_image_to_validate_without_a_class_and_a_last_batch_of_one_give_a_page(study):
    keys = cell_keys(load_params()) | {"table": list(MATRICES)}
    for stage in STAGES:
        for key in keys.get(stage, [""]):
            if stage != "table" or paths.cells(key).exists():  # it comes twice
                import_module(f"stages.{stage}").main(*filter(None, key.split("-")))
    record = artifacts.read_json(paths.metrics("activation_comparison/relu"))
    assert record["val_loss"]["sd"] is None
    assert record["standard_error"]["val_loss"] is None  # of one image
    assert record["standard_error"]["train_loss"] > 0
    for path in (study / "metrics").rglob("*.json"):
        json.loads(path.read_text(), parse_constant=pytest.fail)
    page = (study / "page.html").read_text(encoding="utf-8")
    assert html.escape(COMMON) in page
    assert COMMON not in page


def test_features_need_an_encoder_for_each_seed_and_pixels_do_not(params, splits):
    with pytest.raises(InputError, match=r"models/autoencoder/relu\.npz.*none for \[0, 1\]"):
        feature_transfer.run(params.feature_transfer, splits, {}, "relu")
    runs = feature_transfer.run(params.feature_transfer, splits, {}, "pixels")
    assert len(runs) == 2


def few_of(splits, label, count):
    """The same images without most of one class."""
    rows = np.flatnonzero(splits.train_labels == label)[count:]
    images, labels = (
        np.delete(a, rows, axis=0) for a in (splits.train_images, splits.train_labels)
    )
    parts = {name: getattr(splits, name) for name in splits.__dataclass_fields__}
    return data.Splits(**parts | {"train_images": images, "train_labels": labels})


def test_a_class_with_fewer_images_than_folds_is_told(params, splits):
    rule = r"kfold_tuning\.folds: must be at most 2, the training images of class 'b', got 3"
    with pytest.raises(InputError, match=rule):
        kfold_tuning.run(
            params.kfold_tuning, few_of(splits, 1, 2), {"relu": {"val_loss": {"mean": 1}}}
        )


@pytest.mark.parametrize("estimators", ["sklearn", "mlplab"])
def test_one_class_alone_to_train_on_is_all_that_is_predicted(params, splits, estimators):
    alone = few_of(few_of(splits, 0, 0), 1, 0)
    settings = params.activation_comparison.model_copy(
        update={"estimators": estimators, "epochs": 200, "learning_rate": 0.01}
    )
    for run in activation_comparison.run(settings, alone, "relu"):
        assert set(run.predictions) == {2}
        assert run.scores["test_accuracy"] == np.mean(splits.test_labels == 2)


def test_images_that_are_all_alike_are_refused(embedded):
    alike = data.Dataset(np.full((1797, 8, 8), 5, np.uint8), np.arange(1797) % 3, ("a", "b", "c"))
    with pytest.raises(InputError, match=r"normalize\.digits: .* must differ, got 1200 equal ones"):
        normalize.run(embedded.normalize, {"digits": alike, "fashion": alike})
