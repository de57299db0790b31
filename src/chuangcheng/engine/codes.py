"""Whole numbers that stand for something: which of them there are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: Cells that may be laid out for each number looked at, and at any rate.
_FOR_EACH, _ANYWAY = 4, 1_000_000


def different(what: Ints, size: int) -> tuple[Ints, Ints]:
    """The different numbers below size, in order, and for each which of them it is.

    Nothing is sorted where a cell for every number below size takes little room.
    """
    if size > _FOR_EACH * len(what) + _ANYWAY:
        found, code = np.unique(what, return_inverse=True)
        return found, code
    there = np.zeros(size, dtype=np.bool_)
    there[what] = True
    place = np.cumsum(there) - 1
    return np.flatnonzero(there), place[what]
