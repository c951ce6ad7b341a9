"""The settings of one claim: DVC has one list of parameters for a whole matrix, but each claim has its own."""

from typing import Any

from mlplab.params.schema import Claims, Params
from mlplab.params.values import CLAIMS


def own_settings(params: Params, claim: str) -> Params:
    """The parameters that decide a claim, and no others: to read another one is an AttributeError."""
    sections, settings = {}, {}
    for key in CLAIMS[claim]:
        section, _, name = key.partition(".")
        if name:
            settings[name] = getattr(params.claims, name)
        else:
            sections[section] = getattr(params, section)
    return Params.model_construct(**sections, claims=Claims.model_construct(**settings))


def own_values(params: Params, claim: str) -> dict[str, Any]:
    """The same as plain values: what the claim's cell depends on."""
    return own_settings(params, claim).model_dump()
