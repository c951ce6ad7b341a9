"""params.yaml as text: read by DVC's own parser, so that a value means the same to both, and within bounds.

YAML can say far more than settings need: tags that build objects, aliases that make a short file huge. The parser's
events are looked at before anything is built, and whatever a parameters file never needs is refused.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mlplab.errors import InputError, cut, shown

# The two studies' files have 3,000 characters and 300 nodes, nested four deep.
MAX_CHARACTERS = 100_000
MAX_NODES = 10_000
MAX_DEPTH = 20
Fault = tuple[Any, str]  # an event of the parser, and what is wrong with it


def read_mapping(path: Path) -> dict[str, Any]:
    """The nested mapping that a YAML 1.2 file holds.

    Anchors, aliases and merge keys are refused: settings are written out.

    Raises
    ------
    InputError
        The file cannot be read, is no YAML, or is not one mapping from text, within bounds.
    """
    try:
        text = _read_text(path)
        from ruamel.yaml import YAML  # what DVC reads params.yaml with

        for event, fault in _faults(YAML(typ="safe").parse(text)):
            raise InputError(f"{path}: line {event.start_mark.line + 1}: {fault}")
        values = YAML(typ="safe").load(text)
    except (InputError, ImportError, MemoryError):  # the last two are no fault of the file
        raise
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; run from the repository's root") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    # A malformed number or date is a ValueError there, and other faults are errors of Python's own.
    except Exception as error:
        raise InputError(f"{path}: not valid YAML: {_one_line(error)}") from None
    if not isinstance(values, dict):
        raise InputError(f"{path}: must be a mapping of sections, got {shown(values)}")
    return values


def _read_text(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        text = file.read(MAX_CHARACTERS + 1)
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"{path}: must have at most {MAX_CHARACTERS:,} characters, got more")
    return text


def _faults(events: Iterable[Any]) -> Iterator[Fault]:
    """What no parameters file may have, in the order of the file."""
    nodes = depth = documents = 0
    for event in events:
        kind = type(event).__name__.removesuffix("Event")
        nodes += kind in ("Scalar", "SequenceStart", "MappingStart")
        depth += kind.endswith("Start") - kind.endswith("End")
        documents += kind == "DocumentStart"
        if kind == "Alias" or getattr(event, "anchor", None):
            yield event, "anchors and aliases (& and *) are not allowed"
        elif getattr(event, "tag", None):
            yield event, "tags (!) are not allowed"
        elif kind == "Scalar" and event.value == "<<":
            yield event, "merge keys (<<) are not allowed"
        elif kind == "Scalar" and not _is_unicode(event.value):
            yield event, f"half a character is not allowed, got {shown(event.value)}"
        elif documents > 1:
            yield event, "a second document is not allowed"
        elif nodes > MAX_NODES:
            yield event, f"at most {MAX_NODES:,} values are allowed, got more"
        elif depth > MAX_DEPTH + 2:  # of them the stream and the document
            yield event, f"at most {MAX_DEPTH} levels are allowed, got more"


def _is_unicode(text: str) -> bool:
    return not re.search("[\ud800-\udfff]", text)  # DVC could not write it down


def _one_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}: " if mark else ""
    problem = getattr(error, "problem", None) or error
    return where + cut(" ".join(str(problem).split()))
