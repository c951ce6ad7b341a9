"""Results of another version of mlplab in the workspace: one line names the file, and nothing is misread."""

import json

import numpy as np
import pytest

from mlplab import artifacts, nn, paths
from mlplab.errors import InputError
from mlplab.page.drawings import read_drawings
from mlplab.records import MEASURED, read_measurements
from stages.page import first_network


def told(path, missing):
    return pytest.raises(InputError, match=rf"{path.name}: has no '{missing}': another version")


def test_a_key_that_metrics_lack_is_told_at_any_depth_where_it_is_read(tmp_path):
    path = tmp_path / "metrics.json"
    path.write_text(json.dumps({"val_loss": {"mean": 1.0}, "best": [{"solver": "adam"}]}))
    record = artifacts.read_json(path)
    assert record == {"val_loss": {"mean": 1.0}, "best": [{"solver": "adam"}]}
    assert record.get("test_loss") is None
    with told(path, "test_loss"):
        record["test_loss"]
    with told(path, "sd"):
        record["val_loss"]["sd"]
    with told(path, "rate"):
        record["best"][0]["rate"]


@pytest.mark.parametrize(("text", "numbers"), [(["cell"], []), ([], ["cell"])])
def test_a_column_that_a_table_lacks_is_told(tmp_path, text, numbers):
    path = tmp_path / "mean.csv"
    artifacts.write_table(path, [{"epoch": 1}], ["epoch"])
    with told(path, "cell"):
        artifacts.read_table(path, text, numbers)


@pytest.mark.parametrize("value", ["text", "", "1e999", "-inf", "True", "1e300"])
def test_a_column_of_numbers_that_holds_others_is_told(tmp_path, value):
    path = tmp_path / "mean.csv"
    path.write_text(f"epoch,note\n1,\n{value},x\n")
    if value in ("", "1e999", "-inf"):  # a number may be missing
        assert artifacts.read_table(path, ["note"], ["epoch"])["epoch"].notna().sum() == 1
        return
    with pytest.raises(InputError, match=r"mean\.csv: epoch must hold numbers"):
        artifacts.read_table(path, ["note"], ["epoch"])


def test_measurements_of_names_that_are_none_or_without_a_start_are_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = paths.measurements("claims", "signal_flow")
    _, numbers, whole = MEASURED["signal_flow"]
    row = dict.fromkeys([*numbers, *whole], 0.5) | {"initializer": "zero", "activation": "relu"}
    artifacts.write_table(path, [row | {"step": 0}], list(row))
    assert len(read_measurements("signal_flow")) == 1
    for rows in ([row | {"step": 0, "initializer": "0"}], [row | {"step": 1}], []):
        artifacts.write_table(path, rows, list(row))
        with pytest.raises(InputError, match=r"signal_flow\.csv: "):
            read_measurements("signal_flow")


def test_a_number_that_a_row_lacks_is_told(tmp_path):
    path = tmp_path / "results.csv"
    path.write_text("batch_size,mean\n1,2\n,3\n")
    artifacts.read_table(path, numbers=["batch_size"], whole=["mean"])
    with pytest.raises(
        InputError, match=r"results\.csv: batch_size must hold a number in each row"
    ):
        artifacts.read_table(path, whole=["batch_size"])


@pytest.mark.parametrize("content", ["[]", "1", "null", '{"a": 1', "NaN", "[" * 100_000])
def test_what_is_no_json_object_is_told(tmp_path, content):
    path = tmp_path / "metrics.json"
    path.write_text(content)
    with pytest.raises((InputError, RecursionError), match=r"metrics\.json: |recursion"):
        artifacts.read_json(path)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\xff", b'a,"', b"cell\na\na,b,c\n", b"cell\n\xff\n"]
)
def test_what_is_no_table_is_told(tmp_path, content):
    path = tmp_path / "mean.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"mean\.csv: ") as caught:
        artifacts.read_table(path, ["cell"])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("read", [artifacts.read_splits, artifacts.read_dataset])
def test_images_without_one_of_their_arrays_or_with_another_rank_name_their_file(
    tmp_path, splits, read
):
    path = tmp_path / "digits.npz"
    arrays = {name: getattr(splits, name) for name in splits.__dataclass_fields__}
    arrays |= {"images": splits.train_images, "labels": splits.train_labels}
    np.savez(path, **{name: array for name, array in arrays.items() if name != "scale"})
    with told(path, "scale"):
        read(path)
    np.savez(path, **arrays | {"scale": np.ones(3)})
    with pytest.raises(InputError, match=r"digits\.npz: "):
        read(path)


def test_a_data_set_that_breaks_a_rule_names_its_file(tmp_path, splits):
    path = tmp_path / "raw.npz"
    np.savez(path, images=splits.train_images, labels=[0], class_names=["a", "b"], scale=1.0)
    with pytest.raises(InputError, match=r"raw\.npz: images must be \(n, h, w\) uint8"):
        artifacts.read_dataset(path)


def test_a_file_of_networks_in_another_form_has_none(tmp_path):
    path = tmp_path / "zero-relu.npz"
    rng = np.random.default_rng(0)
    network = nn.initialize([2, 2], activation="relu", initializer="random", rng=rng)
    np.savez(path, weights_1=network.layers[0].weights, bias_1=network.layers[0].bias)
    with pytest.raises(InputError, match=r"zero-relu\.npz: must hold a network"):
        first_network(path)


@pytest.mark.parametrize("content", [b"\x89PNG\xff", b"", b"<svg></svg>", b'<svg width="1x">'])
def test_what_is_no_picture_of_the_study_is_told(tmp_path, content):
    path = tmp_path / "loss.svg"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"loss\.svg: not a picture"):
        read_drawings(path, path)
