"""The peer of the bootstrap: a plain loop in numpy that draws points, gathers rows and scores them.

It starts from the same observations, values every row once with the engine's rules, and then does
for each draw what one would write first: draw points within strata, take all their rows, add them
up, score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.exact import from_ticks
from chuangcheng.engine.framework import Counted, Deduct
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.summary import estimates
from chuangcheng.engine.sums import mark

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """What the loop knows of the framework: one array a fact."""

    first: NDArray[np.int64]
    weight: Floats
    cap: Floats
    pass_mark: Floats
    points: Floats
    deducts: NDArray[np.bool_]
    counts: NDArray[np.bool_]

    @classmethod
    def of(cls, plan: Plan) -> Known:
        """The facts of a plan."""
        return cls(
            plan.first_gauge,
            plan.gauge_weight,
            plan.gauge_cap,
            plan.gauge_pass,
            plan.points,
            np.array([isinstance(part.rule, Deduct) for part in plan.parts]),
            np.array([isinstance(part.rule, Counted) for part in plan.parts]),
        )


def intervals(
    assessment: Assessment, observations: pl.DataFrame, draws: int, seed: int
) -> tuple[Floats, Floats]:
    """The basic intervals of all nodes of one area."""
    found = drawn(assessment, observations, draws, seed)
    low, high = np.quantile(found, [0.025, 0.975], axis=0)
    estimate = estimates(assessment)[0]
    return 2 * estimate - high, 2 * estimate - low


def drawn(assessment: Assessment, observations: pl.DataFrame, draws: int, seed: int) -> Floats:
    """The score of every node of one area in every draw, of shape (draws, nodes)."""
    plan, random = assessment.plan, np.random.default_rng(seed)
    known, possible = Known.of(plan), from_ticks(assessment.points.possible[0])
    rows = observations.sort("point_type", "point").with_columns(n=pl.lit(1))
    marks = mark(plan, rows)
    gauge = plan.slot_gauge[marks.slot]
    judged, lost = from_ticks(marks.judged), from_ticks(marks.lost)
    vetoed = np.add.reduceat(assessment.sums.vetoed[0], known.first) > 0
    points = rows.group_by("point_type", "point", maintain_order=True).len()
    lengths = points["len"].cast(pl.Int64).to_numpy()
    ends = lengths.cumsum()
    spans = [np.arange(e - n, e) for e, n in zip(ends, lengths, strict=True)]
    strata = [np.array(rows) for rows in points.with_row_index().group_by(
        "point_type", maintain_order=True).agg("index")["index"].to_list()]  # fmt: skip
    below = plan.below
    found = np.empty((draws, below.shape[1]))
    for draw in range(draws):
        chosen = np.concatenate([s[random.integers(0, len(s), len(s))] for s in strata])
        taken = np.concatenate([spans[point] for point in chosen])
        here, size = gauge[taken], len(known.weight)
        seen = np.bincount(here, judged[taken], minlength=size)
        share = _shares(known, seen, np.bincount(here, lost[taken], minlength=size))
        share = np.where(vetoed, 1.0, share)
        found[draw] = ((1.0 - share) * possible) @ below
    return found


def _shares(known: Known, judged: Floats, lost: Floats) -> Floats:
    rate = np.divide(lost, judged, out=np.zeros_like(lost), where=judged > 0)
    weight = known.weight * (judged > 0)
    whole = np.add.reduceat(weight, known.first)
    mean = np.add.reduceat(weight * rate, known.first) / np.where(whole > 0, whole, 1.0)
    taken = np.add.reduceat(np.minimum(lost, known.cap), known.first) / known.points
    unmet = np.add.reduceat((rate > 1 - known.pass_mark + 1e-9).astype(float), known.first)
    banded = 1.0 - np.select([unmet == 0, unmet == 1], [1.0, 0.6], 0.0)
    return np.where(known.deducts, np.minimum(taken, 1.0), np.where(known.counts, banded, mean))
