from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlplab import artifacts, nn, predict
from mlplab.__main__ import main
from mlplab.errors import InputError

ABOUT = {
    "class_names": np.array(["dark", "bright"]),
    "scale": np.array(255.0),
    "image_shape": np.array([4, 4]),
}


def network(gain: float = 1.0, inputs: int = 16, outputs: int = 2) -> nn.Network:
    """Of its two classes the second is the brighter; the scores are the sum of the pixels, and 8."""
    weights = np.zeros((inputs, outputs), np.float32)
    weights[:, 1:] = gain
    bias = np.zeros(outputs, np.float32)
    bias[0] = 8 * gain
    layer = nn.Layer(weights, bias)
    return nn.Network([layer], [nn.ACTIVATIONS["identity"]], nn.LOSSES["cross_entropy"])


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository's root with one model and two images."""
    monkeypatch.chdir(tmp_path)
    artifacts.write_networks(predict.DEFAULT_MODEL, {"0": network()}, ABOUT)
    Image.new("L", (50, 50), 0).save("night.png")
    Image.new("RGB", (9, 9), (255, 255, 255)).save("day.jpg")
    return tmp_path


def test_classes_are_printed_from_the_most_probable(capsys: pytest.CaptureFixture) -> None:
    assert main(["predict", "night.png", "day.jpg"]) == 0
    captured = capsys.readouterr()
    assert captured.out == (
        "night.png\n  dark    0.9997\n  bright  0.0003\n"
        "day.jpg\n  bright  0.9997\n  dark    0.0003\n"
    )
    assert captured.err == ""


def test_as_many_classes_are_printed_as_asked_for(capsys: pytest.CaptureFixture) -> None:
    assert main(["predict", "night.png", "--top", "1"]) == 0
    assert capsys.readouterr().out == "night.png\n  dark  0.9997\n"


def test_invert_takes_black_for_white(capsys: pytest.CaptureFixture) -> None:
    assert main(["predict", "night.png", "--top", "1", "--invert"]) == 0
    assert capsys.readouterr().out == "night.png\n  bright  0.9997\n"


def test_an_image_is_resized_and_scaled_to_what_the_network_takes() -> None:
    classifier = predict.load_classifier(predict.DEFAULT_MODEL)
    grey = np.full((30, 30), 51, np.uint8)
    expected = 1 / (1 + np.exp(8 - 16 * 51 / 255))
    assert classifier.probabilities([grey])[0, 1] == pytest.approx(expected, rel=1e-5)


def test_the_probabilities_of_several_networks_are_averaged() -> None:
    networks = {"0": network(), "1": network(gain=-1.0)}
    classifier = predict.Classifier(networks, ("dark", "bright"), (4, 4))
    probabilities = classifier.probabilities([np.zeros((4, 4), np.uint8)])
    np.testing.assert_allclose(probabilities, [[0.5, 0.5]], rtol=1e-6)


def test_a_network_that_diverged_does_not_predict(root: Path) -> None:
    about = ABOUT | {"diverged": np.array(["1"])}
    artifacts.write_networks(root / "some.npz", {"0": network(), "1": network(-1.0)}, about)
    assert list(predict.load_classifier(root / "some.npz").networks) == ["0"]
    artifacts.write_networks(root / "all.npz", {"1": network()}, about)
    with pytest.raises(InputError, match=r"all\.npz: every network in it diverged"):
        predict.load_classifier(root / "all.npz")


