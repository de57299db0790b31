"""Intervals from resampled scores.

Deductions are capped, and a cap is concave: resampling makes scores better than they are on
average, so the plain percentile interval misses the truth far too often.
The *basic* interval (2 · estimate − quantile) mirrors the draws at the estimate and so undoes the
shift; the *bias-corrected* one (BC; Efron and Tibshirani, "An Introduction to the Bootstrap", 1993,
chapter 14, with no acceleration) moves the quantiles instead.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Literal["basic", "bc"]

_NORMAL = NormalDist()


#: So many values are put in order several times as quickly as twice as many: they stay in registers.
_PIECE = 250


def interval(
    estimate: Floats, drawn: Floats, level: float = 0.95, method: Method = "basic"
) -> tuple[Floats, Floats]:
    """(low, high) for estimates of shape (k,) from rows of draws in any order, (k, draws)."""
    tail = (1.0 - level) / 2.0
    if method == "bc":
        ordered = np.sort(drawn, axis=1)
        low, high = _corrected(estimate, ordered, tail)
        return quantiles(ordered, low), quantiles(ordered, high)
    low, high = tails(drawn, tail)
    return 2.0 * estimate - high, 2.0 * estimate - low


def tails(drawn: Floats, tail: float) -> tuple[Floats, Floats]:
    """The quantiles `tail` and 1 − `tail` of each row of draws, which stand in any order."""
    place = tail * (drawn.shape[1] - 1)
    below = int(place)
    least, greatest = _ends(drawn, below + 2)
    # Mirrored, so that both are counted from the end they are near.
    greatest = greatest[:, ::-1]
    low, high = (
        ends[:, below] + (place - below) * (ends[:, below + 1] - ends[:, below])
        for ends in (least, greatest)
    )
    return low, high


def _ends(drawn: Floats, wanted: int) -> tuple[Floats, Floats]:
    """Rows in order that begin with the least of each row, and rows that end with the greatest.

    The least of a row are among the least of its pieces, so most of it need not be put in order.
    """
    whole = drawn.shape[1] // _PIECE * _PIECE
    pieces = np.sort(drawn[:, :whole].reshape(len(drawn), -1, _PIECE), axis=2)
    least, greatest = (
        np.hstack([some.reshape(len(drawn), -1), drawn[:, whole:]])
        for some in (pieces[:, :, :wanted], pieces[:, :, -wanted:])
    )
    return np.sort(least, axis=1), np.sort(greatest, axis=1)


def quantiles(ordered: Floats, at: Floats) -> Floats:
    """The quantile `at` of each row of ordered draws, linear between neighbours."""
    place = at * (ordered.shape[1] - 1)
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, ordered.shape[1] - 1)
    rows = np.arange(len(ordered))
    low = ordered[rows, below]
    return np.asarray(low + (place - below) * (ordered[rows, above] - low), dtype=np.float64)


def _corrected(estimate: Floats, ordered: Floats, tail: float) -> tuple[Floats, Floats]:
    """The quantiles that BC takes in place of tail and 1 − tail."""
    draws = ordered.shape[1]
    below = (ordered < estimate[:, None]).sum(axis=1)
    equal = (ordered == estimate[:, None]).sum(axis=1)
    share = np.clip((below + equal / 2) / draws, 1 / (draws + 1), draws / (draws + 1))
    shift = np.array([2.0 * _NORMAL.inv_cdf(p) for p in share])
    reach = _NORMAL.inv_cdf(1.0 - tail)
    low, high = (np.array([_NORMAL.cdf(z) for z in shift + s * reach]) for s in (-1, 1))
    return low, high
