"""What forms are made of: kinds of values, and what makes a kind of others."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from mlplab.versions import LARGEST

NUMBER: Any = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
SPREAD: Any = Annotated[float, Field(ge=0, le=LARGEST)]
SHARE: Any = Annotated[float, Field(ge=0, le=1)]
COUNT: Any = Annotated[int, Field(ge=0, le=10**15)]
SIZE: Any = Annotated[int, Field(ge=1, le=10**15)]
TEXT, YES_OR_NO = str, bool


class _Form(BaseModel):
    model_config = ConfigDict(strict=True)


def form(**keys: Any) -> Any:
    """A record with at least these keys, each of its kind."""
    return create_model("record", __base__=_Form, **keys)


def exactly(**keys: Any) -> Any:
    """A record with these keys and no others."""
    return create_model("record", __base__=form(**keys), __cls_kwargs__={"extra": "forbid"})


def maybe(kind: Any) -> Any:
    """The kind, or null: one seed has no sd, a run that diverged no score."""
    return kind | None


def perhaps(kind: Any) -> Any:
    """The kind of a key that may be missing."""
    return Annotated[kind, Field(default=None)]


def one_of(*values: Any) -> Any:
    """One of some texts or numbers."""
    return Literal[values]


def matching(pattern: str) -> Any:
    """A text of which the pictures and the page read a number."""
    return Annotated[str, Field(pattern=f"^({pattern})$")]


def listed(kind: Any, least: int = 1, most: int | None = None) -> Any:
    """A list of a kind."""
    return Annotated[list[kind], Field(min_length=least, max_length=most)]


def named(kind: Any, name: Any = str, least: int = 1) -> Any:
    """A record whose keys are names of the study, such as those of its activations."""
    return Annotated[dict[name, kind], Field(min_length=least)]


def where(kind: Any, rule: Callable[[Any], Any], wording: str) -> Any:
    """A kind of which no value alone tells whether it is whole."""

    def check(value: Any) -> Any:
        if not rule(value):
            raise ValueError(wording)
        return value

    return Annotated[kind, AfterValidator(check)]
