"""What the engine asks of its arguments."""

from typing import Any, TypeVar

from mlplab.errors import InputError

Item = TypeVar("Item")


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
