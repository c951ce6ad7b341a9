"""What is installed: the wheel and the source distribution, built without a network, and what they need."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile

import pytest
from flit_core import buildapi

import mlplab
from tests.conftest import ROOT, SOURCE

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The names and contents of both distributions' files."""
    tree, target = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("dist")
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tree)
    for name in ("src", "docs", "tests"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tree / name, symlinks=True, ignore=ignored)
    here = os.getcwd()
    try:
        os.chdir(tree)
        wheel = zipfile.ZipFile(target / buildapi.build_wheel(str(target)))
        source = tarfile.open(target / buildapi.build_sdist(str(target)))  # noqa: SIM115
    finally:
        os.chdir(here)
    with wheel, source:
        yield wheel, source


def test_the_wheel_holds_the_package_its_license_and_its_types_but_no_tests(built):
    wheel, _ = built
    names = wheel.namelist()
    assert {"mlplab/__init__.py", "mlplab/py.typed", "mlplab/nn/training.py"} <= set(names)
    assert any(
        re.fullmatch(r"mlplab-[\d.]+\.dist-info/(licenses/)?LICENSE", name) for name in names
    )
    parts = {part for name in names for part in name.split("/")}
    assert not parts & {"tests", "stages", "benchmarks", "__pycache__"}


def test_the_wheel_holds_the_docs_that_the_html_representation_links_to(built):
    wheel, _ = built
    text = wheel.read("mlplab/estimators.md").decode()
    assert text == (ROOT / "docs" / "estimators.md").read_text(encoding="utf-8")


def test_the_source_distribution_builds_the_same_wheel(built):
    _, source = built
    names = {name.partition("/")[2] for name in source.getnames()}
    wanted = {"pyproject.toml", "LICENSE", "CHANGELOG.md", "README.md", "docs/estimators.md"}
    assert wanted | {"src/mlplab/py.typed"} <= names
    assert not [name for name in names if name.startswith("tests")]


def test_installed_alone_it_needs_four_packages(built):
    wheel, _ = built
    metadata = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    needs = re.findall(r"^Requires-Dist: (.*)$", wheel.read(metadata).decode(), re.MULTILINE)
    alone = {re.match(r"[\w-]+", need)[0] for need in needs if "extra ==" not in need}
    assert alone == {"numpy", "scikit-learn", "scipy", "threadpoolctl"}
    study = {re.match(r"[\w-]+", need)[0] for need in needs if re.search("extra == .study.", need)}
    assert {"dvc", "matplotlib", "pandas", "pydantic"} <= study


def test_the_version_is_that_of_the_package(built):
    wheel, _ = built
    assert f"mlplab-{mlplab.__version__}.dist-info/METADATA" in wheel.namelist()
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {mlplab.__version__}" in changes


def without(packages, code):
    """Run code where these packages cannot be imported."""
    blocked = f"import sys; sys.modules.update(dict.fromkeys({sorted(packages)!r})); {code}"
    environment = {"PYTHONPATH": str(SOURCE), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-c", blocked]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


MODULES = {"pillow": "PIL", "pyyaml": "yaml", "vl-convert-python": "vl_convert"}
STUDY = {re.match(r"[\w-]+", need)[0] for need in PROJECT["optional-dependencies"]["study"]}
STUDY_MODULES = {MODULES.get(name, name) for name in STUDY}


def test_the_estimators_work_without_the_study():
    code = (
        "from mlplab import MLPClassifier as C; "
        "print(C(solver='lbfgs').fit([[0.], [1.]], [0, 1]).predict([[1.]])[0])"
    )
    run = without(STUDY_MODULES, code)
    assert (run.stdout.strip(), run.stderr) == ("1", "")


def test_the_command_line_without_the_study_names_its_extra_in_one_line():
    run = without(STUDY_MODULES, "import runpy; runpy.run_module('mlplab', run_name='__main__')")
    assert run.returncode == 1
    message = r"error: \w+ is not installed: pip install 'mlplab\[study\]' installs it\n"
    assert re.fullmatch(message, run.stderr)
