"""Points are added as integers, so that the order of the rows can never change a result.

Binary floats add up differently in a different order, and equal totals then get different ranks.
Whatever is summed is therefore first turned into *ticks* of 10⁻¹¹ (of a point or of a share):
integer sums are the same whichever engine, file or thread they come from.
An int64 holds 92 million points in ticks, more than the observations of a nation can lose.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

TICK = 10**11
PLACES = 11
#: What a sum of parts, each rounded to a tick, can be wrong by: 50 ticks, so 10⁻⁹ is what counts.
SLACK = 100

Floats = NDArray[np.float64]
Ticks = NDArray[np.int64]
Rounding = Literal["half-up", "truncate"]

_MODES = {"half-up": ROUND_HALF_UP, "truncate": ROUND_DOWN}


def to_ticks(values: ArrayLike) -> Ticks:
    """Values as whole ticks, the nearest."""
    return np.rint(np.asarray(values, dtype=np.float64) * TICK).astype(np.int64)


def from_ticks(ticks: ArrayLike) -> Floats:
    """Ticks as floats, each within 10⁻¹¹ of what was counted."""
    return np.asarray(ticks, dtype=np.int64) / TICK


def rounded(ticks: ArrayLike, places: int, rounding: Rounding = "half-up") -> Floats:
    """Ticks rounded to decimal places, half away from zero, or cut off.

    A third of a point is no whole number of ticks, so a sum of parts that is 87.045 may be held as
    87.04499999999; it is rounded as what it is.
    """
    step = 10 ** (PLACES - places)
    whole = np.asarray(ticks, dtype=np.int64)
    size = (np.abs(whole) + SLACK // 2) // SLACK * SLACK
    size += step // 2 if rounding == "half-up" else 0
    return np.asarray(np.sign(whole) * (size // step) / 10**places, dtype=np.float64)


def decimal_rounded(value: Decimal, places: int, rounding: Rounding = "half-up") -> Decimal:
    """A decimal number rounded once; trailing zeros are kept as a bulletin prints them."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=_MODES[rounding])


def parts_that_add_up(parts: Sequence[Decimal], total: Decimal, places: int) -> list[Decimal]:
    """Parts rounded so that they add up to the printed total (largest remainder).

    Raises ValueError when total and parts are further apart than rounding explains.
    """
    step = Decimal(1).scaleb(-places)
    floors = [
        (part / step).to_integral_value(ROUND_DOWN if part >= 0 else "ROUND_UP") for part in parts
    ]
    floors = [f - 1 if f * step > p else f for f, p in zip(floors, parts, strict=True)]
    missing = int((total / step).to_integral_value(ROUND_HALF_UP) - sum(floors))
    if not 0 <= missing <= len(parts):
        msg = f"the parts add up to {sum(parts)}, too far from the total {total}"
        raise ValueError(msg)
    order = sorted(range(len(parts)), key=lambda i: (floors[i] * step - parts[i], i))
    for i in order[:missing]:
        floors[i] += 1
    return [(floor * step).quantize(step) for floor in floors]
