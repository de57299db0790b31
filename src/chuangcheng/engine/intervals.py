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


def interval(
    estimate: Floats, ordered: Floats, level: float = 0.95, method: Method = "basic"
) -> tuple[Floats, Floats]:
    """(low, high) for estimates of shape (k,) from rows of ordered draws, (k, draws)."""
    tail = (1.0 - level) / 2.0
    if method == "bc":
        low, high = _corrected(estimate, ordered, tail)
        return quantiles(ordered, low), quantiles(ordered, high)
    same = np.full(len(estimate), tail)
    return (
        2.0 * estimate - quantiles(ordered, 1.0 - same),
        2.0 * estimate - quantiles(ordered, same),
    )


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
