"""Ranks within groups, and how far it is to the first, the next above and the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Ranking = Literal["competition", "ordinal"]


@dataclass(frozen=True)
class Standing:
    """Ranks (1 is best, 0 is not ranked) and distances in the unit of the values.

    `to_first` and `to_next` are what is missing, never negative; `above_last` is the lead.
    Who shares a rank has the same next above.
    """

    rank: Ints
    to_first: Ints
    to_next: Ints
    above_last: Ints


def rank(values: ArrayLike, ranking: Ranking = "competition") -> Ints:
    """Ranks of whole numbers, highest first; of a table, down each column for itself.

    `competition`: one more than the number strictly higher (1, 2, 2, 4);
    `ordinal`: all distinct, equal ones in the order given (1, 2, 3, 4).
    """
    numbers = np.asarray(values, dtype=np.int64)
    order = np.argsort(-numbers, axis=0, kind="stable")
    places = np.arange(1, len(numbers) + 1).reshape(-1, *[1] * (numbers.ndim - 1))
    if ranking == "competition":
        ordered = np.take_along_axis(numbers, order, axis=0)
        first = np.ones(numbers.shape, dtype=bool)
        first[1:] = ordered[1:] != ordered[:-1]
        places = np.maximum.accumulate(np.where(first, places, 0), axis=0)
    ranks = np.empty_like(numbers)
    np.put_along_axis(ranks, order, np.broadcast_to(places, numbers.shape), axis=0)
    return ranks


def standing(
    values: ArrayLike,
    groups: ArrayLike | None = None,
    *,
    ranked: ArrayLike | None = None,
    ranking: Ranking = "competition",
) -> Standing:
    """Ranks and distances within each group, among those that are `ranked` at all."""
    numbers = np.asarray(values, dtype=np.int64)
    group = np.zeros(len(numbers), dtype=np.int64) if groups is None else np.asarray(groups)
    counts = np.ones(len(numbers), dtype=bool) if ranked is None else np.asarray(ranked, dtype=bool)
    columns = np.zeros((4, len(numbers)), dtype=np.int64)
    _names, which = np.unique(group[counts], return_inverse=True)
    together = np.flatnonzero(counts)[np.argsort(which, kind="stable")]
    for rows in np.split(together, np.cumsum(np.bincount(which))[:-1]):
        if len(rows):
            columns[:, rows] = _within(numbers[rows], ranking)
    return Standing(*columns)


def _within(numbers: Ints, ranking: Ranking) -> Ints:
    ladder = np.unique(numbers)
    above = np.minimum(np.searchsorted(ladder, numbers, "right"), len(ladder) - 1)
    return np.stack(
        [
            rank(numbers, ranking),
            ladder[-1] - numbers,
            ladder[above] - numbers,
            numbers - ladder[0],
        ]
    )


def listed(ranks: ArrayLike, first: int) -> NDArray[np.bool_]:
    """Who is on a list of the `first` so many; all that tie with the last of them enter."""
    numbers = np.asarray(ranks, dtype=np.int64)
    return np.asarray((numbers >= 1) & (numbers <= first))
