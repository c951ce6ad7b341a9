from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlplab import data
from mlplab.errors import InputError

GREY = np.array([[0, 60, 120], [180, 240, 255]], np.uint8)


def save(path: Path, array: np.ndarray, **options) -> Path:
    Image.fromarray(array).save(path, **options)
    return path


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "gif", "webp"])
def test_grey_values_are_kept(tmp_path: Path, suffix: str) -> None:
    options = {"lossless": True} if suffix == "webp" else {}
    image = data.read_grey(save(tmp_path / f"grey.{suffix}", GREY, **options))
    assert image.dtype == np.uint8
    np.testing.assert_array_equal(image, GREY)


def test_a_jpeg_is_close(tmp_path: Path) -> None:
    path = save(tmp_path / "grey.jpg", np.full((16, 16), 100, np.uint8))
    np.testing.assert_allclose(data.read_grey(path), 100, atol=2)


@pytest.mark.parametrize(
    ("pixel", "dtype", "grey"),
    [
        ((255, 0, 0), np.uint8, 76),
        ((255, 255, 255, 255), np.uint8, 255),
        ((0, 0, 0, 0), np.uint8, 255),
        ((0, 0, 0, 255), np.uint8, 0),
        (128 << 8, np.uint16, 128),
        (65535, np.uint16, 255),
        (255, np.uint16, 0),
    ],
)
def test_colour_transparency_and_16_bits_become_grey(tmp_path: Path, pixel, dtype, grey) -> None:
    pixels = np.full((4, 4, *np.shape(pixel)), pixel, dtype)
    assert set(data.read_grey(save(tmp_path / "image.png", pixels)).flat) == {grey}


def test_black_and_white_has_two_values(tmp_path: Path) -> None:
    assert set(data.read_grey(save(tmp_path / "image.png", GREY > 100)).flat) == {0, 255}


def test_the_cameras_rotation_is_applied(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held a quarter turn
    path = save(tmp_path / "image.png", GREY, exif=exif)
    np.testing.assert_array_equal(data.read_grey(path), np.rot90(GREY, -1))


@pytest.mark.parametrize("shape", [(28, 28), (8, 8), (3, 5)])
@pytest.mark.parametrize("size", [(28, 28), (100, 60), (1, 1)])
def test_any_size_is_brought_to_the_shape(shape, size) -> None:
    image = data.resize(np.full(size, 200, np.uint8), shape)
    assert image.shape == shape
    assert set(image.flat) == {200}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "no such file"),
        (b"", "not an image file of a known kind"),
        (b"words", "not an image file of a known kind"),
        ("truncated", "cannot be read as an image"),
    ],
)
def test_what_is_no_image_is_named(tmp_path: Path, content, fault: str) -> None:
    path = tmp_path / "image.png"
    if content == "truncated":
        save(path, np.random.default_rng(0).integers(0, 256, (40, 40), np.uint8))
        content = path.read_bytes()[:-200]
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=fault) as error:
        data.read_grey(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


def test_a_folder_is_no_image(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Is a directory|Permission denied"):
        data.read_grey(tmp_path)
