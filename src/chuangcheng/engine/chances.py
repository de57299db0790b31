"""What the draws of the scores say about the ranks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.exact import TICK, rounded, to_ticks
from chuangcheng.engine.ranking import rank

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Chances:
    """Ranks by area (rows) and draw (columns), and the rank found; 0 is not ranked."""

    areas: tuple[str, ...]
    found: Ints
    ranks: Ints

    @classmethod
    def of(cls, assessment: Assessment, totals: Floats) -> Chances:
        """The ranks of drawn totals of shape (areas, draws), as the ranks table would give them.

        Bonus, penalty and veto are facts and the same in every draw; peers are ranked among each
        other on the printed figures.
        """
        sanctioned, tree = assessment.sanctioned, assessment.tree
        settings = assessment.plan.framework.settings
        ranked = (assessment.points.possible.sum(axis=1) > 0) & sanctioned.ranked
        added = (sanctioned.bonus - sanctioned.penalty)[:, None]
        net = np.maximum(to_ticks(totals) + added, 0)
        printed = np.rint(rounded(net, settings.places, settings.rounding) * TICK).astype(np.int64)
        ranks = np.zeros_like(printed)
        for group in np.unique(tree.peers[ranked]):
            rows = np.flatnonzero((tree.peers == group) & ranked)
            ranks[rows] = rank(printed[rows], settings.ranking)
        found = assessment.ranks()["rank"].fill_null(0).to_numpy()
        return cls(tuple(area.id for area in tree.areas), found, ranks)

    def probabilities(self) -> pl.DataFrame:
        """area, rank, probability: every rank that a draw gave an area, ranked areas only."""
        most = int(self.ranks.max(initial=0))
        rows = np.repeat(np.arange(len(self.ranks)), self.ranks.shape[1])
        cells = np.bincount(
            rows * (most + 1) + self.ranks.ravel(), minlength=len(self.ranks) * (most + 1)
        ).reshape(len(self.ranks), most + 1)
        area, place = np.nonzero(cells)
        return pl.DataFrame(
            {
                "area": [self.areas[row] for row in area],
                "rank": place,
                "probability": cells[area, place] / self.ranks.shape[1],
            }
        ).filter(pl.col("rank") > 0)

    def intervals(self, level: float) -> pl.DataFrame:
        """area, rank, low, high, probability: the rank found and how sure it is.

        A rank lies below `low` in no more than (1 − level)/2 of the draws, and above `high` in no
        more than as many.
        """
        tail = (1.0 - level) / 2.0
        low, high = np.quantile(self.ranks, [tail, 1.0 - tail], axis=1, method="inverted_cdf")
        return pl.DataFrame(
            {
                "area": self.areas,
                "rank": self.found,
                "low": low.astype(np.int64),
                "high": high.astype(np.int64),
                "probability": (self.ranks == self.found[:, None]).mean(axis=1),
            }
        ).filter(pl.col("rank") > 0)
