"""The only place that reads and writes results: JSON, CSV, npz, pictures and the page.

Every file is written beside its place and then moved there, so that none is ever half-written, and holds no time and no
version, so that equal runs give equal bytes. Paths are relative to the repository's root, where DVC runs the stages.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import yaml

from mlplab import nn
from mlplab.data import Dataset, Splits
from mlplab.errors import InputError, find, require
from mlplab.npz import read_npz, write_npz
from mlplab.replacing import replacing
from mlplab.versions import LARGEST, MENDED, UNBOUNDED, Record, require_names

if TYPE_CHECKING:
    import pandas as pd

SIGNIFICANT_DIGITS = 6
Images = TypeVar("Images", Dataset, Splits)


def _plain(value: Any) -> Any:
    """`value` as JSON has it: floats of six significant digits, and null for what is not finite."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(item) for item in value]
    if isinstance(value, float | np.floating):
        return float(f"{value:.{SIGNIFICANT_DIGITS}g}") if math.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Write metrics as strict JSON, indented, in the record's order."""
    text = json.dumps(_plain(record), indent=2, allow_nan=False, ensure_ascii=False)
    write_text(path, f"{text}\n")


def write_settings(path: Path, settings: Mapping[str, Any]) -> None:
    """Write parameters as JSON with every digit: what depends on the file must see each change of them."""
    write_text(path, f"{json.dumps(settings, indent=2, ensure_ascii=False)}\n")


def write_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, every line ended by a line feed."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes as they are."""
    with replacing(path) as file:
        file.write(content)


def copy(source: Path, path: Path) -> None:
    """Copy a file's bytes."""
    write_bytes(path, source.read_bytes())


def read_json(path: Path) -> Any:
    """Read metrics; InputError where the file is missing, no JSON, not of its form, or later found to lack a key."""
    from mlplab.forms import require_form  # here: most stages read none

    try:
        text = path.read_text(encoding="utf-8")
        record = json.loads(text, object_pairs_hook=partial(Record, path))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; `dvc repro` makes it") from None
    except ValueError as error:
        raise InputError(f"{path}: not valid JSON: {error}") from None
    require(isinstance(record, Record), f"{path}: must hold a JSON object", record)
    require_form(path, record)
    return record


def read_yaml(path: Path) -> Any:
    """Read a YAML file of the project's own."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def write_table(path: Path, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Write rows as CSV with these columns, which a table without rows has too."""
    import pandas as pd

    _write_csv(path, pd.DataFrame(rows, columns=list(columns)))


def write_frames(path: Path, frames: "Sequence[pd.DataFrame]", first: str) -> None:
    """Write tables of equal columns as one CSV, one below the other, the column `first` before all others."""
    import pandas as pd

    filled = [
        frame for frame in frames if len(frame)
    ]  # an empty one has no types, and would blur those of all
    table = pd.concat(filled or frames[:1])
    _write_csv(path, table[[first, *table.columns.drop(first)]])


def _write_csv(path: Path, table: "pd.DataFrame") -> None:
    text = table.to_csv(index=False, float_format=f"%.{SIGNIFICANT_DIGITS}g", lineterminator="\n")
    write_text(path, text)


def read_table(
    path: Path, text: Sequence[str] = (), numbers: Sequence[str] = (), whole: Sequence[str] = ()
) -> "pd.DataFrame":
    """Read a CSV that `write_table` wrote; the columns of `text` stay text where they look like numbers.

    A number that is not finite, as where a run diverged, is one that is missing; of those of `whole` none is.

    Raises
    ------
    InputError
        The file is missing, no table, or lacks one of the columns, or those of numbers hold others.
    """
    import pandas as pd

    types = dict.fromkeys(text, str)
    try:
        columns = pd.read_csv(path, nrows=0).columns
        # Only a number can be missing: NA is the name of a class.
        missing = {name: [""] for name in columns.difference(text)}
        table = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=missing)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; `dvc repro` makes it") from None
    except ValueError as error:
        raise InputError(f"{path}: not a table: {error}") from None
    require_names(path, columns, [*text, *numbers, *whole])
    table = table.replace([np.inf, -np.inf], np.nan)
    for name in [*numbers, *whole] if len(table) else ():
        fits = table[name].dtype.kind in "if"
        require(fits, f"{path}: {name} must hold numbers; {MENDED}", list(table[name]))
        fits = not (table[name].abs() > LARGEST).any()
        fits = fits and not (name in whole and table[name].hasnans)
        rule = "a number in each row" if name in whole else f"numbers up to {LARGEST:g}"
        require(fits, f"{path}: {name} must hold {rule}; {UNBOUNDED}", list(table[name]))
    return table


