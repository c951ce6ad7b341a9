"""The one exception for what a user can mend, and the ways to word and raise it."""

from typing import Any, TypeVar

Item = TypeVar("Item")

#: The longest value or name that a message repeats, in characters.
LONGEST = 200


class InputError(ValueError):
    """A fault in what the user gave: a parameter, a file, an image.

    Its message is one line that names the key or the file, what is allowed and what was given.
    Control characters, line breaks among them, and bytes that are not text are written as escapes.

    Parameters
    ----------
    message : str
        The line; file names may stand in it as they are, values as `shown` gives them.
    """

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


def printable(text: str) -> str:
    """Return a text in one line: control characters and bytes that are not text as escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def shown(value: Any) -> str:
    """Return a value as a message repeats it: its `repr`, cut at `LONGEST` characters."""
    try:
        return cut(repr(value))
    except (ValueError, RecursionError):  # an int of too many digits, lists nested too deeply
        return f"a value of type {type(value).__name__}"


def cut(text: Any) -> str:
    """Return a text, or a path as text, cut at `LONGEST` characters."""
    text = str(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def require(allowed: Any, rule: str, given: Any) -> None:
    """Raise InputError unless `allowed`; the message is the rule, which says what is, and what was given."""
    if not allowed:
        raise InputError(f"{rule}, got {shown(given)}")


def find(argument: str, value: str | Item, table: dict[str, Item]) -> Item:
    """Return table[value] where value is a name, and value itself where it is not."""
    if not isinstance(value, str):
        return value
    require(value in table, f"{argument} must be one of {', '.join(table)}", value)
    return table[value]
