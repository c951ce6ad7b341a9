"""Whose BLAS the engine calls: NumPy's, Intel's MKL or SciPy's.

The environment variable MLPLAB_BLAS names one: "numpy" (the OpenBLAS of NumPy's own packages),
"mkl" (of the package `mkl`) or "scipy". Without it: MKL where that is installed and the processor is
Intel's, otherwise NumPy's, or SciPy's where NumPy has another library.
"""

import ctypes
import os
import platform
import sys
from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy import ndarray as Array

from mlplab.errors import InputError, require

VARIABLE = "MLPLAB_BLAS"
BY_ROWS, PLAIN, TRANSPOSED = map(ctypes.c_int, (101, 111, 112))  # CBLAS's constants
Call = Callable[[], None]
# The functions that get and set the number of threads.
SCIPY_THREADS = "scipy_openblas_get_num_threads", "scipy_openblas_set_num_threads"
NUMPY_THREADS = "scipy_openblas_get_num_threads64_", "scipy_openblas_set_num_threads64_"
MKL_THREADS = "MKL_Get_Max_Threads", "MKL_Set_Num_Threads"


class SciPy:
    """SciPy's BLAS by its own functions. It stores by columns: everything is transposed, not copied."""

    def __init__(self, letter: str) -> None:
        blas = _fblas()
        library = ctypes.CDLL(blas.__file__)
        self.get_threads, self.set_threads = _threads(library, *SCIPY_THREADS)
        names = [letter + name for name in ("gemm", "gemv", "ger", "axpy", "dot")]
        self._gemm, self._gemv, self._ger, self._axpy, self.scalar_product = (
            getattr(blas, name) for name in names
        )

    def gemm(self, result: Array, a: Array, b: Array, scale: float, keep: float) -> Call:
        (first, flip_first), (second, flip_second) = _columns(b), _columns(a)
        flips = flip_first, flip_second
        return partial(self._gemm, scale, first, second, keep, result.T, *flips, 1)

    def gemv(self, result: Array, row: Array, b: Array, scale: float, keep: float) -> Call:
        matrix, flip = _columns(b)
        return partial(self._gemv, scale, matrix, row, keep, result, 0, 1, 0, 1, flip, 1)

    def ger(self, result: Array, column: Array, row: Array, scale: float) -> Call:
        return partial(self._ger, scale, row, column, 1, 1, result.T, 0, 0, 1)

    def axpy(self, result: Array, vector: Array, scale: float) -> None:
        self._axpy(vector, result, a=scale)


def _fblas() -> Any:
    """Load what scipy.linalg.blas has its functions from, without the 0.25 s that importing scipy.linalg takes."""
    import scipy

    spec = PathFinder.find_spec("_fblas", [str(Path(scipy.__file__).parent / "linalg")])
    assert spec is not None, "SciPy has it"
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _columns(matrix: Array) -> tuple[Array, bool]:
    """Return the transpose, stored by columns, and whether BLAS still has to transpose it."""
    return (matrix.T, False) if matrix.flags.c_contiguous else (matrix, True)


