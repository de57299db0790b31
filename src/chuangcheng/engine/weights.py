"""How often each point counts in a resample: a column of weights for each point.

Drawing n of n points with replacement (`multinomial`) makes the sample look more certain than it
is where strata are small: by (n − 1)/n, half the variance with two points of a kind.
Drawing n − 1 of them and weighing each n/(n − 1) (`rao_wu`; Rao and Wu, "Resampling inference with
complex survey data", Journal of the American Statistical Association 83, 1988) has not that fault
and takes the finite population correction in its stride, so it is the default.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.sampled import Block

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Scheme = Literal["rao_wu", "multinomial"]


def generator(seed: str | int, area: str, after: int = 0) -> np.random.Generator:
    """The random numbers of one area, after so many: they depend on the seed and the area's id.

    So an area has the same draws whether it is computed alone, with others, or in another order.
    """
    digest = sha256(f"{seed}\n{area}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest)).advance(after))


class Lots:
    """The weights of an area's units in any of its draws, each with an expectation of 1.

    A draw of a seed and an area is the same whichever other draws are made with it or before.
    """

    def __init__(
        self, seed: str | int, area: str, blocks: Sequence[Block], scheme: Scheme = "rao_wu"
    ) -> None:
        self._seed, self._area = seed, area
        self._sizes = np.array([block.units for block in blocks], dtype=np.int64)
        self._fractions = np.array([block.fraction for block in blocks], dtype=np.float64)
        taken = self._sizes - (scheme == "rao_wu")
        self._taken = np.where(self._fractions < 1, taken, 0)

    def drawn(self, draws: slice) -> Floats:
        """The weights in some draws, (units, draws); units stand block by block."""
        each, number = int(self._taken.sum()), draws.stop - draws.start
        random = generator(self._seed, self._area, after=draws.start * each)
        counts = self._counts(random.random((number, each)))
        return rescaled(counts, self._sizes, self._taken, self._fractions)

    def _counts(self, within: Floats) -> Ints:
        """How often each unit is drawn, (units, draws), by numbers in [0, 1): (draws, takings)."""
        size, units = np.repeat(self._sizes, self._taken), int(self._sizes.sum())
        first = np.repeat(np.cumsum(self._sizes) - self._sizes, self._taken)
        # Below 1 is 1 − 2⁻⁵³ at most, and no whole number times that is rounded up to itself.
        within *= size
        draws, cell = len(within), within.astype(np.int64)
        cell *= draws
        cell += first * draws + np.arange(draws)[:, None]
        return np.bincount(cell.ravel(), minlength=units * draws).reshape(units, draws)


def rescaled(counts: Ints, sizes: Ints, taken: Ints, fractions: Floats) -> Floats:
    """1 + √(1 − f) (n/m · count − 1), with n units, m of them taken, and f the fraction sampled.

    Counts and weights have the shape (units, draws).
    """
    spread = np.where(taken > 0, np.sqrt(1.0 - fractions), 0.0)
    each = sizes / np.maximum(taken, 1)
    spread, each = (np.repeat(column, sizes)[:, None] for column in (spread, each))
    weighted = counts * (spread * each)
    weighted += 1.0 - spread
    return np.asarray(weighted, dtype=np.float64)
