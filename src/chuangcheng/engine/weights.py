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


def generator(seed: str | int, area: str) -> np.random.Generator:
    """The random numbers of one area: they depend on the seed and the area's id, nothing else.

    So an area has the same draws whether it is computed alone, with others, or in another order.
    """
    digest = sha256(f"{seed}\n{area}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest)))


def weights(
    random: np.random.Generator,
    blocks: Sequence[Block],
    draws: int,
    scheme: Scheme = "rao_wu",
) -> Floats:
    """Weights of shape (draws, units), each with an expectation of 1; units stand block by block."""
    sizes = np.array([block.units for block in blocks], dtype=np.int64)
    fractions = np.array([block.fraction for block in blocks])
    taken = np.where(fractions < 1, sizes - (scheme == "rao_wu"), 0)
    counts = _counts(random, sizes, taken, draws)
    return rescaled(counts, sizes, taken, fractions)


def rescaled(counts: Ints, sizes: Ints, taken: Ints, fractions: Floats) -> Floats:
    """1 + √(1 − f) (n/m · count − 1), with n units, m of them taken, and f the fraction sampled."""
    spread = np.where(taken > 0, np.sqrt(1.0 - fractions), 0.0)
    each = sizes / np.maximum(taken, 1)
    spread, each = np.repeat(spread, sizes), np.repeat(each, sizes)
    weighted = counts * (spread * each)
    weighted += 1.0 - spread
    return np.asarray(weighted, dtype=np.float64)


def _counts(random: np.random.Generator, sizes: Ints, taken: Ints, draws: int) -> Ints:
    """How often each unit is drawn, `taken` times with replacement in each block."""
    first = np.repeat(np.cumsum(sizes) - sizes, taken)
    size = np.repeat(sizes, taken)
    units = int(sizes.sum())
    within = random.random((draws, len(size)))
    within *= size
    drawn = within.astype(np.int64)
    # A number just below 1 may be rounded up to the size, which is no unit.
    np.minimum(drawn, size - 1, out=drawn)
    drawn += first
    drawn += np.arange(draws)[:, None] * units
    return np.bincount(drawn.ravel(), minlength=draws * units).reshape(draws, units)
