"""mlplab: a reproducible study of multilayer perceptrons on a small NumPy engine.

`mlplab.MLPClassifier` and `mlplab.MLPRegressor` load scikit-learn when they are first asked for.
"""

from typing import Any

__all__ = ["MLPClassifier", "MLPRegressor"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from mlplab import estimators

        return getattr(estimators, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
