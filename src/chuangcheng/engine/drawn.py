"""Parts that are decided in the same way, scored in many draws at a time.

Gauges are rows and draws are columns throughout, kind by kind: what is made on the way is small
enough for the processor's cache, and nothing is gathered or scattered in between.
Gauges that lost nothing need no sums: of these only counts in which draws they were seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.alike import DEDUCTED, Alike, Groups
from chuangcheng.engine.codes import different
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.sampled import Sample
from chuangcheng.engine.scoring import Losing, alike_shares

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: A product of matrices does so many steps in the time that an entry by itself takes for one.
FEW = 24


@dataclass(frozen=True)
class Weighed:
    """What each unit, and last what was seen at none, weighs in some draws: (units + 1, draws).

    `there` has a bit for each draw that a unit is in.
    """

    weights: Floats
    there: NDArray[np.uint8]

    @classmethod
    def of(cls, weights: Floats) -> Weighed:
        """Of the weights of units, (units, draws)."""
        whole = np.vstack([weights, np.ones((1, weights.shape[1]))])
        return cls(whole, np.packbits(whole > 0, axis=1))


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
class Found:
    """What no draw changes: the share that each part lost, and whether a veto took it; by part."""

    shares: Floats
    vetoed: Bools

    def rows(self, rows: Ints | int) -> Found:
        """Some of the areas, of shape (areas, parts), or some of the parts of one area."""
        return Found(self.shares[rows], self.vetoed[rows])


@dataclass(frozen=True)
class _Added:
    """What some units add to each of the gauges, (gauges, units); the others add nothing."""

    units: Ints
    values: Floats

    def only(self, gauges: Ints) -> _Added:
        """What is added to some of the gauges."""
        return _Added(self.units, self.values[gauges])

    def drawn(self, weighed: Weighed) -> Floats:
        """What a draw adds, (gauges, draws)."""
        units = self.units
        if len(units) and units[-1] - units[0] + 1 == len(units):
            return self.values @ weighed.weights[units[0] : units[-1] + 1]  # nothing is copied
        return self.values @ weighed.weights[units]


@dataclass(frozen=True)
class _FewAdded:
    """The same where most units add nothing to most gauges: one entry for each that does.

    `places` are the gauges, of so many, that have any entry, those with the most entries first;
    `steps` are the units and what they add, step by step for the gauges that have so many entries,
    None where each of them adds 1.
    """

    gauges: int
    places: Ints
    steps: tuple[tuple[Ints, Floats | None], ...]

    @classmethod
    def of(cls, added: _Added) -> _FewAdded:
        """The entries of what is added."""
        gauge, unit = np.nonzero(added.values)
        places, own = different(gauge, len(added.values))
        groups = Groups.of(own, len(places))
        units, values = added.units[unit], added.values[gauge, unit][:, None]
        plain = bool((values == 1).all())
        steps = ((units[rows], None if plain else values[rows]) for rows in groups.steps)
        return cls(len(added.values), places[groups.order], tuple(steps))

    def drawn(self, weighed: Weighed) -> Floats:
        """What a draw adds, (gauges, draws)."""
        sums = np.zeros((len(self.places), weighed.weights.shape[1]))
        for units, values in self.steps:
            some = weighed.weights[units]
            if values is not None:
                some *= values
            sums[: len(units)] += some
        drawn = np.zeros((self.gauges, sums.shape[1]))
        drawn[self.places] = sums
        return drawn


def _adding(added: _Added) -> _Added | _FewAdded:
    """What is added in the form that is quicker to draw."""
    few = np.count_nonzero(added.values) * FEW < added.values.size
    return _FewAdded.of(added) if few else added


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
    def of(cls, judged: _Added) -> _Seen:
        """Of what is added to what was judged."""
        gauge, unit = np.nonzero(judged.values)
        places, own = different(gauge, len(judged.values))
        first = np.searchsorted(own, np.arange(len(places)))
        return cls(len(judged.values), places, first, judged.units[unit])

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
    """A kind of parts in one area: what its units add to the gauges of `losing`.

    `shares` and `vetoed` are what was found, (parts, 1).
    """

    plan: Plan
    alike: Alike
    losing: Alike
    seen: _Seen
    judged: _Added | _FewAdded
    lost: _Added | _FewAdded
    shares: Floats
    vetoed: Bools

    @property
    def judges(self) -> bool:
        """Whether it matters what was judged and not only what was lost."""
        return self.alike.kind != DEDUCTED

    @classmethod
    def of(cls, plan: Plan, alike: Alike, losing: Bools, sample: Sample, found: Found) -> Kind:
        """A kind in an area; `losing` are the gauges of the plan that lost something anywhere."""
        places = np.flatnonzero(losing[alike.gauges])
        counts = alike.kind != DEDUCTED
        judged = _Added(*sample.sums(sample.judged, alike.gauges[: None if counts else 0]))
        return cls(
            plan,
            alike,
            alike.only(places),
            _Seen.of(judged),
            _adding(judged.only(places if counts else places[:0])),
            _adding(_Added(*sample.sums(sample.lost, alike.gauges[places]))),
            found.shares[alike.parts, None],
            found.vetoed[alike.parts, None],
        )

    def drawn(self, weighed: Weighed) -> Drawn:
        """The sums in some draws."""
        sums = (added.drawn(weighed) for added in (self.judged, self.lost))
        return Drawn(self.seen.drawn(weighed), *sums)

    def scored(self, drawn: Drawn) -> Floats:
        """The share lost of each part in each draw; a rate of nothing keeps what was found."""
        losing = Losing(self.losing, drawn.judged, drawn.lost)
        shares = alike_shares(self.plan, self.alike, drawn.seen, losing)
        if self.judges:
            nothing = ~self.alike.any(drawn.seen)
            shares = np.where(nothing, self.shares, shares) if nothing.any() else shares
        return np.where(self.vetoed, 1.0, shares) if self.vetoed.any() else shares
