import os
import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from mlplab import artifacts, data, nn, predict
from mlplab.__main__ import main
from mlplab.data import mnist
from mlplab.data.dataset import check_class_name
from mlplab.errors import InputError
from mlplab.preprocessing import FRAMES, GARMENTS

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
    moon = Image.new("L", (50, 50), 0)
    moon.putpixel((25, 25), 20)
    moon.save("night.png")
    cloud = Image.new("L", (50, 50), 255)
    cloud.putpixel((0, 0), 235)
    cloud.save("day.png")
    return tmp_path


def test_the_model_is_told_and_the_classes_from_the_most_probable(
    capsys: pytest.CaptureFixture,
) -> None:
    assert main(["predict", "night.png", "day.png"]) == 0
    captured = capsys.readouterr()
    assert captured.out == (
        "models/kfold_tuning.npz: 1 network 16-2, classes dark, bright\n"
        "night.png\n  dark    0.9997\n  bright  0.0003\n"
        "day.png\n  bright  0.9997\n  dark    0.0003\n"
    )
    assert captured.err == ""


@pytest.mark.parametrize("name", [b"a\x1b[2J\n.png", b"\xff.png"])
def test_a_name_that_would_steer_a_terminal_is_printed_escaped(root, capsys, name: bytes) -> None:
    path = root / os.fsdecode(name)
    Image.new("L", (4, 4), 100).save(path)
    assert main(["predict", str(path)]) == 0
    captured = capsys.readouterr()
    for line in [*captured.out.splitlines(), *captured.err.splitlines()]:
        assert line.isprintable()
        assert line.encode()
    assert len(captured.out.splitlines()) == 4
    assert len(captured.err.splitlines()) == 1  # one shade of gray


def test_as_many_classes_are_printed_as_asked_for(capsys: pytest.CaptureFixture) -> None:
    assert main(["predict", "night.png", "--top", "1"]) == 0
    assert capsys.readouterr().out.endswith("bright\nnight.png\n  dark  0.9997\n")


def test_invert_takes_black_for_white(capsys: pytest.CaptureFixture) -> None:
    assert main(["predict", "night.png", "--top", "1", "--invert"]) == 0
    assert capsys.readouterr().out.endswith("bright\nnight.png\n  bright  0.9997\n")


def test_an_image_is_resized_and_scaled_to_what_the_network_takes() -> None:
    classifier = predict.load_classifier(predict.DEFAULT_MODEL)
    gray = np.full((30, 30), 51, np.uint8)
    expected = 1 / (1 + np.exp(8 - 16 * 51 / 255))
    assert classifier.probabilities([gray])[0, 1] == pytest.approx(expected, rel=1e-5)


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


def test_a_model_is_of_one_file_where_a_stage_writes_another_meanwhile(root, monkeypatch) -> None:
    path, read_arrays = root / "some.npz", artifacts.read_arrays
    artifacts.write_networks(
        path, {"0": network(), "1": network(-1.0)}, ABOUT | {"diverged": ["1"]}
    )

    def read_and_replace(path, *needed):
        arrays = read_arrays(path, *needed)
        about = ABOUT | {"class_names": np.array(["cat", "dog"]), "diverged": np.array(["0"])}
        artifacts.write_networks(path, {"0": network(), "1": network(-1.0)}, about)
        return arrays

    monkeypatch.setattr(artifacts, "read_arrays", read_and_replace)
    classifier = predict.load_classifier(path)
    assert list(classifier.networks) == ["0"]
    assert classifier.class_names == ("dark", "bright")


def test_no_image_is_kept_once_the_next_is_read(monkeypatch) -> None:
    read_gray, living = data.read_gray, []

    def read(path):
        assert (
            sum(image() is not None for image in living) < 2
        )  # the one before, until this is read
        image = read_gray(path)
        living.append(weakref.ref(image))
        return image

    monkeypatch.setattr(data, "read_gray", read)
    assert main(["predict", *["night.png", "day.png"] * 10]) == 0
    assert len(living) == 20


