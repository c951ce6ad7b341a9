"""What a claim's test takes and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlplab.data import Dataset, Splits


@dataclass(frozen=True)
class Images:
    """The images that a claim is tested on, by `digits` and `fashion`.

    Attributes
    ----------
    splits : Mapping[str, Splits]
        The normalized parts that the other studies run on.
    datasets : Mapping[str, Dataset]
        All images of the source, for a claim that needs more of them.
    """

    splits: Mapping[str, Splits]
    datasets: Mapping[str, Dataset]


@dataclass(frozen=True)
class Finding:
    """What became of a claim.

    Attributes
    ----------
    verdict : str
        `holds`, `refuted`, `undecided`, `tie` or `not_comparable`, by the rule that the claim's file
        states.
    numbers : Mapping[str, Any]
        What the verdict rests on.
    measurements : list of dict
        The table of all that was measured, equal columns in every row.
    """

    verdict: str
    numbers: Mapping[str, Any]
    measurements: list[dict[str, Any]]
