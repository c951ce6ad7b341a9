import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlplab import data
from mlplab.errors import InputError

#: The folder's files and their gray values.
FILES = {
    "cat/1.png": 10,
    "cat/2.jpg": 20,
    "cat/3.png": 30,
    "bird/b.png": 40,
    "bird/a.png": 50,
    "wolf/x.bmp": 60,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "animals"
    for turn, (name, gray) in enumerate(FILES.items()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (20 + turn, 30), (gray, gray, gray)).save(root / name)
    return root


def test_a_folder_is_a_class_and_classes_take_turns(folder: Path) -> None:
    (folder / "README.txt").write_text("beside the classes")
    (folder / ".cache").mkdir()
    (folder / "cat" / ".hidden").write_text("not an image")
    dataset = data.load(f"folder:{folder}")
    assert dataset.class_names == ("bird", "cat", "wolf")
    assert dataset.labels.tolist() == [0, 1, 2, 0, 1, 1]
    assert dataset.images.shape == (6, 28, 28)
    np.testing.assert_allclose(dataset.images[:, 9, 9], [50, 10, 60, 40, 20, 30], atol=2)
    assert dataset.scale == 255
    assert dataset.test_images is None


def test_the_path_is_relative_to_the_working_directory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    assert len(data.load("folder:animals").images) == 6


def test_another_shape_can_be_asked_for(folder: Path) -> None:
    assert data.image_folder(str(folder), shape=(8, 9)).images.shape == (6, 8, 9)


@pytest.mark.parametrize(
    ("change", "named", "fault"),
    [
        (lambda root: root.rename(root.parent / "moved"), "", "no such folder of images"),
        (lambda root: (root / "newt").mkdir(), "newt", "no image in this class's folder"),
        (lambda root: (root / "cat/a.txt").write_text("words"), "cat/a.txt", "not an image file"),
        (lambda root: (root / "cat/1.png").write_bytes(b""), "cat/1.png", "not an image file"),
        (lambda root: (root / "cat/more").mkdir(), "cat/more", "an image file expected"),
        (lambda root: os.mkfifo(root / "cat/pipe"), "cat/pipe", "an image file expected"),
        (
            lambda root: (root / "cat/gone.png").symlink_to("nowhere"),
            "cat/gone.png",
            "no such file",
        ),
        (lambda root: (root / "cat").rename(root / "=cmd"), "=cmd", "a class name must be"),
        (lambda root: (root / "newt").symlink_to("nowhere"), "newt", "must lead to a folder"),
    ],
)
def test_a_fault_names_the_file_or_folder(folder: Path, change, named: str, fault: str) -> None:
    change(folder)
    with pytest.raises(InputError, match=fault) as error:
        data.load(f"folder:{folder}")
    assert str(error.value).startswith(f"{folder / named}: ")


@pytest.mark.parametrize(
    "name", ["T-shirt", "Ankle boot", "é", "中文", "-1", "$\\frac{1}{$", "a,'\"<b>"]
)
def test_a_folders_name_is_the_class_name(folder: Path, name: str) -> None:
    (folder / "wolf").rename(folder / name)
    assert set(data.load(f"folder:{folder}").class_names) == {"cat", "bird", name}


@pytest.mark.parametrize("name", [b"\xff", b"two\nlines", b"\x1b[31m"])
def test_a_name_that_is_not_one_line_of_text_is_refused_and_escaped(folder: Path, name) -> None:
    os.rename(folder / "wolf", os.fsencode(folder) + b"/" + name)
    with pytest.raises(InputError, match="a class name must be UTF-8 text") as error:
        data.load(f"folder:{folder}")
    assert str(error.value).isprintable()


@pytest.mark.parametrize("path", ["~nobody-of-this-name/x", "a\0b", "x" * 10_000])
def test_a_path_that_cannot_be_is_no_folder(path: str) -> None:
    with pytest.raises(InputError, match="no such folder of images") as error:
        data.load(f"folder:{path}")
    assert len(str(error.value)) < 250


def test_one_class_is_not_enough(folder: Path) -> None:
    with pytest.raises(InputError, match=r"two or more folders expected, .* 0 found"):
        data.load(f"folder:{folder / 'cat'}")
