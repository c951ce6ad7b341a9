"""One experiment repeated on blocks of a data set: disjoint where it is large enough, or else random splits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from mlplab.data import Dataset, Splits, normalize
from mlplab.errors import InputError
from mlplab.parallel import run_jobs
from mlplab.params import BlockSizes, Params

Rows = tuple[np.ndarray, np.ndarray, np.ndarray]
Case = TypeVar("Case")


@dataclass(frozen=True)
class Blocks:
    """The blocks of one data set, which keeps its images once, as bytes.

    Attributes
    ----------
    dataset : Dataset
    rows : list of (train, val, test)
        For each block the indices of its images; those of test are into the source's own test
        images where it has some.
    test_train_ratio : float
        Test images by training images where the blocks share images; 0 where they share none but
        the validation and test images, which are the same for all.
    """

    dataset: Dataset
    rows: list[Rows]
    test_train_ratio: float

    def __len__(self) -> int:
        return len(self.rows)

    def splits(self, number: int) -> Splits:
        """One block, normalized: a copy of its images alone."""
        data = self.dataset
        train, val, test = self.rows[number]
        images, labels = data.test_images, data.test_labels
        if images is None or labels is None:
            images, labels = data.images, data.labels
        return Splits(
            train_images=normalize(data.images[train], data.scale),
            train_labels=data.labels[train],
            val_images=normalize(data.images[val], data.scale),
            val_labels=data.labels[val],
            test_images=normalize(images[test], data.scale),
            test_labels=labels[test],
            class_names=data.class_names,
            scale=data.scale,
        )


def make_blocks(dataset: Dataset, sizes: BlockSizes) -> Blocks:
    """Cut a data set into blocks.

    A source with a test set of its own gives disjoint blocks of training images from the front in
    the file's order; the last training images validate every block, and the first test images test
    it. Any other source gives as many random splits, of which number i is drawn with the seed i.

    Raises
    ------
    InputError
        The blocks ask for more images than there are.
    """
    parts = sizes.train, sizes.val, sizes.test
    count, there = sizes.number, len(dataset.images)
    if dataset.test_images is None:
        _require(sum(parts), there, "train + val + test")
        ends = np.cumsum(parts)
        orders = [np.random.default_rng(seed).permutation(there) for seed in range(count)]
        rows = [_three(np.split(order, ends)) for order in orders]
        return Blocks(dataset, rows, sizes.test / sizes.train)
    _require(count * sizes.train + sizes.val, there, "number x train + val")
    _require(sizes.test, len(dataset.test_images), "test")
    val, test = np.arange(there - sizes.val, there), np.arange(sizes.test)
    train = np.split(np.arange(count * sizes.train), count)
    return Blocks(dataset, [(block, val, test) for block in train], 0.0)


def _three(parts: list[np.ndarray]) -> Rows:
    train, val, test, _ = parts
    return train, val, test


def _require(asked: int, there: int, keys: str) -> None:
    if asked > there:
        raise InputError(f"claims.blocks: {keys} must be at most {there} images, got {asked}")


def run_cases(
    fit: Callable[[Any, Params, Blocks], dict[str, Any]],
    cases: Sequence[Case],
    params: Params,
    blocks: Blocks,
    title: str,
) -> dict[Case, dict[str, Any]]:
    """What `fit` finds in each case, spread over the workers, which share the blocks' images."""
    jobs = [(case, params, blocks) for case in cases]
    return dict(zip(cases, run_jobs(fit, jobs, title), strict=True))