def picture(shape: tuple[int, int], border: int, centre: int) -> np.ndarray:
    image = np.full(shape, border, np.uint8)
    image[shape[0] // 4 : -shape[0] // 4, shape[1] // 4 : -shape[1] // 4] = centre
    return image


@pytest.mark.parametrize("size", [8, 28, 500])
@pytest.mark.parametrize(
    ("proportions", "border", "centre", "doubts"),
    [
        ((1, 1), 0, 255, []),
        ((1, 1), 100, 100, []),
        ((1, 1), 255, 0, ["brighter"]),
        ((1, 1), 101, 100, ["brighter"]),
        ((1, 2), 0, 255, ["not square"]),
        ((2, 1), 255, 0, ["not square", "brighter"]),
    ],
)
def test_an_image_unlike_the_training_images_is_doubted(
    size: int, proportions, border: int, centre: int, doubts: list[str]
) -> None:
    shape = (size * proportions[0], size * proportions[1])
    found = list(predict.find_doubts(picture(shape, border, centre)))
    assert len(found) == len(doubts)
    assert all(word in line for word, line in zip(doubts, found, strict=True))


@pytest.mark.parametrize("shape", [(1, 1), (2, 2)])
def test_an_image_without_a_centre_is_not_taken_for_inverted(shape: tuple[int, int]) -> None:
    assert list(predict.find_doubts(np.full(shape, 255, np.uint8))) == []


def test_a_doubt_is_one_line_on_standard_error(capsys: pytest.CaptureFixture) -> None:
    Image.fromarray(picture((40, 60), 255, 0)).save("page.png")
    assert main(["predict", "page.png"]) == 0
    square, inverted = capsys.readouterr().err.splitlines()
    assert square == "warning: page.png: 60 x 40 pixels are not square, and will be stretched"
    assert inverted.startswith("warning: page.png: its border is brighter than its centre")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["no.png"], "no.png: no such file"),
        (["night.png", "words.txt"], "words.txt: not an image file of a known kind"),
        (["night.png", "--model", "no.npz"], "no.npz: no such file; `dvc repro` makes it"),
        (["night.png", "--model", "words.txt"], "words.txt: not an npz file"),
        (["night.png", "--model", "bare.npz"], "bare.npz: holds no network that classifies images"),
        (["night.png", "--model", "none.npz"], "none.npz: holds no network that classifies images"),
        (
            ["night.png", "--model", "wide.npz"],
            "wide.npz: network 7: 16 inputs and 2 outputs expected, got 20 and 2",
        ),
        (
            ["night.png", "--model", "short.npz"],
            "short.npz: network 7: 16 inputs and 2 outputs expected, got 16 and 1",
        ),
    ],
)
def test_faulty_input_is_one_line(root, capsys, arguments: list[str], line: str) -> None:
    (root / "words.txt").write_text("words")
    artifacts.write_networks(root / "bare.npz", {"7": network()})
    artifacts.write_networks(root / "none.npz", {}, ABOUT)
    artifacts.write_networks(root / "wide.npz", {"7": network(inputs=20)}, ABOUT)
    artifacts.write_networks(root / "short.npz", {"7": network(outputs=1)}, ABOUT)
    assert main(["predict", *arguments]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    (error,) = captured.err.splitlines()
    assert error.startswith(f"error: {line}")


@pytest.mark.parametrize(
    "arguments", [["predict"], ["predict", "a.png", "--top", "0"], ["guess"], ["--no-such"]]
)
def test_a_faulty_command_is_one_line(capsys, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 2
    (error,) = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")


def test_without_a_command_it_lists_what_there_is(root, capsys: pytest.CaptureFixture) -> None:
    artifacts.write_networks(root / "models/encoders/relu.npz", {"0": network()})
    artifacts.write_networks(root / "models/two.npz", {"0": network(), "1": network()}, ABOUT)
    assert main([]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "predict   classify image files with a trained network" in lines
    assert lines[lines.index("models in models/:") + 1 :] == [
        "models/encoders/relu.npz: holds no network that classifies images",
        "models/kfold_tuning.npz: 1 network 16-2, classes dark, bright, the default",
        "models/two.npz: 2 networks 16-2, classes dark, bright",
    ]


def test_without_models_it_says_how_to_get_them(root, capsys: pytest.CaptureFixture) -> None:
    predict.DEFAULT_MODEL.unlink()
    assert main([]) == 0
    assert "`dvc repro`" in capsys.readouterr().out
    assert main(["predict", "night.png"]) == 1
    assert "`dvc repro`" in capsys.readouterr().err
