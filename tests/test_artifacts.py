"""Results on disk: strict, whole, the same bytes for the same values."""

import json
import os
import sys

import numpy as np
import pytest

from mlplab import artifacts, nn, replacing
from mlplab.errors import InputError


def network(activation="leaky_relu"):
    rng = np.random.default_rng(0)
    return nn.initialize([4, 3, 2], activation=activation, initializer="normal", rng=rng)


def test_metrics_are_strict_json_with_null_for_what_is_not_finite(tmp_path):
    path = tmp_path / "deep" / "metrics.json"
    record = {"a": np.float32(0.1), "b": float("nan"), "c": [np.inf, np.int64(3)], "d": {"e": None}}
    artifacts.write_json(path, record)

    def refuse(name):
        raise AssertionError(name)

    read = json.loads(path.read_text(), parse_constant=refuse)
    assert read == {"a": 0.1, "b": None, "c": [None, 3], "d": {"e": None}}


def test_what_fails_while_it_is_written_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "metrics.json"
    artifacts.write_json(path, {"a": 1})
    with pytest.raises(TypeError):
        artifacts.write_json(path, {"a": object()})
    assert artifacts.read_json(path) == {"a": 1}
    with pytest.raises(ValueError, match="pickle"):
        artifacts.write_arrays(path, {"fine": np.ones(9), "pickled": np.array([object()])})
    assert artifacts.read_json(path) == {"a": 1}
    assert [file.name for file in tmp_path.iterdir()] == ["metrics.json"]


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # opened, not yet entered
def test_an_interrupt_before_any_line_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "metrics.json"
    contents, lines = [], 0
    while len(contents) == lines:  # until a write has fewer lines than the interrupt waits for
        path.write_bytes(b"old")
        lines += 1
        left = lines

        def interrupt(frame, event, argument):
            nonlocal left
            left -= event == "line" and frame.f_code.co_filename == replacing.__file__
            if not left:
                sys.settrace(None)
                raise KeyboardInterrupt
            return interrupt

        sys.settrace(interrupt)
        try:
            artifacts.write_bytes(path, b"new")
        except KeyboardInterrupt:
            contents.append(path.read_bytes())
        finally:
            sys.settrace(None)
        assert [file.name for file in tmp_path.iterdir()] == ["metrics.json"]
    assert set(contents) == {b"old"}
    assert len(contents) > 5
    assert path.read_bytes() == b"new"


def test_an_interrupt_just_after_the_move_leaves_the_new_file_and_is_told_as_such(
    tmp_path, monkeypatch
):
    move = os.replace

    def interrupted(*places):
        move(*places)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        artifacts.write_bytes(tmp_path / "metrics.json", b"new")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"new"]


@pytest.mark.parametrize("activation", nn.ACTIVATIONS)
def test_a_network_comes_back_as_it_was(tmp_path, activation):
    path = tmp_path / "model.npz"
    artifacts.write_networks(path, {"0": network(activation)}, {"scale": np.array(16.0)})
    networks, about = artifacts.read_model(path)
    (read,) = networks.values()
    X = np.random.default_rng(1).random((5, 4), dtype=np.float32)
    np.testing.assert_array_equal(
        nn.predict_proba(read, X), nn.predict_proba(network(activation), X)
    )
    assert about == {"scale": 16.0}


def test_splits_come_back_as_they_were(tmp_path, splits):
    path = tmp_path / "splits.npz"
    artifacts.write_splits(path, splits)
    read = artifacts.read_splits(path)
    assert (read.class_names, read.scale) == (splits.class_names, splits.scale)
    np.testing.assert_array_equal(read.test_images, splits.test_images)
    assert read.test_images.dtype == np.float32


def test_equal_values_give_equal_bytes(tmp_path):
    for name in ("a.npz", "b.npz"):
        artifacts.write_networks(tmp_path / name, {"0": network()})
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_table_without_rows_still_has_its_columns(tmp_path):
    path = tmp_path / "table.csv"
    artifacts.write_table(path, [], ["epoch", "loss"])
    assert path.read_text() == "epoch,loss\n"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04truncated", b"not a file of arrays"])
def test_a_foreign_or_truncated_npz_is_told_in_one_line(tmp_path, content):
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"model\.npz: not an npz") as caught:
        artifacts.read_arrays(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_says_what_makes_it(tmp_path):
    with pytest.raises(InputError, match="dvc repro"):
        artifacts.read_json(tmp_path / "none.json")
    with pytest.raises(InputError, match="dvc repro"):
        artifacts.read_arrays(tmp_path / "none.npz")


def test_class_names_that_look_like_numbers_or_like_nothing_stay_text(tmp_path):
    path = tmp_path / "table.csv"
    artifacts.write_table(path, [{"actual": name} for name in ("0", "01", "NA")], ["actual"])
    assert list(artifacts.read_table(path, ["actual"])["actual"]) == ["0", "01", "NA"]


def test_a_text_is_written_as_it_is(tmp_path):
    path = tmp_path / "page.html"
    artifacts.write_text(path, "½ (ŷ − y)²\n")
    assert path.read_bytes() == "½ (ŷ − y)²\n".encode()
