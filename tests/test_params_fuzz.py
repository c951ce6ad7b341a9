"""params.yaml, attacked: whatever it holds is valid, and means to DVC what it means here, or is told in one line."""

import math
import re
import tempfile
from copy import deepcopy
from pathlib import Path

from dvc.utils.serialize import load_yaml
from hypothesis import event, example, given
from hypothesis import strategies as st

from mlplab.errors import InputError
from mlplab.params import Params, load_params, validate
from mlplab.params.document import MAX_CHARACTERS
from tests.conftest import ROOT

TEXT = (ROOT / "params.yaml").read_text(encoding="utf-8")
VALUES = load_yaml(ROOT / "params.yaml")
# What stands in dvc.yaml's commands and paths.
MATRIX_LISTS = {
    "scratch_mlp": ("initializers", "activations"),
    "activation_comparison": ("activations",),
    "autoencoder": ("activations",),
    "feature_transfer": ("features",),
}
SNIPPETS = [
    *["!!float x", "!!python/object/apply:os.system ['touch X']", "!", "!!int 0x", "!<tag:a> "],
    *["2020-99-99", "2020-02-30T25:00:00Z", "010", "1:30", "0b11", "1_000", "0x_", "-_", ".inf"],
    *[".nan", "1e999", "-1", "9" * 5000, "0", "~", "null", "[]", "{}", "[relu, relu]", "''"],
    *["&a [x]", "*a", "<<: {a: 1}", "? [a]\n: b", "---\n", "...\n", "%YAML 1.1\n---\n", "\t"],
    *["\ufeff", "\x00", "\x1b[2J", "\u2028", "\x85", '"\\uD800"', "\r", "[" * 50, "{a: " * 50],
    *["../x", "a/b", "relu; touch X", "'$(touch X)'", "`id`", "'a\n\n b'", '"a\\nb"', "#", ":"],
    *["scratch_mlp: {}\n", "epochs: 5\n", "true", "yes", "'10'", "1.0", "x" * 1000, "|", ">-\n"],
]


def accepted(read, name):
    """The Params that `read` gives, or None where it refuses in one printable line that names the file."""
    try:
        params = read()
    except InputError as error:
        message = str(error)
    else:
        event("accepted")
        return params
    event("refused")
    assert message.startswith(f"{name}: ")
    assert message.isprintable()
    assert len(message) < 1000
    return None


def check_content(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "params.yaml")
        path.write_bytes(content)
        params = accepted(lambda: load_params(path), path)
        if params is not None:
            check_accepted(params)
            assert params == Params.model_validate(load_yaml(path))


def check_accepted(params):
    values = params.model_dump()
    for section, keys in MATRIX_LISTS.items():
        for key in keys:
            names = values[section][key]
            assert names
            assert len(set(names)) == len(names)
            assert all(re.fullmatch(r"[a-z_]+", name) for name in names)
    assert all(math.isfinite(number) for number in numbers(values))


def numbers(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, int | float) else []


def places(value, place=()):
    """Where a value stands in the file: the keys and list positions that lead to it."""
    yield place
    if isinstance(value, list):
        value = dict(enumerate(value))
    for key, item in value.items() if isinstance(value, dict) else ():
        yield from places(item, (*place, key))


PLACES = [place for place in places(VALUES) if place]
numbers_and_names = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**6, max_value=10**400),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["relu", "zero", "adam", "best", "folder:x", "sklearn_digits", *SNIPPETS]),
    st.dates(),
    st.binary(max_size=5),
)
anything = st.recursive(
    numbers_and_names,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(numbers_and_names, inner, max_size=3)
    ),
    max_leaves=10,
)


@st.composite
def edited_texts(draw):
    """The embedded study's file after one to three edits: something inserted, cut out, or said twice."""
    text = TEXT
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        middle = draw(
            st.sampled_from(SNIPPETS) | st.text(max_size=5) | st.just(text[start:end] * 2)
        )
        text = text[:start] + middle + text[end:]
    return text.encode("utf-8", "surrogatepass")


@st.composite
def replaced_scalars(draw):
    """The same with one scalar in place of another, which leaves the file well-formed more often."""
    scalar = draw(st.sampled_from(list(re.finditer(r"(?<=[ \[])[\w.]+(?=[,\]}\n])", TEXT))))
    value = draw(st.sampled_from(SNIPPETS) | st.text(max_size=8) | numbers_and_names.map(str))
    text = TEXT[: scalar.start()] + value + TEXT[scalar.end() :]
    return text.encode("utf-8", "surrogatepass")


@given(edited_texts())
def test_an_edited_file_is_valid_for_dvc_too_or_told_in_one_line(content):
    check_content(content)


@given(replaced_scalars())
def test_a_replaced_scalar_is_valid_for_dvc_too_or_told_in_one_line(content):
    check_content(content)


@given(st.binary(max_size=200))
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"a: " + b"[" * (MAX_CHARACTERS - 10))
@example(b"a: " + b"x" * MAX_CHARACTERS)
@example(b"a: [" + b"1," * 20_000 + b"]")
@example(b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n")
def test_any_bytes_are_told_in_one_line(content):
    check_content(content)


@given(st.sampled_from(PLACES), anything)
def test_any_value_in_any_place_is_valid_or_told_in_one_line(place, value):
    values = deepcopy(VALUES)
    section = values
    for part in place[:-1]:
        section = section[part]
    section[place[-1]] = value
    params = accepted(lambda: validate(values), "params.yaml")
    if params is not None:
        check_accepted(params)


@given(st.sampled_from([p for p in PLACES if isinstance(p[-1], str)]), anything, anything)
def test_an_unknown_key_anywhere_is_told(place, key, value):
    values = deepcopy(VALUES)
    section = values
    for part in place[:-1]:
        section = section[part]
    if isinstance(key, list | dict) or key in section:
        key = "unknown"
    section[key] = value
    assert accepted(lambda: validate(values), "params.yaml") is None
