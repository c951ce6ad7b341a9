"""The one exception for what a user can mend, and the two ways to raise it."""

from typing import Any, TypeVar

Item = TypeVar("Item")


class InputError(ValueError):
    """A fault in what the user gave: a parameter, a file, an image.

    Its message is one line that names the key or the file, what is allowed and what was given.
    """


def require(allowed: Any, rule: str, given: Any) -> None:
    """Refuse what is given unless it is allowed; rule says what is."""
    if not allowed:
        raise InputError(f"{rule}, got {given!r}")


def find(argument: str, value: str | Item, table: dict[str, Item]) -> Item:
    """table[value] where value is a name, value itself where it is not one."""
    if not isinstance(value, str):
        return value
    require(value in table, f"{argument} must be one of {', '.join(table)}", value)
    return table[value]
