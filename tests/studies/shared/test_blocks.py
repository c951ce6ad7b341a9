"""Blocks of a data set: disjoint, or random splits."""

import numpy as np
import pytest

from mlplab import data
from mlplab.errors import InputError
from mlplab.params import BlockSizes
from mlplab.studies.shared.blocks import make_blocks, run_cases


def numbered(count, tests=0):
    """Images whose every pixel is their number; those of the test set are numbered from 100."""

    def images(first, many):
        pixels = np.arange(first, first + many, dtype=np.uint8)[:, None, None]
        return np.repeat(np.repeat(pixels, 2, axis=1), 2, axis=2)

    own = (images(100, tests), np.zeros(tests, int)) if tests else (None, None)
    return data.Dataset(images(0, count), np.zeros(count, int), ("a", "b"), 255.0, *own)


def numbers(splits, part):
    return np.rint(splits.rows(part)[:, 0] * 255).astype(int).tolist()


def test_a_source_with_a_test_set_gives_disjoint_blocks_and_the_last_images_validate():
    blocks = make_blocks(numbered(20, 6), BlockSizes(number=3, train=5, val=4, test=6))
    assert blocks.test_train_ratio == 0
    assert [numbers(blocks.splits(i), "train") for i in range(3)] == [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
        [10, 11, 12, 13, 14],
    ]
    for number in range(len(blocks)):
        assert numbers(blocks.splits(number), "val") == [16, 17, 18, 19]
        assert numbers(blocks.splits(number), "test") == [100, 101, 102, 103, 104, 105]


def test_any_other_source_gives_random_splits_whose_parts_share_no_image():
    blocks = make_blocks(numbered(20), BlockSizes(number=3, train=8, val=4, test=6))
    assert blocks.test_train_ratio == 6 / 8
    seen = []
    for number in range(3):
        parts = [numbers(blocks.splits(number), part) for part in ("train", "val", "test")]
        assert [len(part) for part in parts] == [8, 4, 6]
        assert len({image for part in parts for image in part}) == 18
        seen.append(parts)
    assert seen[0] != seen[1]
    again = make_blocks(numbered(20), BlockSizes(number=3, train=8, val=4, test=6))
    assert numbers(again.splits(2), "train") == seen[2][0]


def test_a_block_is_normalized_and_keeps_the_labels():
    dataset = numbered(20)
    splits = make_blocks(dataset, BlockSizes(number=2, train=8, val=4, test=6)).splits(0)
    assert splits.train_images.dtype == np.float32
    assert splits.train_images.max() <= 19 / 255
    assert splits.class_names == dataset.class_names
    assert len(splits.test_labels) == 6


@pytest.mark.parametrize(
    ("tests", "sizes", "message"),
    [
        (
            6,
            {"number": 4, "train": 5, "val": 1, "test": 6},
            r"number x train \+ val must be at most 20 images, got 21",
        ),
        (6, {"number": 2, "train": 5, "val": 1, "test": 7}, "test must be at most 6 images, got 7"),
        (0, {"number": 2, "train": 10, "val": 5, "test": 6}, r"train \+ val \+ test .* got 21"),
    ],
)
def test_more_images_than_there_are_is_an_error_of_one_line(tests, sizes, message):
    with pytest.raises(InputError, match=f"claims.blocks: {message}") as raised:
        make_blocks(numbered(20, tests), BlockSizes(**sizes))
    assert "\n" not in str(raised.value)


def test_cases_keep_their_order_whatever_the_number_of_workers(monkeypatch):
    blocks = make_blocks(numbered(20, 6), BlockSizes(number=2, train=5, val=4, test=6))

    def fit(case, params, blocks):
        return {"sum": case + len(blocks)}

    alone = run_cases(fit, [3, 1, 2], None, blocks, "test")
    monkeypatch.setenv("MLPLAB_WORKERS", "2")
    assert run_cases(fit, [3, 1, 2], None, blocks, "test") == alone
    assert list(alone.items()) == [(3, {"sum": 5}), (1, {"sum": 3}), (2, {"sum": 4})]
