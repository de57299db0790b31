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

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.chances import Chances
from chuangcheng.engine.exact import from_ticks
from chuangcheng.engine.intervals import Method, interval
from chuangcheng.engine.redraw import Draws, Redrawn, redrawn
from chuangcheng.engine.sampled import sampled
from chuangcheng.engine.strata import Frame, Stratum
from chuangcheng.engine.threads import CORES, workers
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
    summary = _Summary(assessment, draws, level, method)
    with workers() as pool:
        for area in redrawn(assessment, samples, Draws(seed, draws, scheme), pool):
            summary.take(area, pool)
    return Resampled(assessment, samples.strata, level, **summary.arrays)


def estimates(assessment: Assessment) -> Floats:
    """Points earned, by area and node."""
    scores = assessment.points
    earned = from_ticks(scores.possible - scores.lost)
    return np.asarray(earned @ assessment.plan.below, dtype=np.float64)


class _Summary:
    """The draws of one area after another, boiled down to what the tables need."""

    def __init__(self, assessment: Assessment, draws: int, level: float, method: Method) -> None:
        self._possible = from_ticks(assessment.points.possible)
        self._level, self._method = level, method
        # Nodes that are alike are drawn once.
        first, self._same = assessment.plan.different
        self._below = assessment.plan.below[:, first]
        self._alone = self._below.sum(axis=0) == 1
        self._part = self._below.argmax(axis=0)
        self._estimates = estimates(assessment)[:, first]
        shape = (len(self._possible), len(self._same))
        self.arrays = {name: np.zeros(shape) for name in ("low", "high", "se", "bias", "varies")}
        self.arrays["totals"] = np.zeros((shape[0], draws))

    def take(self, area: Redrawn, pool: Executor) -> None:
        """Keep the interval, error and bias of every node, and the draws of the total."""
        row, possible = area.row, self._possible[area.row]
        earned = area.shares.T * -possible[:, None]
        earned += possible[:, None]
        nodes = np.array_split(np.arange(self._below.shape[1]), CORES)
        found = list(pool.map(lambda some: self._said(row, earned, some), nodes))
        for name in found[0]:
            self.arrays[name][row] = np.concatenate([some[name] for some in found])[self._same]
        whole = possible @ self._below
        varies = ((area.varies * possible) @ self._below) / np.where(whole > 0, whole, 1.0)
        self.arrays["varies"][row] = varies[self._same]
        # The total is the first node of every plan.
        self.arrays["totals"][row] = earned.sum(axis=0) - self.arrays["bias"][row, 0]

    def _said(self, row: int, earned: Floats, nodes: Ints) -> dict[str, Floats]:
        """What the draws of an area's parts, (parts, draws), say of some nodes."""
        drawn = self._drawn(earned, nodes)
        estimate, whole = self._estimates[row, nodes], self._possible[row] @ self._below[:, nodes]
        low, high = interval(estimate, drawn, self._level, self._method)
        return {
            "low": np.clip(low, 0.0, whole),
            "high": np.clip(high, 0.0, whole),
            "se": drawn.std(axis=1, ddof=1),
            "bias": drawn.mean(axis=1) - estimate,
        }

    def _drawn(self, earned: Floats, nodes: Ints) -> Floats:
        """What the nodes earned in every draw; a node with a single part needs no adding up."""
        drawn = np.empty((len(nodes), earned.shape[1]))
        alone = self._alone[nodes]
        drawn[alone] = earned[self._part[nodes[alone]]]
        drawn[~alone] = self._below[:, nodes[~alone]].T @ earned
        return drawn