class CBlas:
    """A library's CBLAS through ctypes, with SciPy's methods.

    Arguments are ctypes objects, made once: a call then takes half as long as with numbers.
    """

    def __init__(
        self, library: Any, names: str, threads: tuple[str, str], integer: Any, letter: str
    ) -> None:
        self.get_threads, self.set_threads = _threads(library, *threads)
        self._integer, self._real = integer, {"s": ctypes.c_float, "d": ctypes.c_double}[letter]
        self._one = integer(1)

        def function(name: str, result: Any = None) -> Any:
            pointer = ctypes.cast(library[names.format(letter + name)], ctypes.c_void_p)
            return ctypes.CFUNCTYPE(result)(pointer.value or 0)

        self._gemm, self._gemv, self._ger = map(function, ("gemm", "gemv", "ger"))
        self._axpy, self._scalar_product = function("axpy"), function("dot", self._real)

    def gemm(self, result: Array, a: Array, b: Array, scale: float, keep: float) -> Call:
        (order_a, *matrix_a), (order_b, *matrix_b) = self._matrix(a), self._matrix(b)
        sizes = map(self._integer, (*result.shape, len(b)))
        factors = (*sizes, self._real(scale), *matrix_a, *matrix_b)
        end = self._real(keep), _pointer(result), self._integer(result.shape[1])
        return partial(self._gemm, BY_ROWS, order_a, order_b, *factors, *end)

    def gemv(self, result: Array, row: Array, b: Array, scale: float, keep: float) -> Call:
        order, *matrix = self._matrix(b)
        # It computes b.T @ row: what is stored plainly is transposed, and the other way round.
        order, shape = (TRANSPOSED, b.shape) if order is PLAIN else (PLAIN, b.shape[::-1])
        factors = (*map(self._integer, shape), self._real(scale), *matrix, *self._vector(row))
        return partial(
            self._gemv, BY_ROWS, order, *factors, self._real(keep), _pointer(result), self._one
        )

    def ger(self, result: Array, column: Array, row: Array, scale: float) -> Call:
        sizes = map(self._integer, result.shape)
        factors = self._real(scale), *self._vector(column), *self._vector(row)
        end = _pointer(result), self._integer(result.shape[1])
        return partial(self._ger, BY_ROWS, *sizes, *factors, *end)

    def axpy(self, result: Array, vector: Array, scale: float) -> None:
        ends = _pointer(vector), self._one, _pointer(result), self._one
        self._axpy(self._integer(len(vector)), self._real(scale), *ends)

    def scalar_product(self, a: Array, b: Array) -> float:
        return self._scalar_product(
            self._integer(len(a)), _pointer(a), self._one, _pointer(b), self._one
        )

    def _vector(self, vector: Array) -> tuple[Any, Any]:
        steps, rest = divmod(vector.strides[0], vector.itemsize)
        if steps < 1 or rest:  # BLAS would begin at the other end, or knows no such steps
            vector, steps = np.ascontiguousarray(vector), 1
        return _pointer(vector), self._integer(steps)

    def _matrix(self, matrix: Array) -> tuple[Any, Any, Any]:
        """Say how a matrix lies; it is copied where neither its rows nor its columns are contiguous.

        So it is where they lie no whole number of elements apart, as a field of records can.
        """
        (down, along), size = matrix.strides, matrix.itemsize
        steps, rest = divmod(along, size)
        if down == size and steps >= len(matrix) and not rest and not matrix.flags.c_contiguous:
            return TRANSPOSED, _pointer(matrix), self._integer(steps)
        matrix = np.ascontiguousarray(matrix)
        return PLAIN, _pointer(matrix), self._integer(matrix.shape[1])


def _threads(library: Any, get: str, put: str) -> tuple[Callable[[], int], Callable[[int], None]]:
    try:
        return library[get], library[put]
    except AttributeError:  # another library: its threads are left as they are
        return lambda: 1, lambda count: None


def _pointer(array: Array) -> Any:
    """Point to an array's first number, and keep the array alive."""
    if array.flags.writeable and array.flags.c_contiguous:  # four times as fast
        return ctypes.byref(ctypes.c_char.from_buffer(array.data))
    pointer = ctypes.c_void_p(array.ctypes.data)
    pointer.array = array  # type: ignore[attr-defined]
    return pointer


def _numpy(letter: str) -> CBlas:
    # What an extension module is linked to is found through it.
    extension = import_module("numpy._core._multiarray_umath").__file__
    names, integer = "scipy_cblas_{}64_", ctypes.c_int64
    return CBlas(ctypes.CDLL(extension), names, NUMPY_THREADS, integer, letter)


def _mkl(letter: str) -> CBlas:
    folder = Path(sys.prefix) / ("Library/bin" if os.name == "nt" else "lib")
    files = sorted(folder.glob("*mkl_rt.*"))
    library = ctypes.CDLL(str(files[0] if files else "libmkl_rt.so"))
    return CBlas(library, "cblas_{}", MKL_THREADS, ctypes.c_int, letter)


LIBRARIES: dict[str, Callable[[str], Any]] = {"numpy": _numpy, "mkl": _mkl, "scipy": SciPy}
UNAVAILABLE = (
    AttributeError,
    ImportError,
    OSError,
)  # not installed, or a library without the functions


@cache
def functions(dtype: str) -> Any:
    """Find the functions for a dtype's character, "f" or "d"."""
    letter = {"f": "s", "d": "d"}[dtype]
    named = os.environ.get(VARIABLE)
    if named:
        require(named in LIBRARIES, f"{VARIABLE} must be one of {', '.join(LIBRARIES)}", named)
        try:
            return LIBRARIES[named](letter)
        except UNAVAILABLE as error:
            rule = f"{VARIABLE} must name a library that can be loaded, got {named!r}: {error}"
            raise InputError(rule) from None
    for name in ("mkl", "numpy"):
        if name != "mkl" or _processor_is_intels():
            try:
                return LIBRARIES[name](letter)
            except UNAVAILABLE:
                pass
    return SciPy(letter)


def _processor_is_intels() -> bool:
    cpu = Path("/proc/cpuinfo")
    return "Intel" in (cpu.read_text() if cpu.exists() else platform.processor())
