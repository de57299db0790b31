"""The draws themselves: from the units of every area to the share each part loses in each draw.

Areas are walked from the leaves up, so that an area above pools the draws of those below it and no
more than one branch of the tree is held at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.plan import DEDUCTED
from chuangcheng.engine.sampled import Sample, Sampled
from chuangcheng.engine.scoring import ASSESSED, floats, part_shares
from chuangcheng.engine.weights import Scheme, generator, weights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Draws:
    """How to draw: from which seed, how often, and with which weights."""

    seed: str | int
    number: int
    scheme: Scheme = "rao_wu"


@dataclass(frozen=True)
class Pooled:
    """Sums of an area in every draw, of shape (draws, gauges), and which gauges can vary at all."""

    judged: Floats
    lost: Floats
    varies: Bools

    def __add__(self, other: Pooled) -> Pooled:
        return Pooled(
            self.judged + other.judged, self.lost + other.lost, self.varies | other.varies
        )


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
    for row, pooled in _walked(assessment, samples, draws):
        area = _area(assessment, row, pooled)
        means.take(area)
        if means.borrows(row):
            borrowers.append(area)
        else:
            yield area
    for area in borrowers:
        yield means.lend(area)


def _walked(assessment: Assessment, samples: Sampled, draws: Draws) -> Iterator[tuple[int, Pooled]]:
    """Areas with the sums of their draws, each after all areas below it."""
    tree, open_ = assessment.tree, dict[int, Pooled]()
    for row in _leaves_first(assessment):
        sums = _own(assessment, row, samples.areas.get(row), draws)
        for child in tree.children[row]:
            sums = sums + open_.pop(int(child))
        if tree.areas[row].parent in tree.index:
            open_[row] = sums
        yield row, sums


def _leaves_first(assessment: Assessment) -> list[int]:
    tree = assessment.tree
    stack = [row for row, area in enumerate(tree.areas) if area.parent not in tree.index]
    order = []
    while stack:
        order.append(stack.pop())
        stack.extend(int(child) for child in tree.children[order[-1]])
    return order[::-1]


def _own(assessment: Assessment, row: int, sample: Sample | None, draws: Draws) -> Pooled:
    """The draws of what was seen right in an area."""
    gauges = len(assessment.plan.gauge_part)
    if sample is None:
        nothing = np.zeros((draws.number, gauges))
        return Pooled(nothing, nothing, np.zeros(gauges, dtype=np.bool_))
    random = generator(draws.seed, assessment.tree.areas[row].id)
    drawn = weights(random, sample.blocks, draws.number, draws.scheme)
    drawn = np.hstack([drawn, np.ones((draws.number, 1))])
    open_ = [block.fraction < 1 for block in sample.blocks for _ in range(block.units)]
    return Pooled(
        judged=_product(drawn, sample.judged),
        lost=_product(drawn, sample.lost),
        varies=np.asarray((sample.judged[:-1][open_] > 0).any(axis=0), dtype=np.bool_),
    )


def _product(drawn: Floats, sums: Floats) -> Floats:
    """Drawn @ sums; most gauges are empty in most areas, and those are left out."""
    filled = np.flatnonzero(sums.any(axis=0))
    product = np.zeros((len(drawn), sums.shape[1]))
    product[:, filled] = drawn @ sums[:, filled]
    return product


def _area(assessment: Assessment, row: int, sums: Pooled) -> Redrawn:
    """The shares of an area; a veto is a fact, and a rate of nothing keeps the sample's value."""
    plan = assessment.plan
    judged, lost, vetoed = floats(assessment.sums.rows(slice(row, row + 1)))
    shares = part_shares(plan, sums.judged, sums.lost, vetoed)
    seen = np.add.reduceat(sums.judged, plan.first_gauge, axis=1) > 0
    found = part_shares(plan, judged, lost, vetoed)
    shares = np.where(seen | (plan.kinds == DEDUCTED), shares, found)
    return Redrawn(row, shares, np.logical_or.reduceat(sums.varies, plan.first_gauge))


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
