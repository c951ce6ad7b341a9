import hashlib
import struct
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from mlplab import data
from mlplab.data import mnist
from mlplab.data.published import PublishedFile
from mlplab.errors import InputError


def test_scikit_learns_digits_come_as_they_are() -> None:
    digits = data.load("sklearn_digits")
    assert digits.images.shape == (1797, 8, 8)
    assert (digits.images.min(), digits.images.max(), digits.scale) == (0, 16, 16)
    assert digits.labels[:12].tolist() == [*range(10), 0, 1]
    assert digits.class_names == tuple("0123456789")
    assert digits.test_images is None


def stand_in(places, files: tuple[PublishedFile, ...], counts: list[int]) -> tuple:
    """Small files with the published names, and what is published about them."""
    changed = []
    for file, count in zip(files, counts, strict=True):
        shape = (count, 28, 28) if "images" in file.name else (count,)
        values = (np.arange(np.prod(shape)) % 10).astype(np.uint8)
        content = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape) + values.tobytes()
        path = places.user / file.folders[0] / file.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        changed.append(PublishedFile(file.name, len(content), sha256, file.folders, ()))
    return tuple(changed)


def test_mnist_has_test_images_of_its_own(places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist, "MNIST", stand_in(places, mnist.MNIST, [12, 12, 5, 5]))
    digits = data.load("mnist")
    assert digits.images.shape == (12, 28, 28)
    assert digits.test_images is not None
    assert digits.test_images.shape == (5, 28, 28)
    assert digits.class_names == tuple("0123456789")


def test_mnist_t10k_is_the_test_file_alone(places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mnist, "MNIST", stand_in(places, mnist.MNIST, [3, 3, 12, 12]))
    digits = data.load("mnist_t10k")
    assert digits.images.shape == (12, 28, 28)
    assert digits.labels.tolist() == [*range(10), 0, 1]
    assert digits.class_names == tuple("0123456789")
    assert digits.test_images is None


def test_fashion_mnist_has_test_images_of_its_own(places, monkeypatch: pytest.MonkeyPatch) -> None:
    files = stand_in(places, mnist.FASHION_MNIST, [12, 12, 5, 5])
    monkeypatch.setattr(mnist, "FASHION_MNIST", files)
    garments = data.load("fashion_mnist")
    assert garments.images.shape == (12, 28, 28)
    assert garments.test_images is not None
    assert garments.test_images.shape == (5, 28, 28)
    assert garments.class_names[0] == "T-shirt/top"
    assert garments.class_names[9] == "Ankle boot"


@pytest.mark.parametrize("file", mnist.MNIST + mnist.FASHION_MNIST, ids=str)
def test_every_published_file_has_a_checksum_and_two_mirrors(file: PublishedFile) -> None:
    assert len(bytes.fromhex(file.sha256)) == 32
    assert len(set(file.mirrors)) >= 2
    assert all(mirror.startswith("http") and mirror.endswith("/") for mirror in file.mirrors)


@pytest.mark.parametrize("name", ["mnist", "fashion_mnist"])
def test_no_file_and_no_network_is_one_line(name, monkeypatch: pytest.MonkeyPatch) -> None:
    table = name.upper()
    nowhere = tuple(replace(f, mirrors=("http://127.0.0.1:9/",)) for f in getattr(mnist, table))
    monkeypatch.setattr(mnist, table, nowhere)
    with pytest.raises(InputError, match=r"connection failed.*set MLPLAB_DATA=DIR") as error:
        data.load(name)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("key", data.SOURCES)
def test_every_source_in_the_table_has_a_valid_name(key: str) -> None:
    source = data.SOURCES[key]
    name = f"{key}:anything" if source.argument else key
    assert data.check_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "mnsit", "MNIST", "mnist ", "mnist:", "mnist:x", "folder", "folder:", ":", "None"]
)
@pytest.mark.parametrize("function", [data.check_name, data.load])
def test_an_unknown_source_is_answered_with_those_there_are(name: str, function) -> None:
    with pytest.raises(InputError) as error:
        function(name)
    allowed = "sklearn_digits, mnist, mnist_t10k, fashion_mnist, folder:PATH"
    assert str(error.value) == f"the data source must be one of {allowed}, got {name!r}"


def test_importing_the_package_imports_numpy_alone() -> None:
    heavy = {"sklearn", "platformdirs", "requests", "PIL", "scipy", "pandas", "tqdm", "matplotlib"}
    code = f"import sys, mlplab.data; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
