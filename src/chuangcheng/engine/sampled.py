"""Points as the units of a sample: what each of them adds to the sums of its area.

A *unit* is a point of one kind in one area, with everything that was seen there on every visit:
faults at one point hang together, so points are resampled, never single observations.
Rows that name no point (materials, questionnaires) are no sample of points and stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.assess import rows_of
from chuangcheng.engine.exact import TICK, Ticks
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
    """The units of one area, each as (kind of point, point), block by block, and what was seen.

    A row seen at a unit adds `judged` and `lost` (both in ticks) to a gauge; rows seen at no point
    have the number after the last unit.
    """

    units: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    unit: Ints
    gauge: Ints
    judged: Ticks
    lost: Ticks

    def sums(self, values: Ticks, gauges: Ints) -> Floats:
        """What each unit, and last what was seen at none, adds: (gauges, units + 1).

        Of some of the gauges, in their order.
        """
        shape = (len(gauges), len(self.units) + 1)
        column = np.full(int(max(self.gauge.max(initial=0), gauges.max(initial=0))) + 1, -1)
        column[gauges] = np.arange(len(gauges))
        rows = np.flatnonzero(column[self.gauge] >= 0)
        cell = column[self.gauge[rows]] * shape[1] + self.unit[rows]
        ticks = np.bincount(cell, weights=values[rows], minlength=shape[0] * shape[1])
        return np.asarray(ticks.reshape(shape) / TICK, dtype=np.float64)

    def varies(self, gauges: int) -> NDArray[np.bool_]:
        """Which gauges were judged at units that are not all there are."""
        open_ = np.repeat(
            [*(block.fraction < 1 for block in self.blocks), False],
            [*(block.units for block in self.blocks), 1],
        )
        found = np.zeros(gauges, dtype=np.bool_)
        found[self.gauge[open_[self.unit] & (self.judged > 0)]] = True
        return found


_NONE = np.zeros(0, dtype=np.int64)
#: Of an area in which nothing was seen.
NO_SAMPLE = Sample((), (), _NONE, _NONE, _NONE, _NONE)


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
    units = tallied.select(_UNIT).unique().rows()
    kinds = Counter((area, kind) for area, kind, point in units if point)
    found = tuple(strata(((*kind, n) for kind, n in kinds.items()), frame))
    places = {(s.area, s.point_type): place for place, s in enumerate(found)}
    ordered = sorted((places[u[:2]], u[2], u) for u in units if u[2])
    by_area = {
        area: [unit for _, _, unit in some]
        for area, some in groupby(ordered, key=lambda place: place[2][0])
    }
    blocks = _blocks(found)
    areas = {}
    for area, cells in _cells(plan, tallied, by_area):
        own = tuple((kind, point) for _, kind, point in by_area.get(area, ()))
        areas[int(rows_of(tree, pl.Series([area]))[0])] = Sample(own, blocks.get(area, ()), *cells)
    return Sampled(found, areas)


def _cells(
    plan: Plan, tallied: pl.DataFrame, by_area: Mapping[str, Sequence[tuple[str, str, str]]]
) -> Iterator[tuple[str, tuple[Ints, ...]]]:
    """Each area with the unit, gauge, judged and lost of every row seen there."""
    numbers = {unit: n for units in by_area.values() for n, unit in enumerate(units)}
    known = pl.DataFrame(list(numbers), schema=dict.fromkeys(_UNIT, pl.String), orient="row")
    rows = tallied.join(
        known.with_columns(unit=pl.Series(list(numbers.values()), dtype=pl.Int64)),
        on=_UNIT,
        how="left",
        maintain_order="left",
    )
    marks, n = mark(plan, rows), rows["n"].cast(pl.Int64).to_numpy()
    unit = rows["unit"].fill_null(-1).to_numpy()
    gauge = plan.slot_gauge[marks.slot]
    code = rows["area"].rank("dense").cast(pl.Int64).to_numpy()
    order = np.argsort(code, kind="stable")
    for some in np.split(order, np.flatnonzero(np.diff(code[order])) + 1):
        area = rows["area"][int(some[0])] if len(some) else ""
        last = len(by_area.get(area, ()))
        own = np.where(unit[some] < 0, last, unit[some])
        yield area, (own, gauge[some], (n * marks.judged)[some], (n * marks.lost)[some])


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
