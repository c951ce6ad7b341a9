"""What tests share: small arrays and parameters, and how to read the imports of the code."""

import ast
import os
import signal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

import stages  # noqa: F401  (pins BLAS to one thread, before NumPy has a pool)
from mlplab import data
from mlplab.params import Params, load_params

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"

# DVC in the tests' own repositories is set as in this one: no usage statistics, no setting of the user's own.
os.environ["DVC_GLOBAL_CONFIG_DIR"] = str(ROOT / ".dvc")

# A shell's background job ignores Ctrl-C, and so would the tests in it that send one.
signal.signal(signal.SIGINT, signal.default_int_handler)

# `make fuzz` chooses the larger one; the other takes the same cases every time, so that a run of the tests repeats.
settings.register_profile("tests", max_examples=100, deadline=None, derandomize=True, database=None)
settings.register_profile("fuzz", max_examples=10_000, deadline=None, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "tests"))


@pytest.fixture(autouse=True)
def one_worker(monkeypatch):
    monkeypatch.setenv("MLPLAB_WORKERS", "1")


@pytest.fixture(scope="session")
def splits():
    """Three classes of 4 x 4 images that a small network can tell apart: 60, 30 and 30 of them."""
    rng = np.random.default_rng(0)
    labels = np.tile(np.arange(3), 40)
    images = rng.integers(0, 80, (120, 4, 4), dtype=np.uint8)
    images[np.arange(120), labels] += 150
    dataset = data.Dataset(images, labels, ("a", "b", "c"))
    return data.split(dataset, train=60, val=30, test=30, seed=0)


@pytest.fixture(scope="session")
def embedded() -> Params:
    """The parameters of the embedded study, as they are in the repository."""
    return load_params()


@pytest.fixture(scope="session")
def params(embedded) -> Params:
    """The same, with networks small enough and epochs few enough for a test."""
    small = {"hidden_layer_sizes": [6], "epochs": 3, "seeds": [0, 1], "batch_size": 10}
    return embedded.model_copy(
        update={
            "scratch_mlp": embedded.scratch_mlp.model_copy(update=small),
            "activation_comparison": embedded.activation_comparison.model_copy(update=small),
            "kfold_tuning": embedded.kfold_tuning.model_copy(
                update={
                    "hidden_layer_sizes": [6],
                    "epochs": 2,
                    "batch_sizes": [10, 20],
                    "learning_rates": [0.1, 0.01],
                    "seeds": [0, 1],
                }
            ),
            "autoencoder": embedded.autoencoder.model_copy(
                update={**small, "hidden_layer_sizes": [6, 2, 6]}
            ),
            "feature_transfer": embedded.feature_transfer.model_copy(update=small),
            "claims": embedded.claims.model_copy(update={"seeds": [0, 1], "steps": 3}),
        }
    )


def module_of(path):
    base = SOURCE if path.is_relative_to(SOURCE) else ROOT
    parts = path.relative_to(base).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


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
