"""Parts that are decided in the same way, scored in many draws at a time.

Gauges are rows and draws are columns throughout, kind by kind: what is made on the way is small
enough for the processor's cache, and nothing is gathered or scattered in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.plan import DEDUCTED, Alike, Plan
from chuangcheng.engine.sampled import Sample
from chuangcheng.engine.scoring import alike_shares, part_shares

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Drawn:
    """Sums of the gauges of a kind in some draws, (gauges, draws).

    Where parts deduct, nothing is asked of `judged`, and it has no rows.
    """

    judged: Floats
    lost: Floats

    @classmethod
    def room(cls, kind: Alike, draws: int) -> Drawn:
        """Room for so many draws of a kind."""
        gauges = len(kind.gauges)
        judged = np.empty((0 if kind.kind == DEDUCTED else gauges, draws))
        return cls(judged, np.empty((gauges, draws)))

    def keep(self, some: Drawn, draws: slice) -> None:
        """Put some draws in their place."""
        self.judged[:, draws], self.lost[:, draws] = some.judged, some.lost

    def add(self, other: Drawn, draws: slice) -> None:
        """Add some draws of another area."""
        np.add(self.judged, other.judged[:, draws], out=self.judged)
        np.add(self.lost, other.lost[:, draws], out=self.lost)


@dataclass(frozen=True)
class Kind:
    """A kind of parts in one area: what each unit, and last what was seen at none, adds.

    `judged` and `lost` have the shape (gauges, units + 1). `shares` are those that were found, and
    `vetoed` tells where a veto was, (parts, 1): both are facts that no draw changes.
    """

    plan: Plan
    alike: Alike
    judged: Floats
    lost: Floats
    shares: Floats
    vetoed: Bools

    @classmethod
    def all(cls, plan: Plan, gauges: Ints, sample: Sample, found: Sequence[Floats]) -> list[Kind]:
        """All kinds of a plan, narrowed to some `gauges` of the sample's.

        `found` are (judged, lost, vetoed) of these in the area as it was assessed, (1, gauges).
        """
        shares = part_shares(plan, *found).T
        kinds = []
        for some in plan.alike:
            own = gauges[some.gauges]
            judged = own[:0] if some.kind == DEDUCTED else own
            vetoed = some.added(found[2].T[some.gauges]) > 0
            kinds.append(
                cls(
                    plan,
                    some,
                    sample.sums(sample.judged, judged),
                    sample.sums(sample.lost, own),
                    shares[some.parts],
                    vetoed,
                )
            )
        return kinds

    def drawn(self, weights: Floats) -> Drawn:
        """The sums in some draws; `weights` of shape (draws, units + 1), the last always 1."""
        return Drawn(self.judged @ weights.T, self.lost @ weights.T)

    def scored(self, sums: Drawn) -> Floats:
        """The share lost of each part in each draw; a rate of nothing keeps what was found."""
        shares = alike_shares(self.plan, self.alike, sums.judged, sums.lost)
        if len(sums.judged):
            nothing = self.alike.added(sums.judged) <= 0
            shares = np.where(nothing, self.shares, shares) if nothing.any() else shares
        return np.where(self.vetoed, 1.0, shares) if self.vetoed.any() else shares
