"""mlplab: scikit-learn's multilayer perceptrons on a small and fast NumPy engine, and a study of them.

`mlplab.MLPClassifier` and the other names load scikit-learn when they are first asked for.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["DivergenceWarning", "MLPClassifier", "MLPRegressor", "network_of"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from mlplab import estimators

        return getattr(estimators, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
