"""Reading and validating params.yaml; a fault is one line."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mlplab import paths
from mlplab.errors import InputError, cut, shown
from mlplab.params.conflicts import conflicts
from mlplab.params.document import read_mapping
from mlplab.params.schema import Params

RENAMED = {"engine": "estimators"}  # keys of earlier versions


def load_params(path: Path = paths.PARAMS) -> Params:
    """Read and validate a whole parameters file.

    Raises
    ------
    InputError
        In one line: the file cannot be read, or the first fault in it.
    """
    return validate(read_mapping(path), str(path))


def validate(values: dict[str, Any], name: str = str(paths.PARAMS)) -> Params:
    """The Params of a nested mapping; InputError names `name` and the key of the first fault."""
    try:
        params = Params.model_validate(values)
    except ValidationError as error:
        raise InputError(f"{name}: {_one_line(error)}") from None
    for key, allowed, given in conflicts(params):
        raise InputError(f"{name}: {key}: {allowed}, got {shown(given)}")
    return params


def _one_line(error: ValidationError) -> str:
    # An unknown key is named before the key that it was meant to be, which is then missing.
    faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    fault = faults[0]
    key = cut(".".join(str(part) for part in fault["loc"]))
    if fault["type"] == "extra_forbidden":
        text = _unknown(fault["loc"])
    elif fault["type"] == "missing":
        text = "is missing"
    else:
        message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        text = f"{message.partition(', got ')[0]}, got {shown(fault['input'])}"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{key}: {text}{more}"


def _unknown(loc: tuple[int | str, ...]) -> str:
    keys = _keys_beside(loc)
    if (new := RENAMED.get(str(loc[-1]))) in keys:
        return f"is now called {new}"
    return f"unknown key; allowed here: {', '.join(keys)}"


def _keys_beside(loc: tuple[int | str, ...]) -> list[str]:
    section: Any = Params
    for part in loc[:-1]:
        section = section.model_fields[part].annotation
    return list(section.model_fields)
