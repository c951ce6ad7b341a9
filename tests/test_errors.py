"""How a fault is worded: one line, whatever was given."""

import pickle

import pytest

from mlplab.errors import LONGEST, InputError, cut, find, require, shown


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("a.png: no such file", "a.png: no such file"),
        ("é/中文.png: “…”", "é/中文.png: “…”"),
        ("two\nlines", "two\\nlines"),
        ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
        ("\udcff.png", "\\udcff.png"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
    ],
)
def test_a_message_is_one_line_that_a_terminal_shows_as_it_is(message: str, line: str) -> None:
    error = InputError(message)
    assert str(error) == line
    assert str(InputError(line)) == line
    assert str(pickle.loads(pickle.dumps(error))) == line  # as worker processes send it


@pytest.mark.parametrize("value", ["x" * 1000, [1] * 1000, {"key": "x" * 1000}, 10**1000], ids=type)
def test_a_long_value_is_cut(value: object) -> None:
    assert len(shown(value)) == LONGEST
    assert shown(value) == repr(value)[: LONGEST - 1] + "…"
    assert len(cut("x" * 1000)) == LONGEST
    with pytest.raises(InputError) as error:
        require(False, "epochs must be positive", value)
    assert str(error.value) == f"epochs must be positive, got {shown(value)}"


def deeply_nested() -> list:
    value: list = []
    for _ in range(100_000):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "kind"), [(10**5000, "int"), (deeply_nested(), "list")], ids=["int", "list"]
)
def test_a_value_that_python_cannot_write_out_is_named_by_its_type(value, kind: str) -> None:
    assert shown(value) == f"a value of type {kind}"


def test_a_name_that_is_not_in_the_table_is_answered_with_those_that_are() -> None:
    assert find("solver", "sgd", {"adam": 1, "sgd": 2}) == 2
    assert find("solver", 3, {"adam": 1}) == 3
    with pytest.raises(InputError, match=r"solver must be one of adam, sgd, got 'a\\nb'"):
        find("solver", "a\nb", {"adam": 1, "sgd": 2})
