"""The layers of the code: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"

# Each part of the code, and the parts of the project that it may import. Whatever is not named is forbidden.
ALLOWED = {
    "mlplab.errors": set(),
    "mlplab.nn": {"mlplab.errors"},
    "mlplab.data": {"mlplab.errors"},
    "mlplab.estimators": {"mlplab.nn", "mlplab.errors"},
    "mlplab.params": {"mlplab.nn", "mlplab.data", "mlplab.errors"},
    "mlplab.parallel": {"mlplab.errors"},
    "mlplab.npz": {"mlplab.errors"},
    "mlplab.preprocessing": set(),
    "mlplab.artifacts": {
        "mlplab.nn",
        "mlplab.npz",
        "mlplab.data",
        "mlplab.figures",
        "mlplab.errors",
    },
    "mlplab.studies": {
        "mlplab.nn",
        "mlplab.estimators",
        "mlplab.data",
        "mlplab.params",
        "mlplab.errors",
    },
    "mlplab.figures": set(),
    "mlplab.page": {
        "mlplab.studies",
        "mlplab.figures",
        "mlplab.params",
        "mlplab.nn",
        "mlplab.preprocessing",
    },
    "mlplab.experiments": {"mlplab.errors"},
    "mlplab.offline_plots": set(),
    "mlplab.predict": {
        "mlplab.nn",
        "mlplab.data",
        "mlplab.artifacts",
        "mlplab.preprocessing",
        "mlplab.errors",
    },
    "stages": {
        "mlplab.studies",
        "mlplab.nn",
        "mlplab.data",
        "mlplab.figures",
        "mlplab.page",
        "mlplab.artifacts",
        "mlplab.params",
        "mlplab.parallel",
        "mlplab.errors",
    },
}
# Outside packages that only some parts may import, at any depth.
RESERVED = {
    "sklearn": {"mlplab.studies", "mlplab.estimators", "mlplab.data"},
    "matplotlib": {"mlplab.figures", "mlplab.artifacts"},
    "jinja2": {"mlplab.page"},
    "pooch": {"mlplab.data"},
    "yaml": {"mlplab.params", "mlplab.artifacts"},
    "pandas": {"mlplab.artifacts", "mlplab.figures", "mlplab.experiments", "stages"},
}
FILES = [
    *sorted(SOURCE.rglob("*.py")),
    *sorted((ROOT / "stages").rglob("*.py")),
]


def module_of(path):
    base = SOURCE if path.is_relative_to(SOURCE) else ROOT
    parts = path.relative_to(base).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module):
    """The part that a module belongs to: `mlplab.nn.losses` to `mlplab.nn`, `stages.fetch` to `stages`."""
    parts = module.split(".")
    return parts[0] if parts[0] == "stages" else ".".join(parts[:2])


def imports(path):
    """Every absolute name that a file imports, at its top or inside a function, but not for type checking."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    package = module_of(path) if path.name == "__init__.py" else module_of(path).rpartition(".")[0]
    typing_only = {
        node
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_a_module_imports_only_what_its_layer_may(path):
    module = module_of(path)
    part = part_of(module)
    if module in ("mlplab", "mlplab.__main__"):
        return  # the front doors, which open every room
    for name in imports(path):
        if name.split(".")[0] in ("mlplab", "stages") and part_of(name) not in (part, "mlplab"):
            assert part_of(name) in ALLOWED[part], f"{module} imports {name}"
        package = name.split(".")[0]
        if package in RESERVED:
            assert part in RESERVED[package], f"{module} imports {name}"


def test_the_engine_imports_numpy_and_scipys_blas_alone():
    for path in (SOURCE / "mlplab" / "nn").glob("*.py"):
        for name in imports(path):
            own = name.startswith(("mlplab.nn", "mlplab.errors"))
            library = name.split(".")[0] in (*sys.stdlib_module_names, "numpy")
            assert own or library or name.startswith("scipy.linalg.blas"), f"{path}: {name}"


def test_the_engine_calls_one_blas_alone():
    """NumPy's own, beside SciPy's, has threads that wait on the cores that the other's need."""
    for path in (SOURCE / "mlplab" / "nn").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not named & {"matmul", "dot", "vdot", "inner", "tensordot", "einsum"}, path
        assert not any(isinstance(node, ast.MatMult) for node in ast.walk(tree)), path


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("mlplab", {"numpy"}),
        ("mlplab.params", {"sklearn", "matplotlib", "pandas", "pooch", "PIL"}),
        ("mlplab.artifacts", {"sklearn", "matplotlib", "pandas", "pooch", "PIL"}),
        ("mlplab.page.build", {"sklearn", "pandas", "pooch"}),
        ("stages.report", {"sklearn", "pooch"}),
        ("stages.scratch_mlp", {"sklearn", "matplotlib", "pooch", "PIL"}),
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
