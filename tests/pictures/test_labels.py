import numpy as np
import pytest

from mlplab.pictures.labels import spread


@pytest.mark.parametrize(
    "positions",
    [[0.5], [0.1, 0.9], [0.5, 0.5], [0.51, 0.5, 0.49], [0, 0, 0.1], [1, 1, 1], [0.2] * 9, []],
)
def test_labels_keep_their_order_and_distance_within_the_axes(positions):
    placed = spread(positions, 0.1)
    order = np.argsort(positions, kind="stable")
    assert (np.diff(np.array(placed)[order]) >= 0.1 - 1e-9).all()
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in placed)


def test_labels_with_room_stay_where_they_are():
    assert spread([0.7, 0.2], 0.1) == [0.7, 0.2]


def test_two_labels_at_one_height_move_apart_evenly():
    assert spread([0.5, 0.5], 0.1) == pytest.approx([0.45, 0.55])


def test_blocks_that_touch_merge():
    assert spread([0.4, 0.4, 0.52], 0.1) == pytest.approx([0.34, 0.44, 0.54])


def test_more_labels_than_fit_share_the_height():
    assert spread([0.5, 0.5, 0.5], 0.8) == pytest.approx([0, 0.5, 1])
