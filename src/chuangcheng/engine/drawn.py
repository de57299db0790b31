"""Parts that are decided in the same way, scored in many draws at a time.

Gauges are rows and draws are columns throughout, kind by kind: what is made on the way is small
enough for the processor's cache, and nothing is gathered or scattered in between.
Gauges that lost nothing need no sums: of these only counts in which draws they were seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.plan import DEDUCTED, Alike, Plan
from chuangcheng.engine.sampled import Sample
from chuangcheng.engine.scoring import Losing, alike_shares, part_shares

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Weighed:
    """What each unit, and last what was seen at none, weighs in some draws: (units + 1, draws).

    `there` has a bit for each draw that a unit is in.
    """

    weights: Floats
    there: NDArray[np.uint8]

    @classmethod
    def of(cls, weights: Floats) -> Weighed:
        """Of the weights of units, (draws, units)."""
        by_unit = np.ones((weights.shape[1] + 1, len(weights)))
        by_unit[:-1] = weights.T
        return cls(by_unit, np.packbits(by_unit > 0, axis=1))


@dataclass(frozen=True)
class Drawn:
    """What a kind comes to in some draws, which are the columns.

    `seen` has a row for each of its gauges, `judged` and `lost` for each that lost anything; where
    parts deduct, only `lost` has rows.
    """

    seen: Bools
    judged: Floats
    lost: Floats

    @classmethod
    def room(cls, kind: Kind, draws: int) -> Drawn:
        """Room for so many draws of a kind."""
        seen = len(kind.alike.gauges) if kind.judges else 0
        losing = len(kind.losing.gauges)
        return cls(
            np.empty((seen, draws), dtype=np.bool_),
            np.empty((losing if kind.judges else 0, draws)),
            np.empty((losing, draws)),
        )

    def keep(self, some: Drawn, draws: slice) -> None:
        """Put some draws in their place."""
        for room, values in zip(vars(self).values(), vars(some).values(), strict=True):
            room[:, draws] = values

    def add(self, other: Drawn, draws: slice) -> None:
        """Add some draws of another area."""
        np.logical_or(self.seen, other.seen[:, draws], out=self.seen)
        np.add(self.judged, other.judged[:, draws], out=self.judged)
        np.add(self.lost, other.lost[:, draws], out=self.lost)


@dataclass(frozen=True)
class _Seen:
    """At which units each of the gauges was judged.

    The `units` of one gauge after the other; those of the gauge at `places[k]` begin at `first[k]`.
    """

    gauges: int
    places: Ints
    first: Ints
    units: Ints

    @classmethod
    def of(cls, judged: Floats) -> _Seen:
        """Of what each unit adds to what was judged, (gauges, units)."""
        gauge, units = np.nonzero(judged)
        places, first = np.unique(gauge, return_index=True)
        return cls(len(judged), places, first, units)

    def drawn(self, weighed: Weighed) -> Bools:
        """Whether a draw has any of the units, (gauges, draws): eight draws are one step."""
        seen = np.zeros((self.gauges, weighed.there.shape[1]), dtype=np.uint8)
        if len(self.places):
            seen[self.places] = np.bitwise_or.reduceat(
                weighed.there[self.units], self.first, axis=0
            )
        return np.unpackbits(seen, axis=1, count=weighed.weights.shape[1]).view(np.bool_)


@dataclass(frozen=True)
class Kind:
    """A kind of parts in one area: what each unit, and last what was seen at none, adds.

    `judged` and `lost` have the shape (gauges of `losing`, units + 1). `shares` are those that were
    found, and `vetoed` tells where a veto was, (parts, 1): both are facts that no draw changes.
    """

    plan: Plan
    alike: Alike
    losing: Alike
    seen: _Seen
    judged: Floats
    lost: Floats
    shares: Floats
    vetoed: Bools

    @property
    def judges(self) -> bool:
        """Whether it matters what was judged and not only what was lost."""
        return self.alike.kind != DEDUCTED

    @classmethod
    def all(
        cls, plan: Plan, gauges: Ints, losing: Bools, sample: Sample, found: Sequence[Floats]
    ) -> list[Kind]:
        """The kinds of a narrowed plan in an area.

        `gauges` are the sample's numbers of the gauges of the plan, of which those `losing` lost
        something anywhere; `found` are (judged, lost, vetoed) of these as the area was assessed,
        (1, gauges).
        """
        shares = part_shares(plan, *found).T
        kinds = []
        for some in plan.alike:
            places = np.flatnonzero(losing[some.gauges])
            own = gauges[some.gauges]
            judged = sample.sums(sample.judged, own if some.kind != DEDUCTED else own[:0])
            kinds.append(
                cls(
                    plan,
                    some,
                    some.only(places),
                    _Seen.of(judged),
                    judged[places] if len(judged) else judged,
                    sample.sums(sample.lost, own[places]),
                    shares[some.parts],
                    some.added(found[2].T[some.gauges]) > 0,
                )
            )
        return kinds

    def drawn(self, weighed: Weighed) -> Drawn:
        """The sums in some draws."""
        judged, lost = self.judged @ weighed.weights, self.lost @ weighed.weights
        return Drawn(self.seen.drawn(weighed), judged, lost)

    def scored(self, drawn: Drawn) -> Floats:
        """The share lost of each part in each draw; a rate of nothing keeps what was found."""
        losing = Losing(self.losing, drawn.judged, drawn.lost)
        shares = alike_shares(self.plan, self.alike, drawn.seen, losing)
        if self.judges:
            nothing = ~self.alike.any(drawn.seen)
            shares = np.where(nothing, self.shares, shares) if nothing.any() else shares
        return np.where(self.vetoed, 1.0, shares) if self.vetoed.any() else shares
