"""The layers of the code: who may import whom."""

import ast
import subprocess
import sys

import pytest

from tests.conftest import ROOT, SOURCE, imports, module_of

# Each part of the code, and the parts of the project that it may import. Whatever is not named is forbidden.
ALLOWED: dict[str, set[str]] = {
    "errors": set(),
    "paths": set(),
    "wording": set(),
    "verdicts": set(),
    "headlines": set(),
    "offline_plots": set(),
    "blas": {"errors"},
    "nn": {"blas", "errors"},
    "data": {"errors"},
    "console": {"errors"},
    "cluster": {"blas", "errors"},
    "parallel": {"cluster", "errors"},
    "pipeline": {"console", "errors", "parallel", "params", "paths"},
    "estimators": {"nn", "errors"},
    "params": {"nn", "data", "errors", "paths"},
    "studies": {"nn", "estimators", "data", "parallel", "params", "errors", "verdicts"},
    "npz": {"errors"},
    "versions": {"errors"},
    "forms": {"errors", "verdicts", "versions"},
    "replacing": set(),
    "sources": set(),
    "preprocessing": set(),
    "artifacts": {"nn", "npz", "data", "errors", "forms", "replacing", "versions"},
    "cells": {"artifacts", "params", "paths", "studies"},
    "records": {"artifacts", "cells", "errors", "nn", "params", "paths"},
    "pictures": {"verdicts", "wording"},
    "page": {"errors", "nn", "params", "paths", "preprocessing", "verdicts", "wording"},
    "experiments": {"errors", "forms", "paths"},
    "predict": {"artifacts", "data", "errors", "nn", "paths", "preprocessing"},
    "stages": {
        *("artifacts", "cells", "console", "data", "errors", "headlines", "nn", "page", "parallel"),
        *("params", "paths", "pictures", "records", "sources", "studies", "verdicts"),
    },
}
# Outside packages that only some parts may import, at any depth.
RESERVED = {
    "sklearn": {"studies", "estimators", "data"},
    "matplotlib": {"pictures"},
    "jinja2": {"page"},
    "requests": {"data"},
    "yaml": {"artifacts"},
    "ruamel": {"params"},
    "distributed": {"cluster"},
    "dvc": {"pipeline"},
    "pandas": {"artifacts", "pictures", "experiments"},
}
FILES = [
    *sorted(SOURCE.rglob("*.py")),
    *sorted((ROOT / "stages").rglob("*.py")),
]
ENGINE = [path for part in ("blas", "nn") for path in (SOURCE / "mlplab" / part).glob("*.py")]


def part_of(module):
    """The part that a module belongs to: `mlplab.nn.losses` to `nn`, `stages.fetch` to `stages`."""
    parts = module.split(".")
    return parts[0] if parts[0] == "stages" else ".".join(parts[1:2])


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_module_imports_only_what_its_layer_may(path):
    module = module_of(path)
    part = part_of(module)
    if module in ("mlplab", "mlplab.__main__"):
        return  # the front doors, which open every room
    for name in imports(path):
        if name.split(".")[0] in ("mlplab", "stages") and part_of(name) != part:
            assert name != "mlplab", f"{module} imports the package itself"
            assert part_of(name) in ALLOWED[part], f"{module} imports {name}"
        package = name.split(".")[0]
        if package in RESERVED:
            assert part in RESERVED[package], f"{module} imports {name}"


def test_the_engine_imports_numpy_and_of_scipy_its_blas_and_one_function():
    for path in ENGINE:
        for name in imports(path):
            own = name.startswith(("mlplab.blas", "mlplab.nn", "mlplab.errors"))
            library = name.split(".")[0] in (*sys.stdlib_module_names, "numpy")
            assert own or library or name in ("scipy", "scipy.special.ndtr"), f"{path}: {name}"


def test_the_engine_calls_one_blas_alone():
    """NumPy's own, beside SciPy's, has threads that wait on the cores that the other's need."""
    for path in ENGINE:
        if path.name == "sparse.py":
            continue  # SciPy's sparse products call no BLAS
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not named & {"matmul", "dot", "vdot", "inner", "tensordot", "einsum"}, path
        assert not any(isinstance(node, ast.MatMult) for node in ast.walk(tree)), path


def test_the_engine_is_read_in_a_quarter_of_an_hour():
    files = (SOURCE / "mlplab" / "nn").glob("*.py")
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    assert sum(bool(line.strip()) for line in lines) <= 1100


def test_no_stage_imports_another():
    for path in (ROOT / "stages").glob("*.py"):
        assert not [name for name in imports(path) if name.startswith("stages.")], path


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("mlplab", {"numpy"}),
        ("mlplab.pipeline.verify", {"numpy", "pydantic"}),
        ("mlplab.pipeline.recovery", {"dvc", "psutil"}),  # whose absence is told in one line
        ("mlplab.params", {"sklearn", "matplotlib", "pandas", "requests", "PIL"}),
        ("mlplab.artifacts", {"sklearn", "matplotlib", "pandas", "requests", "PIL"}),
        ("mlplab.page.build", {"sklearn", "pandas", "requests"}),
        ("stages.page", {"sklearn", "requests"}),
        ("stages.scratch_mlp", {"sklearn", "matplotlib", "requests", "PIL"}),
    ],
)
def test_a_stage_does_not_pay_for_imports_that_it_does_not_need(module, heavy):
    code = f"import sys, {module}; print(*(set({sorted(heavy)!r}) & set(sys.modules)))"
    output = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{SOURCE}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert output.stdout.strip() == ""
