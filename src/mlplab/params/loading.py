"""Reading and validating params.yaml; a fault is one line."""

import re
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from mlplab import paths
from mlplab.errors import InputError
from mlplab.params.conflicts import conflicts
from mlplab.params.schema import Params

RENAMED = {"engine": "estimators"}  # keys of earlier versions


class Loader(yaml.SafeLoader):
    """PyYAML's safe loader, but 2e-5 is a number: YAML 1.2 says so, and `dvc exp run -S` writes it so."""


Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$"),
    list("-+.0123456789"),
)


def load_params(path: Path = paths.PARAMS) -> Params:
    """Read and validate a whole parameters file.

    Raises InputError, in one line, for a file that cannot be read or the first fault in it.
    """
    try:
        values = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; run from the repository's root") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(values, dict):
        raise InputError(f"{path}: must be a mapping of sections, got {values!r}")
    return validate(values, str(path))


def validate(values: dict[str, Any], name: str = str(paths.PARAMS)) -> Params:
    """The Params of a nested mapping; InputError names `name` and the key of the first fault."""
    try:
        params = Params.model_validate(values)
    except ValidationError as error:
        raise InputError(f"{name}: {_one_line(error)}") from None
    for key, allowed, given in conflicts(params):
        raise InputError(f"{name}: {key}: {allowed}, got {given!r}")
    return params


def _one_line(error: ValidationError) -> str:
    # An unknown key is named before the key that it was meant to be, which is then missing.
    faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    fault = faults[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        text = _unknown(fault["loc"])
    elif fault["type"] == "missing":
        text = "is missing"
    else:
        message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        text = message if ", got " in message else f"{message}, got {fault['input']!r}"
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
