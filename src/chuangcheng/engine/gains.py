"""What would be won if every fault of an item were put right: the next best points."""

from __future__ import annotations

import numpy as np
import polars as pl

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.exact import Ticks, from_ticks
from chuangcheng.engine.rows import valued
from chuangcheng.engine.scoring import floats, part_shares

GAINS = ("project", "content", "standard", "part", "method", "item", "judged", "faults", "gain")


def gains(assessment: Assessment, observations: pl.DataFrame, area: str) -> pl.DataFrame:
    """The columns of `GAINS`, a row for each item of a part with faults, the largest gain first.

    `gain` is what the area's total would rise by if all faults of the item in this part were put
    right and nothing else changed.
    It is not what the item lost: where deductions are capped or faulty items are counted, mending
    one of them may win nothing until others are mended too.
    """
    faulty = _faulty(assessment, observations, area)
    row, part = assessment.tree.index[area], faulty["part_row"].to_numpy()
    each, gauge = np.arange(len(faulty)), faulty["gauge"].to_numpy()
    judged, lost, vetoed = (a[[row] * len(faulty)] for a in floats(assessment.sums))
    lost[each, gauge] = np.maximum(0.0, lost[each, gauge] - from_ticks(faulty["ticks"].to_numpy()))
    vetoed[each, gauge] -= faulty["vetoes"].to_numpy()
    after = part_shares(assessment.plan, judged, lost, vetoed)[each, part]
    possible, now = (from_ticks(a[row, part]) for a in _points(assessment))
    won = faulty.with_columns(gain=pl.Series(np.maximum(0.0, now - after * possible)))
    placed = won.join(assessment.plan.part_table, on="part_row", how="left")
    return placed.sort("gain", "part_row", "item", descending=[True, False, False]).select(*GAINS)


def _faulty(assessment: Assessment, observations: pl.DataFrame, area: str) -> pl.DataFrame:
    """part_row, gauge, item, judged, faults, ticks lost and vetoes of each item with faults."""
    plan = assessment.plan
    rows, marks = valued(assessment, observations, area)
    gauge = plan.slot_gauge[marks.slot]
    frame = pl.DataFrame(
        {
            "part_row": plan.gauge_part[gauge],
            "gauge": gauge,
            "item": rows["item"],
            "judged": marks.counts,
            "faults": marks.lost > 0,
            "ticks": marks.lost,
            "vetoes": marks.vetoes,
        }
    )
    by = ["part_row", "gauge", "item"]
    sums = frame.group_by(by, maintain_order=True).agg(
        pl.col("judged", "faults", "ticks", "vetoes").cast(pl.Int64).sum()
    )
    return sums.filter(pl.col("faults") > 0)


def _points(assessment: Assessment) -> tuple[Ticks, Ticks]:
    return assessment.points.possible, assessment.points.lost