def write_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write arrays as an npz file without pickle."""
    with replacing(path) as file:
        write_npz(file, arrays)


def read_arrays(path: Path, needed: Sequence[str] = ()) -> dict[str, np.ndarray]:
    """Read an npz file; InputError where it is missing, no npz, larger inside than outside, or lacks an array."""
    arrays = read_npz(path)
    require_names(path, arrays, needed)
    return arrays


def write_dataset(path: Path, dataset: Dataset) -> None:
    """Write the images of a source as they are: every field of Dataset that it has, under its name."""
    arrays = {field.name: getattr(dataset, field.name) for field in fields(dataset)}
    write_arrays(path, {name: array for name, array in arrays.items() if array is not None})


def read_dataset(path: Path) -> Dataset:
    """Read what `write_dataset` wrote; InputError names the file where it is no such data set."""
    return _read_images(path, Dataset)


def write_splits(path: Path, splits: Splits) -> None:
    """Write the normalized images of one data set: every field of Splits under its name."""
    write_arrays(path, {field.name: getattr(splits, field.name) for field in fields(splits)})


def read_splits(path: Path) -> Splits:
    """Read what `write_splits` wrote; InputError names the file where it holds no such splits."""
    return _read_images(path, Splits)


def _read_images(path: Path, kind: type[Images]) -> Images:
    """Read the fields of a Dataset or of Splits; those with the default None may be missing."""
    known = fields(kind)
    arrays: dict[str, Any] = read_arrays(path, [f.name for f in known if f.default is not None])
    try:
        arrays["class_names"] = tuple(str(name) for name in arrays["class_names"])
        arrays["scale"] = float(arrays["scale"])
        return kind(**{f.name: arrays[f.name] for f in known if f.name in arrays})
    except (TypeError, ValueError) as fault:
        raise InputError(f"{path}: {fault}") from None


def write_networks(
    path: Path, networks: Mapping[str, nn.Network], about: Mapping[str, Any] | None = None
) -> None:
    """Write networks, each under a name (a seed), as one npz without pickle.

    `about` is kept beside them: what a prediction needs to know, as `class_names`, `scale` and `image_shape`.
    """
    arrays: dict[str, Any] = {}
    for name, network in networks.items():
        arrays[f"{name}/activations"] = np.array([a.name for a in network.activations], dtype=str)
        arrays[f"{name}/loss"] = np.array(network.loss.name)
        for number, layer in enumerate(network.layers, start=1):
            arrays[f"{name}/weights_{number}"] = layer.weights
            arrays[f"{name}/bias_{number}"] = layer.bias
    write_arrays(path, arrays | {f"about/{key}": value for key, value in (about or {}).items()})


def read_networks(path: Path) -> dict[str, nn.Network]:
    """Read what `write_networks` wrote, without what it says about them; raises as `read_model` does."""
    return read_model(path)[0]


def read_model(path: Path) -> tuple[dict[str, nn.Network], dict[str, np.ndarray]]:
    """Read what `write_networks` wrote: the networks, and what is said about them.

    The file is read once: a stage that runs meanwhile may put another in its place.

    Raises
    ------
    InputError
        The file is missing, or a network in it is incomplete, unknown or not finite.
    """
    arrays = read_arrays(path)
    networks = {}
    for name in [key.removesuffix("/loss") for key in arrays if key.endswith("/loss")]:
        require(name.isprintable(), f"{path}: names must be printable", name)
        try:
            networks[name] = _network(arrays, name)
        except KeyError as missing:
            raise InputError(f"{path}: the array {missing} is missing") from None
        except InputError as fault:
            raise InputError(f"{path}: network {name}: {fault}") from None
    about = {
        key.removeprefix("about/"): value
        for key, value in arrays.items()
        if key.startswith("about/")
    }
    return networks, about


def _network(arrays: Mapping[str, np.ndarray], name: str) -> nn.Network:
    activations, loss = arrays[f"{name}/activations"], arrays[f"{name}/loss"]
    names = activations.ndim == 1 and loss.ndim == 0 and activations.dtype.kind == "U"
    require(names, "activations must be a list of names, loss one", activations.tolist())
    layers = [
        nn.Layer(arrays[f"{name}/weights_{number}"], arrays[f"{name}/bias_{number}"])
        for number in range(1, len(activations) + 1)
    ]
    for layer in layers:
        described = [(array.shape, array.dtype.name) for array in layer]
        floats = {array.dtype.name for array in layer} <= {"float32", "float64"}
        ranks = layer.weights.ndim == 2 and layer.bias.ndim == 1
        require(floats and ranks, "weights (in, out) and bias (out,) must be floats", described)
        finite = all(np.isfinite(array).all() for array in layer)
        require(finite, "weights and biases must be finite", "NaN or infinity")
    return nn.Network(
        layers,
        tuple(find("activation", str(activation), nn.ACTIVATIONS) for activation in activations),
        find("loss", str(loss), nn.LOSSES),
    )
