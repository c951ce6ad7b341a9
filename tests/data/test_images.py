import os
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from PIL import Image

from mlplab import data
from mlplab.data import images
from mlplab.errors import InputError

GRAY = np.array([[0, 60, 120], [180, 240, 255]], np.uint8)


def save(path: Path, array: np.ndarray, **options) -> Path:
    Image.fromarray(array).save(path, **options)
    return path


@pytest.mark.parametrize("suffix", ["png", "bmp", "tiff", "gif", "webp"])
def test_gray_values_are_kept(tmp_path: Path, suffix: str) -> None:
    options = {"lossless": True} if suffix == "webp" else {}
    image = data.read_gray(save(tmp_path / f"gray.{suffix}", GRAY, **options))
    assert image.dtype == np.uint8
    np.testing.assert_array_equal(image, GRAY)


def test_a_jpeg_is_close(tmp_path: Path) -> None:
    path = save(tmp_path / "gray.jpg", np.full((16, 16), 100, np.uint8))
    np.testing.assert_allclose(data.read_gray(path), 100, atol=2)


@pytest.mark.parametrize(
    ("pixel", "dtype", "gray"),
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
def test_color_transparency_and_16_bits_become_gray(tmp_path: Path, pixel, dtype, gray) -> None:
    pixels = np.full((4, 4, *np.shape(pixel)), pixel, dtype)
    assert set(data.read_gray(save(tmp_path / "image.png", pixels)).flat) == {gray}


@pytest.mark.parametrize("largest", [65535, 1000])
def test_a_pgm_of_16_bits_becomes_gray(tmp_path: Path, largest) -> None:
    path = tmp_path / "image.pgm"
    pixels = np.array([0, largest // 2, largest], ">u2")
    path.write_bytes(b"P5 3 1 %d\n" % largest + pixels.tobytes())
    np.testing.assert_allclose(data.read_gray(path), [[0, 127, 255]], atol=1)


@pytest.mark.parametrize(
    ("tag", "written", "other", "pixels"),
    [
        (b"\x02\x01", 16, 12, [[0xF0FF, 0]]),  # bits of a pixel; the bytes FF F0 00 are two of 12
        (b"\x06\x01", 1, 0, [[0, 0xFFFF]]),  # what 0 stands for: black, white
    ],
)
def test_a_tiff_of_12_bits_or_with_0_for_white_becomes_gray(
    tmp_path: Path, tag, written, other, pixels
) -> None:
    path = save(tmp_path / "gray.tiff", np.array(pixels, np.uint16))
    entry = tag + b"\x03\0\x01\0\0\0%c\0"
    assert entry % written in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(entry % written, entry % other))
    np.testing.assert_array_equal(data.read_gray(path), [[255, 0]])


def test_a_transparent_gray_of_16_bits_becomes_white(tmp_path: Path) -> None:
    pixels = np.array([[0, 1], [300, 65535]], np.uint16)
    path = save(tmp_path / "image.png", pixels)
    header, chunk = path.read_bytes()[:33], b"tRNS" + (300).to_bytes(2, "big")
    transparency = (2).to_bytes(4, "big") + chunk + crc32(chunk).to_bytes(4, "big")
    path.write_bytes(header + transparency + path.read_bytes()[33:])
    np.testing.assert_array_equal(data.read_gray(path), [[0, 0], [255, 255]])


def test_black_and_white_has_two_values(tmp_path: Path) -> None:
    assert set(data.read_gray(save(tmp_path / "image.png", GRAY > 100)).flat) == {0, 255}


def test_the_cameras_rotation_is_applied(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held a quarter turn
    path = save(tmp_path / "image.png", GRAY, exif=exif)
    np.testing.assert_array_equal(data.read_gray(path), np.rot90(GRAY, -1))


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
@pytest.mark.parametrize("mode", ["L", "RGBA", "CMYK", "RGB", "I;16"])
def test_a_tiff_that_lies_on_its_side_is_turned(tmp_path: Path, mode, compression) -> None:
    gray = np.arange(6, dtype=np.uint8).reshape(2, 3) * 40
    wide = mode == "I;16"
    image = (
        Image.fromarray(gray.astype(np.uint16) << 8)
        if wide
        else Image.fromarray(gray).convert(mode)
    )
    path = tmp_path / "image.tiff"
    image.save(path, tiffinfo={0x0112: 6}, compression=compression)
    np.testing.assert_allclose(data.read_gray(path), np.rot90(gray, -1), atol=1)


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
        data.read_gray(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("make", "kind"), [(os.mkdir, "a folder"), (os.mkfifo, "a pipe or a device")]
)
def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path, make, kind: str) -> None:
    make(tmp_path / "image.png")
    with pytest.raises(InputError) as error:
        data.read_gray(tmp_path / "image.png")
    assert str(error.value) == f"{tmp_path / 'image.png'}: an image file expected, got {kind}"


@pytest.mark.parametrize(
    ("size", "given"), [((19000, 9300), r"\(19000, 9300\)"), ((10**5, 10**5), "many more")]
)
def test_a_huge_image_is_refused_by_the_size_that_it_declares(tmp_path: Path, size, given) -> None:
    path = tmp_path / "huge.ppm"
    path.write_bytes(b"P5 %d %d 255\n" % size)
    with pytest.raises(InputError, match=f"at most 50,000,000 pixels expected, got {given}$"):
        data.read_gray(path)


def test_the_largest_image_allowed_is_read(tmp_path: Path, monkeypatch) -> None:
    path = save(tmp_path / "gray.png", GRAY)
    monkeypatch.setattr(images, "MAX_PIXELS", GRAY.size)
    np.testing.assert_array_equal(data.read_gray(path), GRAY)
    monkeypatch.setattr(images, "MAX_PIXELS", GRAY.size - 1)
    with pytest.raises(InputError, match="at most 5 pixels expected"):
        data.read_gray(path)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr", "I;16"])
def test_every_mode_that_a_file_has_becomes_gray(tmp_path: Path, mode: str) -> None:
    suffix = "png" if mode in ("1", "L", "P", "RGB", "RGBA", "LA", "I;16") else "tiff"
    Image.new(mode, (3, 2)).save(tmp_path / f"image.{suffix}")
    assert data.read_gray(tmp_path / f"image.{suffix}").shape == (2, 3)


@pytest.mark.parametrize("mode", ["F", "I", "LAB"])
def test_a_mode_whose_gray_nobody_knows_is_refused(tmp_path: Path, mode: str) -> None:
    Image.new(mode, (3, 2)).save(tmp_path / "image.tiff")
    with pytest.raises(InputError, match=f"image.tiff: cannot be read as an image .*{mode}"):
        data.read_gray(tmp_path / "image.tiff")


@pytest.mark.parametrize("suffix", ["gif", "png", "webp"])
def test_of_an_animation_the_first_picture_is_taken(tmp_path: Path, suffix: str) -> None:
    pictures = [Image.fromarray(np.full((4, 4), value, np.uint8)) for value in (10, 200, 90)]
    options = {"lossless": True} if suffix == "webp" else {}
    path = tmp_path / f"moving.{suffix}"
    pictures[0].save(path, save_all=True, append_images=pictures[1:], **options)
    assert set(data.read_gray(path).flat) == {10}


def test_a_format_that_starts_a_program_is_of_no_known_kind(tmp_path: Path) -> None:
    Image.fromarray(GRAY).save(tmp_path / "image.eps")
    with pytest.raises(InputError, match=r"not an image file of a known kind \(BMP, GIF, JPEG, "):
        data.read_gray(tmp_path / "image.eps")
