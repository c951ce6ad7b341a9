"""The forms of the metrics in `metrics/`: a file that another version of mlplab wrote is told, not misread."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mlplab.errors import InputError, cut, shown
from mlplab.forms.claims import CLAIMS
from mlplab.forms.studies import STUDIES
from mlplab.versions import MENDED

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
        raise InputError(f"{path}: {_one_line(error)}: {MENDED}") from None


def _one_line(error: ValidationError) -> str:
    fault = error.errors()[0]
    keys = [str(key) for key in fault["loc"]]
    if fault["type"] == "missing":
        message = f"has no {shown(keys.pop())}"
    else:
        message = fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
        message += f", got {shown(fault['input'])}"
    return ": ".join(filter(None, [cut(".".join(keys)), message]))
