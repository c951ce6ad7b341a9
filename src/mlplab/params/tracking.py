"""What a stage depends on, as dvc.yaml lists it: what DVC writes into dvc.lock beside the stage's result."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mlplab import paths
from mlplab.errors import require
from mlplab.params.document import read_mapping

PIPELINE = Path("dvc.yaml")


def tracked_keys(stage: str, cell: str) -> list[str]:
    """The dotted keys that dvc.yaml lists under the `params` of a stage, or of one cell of its matrix.

    Raises
    ------
    InputError
        There is no such stage.
    """
    return _entries(stage, cell, "params")


def tracked_dependencies(stage: str, cell: str) -> list[str]:
    """The files and folders that dvc.yaml lists under the `deps` of a stage, as `tracked_keys` does its parameters."""
    return _entries(stage, cell, "deps")


def _entries(stage: str, cell: str, kind: str) -> list[str]:
    stages = read_mapping(PIPELINE)["stages"]
    require(stage in stages, f"the stage must be one of {', '.join(stages)}", stage)
    return [re.sub(r"\$\{item\.\w+\}", cell, entry) for entry in stages[stage].get(kind, [])]


def read_values(keys: Sequence[str]) -> dict[str, Any]:
    """What params.yaml now has under these keys; None where it has nothing."""
    values = read_mapping(paths.PARAMS)
    return {key: _value(values, key) for key in keys}


def _value(values: Any, key: str) -> Any:
    for part in key.split("."):
        values = values.get(part) if isinstance(values, dict) else None
    return values
