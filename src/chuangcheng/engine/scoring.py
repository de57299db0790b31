"""From sums to scores: the share each part lost, the points it carries, and the sums of the tree.

`part_shares` is the one place where a score is not simply a sum.
It takes any number of rows: areas, one area after a change, or a thousand resamples of one area,
so that a score, a what-if and an interval can never be computed by two different formulas.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.alike import AVERAGED, COUNTED, DEDUCTED, Alike
from chuangcheng.engine.exact import Ticks, from_ticks, to_ticks
from chuangcheng.engine.framework import Method
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.sums import Sums

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Rates that differ by less are equal: the counts they come from are whole numbers.
_EPSILON = 1e-9

#: How a part came to its score.
ASSESSED, ABSENT, UNASSESSED = "assessed", "absent", "unassessed"


@dataclass(frozen=True)
class Scores:
    """Points by area (rows) and part (columns), in ticks.

    `status` says how each part came to be, `substitute` what stands in for one not judged:
    "mean" (others' rate), "reweight" (its points went to the rest of the method) or "list" (its
    points left the total). `possible − lost` is what was earned.
    """

    possible: Ticks
    lost: Ticks
    status: NDArray[np.str_]
    substitute: NDArray[np.str_]

    def node(self, columns: Ints) -> tuple[Ticks, Ticks]:
        """(possible, lost) of a node, from the columns of the parts below it."""
        return self.possible[:, columns].sum(axis=1), self.lost[:, columns].sum(axis=1)

    def rows(self, rows: Ints) -> Scores:
        """The scores of some of the areas."""
        return Scores(
            self.possible[rows], self.lost[rows], self.status[rows], self.substitute[rows]
        )

    @property
    def totals(self) -> Ticks:
        """Points earned by each area."""
        return np.asarray((self.possible - self.lost).sum(axis=1), dtype=np.int64)


def part_shares(plan: Plan, judged: Floats, lost: Floats, vetoed: Floats) -> Floats:
    """The share lost of each part, in [0, 1], from sums by gauge; 0 where nothing was judged.

    Shapes: (rows, gauges) in, (rows, parts) out; `vetoed` may have one row for all.
    """
    # Gauges first: whatever is added for a part is then a whole row.
    judged, lost = (np.ascontiguousarray(sums.T) for sums in (judged, lost))
    shares = np.zeros((len(plan.parts), judged.shape[1]))
    for some in plan.alike:
        here = judged[some.gauges]
        found = alike_shares(plan, some, here > 0, Losing(some, here, lost[some.gauges]))
        lost_whole = some.added(vetoed.T[some.gauges]) > 0
        shares[some.parts] = np.where(lost_whole, 1.0, found)
    return shares.T


@dataclass(frozen=True)
class Losing:
    """The gauges of a kind that can have lost anything, at least one of each part, and their sums.

    `judged` and `lost` have the shape (gauges, rows).
    """

    gauges: Alike
    judged: Floats
    lost: Floats

    @property
    def rates(self) -> Floats:
        """Lost ÷ judged, 0 where nothing was judged."""
        return _rates(self.judged, self.lost)


def alike_shares(plan: Plan, some: Alike, seen: Bools, losing: Losing) -> Floats:
    """The share lost of each part of a kind before any veto: (parts of the kind, rows).

    `seen` tells whether anything was judged, (gauges of the kind, rows). Where parts deduct, only
    what was lost is looked at.
    """
    return _DECIDE[some.kind](plan, some, seen, losing)


def _rates(judged: Floats, lost: Floats) -> Floats:
    return np.asarray(lost / np.where(judged > 0, judged, 1.0), dtype=np.float64)


def _averaged(plan: Plan, some: Alike, seen: Bools, losing: Losing) -> Floats:
    whole = some.added(plan.gauge_weight[some.gauges, None] * seen)
    weight = plan.gauge_weight[losing.gauges.gauges, None]
    part = losing.gauges.added(weight * losing.rates)
    return np.asarray(part / np.where(whole > 0, whole, 1.0), dtype=np.float64)


def _deducted(plan: Plan, some: Alike, _seen: Bools, losing: Losing) -> Floats:
    capped = np.minimum(losing.lost, plan.gauge_cap[losing.gauges.gauges, None])
    return np.minimum(losing.gauges.added(capped) / plan.points[some.parts, None], 1.0)


def _counted(plan: Plan, some: Alike, _seen: Bools, losing: Losing) -> Floats:
    pass_mark = plan.gauge_pass[losing.gauges.gauges, None]
    fails = is_unmet(pass_mark, losing.judged, losing.rates)
    unmet = losing.gauges.added(fails.astype(np.int64))
    first, last, met = plan.bands
    place = np.minimum(unmet, last[some.parts, None])
    place += first[some.parts, None]
    return np.asarray(1.0 - met[place], dtype=np.float64)


_DECIDE = {AVERAGED: _averaged, DEDUCTED: _deducted, COUNTED: _counted}


def is_unmet(pass_mark: Floats, judged: Floats, rate: Floats) -> Bools:
    """Whether an item, judged, met less than its pass mark."""
    return np.asarray((judged > 0) & (rate > 1.0 - pass_mark + _EPSILON), dtype=np.bool_)


def score_sums(plan: Plan, sums: Sums, peers: Ints | None = None) -> Scores:
    """Scores of areas from their sums; `peers` numbers the groups whose means may substitute."""
    share = part_shares(plan, *floats(sums))
    assessed = _by_part_any(plan, sums.judged)
    absent = ~assessed & _by_part_any(plan, sums.absent)
    status = np.where(assessed, ASSESSED, np.where(absent, ABSENT, UNASSESSED))
    substitute = substitutes(plan, assessed, absent)
    share, substitute = _with_means(share, assessed, substitute, peers)
    possible = points_carried(plan, substitute)
    return Scores(
        possible=to_ticks(possible),
        lost=to_ticks(share * possible),
        status=status,
        substitute=substitute,
    )


def floats(sums: Sums) -> tuple[Floats, Floats, Floats]:
    """(judged, lost, vetoed) as `part_shares` takes them."""
    return from_ticks(sums.judged), from_ticks(sums.lost), sums.vetoed.astype(np.float64)


def _by_part_any(plan: Plan, counts: Ints) -> Bools:
    return np.asarray(np.add.reduceat(counts, plan.first_gauge, axis=1) > 0, dtype=np.bool_)


def substitutes(plan: Plan, assessed: Bools, absent: Bools) -> NDArray[np.str_]:
    """What the framework says shall stand in for each part that was not judged."""
    settings = plan.framework.settings
    # Room for the longest word, which a "mean" may become: NumPy would cut it off without a sound.
    room = f"<U{len('reweight')}"
    when_absent = np.array([part.absent or settings.absent for part in plan.parts], room)
    when_not = np.array([part.unassessed or settings.unassessed for part in plan.parts], room)
    return np.where(assessed, "", np.where(absent, when_absent, when_not))


def _with_means(
    share: Floats, assessed: Bools, substitute: NDArray[np.str_], peers: Ints | None
) -> tuple[Floats, NDArray[np.str_]]:
    """Shares with the mean of the peers filled in; where no peer was judged, reweighted instead."""
    groups = np.zeros(len(share), dtype=np.int64) if peers is None else peers
    share, substitute = share.copy(), substitute.copy()
    for group in np.unique(groups[(substitute == "mean").any(axis=1)]):
        rows = np.flatnonzero(groups == group)
        judged = assessed[rows].sum(axis=0)
        mean = (share[rows] * assessed[rows]).sum(axis=0) / np.maximum(judged, 1)
        wanted = substitute[rows] == "mean"
        share[rows] = np.where(wanted, mean, share[rows])
        substitute[rows] = np.where(wanted & (judged == 0), "reweight", substitute[rows])
    return share, substitute


def points_carried(plan: Plan, substitute: NDArray[np.str_]) -> Floats:
    """The points each part carries for each area, so that they add up to full marks.

    A method's weight is spread over its parts by their points; parts that are re-weighted away
    leave their share to the others of the method, a whole method to its siblings; parts that are
    only listed take theirs with them.
    """
    stays = substitute != "reweight"
    of_leaf = np.eye(len(list(plan.framework.leaf_methods())))[plan.leaf_of_part]
    pool = (stays * plan.points) @ of_leaf
    weight = np.zeros_like(pool)
    settings = plan.framework.settings
    _spread(plan.framework.methods, np.full(len(pool), settings.full), pool > 0, weight, 0)
    scale = weight / np.where(pool > 0, pool, 1.0)
    carried = stays * plan.points * scale[:, plan.leaf_of_part]
    return np.asarray(np.where(substitute == "list", 0.0, carried), dtype=np.float64)


def _spread(
    methods: tuple[Method, ...], budget: Floats, alive: Bools, weight: Floats, first: int
) -> None:
    """Hand a budget down the methods, by weight among those that have something left to judge."""
    spans = []
    for method in methods:
        end = first + sum(1 for _ in method.leaves())
        spans.append((method, first, end, alive[:, first:end].any(axis=1)))
        first = end
    whole = sum(method.weight * living for method, _, _, living in spans)
    for method, start, end, living in spans:
        share = budget * method.weight * living / np.where(whole > 0, whole, 1.0)
        if method.methods:
            _spread(method.methods, share, alive, weight, start)
        else:
            weight[:, start:end] = share[:, None]
