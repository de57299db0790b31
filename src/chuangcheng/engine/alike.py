"""Parts that are decided in the same way, so that one step of the arithmetic serves all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Number = TypeVar("Number", np.float64, np.int64)

#: How a part is decided: by a mean of rates, by points deducted, or by counting unmet items.
AVERAGED, DEDUCTED, COUNTED = 0, 1, 2


@dataclass(frozen=True)
class Groups:
    """Rows that stand side by side, group after group; every group has one at least.

    `first` is the first row of each group, and `order` the groups from the one with the most rows
    down. `steps` are, step by step, the next row of each group that has so many, in that order.
    """

    first: Ints
    order: Ints
    steps: tuple[Ints, ...]

    @classmethod
    def of(cls, own: Ints, groups: int) -> Groups:
        """From the group of each row, in ascending order."""
        number = np.bincount(own, minlength=groups)
        order = np.argsort(-number, kind="stable")
        first = np.cumsum(number) - number
        begins, most = first[order], int(number.max(initial=1))
        having = groups - np.searchsorted(number[order[::-1]], np.arange(most), side="right")
        steps = tuple(begins[:some] + step for step, some in enumerate(having.tolist()))
        return cls(first, order, steps)

    def group(self, rows: Ints) -> Ints:
        """The group of some rows."""
        return np.searchsorted(self.first, rows, side="right") - 1

    def added(self, values: NDArray[Number]) -> NDArray[Number]:
        """Sums over the rows of each group: (rows, …) in, (groups, …) out.

        Whole rows are added, which is several times as quick as `numpy.add.reduceat`.
        """
        sums = values[self.steps[0]]
        for rows in self.steps[1:]:
            sums[: len(rows)] += values[rows]
        return self._placed(sums)

    def any(self, values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether any row of each group does: (rows, …) in, (groups, …) out."""
        found = values[self.steps[0]]
        for rows in self.steps[1:]:
            found[: len(rows)] |= values[rows]
        return self._placed(found)

    def _placed(self, found: NDArray[Any]) -> NDArray[Any]:
        """What was found of the groups, by group."""
        if len(self.steps[-1]) == len(self.order):
            return found  # groups that all have as many rows are in their order
        placed = np.empty_like(found)
        placed[self.order] = found
        return placed


@dataclass(frozen=True)
class Alike:
    """All parts that are decided in the same way, `parts`, and all `gauges` of these, in order.

    `of_part` groups the gauges by part.
    """

    kind: int
    parts: Ints
    gauges: Ints
    of_part: Groups

    @classmethod
    def of(cls, kind: int, parts: Ints, gauges: Ints, part_of_gauge: Ints) -> Alike:
        """The parts and gauges of a kind; every gauge has one of the parts."""
        own = np.searchsorted(parts, part_of_gauge)
        return cls(kind, parts, gauges, Groups.of(own, len(parts)))

    def only(self, places: Ints) -> Alike:
        """The same parts with some of the gauges (places here, in order), at least one of each."""
        own = self.of_part.group(places)
        return Alike(self.kind, self.parts, self.gauges[places], Groups.of(own, len(self.parts)))

    def added(self, values: NDArray[Number]) -> NDArray[Number]:
        """Sums over the gauges of each part: (gauges, …) in, (parts, …) out."""
        return self.of_part.added(values)

    def any(self, values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether any gauge of each part does: (gauges, …) in, (parts, …) out."""
        return self.of_part.any(values)
