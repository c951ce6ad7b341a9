"""The docstrings document everything, their examples run, and the docs say what holds."""

import ast
import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from sklearn import neural_network

import mlplab
from tests.conftest import ROOT

CLASSES = [mlplab.MLPClassifier, mlplab.MLPRegressor]
SECTIONS = ("Parameters", "Attributes", "Methods", "See Also", "Notes", "Examples")
DOCS = (ROOT / "docs" / "estimators.md").read_text(encoding="utf-8")


def section(text, name):
    """The lines below a heading of a docstring in NumPy's format, up to the next heading."""
    found = re.search(
        rf"^{name}\n-+\n(.*?)(?=^[A-Z][\w ]+\n---|\Z)", text, re.DOTALL | re.MULTILINE
    )
    assert found, name
    return found[1]


def entries(text):
    """Name -> description of each entry of a section."""
    found = re.findall(r"^(\w[\w, ]*?)(?: : .*)?\n((?:    .*\n|\n)+)", text + "\n", re.MULTILINE)
    return {name: body.strip() for name, body in found}


@pytest.mark.parametrize("cls", CLASSES)
def test_every_parameter_attribute_and_method_is_documented(cls):
    text = inspect.getdoc(cls)
    assert "$" not in text
    parameters = entries(section(text, "Parameters"))
    assert set(parameters) == set(inspect.signature(cls).parameters)
    assert all(parameters.values())
    for name, parameter in inspect.signature(cls).parameters.items():
        default = re.search(rf"^{name} : .*default=(.*)$", text, re.MULTILINE)[1]
        assert ast.literal_eval(default) == parameter.default
    methods = entries(section(text, "Methods"))
    assert {"fit", "predict", "score", "hidden_features", "to_sklearn"} <= set(methods)
    assert all(section(text, name).strip() for name in SECTIONS)


@pytest.mark.parametrize("cls", CLASSES)
def test_the_attributes_are_those_that_a_fit_leaves(cls):
    X, y = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1]
    fitted = cls(max_iter=500, tol=1.0).fit(X, y)
    public = {name for name in vars(fitted) if name.endswith("_") and name[0] != "_"}
    documented = set(entries(section(inspect.getdoc(cls), "Attributes")))
    assert documented - {"feature_names_in_"} == public


@pytest.mark.parametrize("cls", CLASSES)
def test_the_examples_run(cls):
    finder = doctest.DocTestFinder(recurse=False)
    tests = [test for test in finder.find(cls, cls.__name__) if test.examples]
    assert tests
    for test in tests:
        assert doctest.DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("cls", CLASSES)
def test_every_public_method_has_a_docstring_with_its_parameters(cls):
    for name in ("fit", "partial_fit", "predict", "hidden_features", "from_sklearn"):
        method = getattr(cls(), name)
        documented = " ".join(entries(section(inspect.getdoc(method), "Parameters")))
        assert all(parameter in documented for parameter in inspect.signature(method).parameters)


@pytest.mark.parametrize("cls", CLASSES)
def test_the_html_representation_links_to_the_docs(cls):
    link = re.search(r'href="(file:[^"#]*)"', cls()._repr_html_())
    assert Path(unquote(urlparse(link[1]).path)).read_text(encoding="utf-8") == DOCS


@pytest.mark.parametrize("cls", CLASSES)
def test_the_docs_name_every_parameter_that_scikit_learn_does_not_have(cls):
    theirs = getattr(neural_network, cls.__name__)().get_params()
    for name in cls().get_params().keys() - theirs.keys():
        assert f"`{name}" in DOCS, name


def test_the_code_in_the_docs_runs(capsys):
    blocks = re.findall(r"^```python\n(.*?)^```", DOCS, re.DOTALL | re.MULTILINE)
    assert blocks
    names = {}
    for block in blocks:
        exec(compile(block, "docs/estimators.md", "exec"), names)


def test_the_estimators_work_where_python_strips_docstrings():
    fit = "from mlplab import MLPClassifier; print(MLPClassifier().fit([[0.0], [1.0]], [0, 1]).n_iter_ > 0)"
    command = [sys.executable, "-OO", "-W", "ignore", "-c", fit]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"
