"""The draws themselves: from the units of every area to the share each part loses in each draw.

Areas are walked from the leaves up, so that an area above pools the draws of those below it and no
more than one branch of the tree is held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.alike import DEDUCTED, Alike
from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.drawn import Drawn, Found, Kind, Weighed
from chuangcheng.engine.sampled import NO_SAMPLE, Sample, Sampled
from chuangcheng.engine.scoring import ASSESSED, floats, part_shares
from chuangcheng.engine.weights import Lots, Scheme

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Draws that are made at a time: few steps, and what is made on the way stays in the cache.
AT_ONCE = 500


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
    tree, found = assessment.tree, _found(assessment)
    for root, area in enumerate(tree.areas):
        if area.parent not in tree.index:
            yield from _Branch(assessment, samples, draws, root, found).areas()


def _found(assessment: Assessment) -> Found:
    """What was found in each area, (areas, parts)."""
    plan, sums = assessment.plan, assessment.sums
    vetoed = np.logical_or.reduceat(sums.vetoed > 0, plan.first_gauge, axis=1)
    return Found(part_shares(plan, *floats(sums)), vetoed)


@dataclass(frozen=True)
class _Pooled:
    """Sums of an area with all areas below it in every draw, kind by kind, and what varies."""

    sums: Sequence[Drawn]
    varies: Bools


class _Branch:
    """An area without one above it, and all areas below.

    Only the gauges that lost something anywhere in the branch are drawn, and of parts that deduct
    only the losses: the rest cannot change a score.
    """

    def __init__(
        self, assessment: Assessment, samples: Sampled, draws: Draws, root: int, found: Found
    ) -> None:
        self._assessment, self._samples, self._draws = assessment, samples, draws
        self._found = found
        self._root, self._plan = root, assessment.plan
        self._losing = assessment.sums.lost[root] > 0
        self._alike = list(self._kept())

    def _kept(self) -> Iterator[Alike]:
        """The parts that lost something, by kind, with the gauges that are drawn."""
        plan = self._plan
        parts = np.logical_or.reduceat(self._losing, plan.first_gauge)
        for some in plan.alike:
            kept = parts[plan.gauge_part[some.gauges]]
            if some.kind == DEDUCTED:
                kept &= self._losing[some.gauges]
            gauges = some.gauges[kept]
            if len(gauges):
                own = some.parts[parts[some.parts]]
                yield Alike.of(some.kind, own, gauges, plan.gauge_part[gauges])

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
        sample, draws = self._samples.areas.get(row, NO_SAMPLE), self._draws
        lots = Lots(draws.seed, self._assessment.tree.areas[row].id, sample.blocks, draws.scheme)
        kinds = self._kinds(row, sample)
        varies = [sample.varies(len(self._plan.gauge_part)), *(area.varies for area in below)]
        room = [Drawn.room(kind, draws.number) for kind in kinds if row != self._root]
        shares = np.zeros((len(self._plan.parts), draws.number))
        for some in draws.batches():
            weighed = Weighed.of(lots.drawn(some))
            for k, kind in enumerate(kinds):
                sums = kind.drawn(weighed)
                for area in below:
                    sums.add(area.sums[k], some)
                if room:
                    room[k].keep(sums, some)
                shares[kind.alike.parts, some] = kind.scored(sums)
        return _Pooled(room, np.logical_or.reduce(varies)), shares.T

    def _kinds(self, row: int, sample: Sample) -> list[Kind]:
        found = self._found.rows(row)
        return [Kind.of(self._plan, some, self._losing, sample, found) for some in self._alike]


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
