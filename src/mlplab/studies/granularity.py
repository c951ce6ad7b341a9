"""Which numbers of images allow the shares that the report prints? A share of n images is a multiple of 1/n."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import ceil, floor
from typing import Any


def allows(n: int, shares: Sequence[Decimal]) -> bool:
    """Whether each share is k / n for some whole k, rounded to as many decimals as it is printed with."""
    halves = [Decimal(5).scaleb(int(share.as_tuple().exponent) - 1) for share in shares]
    return all(
        ceil((share - half) * n) <= floor((share + half) * n)
        for share, half in zip(shares, halves, strict=True)
    )


def granularity(shares: Sequence[float], sizes: Sequence[int]) -> dict[str, Any]:
    """What the printed shares of one column say about the number of images behind them.

    Parameters
    ----------
    shares : sequence of float
        As printed; a zero at the end of one is not known, which only makes it fit more often.
    sizes : sequence of int
        The numbers of images in question.

    Returns
    -------
    dict
        `values`, how many different shares there are; `below`, the number of images from which
        every share is allowed; `allowed`, how many smaller numbers allow them all; `smallest`, the
        smallest of these; and `sizes`, whether each of `sizes` does.
    """
    printed = [Decimal(str(share)) for share in dict.fromkeys(shares)]
    below = 10 ** max(-int(share.as_tuple().exponent) for share in printed)
    allowed = [n for n in range(1, below) if allows(n, printed)]
    return {
        "values": len(printed),
        "below": below,
        "allowed": len(allowed),
        "smallest": min(allowed, default=below),
        "sizes": {str(size): allows(size, printed) for size in sizes},
    }


def columns(printed_values: Sequence[Mapping[str, Any]]) -> dict[str, list[float]]:
    """The accuracies that section B prints, zero weights and NaN included, by `train`, `val` and `test`."""
    found: dict[str, list[float]] = {}
    for printed in printed_values:
        part, _, metric = printed["name"].rpartition(":")[2].rpartition(".")[2].partition("_")
        if printed["section"] == "B" and metric == "accuracy":
            found.setdefault(part, []).append(printed["report"])
    return found
