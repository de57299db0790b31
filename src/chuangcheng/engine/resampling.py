"""How far scores and ranks can be trusted when a round was a sample of points.

resampled = resample(assessment, observations, seed="青禾县 2024 第二季度")
resampled.intervals()  # every area × node: low, high, se, bias
resampled.rank_probabilities()  # every area × rank that it may have
resampled.rank_intervals()  # every area: between which ranks it lies

Points are resampled within area and kind of point; what each adds to the sums is a row of a matrix,
so a thousand resamples are one matrix product and one call of the scoring function.
What is held to be a fact and not a matter of sampling is the same in every draw: a veto that was
found, bonus and penalty, the points each part carries, and all that was seen at no point.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.chances import Chances
from chuangcheng.engine.intervals import Method
from chuangcheng.engine.redraw import Draws, redrawn
from chuangcheng.engine.sampled import sampled
from chuangcheng.engine.strata import Frame, Stratum
from chuangcheng.engine.summary import Summary, estimates
from chuangcheng.engine.threads import workers
from chuangcheng.engine.weights import Scheme

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Resampled:
    """What the draws say, with the tables made of it.

    The arrays have a row for each area and a column for each node of the plan; `varies` is the part
    of a node's points that rests on sampled points. `totals` are the draws of each area's score,
    of shape (areas, draws), shifted by their bias.
    """

    assessment: Assessment
    strata: tuple[Stratum, ...]
    level: float
    low: Floats
    high: Floats
    se: Floats
    bias: Floats
    varies: Floats
    totals: Floats

    def intervals(self) -> pl.DataFrame:
        """area, kind, node, earned, low, high, se, bias, sampled, in points of the area's total.

        `sampled` is the part of the node's points that rests on sampled points; where it is 0 there
        is nothing to say, and low, high, se and bias are empty.
        """
        plan, areas = self.assessment.plan, self.assessment.tree.areas
        values = [estimates(self.assessment), self.low, self.high, self.se, self.bias, self.varies]
        names = ("earned", "low", "high", "se", "bias", "sampled")
        return pl.DataFrame(
            {
                "area": np.repeat([area.id for area in areas], len(plan.nodes)),
                "kind": [node.kind for node in plan.nodes] * len(areas),
                "node": [node.id for node in plan.nodes] * len(areas),
                **{name: array.ravel() for name, array in zip(names, values, strict=True)},
            }
        ).with_columns(pl.when(pl.col("sampled") > 0).then(pl.col(*names[1:5])))

    def rank_probabilities(self) -> pl.DataFrame:
        """area, rank, probability: how often a draw gave an area that rank among its peers."""
        return self.chances.probabilities()

    def rank_intervals(self) -> pl.DataFrame:
        """area, rank, low, high, probability: the rank found, and between which it lies."""
        return self.chances.intervals(self.level)

    def not_sampled(self) -> pl.DataFrame:
        """area, kind, node: nodes that are judged, but at no point, so that no margin is known."""
        intervals = self.intervals()
        return intervals.filter((pl.col("sampled") == 0) & (pl.col("earned") > 0))[
            ["area", "kind", "node"]
        ]

    @cached_property
    def chances(self) -> Chances:
        """The draws of the ranks."""
        return Chances.of(self.assessment, self.totals)


def resample(
    assessment: Assessment,
    observations: IntoFrame,
    *,
    seed: str | int,
    draws: int = 1000,
    level: float = 0.95,
    method: Method = "basic",
    scheme: Scheme = "rao_wu",
    frame: Frame | None = None,
) -> Resampled:
    """Resample the points of an assessed round; the same seed always gives the same figures.

    `observations` are those that were assessed; `frame` says how many points of each kind there
    are in each area, for the finite population correction.
    Raises FrameError when it lists fewer points than were seen, and ValueError for a level or a
    number of draws that makes no interval.
    """
    if draws < 2 or not 0 < level < 1:
        msg = f"{draws} draws at level {level:g} make no interval; take 1000 draws at 0.95"
        raise ValueError(msg)
    samples = sampled(assessment.plan, assessment.tree, observations, frame)
    summary = Summary(assessment, draws, level, method)
    with workers(alone=len(samples.areas) < 2) as pool:
        for area in redrawn(assessment, samples, Draws(seed, draws, scheme)):
            summary.take(area, pool)
        summary.finish()
    return Resampled(assessment, samples.strata, level, **summary.arrays)
