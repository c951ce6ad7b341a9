"""The two tables of learning curves that a cell leaves: every seed's, and their mean."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from mlplab import artifacts
from mlplab.studies.seeds import curve_columns, mean_curve


class HasCurve(Protocol):
    @property
    def curve(self) -> list[dict[str, float]]: ...


def write_curves(stage: str, key: str, runs: Sequence[HasCurve], metrics: Sequence[str]) -> None:
    """Write plots/STAGE/KEY.csv, a row an epoch and seed, and plots/STAGE/mean/KEY.csv, a row an epoch."""
    rows: list[dict[str, Any]] = [row for run in runs for row in run.curve]
    columns, mean_columns = curve_columns(metrics)
    artifacts.write_table(Path(f"plots/{stage}/{key}.csv"), rows, columns)
    artifacts.write_table(
        Path(f"plots/{stage}/mean/{key}.csv"), mean_curve(rows, len(runs)), mean_columns
    )
