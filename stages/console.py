"""How a stage meets the terminal."""

from mlplab.console import run_main, say

__all__ = ["run_main", "say"]
