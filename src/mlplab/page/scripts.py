"""The page's scripts, and the policy that lets the browser run them and nothing else."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("js")
# In the order in which the page runs them: what others use comes first, what mounts the widgets last.
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
    """The text of every script: each is to be a script element of its own."""
    return [(FOLDER / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]


def policy(scripts: list[str]) -> str:
    """A Content-Security-Policy that allows these scripts by their SHA-256, the page's styles and pictures in it."""
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts
    ]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {allowed}"


def as_json(data: Any) -> str:
    """Data as the text of a script element: strict JSON in which no tag can end it."""
    text = json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
