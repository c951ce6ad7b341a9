"""The forms of the metrics in `metrics/`: a file that another version of mlplab wrote is told, not misread."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mlplab.errors import InputError, cut, shown
from mlplab.forms.claims import CLAIMS
from mlplab.forms.studies import STUDIES
from mlplab.versions import LARGEST, MENDED, UNBOUNDED

FORMS = {name: TypeAdapter(form) for name, form in (STUDIES | CLAIMS).items()}


def require_form(path: Path, record: Mapping[str, Any]) -> None:
    """Raise InputError unless metrics have the form that their path, as `metrics/normalize.json`, stands for."""
    folder, *names = path.with_suffix("").parts
    form = FORMS.get("/".join(names)) or FORMS.get(names[0] if names else "")
    if folder != "metrics" or form is None:
        return
    try:
        form.validate_python(record)
    except ValidationError as error:
        fault = error.errors()[0]
        # null is what is not finite
        reason = UNBOUNDED if isinstance(fault["input"], float | None) else MENDED
        raise InputError(f"{path}: {_one_line(fault)}: {reason}") from None


def _one_line(fault: ErrorDetails) -> str:
    keys = [str(key) for key in fault["loc"]]
    if fault["type"] == "missing":
        message = f"has no {shown(keys.pop())}"
    else:
        message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        message = message.replace(f"1{70 * '0'}", f"{LARGEST:g}")
        message += f", got {shown(fault['input'])}"
    return ": ".join(filter(None, [cut(".".join(keys)), message]))
