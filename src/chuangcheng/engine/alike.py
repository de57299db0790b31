"""Parts that are decided in the same way, so that one step of the arithmetic serves all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Number = TypeVar("Number", np.float64, np.int64)

#: How a part is decided: by a mean of rates, by points deducted, or by counting unmet items.
AVERAGED, DEDUCTED, COUNTED = 0, 1, 2


@dataclass(frozen=True)
class Alike:
    """All parts that are decided in the same way, `parts`, and all `gauges` of these, in order.

    `first` and `following` are places among the gauges: the first one of each part, and then, step
    by step, the places of the next ones with the parts (places among `parts`) that have so many.
    """

    kind: int
    parts: Ints
    gauges: Ints
    first: Ints
    following: tuple[tuple[Ints, Ints], ...]

    @classmethod
    def of(cls, kind: int, parts: Ints, gauges: Ints, part_of_gauge: Ints) -> Alike:
        """The parts and gauges of a kind; every gauge has one of the parts."""
        own = np.searchsorted(parts, part_of_gauge)
        first = np.searchsorted(own, np.arange(len(parts)))
        number = np.bincount(own, minlength=len(parts))
        steps = ((step, np.flatnonzero(number > step)) for step in range(1, number.max(initial=0)))
        return cls(kind, parts, gauges, first, tuple((first[more] + s, more) for s, more in steps))

    def only(self, places: Ints) -> Alike:
        """The same parts with some of the gauges (places here, in order), at least one of each."""
        own = np.searchsorted(self.first, places, side="right") - 1
        return Alike.of(self.kind, self.parts, self.gauges[places], self.parts[own])

    def added(self, values: NDArray[Number]) -> NDArray[Number]:
        """Sums over the gauges of each part: (gauges, …) in, (parts, …) out.

        Whole rows are added, which is several times as quick as `numpy.add.reduceat`.
        """
        sums = values[self.first]
        for gauges, parts in self.following:
            sums[parts] += values[gauges]
        return sums

    def any(self, values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether any gauge of each part does: (gauges, …) in, (parts, …) out."""
        found = values[self.first]
        for gauges, parts in self.following:
            found[parts] |= values[gauges]
        return found
