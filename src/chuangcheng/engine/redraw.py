"""The draws themselves: from the units of every area to the share each part loses in each draw.

Areas are walked from the leaves up, so that an area above pools the draws of those below it and no
more than one branch of the tree is held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.plan import DEDUCTED, Plan
from chuangcheng.engine.sampled import NO_SAMPLE, Sampled
from chuangcheng.engine.scoring import ASSESSED, floats, part_shares
from chuangcheng.engine.weights import Scheme, generator, weights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Draws worked on at a time: what is made on the way then stays in the processor's cache.
AT_ONCE = 125


@dataclass(frozen=True)
class Draws:
    """How to draw: from which seed, how often, and with which weights."""

    seed: str | int
    number: int
    scheme: Scheme = "rao_wu"

    def batches(self) -> Iterator[slice]:
        """The draws, AT_ONCE at a time."""
        for start in range(0, self.number, AT_ONCE):
            yield slice(start, min(start + AT_ONCE, self.number))


@dataclass(frozen=True)
class Redrawn:
    """One area: the share lost of each part in each draw (draws, parts), and which parts vary."""

    row: int
    shares: Floats
    varies: Bools


def redrawn(assessment: Assessment, samples: Sampled, draws: Draws) -> Iterator[Redrawn]:
    """Every area once, those that borrow a mean of their peers after all the others."""
    means = _Means(assessment)
    borrowers = []
    for area in _walked(assessment, samples, draws):
        means.take(area)
        if means.borrows(area.row):
            borrowers.append(area)
        else:
            yield area
    for area in borrowers:
        yield means.lend(area)


def _walked(assessment: Assessment, samples: Sampled, draws: Draws) -> Iterator[Redrawn]:
    tree = assessment.tree
    for root, area in enumerate(tree.areas):
        if area.parent not in tree.index:
            yield from _Branch(assessment, samples, draws, root).areas()


@dataclass(frozen=True)
class _Pooled:
    """Sums of an area with all areas below it in every draw, (draws, gauges), and what varies."""

    judged: Floats
    lost: Floats
    varies: Bools


class _Branch:
    """An area without one above it, and all areas below.

    Only the gauges that lost something anywhere in the branch are drawn, and of parts that deduct
    only the losses: the rest cannot change a score.
    """

    def __init__(self, assessment: Assessment, samples: Sampled, draws: Draws, root: int) -> None:
        self._assessment, self._samples, self._draws = assessment, samples, draws
        self._root, self._plan = root, assessment.plan
        lost = assessment.sums.lost[root] > 0
        self._parts = np.flatnonzero(np.logical_or.reduceat(lost, self._plan.first_gauge))
        live = np.isin(self._plan.gauge_part, self._parts)
        counts = (self._plan.kinds != DEDUCTED)[self._plan.gauge_part]
        self._gauges = np.flatnonzero(live & (lost | counts))
        self._narrow = self._plan.narrowed(self._parts, self._gauges)
        self._counting = np.flatnonzero(counts[self._gauges])

    def areas(self) -> Iterator[Redrawn]:
        """Each area after all areas below it; sums are kept until they have been used."""
        kept: dict[int, _Pooled] = {}
        for row in self._leaves_first():
            below = [kept.pop(int(child)) for child in self._assessment.tree.children[row]]
            pooled, shares = self._drawn(row, below)
            if row != self._root:
                kept[row] = pooled
            varies = np.logical_or.reduceat(pooled.varies, self._plan.first_gauge)
            yield Redrawn(row, shares, varies)

    def _leaves_first(self) -> list[int]:
        stack, order = [self._root], []
        while stack:
            order.append(stack.pop())
            stack.extend(int(child) for child in self._assessment.tree.children[order[-1]])
        return order[::-1]

    def _drawn(self, row: int, below: Sequence[_Pooled]) -> tuple[_Pooled, Floats]:
        """The sums and the shares of an area in every draw."""
        own = self._own(row)
        room = self._draws.number if row != self._root else 0
        pooled = _Pooled(
            np.empty((room, len(self._gauges))),
            np.empty((room, len(self._gauges))),
            np.logical_or.reduce([own.varies, *(branch.varies for branch in below)]),
        )
        found = [
            sums[:, self._gauges] for sums in floats(self._assessment.sums.rows(np.array([row])))
        ]
        shares = np.zeros((self._draws.number, len(self._plan.parts)))
        for some in self._draws.batches() if len(self._parts) else ():
            judged, lost = own.sums(some)
            for branch in below:
                judged += branch.judged[some]
                lost += branch.lost[some]
            if room:
                pooled.judged[some], pooled.lost[some] = judged, lost
            shares[some, self._parts] = _shares(self._narrow, judged, lost, found)
        return pooled, shares

    def _own(self, row: int) -> _Own:
        """What was seen right in an area, ready to be drawn."""
        sample = self._samples.areas.get(row, NO_SAMPLE)
        random = generator(self._draws.seed, self._assessment.tree.areas[row].id)
        drawn = weights(random, sample.blocks, self._draws.number, self._draws.scheme)
        drawn = np.hstack([drawn, np.ones((self._draws.number, 1))])
        return _Own(
            judged=drawn @ sample.sums(sample.judged, self._gauges[self._counting]),
            lost=drawn @ sample.sums(sample.lost, self._gauges),
            counting=self._counting,
            varies=sample.varies(len(self._plan.gauge_part)),
        )


@dataclass(frozen=True)
class _Own:
    """Sums of what was seen right in an area, in every draw; judged only where it counts."""

    judged: Floats
    lost: Floats
    counting: Ints
    varies: Bools

    def sums(self, some: slice) -> tuple[Floats, Floats]:
        """(judged, lost) of shape (draws, gauges) for some of the draws, to be added to."""
        lost = self.lost[some].copy()
        judged = np.zeros_like(lost)
        judged[:, self.counting] = self.judged[some]
        return judged, lost


def _shares(plan: Plan, judged: Floats, lost: Floats, found: Sequence[Floats]) -> Floats:
    """The shares of some draws; a veto is a fact, and a rate of nothing keeps what was found."""
    shares = part_shares(plan, judged, lost, found[2])
    seen = np.add.reduceat(judged, plan.first_gauge, axis=1) > 0
    keeps = ~seen & (plan.kinds != DEDUCTED)
    return np.where(keeps, part_shares(plan, *found), shares) if keeps.any() else shares


class _Means:
    """The mean share of the peers in every draw, for parts that some area borrows."""

    def __init__(self, assessment: Assessment) -> None:
        scores = assessment.points
        self._assessed = scores.status == ASSESSED
        self._borrowed = scores.substitute == "mean"
        self._peers = assessment.tree.peers
        self._sums: dict[int, Floats] = {}

    def borrows(self, row: int) -> bool:
        """Whether a part of the area has the mean of the others in its place."""
        return bool(self._borrowed[row].any())

    def take(self, area: Redrawn) -> None:
        """Add an area to the means of its group, as far as somebody borrows them."""
        group = int(self._peers[area.row])
        columns = self._columns(group)
        added = area.shares[:, columns] * self._assessed[area.row, columns]
        self._sums[group] = self._sums.get(group, 0.0) + added

    def lend(self, area: Redrawn) -> Redrawn:
        """The area with the means filled in."""
        group = int(self._peers[area.row])
        columns = self._columns(group)
        number = self._assessed[self._peers == group][:, columns].sum(axis=0)
        mean = self._sums[group] / np.maximum(number, 1)
        shares = area.shares.copy()
        shares[:, columns] = np.where(self._borrowed[area.row, columns], mean, shares[:, columns])
        return Redrawn(area.row, shares, area.varies)

    def _columns(self, group: int) -> Ints:
        return np.flatnonzero(self._borrowed[self._peers == group].any(axis=0))
