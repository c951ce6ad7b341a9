"""The ten drawings in examples/: drawn by their script, and classified rightly."""

import json

import numpy as np
import pytest

from examples import draw
from mlplab import artifacts, predict
from mlplab.__main__ import main
from tests.conftest import ROOT
from tests.digits import EXAMPLES, embedded_splits, example, tuned_network


@pytest.fixture
def classifier(tmp_path, monkeypatch):
    """The default model of the embedded study, where `predict` looks for it."""
    monkeypatch.chdir(tmp_path)
    about = embedded_splits().about()
    artifacts.write_networks(predict.DEFAULT_MODEL, {"0": tuned_network()}, about)


def test_the_test_network_is_the_one_that_the_repository_publishes():
    metrics = json.loads((ROOT / "metrics" / "kfold_tuning.json").read_text())
    best = {"solver": "adam", "batch_size": 64, "learning_rate": 0.01}
    assert (metrics["activation"], metrics["best"]) == ("tanh", best)


@pytest.mark.parametrize("digit", EXAMPLES)
def test_an_example_is_what_its_strokes_draw(digit):
    drawn = draw.read_strokes()
    picture = np.array(draw.draw(drawn["digits"][digit], drawn["size"], drawn["pen"]), dtype=int)
    assert np.abs(picture - example(digit)).max() <= 8  # versions of Pillow differ a little


def test_all_ten_examples_are_classified_rightly_without_a_warning(classifier, capsys):
    paths = [str(ROOT / "examples" / f"{digit}.png") for digit in EXAMPLES]
    assert main(["predict", "--top", "1", *paths]) == 0
    captured = capsys.readouterr()
    found = [line.split()[0] for line in captured.out.splitlines()[2::2]]
    assert found == list(EXAMPLES)
    assert captured.err == ""


def test_a_picture_of_the_training_images_size_is_taken_as_it_is(classifier):
    splits = embedded_splits()
    images = np.rint(splits.test_images[:50] * 255).astype(np.uint8)
    found = predict.load_classifier(predict.DEFAULT_MODEL).probabilities(list(images))
    expected = predict.nn.predict_proba(tuned_network(), splits.rows("test")[:50])
    np.testing.assert_allclose(found, expected, atol=0.02)