def picture(shape: tuple[int, int], border: int, center: int) -> np.ndarray:
    image = np.full(shape, border, np.uint8)
    image[shape[0] // 4 : -shape[0] // 4, shape[1] // 4 : -shape[1] // 4] = center
    return image


@pytest.mark.parametrize("size", [8, 28, 500])
@pytest.mark.parametrize(
    ("proportions", "border", "center", "doubts"),
    [
        ((1, 1), 0, 255, []),
        ((1, 1), 0, 0, ["one shade"]),
        ((1, 1), 255, 255, ["one shade"]),
        ((1, 1), 101, 100, ["one shade"]),
        ((1, 1), 255, 0, ["inverted"]),
        ((1, 1), 130, 100, ["inverted"]),
        ((1, 2), 0, 255, ["not square"]),
        ((2, 1), 255, 0, ["not square", "inverted"]),
    ],
)
def test_an_image_unlike_the_training_images_is_doubted(
    size: int, proportions, border: int, center: int, doubts: list[str]
) -> None:
    image = picture((size * proportions[0], size * proportions[1]), border, center)
    found = list(predict.find_doubts(image, frame=None))
    assert len(found) == len(doubts)
    assert all(word in line for word, line in zip(doubts, found, strict=True))


@pytest.mark.parametrize(
    ("names", "shape", "frame"),
    [
        (mnist.DIGITS, (28, 28), FRAMES[28, 28]),
        (mnist.DIGITS, (8, 8), FRAMES[8, 8]),
        (mnist.DIGITS, (9, 9), None),
        (mnist.GARMENTS, (28, 28), GARMENTS),
        (mnist.GARMENTS, (8, 8), None),
        (("leaf", "bark"), (28, 28), None),
    ],
)
def test_digits_and_garments_are_framed_and_other_images_stretched(names, shape, frame) -> None:
    networks = {"0": network(inputs=shape[0] * shape[1], outputs=len(names))}
    classifier = predict.Classifier(networks, names, shape)
    assert classifier.frame == frame
    wide = list(predict.find_doubts(picture((30, 60), 0, 255), classifier.frame))
    assert wide == ([] if frame else ["60 x 30 pixels are not square, and will be stretched"])


def noise(shape: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)


@pytest.mark.parametrize(
    ("image", "doubts"),
    [
        (picture((60, 60), 0, 255), []),
        (picture((30, 60), 0, 255), []),
        (picture((60, 60), 255, 0), ["inverted"]),
        (np.zeros((60, 60), np.uint8), ["one shade"]),
        (noise((60, 60)), ["a photograph"]),
        (255 - noise((60, 60)), ["a photograph"]),
        (np.pad(picture((60, 60), 200, 255), ((0, 0), (0, 9))), ["a photograph"]),
        (np.pad(np.full((60, 30), 255, np.uint8), ((0, 0), (15, 40))), []),
        (np.pad(np.full((60, 30), 255, np.uint8), ((0, 0), (0, 40))), ["border"]),
    ],
    ids=[
        "square",
        "wide",
        "inverted",
        "blank",
        "noise",
        "its negative",
        "covered",
        "touching",
        "cut off",
    ],
)
def test_a_picture_that_is_no_drawn_digit_is_doubted_in_one_line(image, doubts) -> None:
    found = list(predict.find_doubts(image, frame=FRAMES[28, 28]))
    assert len(found) == len(doubts)
    assert all(word in line for word, line in zip(doubts, found, strict=True))


@pytest.mark.parametrize("upscaled", [1, 20])
def test_no_training_digit_is_doubted(upscaled: int) -> None:
    digits = load_digits().images[:500]
    for digit in (digits * 255 / 16).astype(np.uint8):
        image = np.kron(digit, np.ones((upscaled, upscaled), np.uint8))
        assert list(predict.find_doubts(image, frame=FRAMES[28, 28])) == []


@pytest.mark.parametrize("shape", [(1, 1), (2, 2)])
def test_an_image_without_a_center_is_not_taken_for_inverted(shape: tuple[int, int]) -> None:
    image = np.full(shape, 255, np.uint8)
    image[0, 0] = 0
    assert [
        line for line in predict.find_doubts(image, frame=FRAMES[28, 28]) if "inverted" in line
    ] == []


def test_a_doubt_is_one_line_on_standard_error(capsys: pytest.CaptureFixture) -> None:
    Image.fromarray(picture((40, 60), 255, 0)).save("page.png")
    assert main(["predict", "page.png"]) == 0
    square, inverted = capsys.readouterr().err.splitlines()
    assert square == "warning: page.png: 60 x 40 pixels are not square, and will be stretched"
    assert inverted.startswith("warning: page.png: its border is brighter than its center")


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
    "arguments",
    [
        ["predict"],
        ["predict", "a.png", "--top", "0"],
        ["predict", "a.png", "--top", "1" * 5000],
        ["guess"],
        ["--no-such"],
    ],
)
def test_a_faulty_command_is_one_line(capsys, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit:
        main(arguments)
    assert exit.value.code == 2
    (error,) = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")
    assert len(error) < 400


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


def hostile(**changed) -> dict[str, np.ndarray]:
    """The arrays of a model file, some of them changed, or left out where they are None."""
    arrays = {
        "0/activations": np.array(["identity"]),
        "0/loss": np.array("cross_entropy"),
        "0/weights_1": np.zeros((16, 2), np.float32),
        "0/bias_1": np.zeros(2, np.float32),
        "about/class_names": np.array(["dark", "bright"]),
        "about/image_shape": np.array([4, 4]),
    }
    arrays |= {key.replace("__", "/"): value for key, value in changed.items()}
    return {key: value for key, value in arrays.items() if value is not None}


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"0__weights_1": None}, "the array '0/weights_1' is missing"),
        ({"0__activations": None}, "the array '0/activations' is missing"),
        ({"0__activations": np.array(["swash"])}, "network 0: activation must be one of"),
        ({"0__activations": np.array("relu")}, "network 0: activations must be a list of names"),
        ({"0__activations": np.array([1])}, "network 0: activations must be a list of names"),
        ({"0__activations": np.array([], str)}, "network 0: layers must be as many"),
        ({"0__activations": np.array(["relu"] * 9)}, "the array '0/weights_2' is missing"),
        ({"0__loss": np.array("regret")}, "network 0: loss must be one of"),
        ({"0__loss": np.array(["cross_entropy"] * 2)}, "network 0: activations must be a list"),
        ({"0__weights_1": np.zeros(16)}, "network 0: weights (in, out) and bias (out,)"),
        ({"0__weights_1": np.zeros((4, 4, 2))}, "network 0: weights (in, out) and bias (out,)"),
        ({"0__weights_1": np.zeros((16, 2), int)}, "network 0: weights (in, out) and bias (out,)"),
        ({"0__weights_1": np.zeros((16, 3))}, "network 0: layers must fit each other"),
        ({"0__bias_1": np.array(0.0)}, "network 0: weights (in, out) and bias (out,)"),
        ({"0__bias_1": np.array([0, np.nan])}, "network 0: weights and biases must be finite"),
        ({"0__bias_1": np.array([0, np.inf])}, "network 0: weights and biases must be finite"),
        ({"about__class_names": np.array([1, 2])}, "class_names must be texts"),
        ({"about__class_names": np.array("ab")}, "class_names must be texts"),
        ({"about__class_names": np.array(["a", "b\n"])}, "a class name must be UTF-8 text without"),
        ({"1\n2__loss": np.array("cross_entropy")}, "names must be printable"),
        ({"about__image_shape": np.array(16)}, "image_shape must be a height and a width"),
        ({"about__image_shape": np.array([4.0, 4.0])}, "image_shape must be a height and a width"),
        ({"about__image_shape": np.array([-4, -4])}, "image_shape must be a height and a width"),
        ({"about__image_shape": np.array([2, 2])}, "network 0: 4 inputs and 2 outputs expected"),
    ],
)
def test_a_model_of_a_stranger_is_refused_in_one_line(root, capsys, changed, line: str) -> None:
    np.savez(root / "model.npz", **hostile(**changed))
    assert main(["predict", "night.png", "--model", "model.npz"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    (error,) = captured.err.splitlines()
    assert error.startswith(f"error: model.npz: {line}")


@pytest.mark.parametrize("name", ["می\u200cخواهم", "👨\u200d👩", "9\u202fAM", "soft\u00adhyphen"])
def test_a_class_that_a_folder_may_have_is_predicted(root, capsys, name: str) -> None:
    check_class_name(name)  # Unicode's joiners and its other spaces are not printable to Python
    np.savez(root / "model.npz", **hostile(about__class_names=np.array(["night", name])))
    assert main(["predict", "day.png", "--model", "model.npz"]) == 0
    assert name in capsys.readouterr().out


def test_weights_that_overflow_give_an_error_in_place_of_nan(root, capsys) -> None:
    weights = np.full((16, 2), 3e38, np.float32)
    np.savez(root / "model.npz", **hostile(**{"0__weights_1": weights}))
    assert main(["predict", "day.png", "--model", "model.npz"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    (error,) = captured.err.splitlines()
    assert "finite probabilities" in error
