"""Points as the units of a sample: what each of them adds to the sums of its area.

A *unit* is a point of one kind in one area, with everything that was seen there on every visit:
faults at one point hang together, so points are resampled, never single observations.
Rows that name no point (materials, questionnaires) are no sample of points and stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.assess import rows_of
from chuangcheng.engine.exact import TICK
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.strata import Frame, Stratum, strata
from chuangcheng.engine.sums import mark
from chuangcheng.engine.tally import tally

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_UNIT = ["area", "point_type", "point"]


@dataclass(frozen=True)
class Block:
    """Units resampled among themselves: how many, and what fraction of all there are (0 unknown).

    A fraction of 1 leaves them as they are.
    """

    units: int
    fraction: float = 0.0


@dataclass(frozen=True)
class Sample:
    """The units of one area, each as (kind of point, point).

    `judged` and `lost` have a row for each unit, block by block, and a last row for what was seen
    at no point; their columns are the gauges of the plan.
    """

    units: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    judged: Floats
    lost: Floats


@dataclass(frozen=True)
class Sampled:
    """A round as samples: its strata, and the units of each area by the area's row in the tree."""

    strata: tuple[Stratum, ...]
    areas: dict[int, Sample]


def sampled(
    plan: Plan, tree: AreaTree, observations: IntoFrame, frame: Frame | None = None
) -> Sampled:
    """The samples of a round; `frame` counts the points there are, seen or not.

    Raises what `assess` raises, and FrameError when the frame lists fewer points than were seen.
    """
    tallied = tally(observations, "point", "point_type")
    units = tallied.filter(pl.col("point") != "").select(_UNIT).unique()
    found = strata(units.group_by("area", "point_type").agg(pl.len()).rows(), frame)
    numbered, blocks = _numbered(units, found), _blocks(found)
    cells = _cells(plan, tree, tallied.join(numbered, on=_UNIT, how="left"))
    names = numbered.partition_by("area", as_dict=True)
    areas = {}
    for (row,), some in cells.partition_by("area_row", as_dict=True).items():
        id_ = tree.areas[row].id
        own = names.get((id_,), numbered.clear()).select(*_UNIT[1:]).rows()
        areas[row] = _sample(plan, tuple(own), blocks.get(id_, ()), some)
    return Sampled(tuple(found), areas)


def _numbered(units: pl.DataFrame, found: Sequence[Stratum]) -> pl.DataFrame:
    """The units with their number within the area, group by group and then by their ids."""
    order = pl.DataFrame(
        [(s.area, s.point_type, s.group) for s in found],
        schema=["area", "point_type", "group"],
        orient="row",
    )
    placed = units.join(order, on=["area", "point_type"]).sort("area", "group", *_UNIT[1:])
    return placed.select(*_UNIT, unit=pl.int_range(pl.len()).over("area"))


def _blocks(found: Sequence[Stratum]) -> dict[str, tuple[Block, ...]]:
    by_area = groupby(found, key=lambda stratum: stratum.area)
    return {
        area: tuple(_block(list(some)) for _, some in groupby(kinds, key=lambda s: s.group))
        for area, kinds in by_area
    }


def _block(kinds: Sequence[Stratum]) -> Block:
    units = sum(kind.points for kind in kinds)
    if kinds[0].how in ("complete", "alone"):
        return Block(units, 1.0)
    whole = [kind.frame for kind in kinds if kind.frame is not None]
    return Block(units, units / sum(whole) if len(whole) == len(kinds) else 0.0)


def _cells(plan: Plan, tree: AreaTree, rows: pl.DataFrame) -> pl.DataFrame:
    """area_row, unit, gauge, judged, lost (in ticks): every tallied row valued."""
    marks, n = mark(plan, rows), rows["n"].cast(pl.Int64).to_numpy()
    return pl.DataFrame(
        {
            "area_row": rows_of(tree, rows["area"]),
            "unit": rows["unit"],
            "gauge": plan.slot_gauge[marks.slot],
            "judged": n * marks.judged,
            "lost": n * marks.lost,
        }
    )


def _sample(
    plan: Plan,
    units: tuple[tuple[str, str], ...],
    blocks: tuple[Block, ...],
    cells: pl.DataFrame,
) -> Sample:
    shape = (len(units) + 1, len(plan.gauge_part))
    unit = cells["unit"].fill_null(len(units)).to_numpy()
    cell = unit * shape[1] + cells["gauge"].to_numpy()

    def total(name: str) -> Floats:
        ticks = np.bincount(cell, weights=cells[name].to_numpy(), minlength=shape[0] * shape[1])
        return np.asarray(ticks.reshape(shape) / TICK, dtype=np.float64)

    return Sample(units, blocks, total("judged"), total("lost"))
