import numpy as np
import pytest

from mlplab import data
from mlplab.errors import InputError


def numbered(first: int, count: int) -> dict[str, np.ndarray]:
    """Images whose every pixel is their number, which their label repeats."""
    numbers = np.arange(first, first + count)
    return {
        "images": np.tile(numbers.astype(np.uint8)[:, None, None], (1, 2, 3)),
        "labels": numbers,
    }


NAMES = tuple(str(n) for n in range(100))
PLAIN = data.Dataset(**numbered(0, 20), class_names=NAMES, scale=100)
WITH_TEST = data.Dataset(
    **numbered(0, 20),
    **{f"test_{key}": array for key, array in numbered(60, 10).items()},
    class_names=NAMES,
    scale=100,
)
SIZES = {"train": 9, "val": 5, "test": 6}


def labels(splits: data.Splits) -> list[list[int]]:
    return [part.tolist() for part in (splits.train_labels, splits.val_labels, splits.test_labels)]


def test_without_a_seed_the_parts_follow_one_another() -> None:
    expected = [list(range(9)), list(range(9, 14)), list(range(14, 20))]
    assert labels(data.split(PLAIN, **SIZES, seed=None)) == expected


def test_without_a_seed_the_test_part_is_the_front_of_the_sources_own() -> None:
    expected = [list(range(9)), list(range(9, 14)), list(range(60, 66))]
    assert labels(data.split(WITH_TEST, **SIZES, test_from="test", seed=None)) == expected


@pytest.mark.parametrize("seed", [None, 0])
def test_a_test_part_of_the_training_images_is_as_if_there_were_no_test_set(seed) -> None:
    found = labels(data.split(WITH_TEST, **SIZES, test_from="train", seed=seed))
    assert found == labels(data.split(PLAIN, **SIZES, test_from="train", seed=seed))


def test_a_source_without_a_test_set_has_none_to_draw_from() -> None:
    with pytest.raises(InputError) as error:
        data.split(PLAIN, **SIZES, test_from="test", seed=0, key="normalize.digits")
    expected = "normalize.digits.test_from: must be train, the source has no test set, got 'test'"
    assert str(error.value) == expected


CASES = [
    pytest.param(PLAIN, "train", id="plain"),
    pytest.param(WITH_TEST, "train", id="with_test"),
    pytest.param(WITH_TEST, "test", id="from_test"),
]


@pytest.mark.parametrize(("dataset", "test_from"), CASES)
class TestSeeded:
    def test_the_parts_are_disjoint_and_shuffled(self, dataset, test_from) -> None:
        parts = labels(data.split(dataset, **SIZES, test_from=test_from, seed=1))
        assert [len(part) for part in parts] == [9, 5, 6]
        assert len({label for part in parts for label in part}) == 20
        assert parts[0] != list(range(9))
        assert parts[2] != sorted(parts[2])
        assert all((label >= 60) == (test_from == "test") for label in parts[2])

    def test_a_seed_gives_one_shuffle(self, dataset, test_from) -> None:
        first, again, other = (
            labels(data.split(dataset, **SIZES, test_from=test_from, seed=s)) for s in (1, 1, 2)
        )
        assert first == again != other

    def test_a_smaller_training_part_is_the_front_of_a_larger(self, dataset, test_from) -> None:
        larger = data.split(dataset, **SIZES, test_from=test_from, seed=1).train_labels
        sizes = SIZES | {"train": 4}
        smaller = data.split(dataset, **sizes, test_from=test_from, seed=1).train_labels
        assert smaller.tolist() == larger[:4].tolist()


@pytest.mark.parametrize(("dataset", "test_from"), CASES)
@pytest.mark.parametrize("seed", [None, 0])
def test_images_stay_with_their_labels_and_are_scaled(dataset, test_from, seed) -> None:
    splits = data.split(dataset, **SIZES, test_from=test_from, seed=seed)
    for part in ("train", "val", "test"):
        images = getattr(splits, f"{part}_images")
        expected = getattr(splits, f"{part}_labels")
        assert images.dtype == np.float32
        assert images.shape == (SIZES[part], 2, 3)
        assert expected.dtype == np.int64
        np.testing.assert_allclose(images[:, 1, 2] * 100, expected, rtol=1e-6)
    assert (splits.class_names, splits.scale) == (NAMES, 100)


def test_normalize_maps_the_scale_to_exactly_one() -> None:
    values = data.normalize(np.array([[[0, 8, 16]]], np.uint8), 16)
    assert values.dtype == np.float32
    assert values.tolist() == [[[0, 0.5, 1]]]


ALL_PARTS = "normalize.digits.train + normalize.digits.val + normalize.digits.test"


@pytest.mark.parametrize("seed", [None, 0])
@pytest.mark.parametrize(
    ("dataset", "settings", "line"),
    [
        (PLAIN, {"test": 7}, f"{ALL_PARTS}: at most 20 images expected, got 9 + 5 + 7"),
        (WITH_TEST, {"test": 7}, f"{ALL_PARTS}: at most 20 images expected, got 9 + 5 + 7"),
        (
            WITH_TEST,
            {"train": 16, "test_from": "test"},
            "normalize.digits.train + normalize.digits.val: at most 20 images expected, got 16 + 5",
        ),
        (
            WITH_TEST,
            {"test": 11, "test_from": "test"},
            "normalize.digits.test: at most 10 images expected, got 11",
        ),
        (PLAIN, {"train": 0}, "normalize.digits.train: 1 or more images expected, got 0"),
        (WITH_TEST, {"test": -1}, "normalize.digits.test: 1 or more images expected, got -1"),
    ],
)
def test_impossible_sizes_are_named(dataset, settings, line, seed) -> None:
    with pytest.raises(InputError) as error:
        data.split(dataset, **SIZES | settings, seed=seed, key="normalize.digits")
    assert str(error.value) == line


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"test_labels": np.array([0.5])}, "labels must be"),
        ({"test_labels": np.array([9])}, "labels must be from 0 to 1, got 9"),
        ({"val_images": np.zeros((1, 2), np.float32)}, r"images must be \(n, h, w\) float32"),
        ({"train_images": np.zeros((1, 2, 2))}, "images must be .* float32, got .* float64"),
        ({"train_images": np.zeros((1, 3, 2), np.float32)}, "all parts must be of one size"),
        ({"class_names": ("a", "a")}, "must differ from each other"),
    ],
)
def test_splits_fit_their_description(changes, words):
    images, labels = np.zeros((1, 2, 2), np.float32), np.array([0])
    parts = ("train", "val", "test")
    arrays = {
        f"{part}_{kind}": a
        for part in parts
        for kind, a in (("images", images), ("labels", labels))
    }
    described = {**arrays, "class_names": ("a", "b"), "scale": 1.0}
    data.Splits(**described)
    with pytest.raises(InputError, match=words):
        data.Splits(**described | changes)
