from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mlplab import data
from mlplab.errors import InputError

#: The folder's files and their grey values.
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
    for turn, (name, grey) in enumerate(FILES.items()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (20 + turn, 30), (grey, grey, grey)).save(root / name)
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
        (lambda root: (root / "cat/more").mkdir(), "cat/more", "cannot be read as an image"),
    ],
)
def test_a_fault_names_the_file_or_folder(folder: Path, change, named: str, fault: str) -> None:
    change(folder)
    with pytest.raises(InputError, match=fault) as error:
        data.load(f"folder:{folder}")
    assert str(error.value).startswith(f"{folder / named}: ")


def test_one_class_is_not_enough(folder: Path) -> None:
    with pytest.raises(InputError, match=r"two or more folders expected, .* 0 found"):
        data.load(f"folder:{folder / 'cat'}")
