"""Who lost which point: what a part lost is shared out to the observations that lost it.

Within a part every observation bears the loss in proportion to what it would have cost on its own,
whatever caps, means or bands came between; a veto is borne by the observations that caused it.
So the losses of rows, units and items add up to possible − earned at every node, and a row's loss is
a price times its own sum: a thousand rows are attributed as easily as one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.alike import AVERAGED, COUNTED, DEDUCTED
from chuangcheng.engine.exact import from_ticks
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.scoring import ASSESSED, Scores, floats, is_unmet
from chuangcheng.engine.sums import Marks, Sums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prices:
    """Points of the total, by area and gauge, for each unit of loss and for each veto."""

    lost: Floats
    vetoed: Floats

    def of(self, area: Ints, gauge: Ints, marks: Marks) -> Floats:
        """The points of the total that each marked row lost (for one row of the tally)."""
        return np.asarray(
            self.lost[area, gauge] * from_ticks(marks.lost)
            + self.vetoed[area, gauge] * marks.vetoes
        )


def prices(plan: Plan, sums: Sums, scores: Scores) -> Prices:
    """What a loss costs, gauge by gauge, so that all losses of a part add up to what it lost."""
    judged, lost, vetoed = floats(sums)
    claim = _claims(plan, judged, lost)
    claimed = np.add.reduceat(claim, plan.first_gauge, axis=1)
    vetoes = np.add.reduceat(vetoed, plan.first_gauge, axis=1)
    paid = from_ticks(np.where(scores.status == ASSESSED, scores.lost, 0))
    part = plan.gauge_part
    by_claim = np.where(vetoes > 0, 0.0, paid / np.where(claimed > 0, claimed, 1.0))
    by_veto = np.where(vetoes > 0, paid / np.where(vetoes > 0, vetoes, 1.0), 0.0)
    each = claim / np.where(lost > 0, lost, 1.0)
    return Prices(lost=by_claim[:, part] * each, vetoed=by_veto[:, part])


def _claims(plan: Plan, judged: Floats, lost: Floats) -> Floats:
    """How much of its part's loss each gauge stands for, in any unit."""
    rate = lost / np.where(judged > 0, judged, 1.0)
    kind = plan.kinds[plan.gauge_part]
    claims = {
        AVERAGED: plan.gauge_weight * rate,
        DEDUCTED: np.minimum(lost, plan.gauge_cap),
        COUNTED: is_unmet(plan.gauge_pass, judged, rate) * rate,
    }
    return np.asarray(np.select([kind == k for k in claims], list(claims.values())))
