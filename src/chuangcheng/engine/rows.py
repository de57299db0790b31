"""What a single observation cost: the losses of an area, row by row."""

from __future__ import annotations

import numpy as np
import polars as pl

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.duties import shared
from chuangcheng.engine.sums import Marks, mark
from chuangcheng.engine.tally import tally

ROWS = (
    "observation",
    "area",
    "project",
    "content",
    "standard",
    "part",
    "method",
    "item",
    "unit",
    "faults",
    "lost",
)


def row_losses(assessment: Assessment, observations: pl.DataFrame, area: str) -> pl.DataFrame:
    """The points of an area's total that each observation lost, in the order of the rows.

    Columns: observation (the row's number, from 0), area, project, content, standard, part, method,
    item, unit, faults, lost.
    `area` is the one asked for, whose score the observations of all areas below count in; where the
    duty table shares a loss, the row comes once for each unit.
    Sums by unit and item are those of `Assessment.losses` without what substitutes lost.
    """
    rows, marks = valued(assessment, observations, area)
    plan = assessment.plan
    gauge = plan.slot_gauge[marks.slot]
    at = np.full(len(rows), assessment.tree.index[area])
    frame = rows.select("observation", "item", "unit").with_columns(
        area=pl.lit(area),
        part_row=pl.Series(plan.gauge_part[gauge], dtype=pl.Int64),
        faults=pl.lit(1, dtype=pl.Int64),
        lost=pl.Series(assessment.prices.of(at, gauge, marks), dtype=pl.Float64),
    )
    placed = frame.filter(pl.col("lost") != 0).join(plan.part_table, on="part_row", how="left")
    return shared(assessment.duties, placed.select(*ROWS)).sort("observation", maintain_order=True)


def valued(
    assessment: Assessment, observations: pl.DataFrame, area: str
) -> tuple[pl.DataFrame, Marks]:
    """The observations that count in an area, each with its number and valued by its rule."""
    plan, tree = assessment.plan, assessment.tree
    below = [tree.areas[row].id for row in tree.members[tree.index[area]]]
    kept = observations.with_row_index("observation").filter(pl.col("area").is_in(below))
    kinds = ("point_type",) if plan.looks_at_type else ()
    rows = tally(kept, "observation", "unit", *kinds).sort("observation")
    return rows, mark(plan, rows)
