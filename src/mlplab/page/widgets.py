"""The widgets' files, and data as the page's scripts read it."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("js")
# In the order in which the page loads them: what others use comes first, what mounts them last.
SCRIPTS = (
    "dom",
    "perceptron",
    "draw",
    "backpropagation",
    "svm",
    "curves",
    "register",
    "start",
)


def read_scripts() -> list[str]:
    """The text of every script, in their order; each is to be a script element of its own."""
    return [(FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]


def read_style() -> str:
    """The widgets' CSS, which the page's own custom properties color."""
    return (FOLDER / "widgets.css").read_text(encoding="utf-8")


def as_json(data: Any) -> str:
    """Data as the text of a script element: strict JSON in which no tag can end it."""
    text = json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
