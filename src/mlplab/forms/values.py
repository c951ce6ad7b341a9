"""The kinds of values that results hold, and records that several files have."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Form(BaseModel):
    """Keys that a record must have, each with its kind; it may have others."""

    model_config = ConfigDict(strict=True, frozen=True)


# A picture's axis spans sums and differences of such numbers, which must be finite as well.
Number = Annotated[float, Field(ge=-1e300, le=1e300, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0, le=10**15)]
Point = Annotated[list[Number], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def some(kind: Any) -> Any:
    """The type of a list or mapping that is not empty."""
    return Annotated[kind, Field(min_length=1)]


def text(pattern: str) -> Any:
    """The type of a text such as a number or a setting in words, which others read a number out of."""
    return Annotated[str, Field(pattern=pattern)]


class Score(Form):
    """A metric over the seeds; one seed has no sd."""

    mean: Number
    sd: Number | None


class Interval(Form):
    """A mean difference with its interval."""

    mean: Number
    low: Number
    high: Number


def fits(rule: Callable[[Any], bool], wording: str) -> Callable[[Any], Any]:
    """A validator of what no value can tell alone."""

    def check(value: Any) -> Any:
        if not rule(value):
            raise ValueError(wording)
        return value

    return check
