"""Products: every library gives what NumPy does, for many rows and for one."""

import contextlib

import numpy as np
import pytest

from mlplab import blas, nn
from mlplab.blas import libraries
from mlplab.errors import InputError


def in_records(x):
    """Rows that lie no whole number of elements apart: the byte of a label follows each."""
    records = np.zeros(len(x), [("x", x.dtype, x.shape[1:]), ("label", "u1")])
    records["x"] = x
    return records["x"]


SHAPES = [(5, 4, 3), (1, 4, 3), (5, 1, 3), (1, 1, 3), (5, 4, 1), (1, 300, 200)]
LAYOUTS = {
    "rows": lambda x: x,
    "columns": np.asfortranarray,
    "part of columns": lambda x: np.asfortranarray(np.vstack([x, x]))[: len(x)],
    "neither": lambda x: np.repeat(np.repeat(x, 2, axis=0), 2, axis=1)[::2, ::2],
    "reversed": lambda x: x[::-1, ::-1],
    "rows in records": in_records,
    "columns in records": lambda x: in_records(x.T).T,
    "one column again and again": lambda x: np.broadcast_to(x[:, :1].copy(), x.shape),
    "one row again and again": lambda x: np.broadcast_to(x[0], x.shape),
}


@pytest.fixture(params=libraries.LIBRARIES)
def library(request, monkeypatch):
    monkeypatch.setenv(libraries.VARIABLE, request.param)
    libraries.functions.cache_clear()
    with contextlib.suppress(InputError):
        libraries.functions("f")
        yield request.param
        libraries.functions.cache_clear()
        return
    libraries.functions.cache_clear()
    pytest.skip(f"{request.param} is not installed")


def matrices(m, k, n, dtype):
    rng = np.random.default_rng(0)
    return (rng.normal(size=shape).astype(dtype) for shape in ((m, n), (m, k), (k, n)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("lies", LAYOUTS)
@pytest.mark.parametrize(("scale", "keep"), [(1.0, 1.0), (-0.5, 0.0), (2.0, 0.25)])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_product_is_scaled_and_added_however_its_factors_lie(
    library, shape, scale, keep, lies, dtype
):
    result, a, b = matrices(*shape, dtype)
    a, b = LAYOUTS[lies](a), LAYOUTS[lies](b)
    a.flags.writeable = False  # as a memory map's
    expected = keep * result + scale * (a @ b)
    blas.prepare_product(result, a, b, scale, keep)()
    np.testing.assert_allclose(result, expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_prepared_product_reads_what_its_factors_hold_when_it_is_called(library, shape):
    result, a, b = matrices(*shape, np.float64)
    multiply = blas.prepare_product(result, a, b, keep=0.0)
    a[...], b[...], result[...] = 2, 3, np.nan
    multiply()
    assert (result == 6 * shape[1]).all()


def test_a_prepared_product_keeps_its_arrays_alive(library):
    result, a, b = matrices(40, 30, 20, np.float64)
    expected = a @ b
    multiply = blas.prepare_product(result, a, b, keep=0.0)
    del a, b
    for _ in range(100):
        np.ones((40, 30)), np.ones((30, 20))  # would take the place of what was freed
    multiply()
    np.testing.assert_allclose(result, expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sums_and_scalar_products_are_numpys(library, dtype):
    result, _, matrix = matrices(1, 1, 7, dtype)
    blas.prepare_column_sums(result[0], matrix, 0.5, 0.0)()
    np.testing.assert_allclose(result[0], 0.5 * matrix.sum(axis=0), rtol=1e-5)
    before = result[0].copy()
    blas.add_scaled(result[0], matrix[0], -2.0)
    np.testing.assert_allclose(result[0], before - 2 * matrix[0], rtol=1e-5)
    assert blas.squared_norm(matrix) == pytest.approx((matrix**2).sum(), rel=1e-5)


def test_each_library_trains_the_network_that_scipys_does(library, monkeypatch):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(33, 6)), rng.integers(0, 3, 33)  # the last batch has one row
    settings = {"batch_size": 16, "epochs": 3, "shuffle": False, "rng": None, "l2": 0.1}
    net = nn.initialize(
        (6, 8, 3), activation="tanh", initializer="he_normal", rng=rng, dtype=np.float64
    )
    other = nn.Network([*net.layers], net.activations, net.loss)
    nn.fit(net, X, y, optimizer=nn.adam(0.01), **settings)
    monkeypatch.setenv(libraries.VARIABLE, "scipy")
    libraries.functions.cache_clear()
    nn.fit(other, X, y, optimizer=nn.adam(0.01), **settings)
    np.testing.assert_allclose(net.layers.vector, other.layers.vector, rtol=1e-9)


def test_an_unknown_library_is_refused(monkeypatch):
    monkeypatch.setenv(libraries.VARIABLE, "atlas")
    libraries.functions.cache_clear()
    with pytest.raises(InputError, match="MLPLAB_BLAS must be one of numpy, mkl, scipy, got 'atl"):
        libraries.functions("f")
    libraries.functions.cache_clear()


def test_a_library_that_is_not_installed_is_refused(monkeypatch):
    def missing(letter):
        raise OSError("libmkl_rt.so: cannot open shared object file")

    monkeypatch.setitem(libraries.LIBRARIES, "mkl", missing)
    monkeypatch.setenv("MLPLAB_BLAS", "mkl")
    libraries.functions.cache_clear()
    message = "MLPLAB_BLAS must name a library that can be loaded, got 'mkl': libmkl_rt"
    with pytest.raises(InputError, match=message):
        libraries.functions("f")
    libraries.functions.cache_clear()
