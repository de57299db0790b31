"""Points as the units of a sample: what each of them adds to the sums of its area.

A *unit* is a point of one kind in one area, with everything that was seen there on every visit:
faults at one point hang together, so points are resampled, never single observations.
Rows that name no point (materials, questionnaires) are no sample of points and stay as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.assess import rows_of
from chuangcheng.engine.codes import different
from chuangcheng.engine.exact import TICK, Ticks
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.strata import Frame, Stratum, strata
from chuangcheng.engine.sums import mark
from chuangcheng.engine.tally import by_point, runs

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_UNIT = ["area", "point_type", "point"]
_Unit = tuple[str, str, str]


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

    def sums(self, values: Ticks, gauges: Ints) -> tuple[Ints, Floats]:
        """What is added to some of the gauges, (gauges, units), and which units add anything."""
        place = np.full(int(max(self.gauge.max(initial=0), gauges.max(initial=0))) + 1, -1)
        place[gauges] = np.arange(len(gauges))
        rows = np.flatnonzero((place[self.gauge] >= 0) & (values != 0))
        units, unit = different(self.unit[rows], len(self.units) + 1)
        cell = place[self.gauge[rows]] * len(units) + unit
        shape = (len(gauges), len(units))
        ticks = np.bincount(cell, weights=values[rows], minlength=shape[0] * shape[1])
        return units, np.asarray(ticks.reshape(shape) / TICK, dtype=np.float64)

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
    tallied = by_point(observations)
    units, which = _units(tallied)
    kinds = Counter((area, kind) for area, kind, point in units if point)
    found = tuple(strata(((*kind, n) for kind, n in kinds.items()), frame))
    own, number = _numbered(units, found)
    blocks, areas = _blocks(found), {}
    unit, gauge, judged, lost = number[which], *_cells(plan, tallied)
    by_area = dict(_by_area(units, which))
    places = rows_of(tree, pl.Series(list(by_area), dtype=pl.String)).tolist()
    for place, (area, rows) in zip(places, by_area.items(), strict=True):
        cells = (column[rows] for column in (unit, gauge, judged, lost))
        areas[place] = Sample(tuple(own.get(area, ())), blocks.get(area, ()), *cells)
    return Sampled(found, areas)


def _units(tallied: pl.DataFrame) -> tuple[list[_Unit], Ints]:
    """The different units, and which of them each row was seen at."""
    first, run = runs(tallied.select(_UNIT))
    places: dict[_Unit, int] = {}
    of_run = [places.setdefault(unit, len(places)) for unit in first.rows()]
    return list(places), np.array(of_run, dtype=np.int64)[run]


def _numbered(
    units: Sequence[_Unit], found: Sequence[Stratum]
) -> tuple[dict[str, list[tuple[str, str]]], Ints]:
    """The points of each area as (kind, point), block by block, and each unit's place there.

    What was seen at no point has the place after the last one.
    """
    places = {(s.area, s.point_type): place for place, s in enumerate(found)}
    ordered = sorted((places[u[:2]], u[2], n) for n, u in enumerate(units) if u[2])
    own: dict[str, list[tuple[str, str]]] = {}
    number = np.empty(len(units), dtype=np.int64)
    for _, point, n in ordered:
        area, kind, _ = units[n]
        here = own.setdefault(area, [])
        number[n] = len(here)
        here.append((kind, point))
    for n, (area, _, point) in enumerate(units):
        if not point:
            number[n] = len(own.get(area, ()))
    return own, number


def _by_area(units: Sequence[_Unit], which: Ints) -> Iterator[tuple[str, Ints]]:
    """Each area with its rows; `which` is the unit of every row."""
    names = sorted({area for area, _, _ in units})
    codes = {area: code for code, area in enumerate(names)}
    code = np.array([codes[area] for area, _, _ in units], dtype=np.int64)[which]
    order = np.argsort(code, kind="stable")
    ends = np.searchsorted(code[order], np.arange(1, len(names)))
    yield from zip(names, np.split(order, ends), strict=bool(names))


def _cells(plan: Plan, tallied: pl.DataFrame) -> tuple[Ints, Ticks, Ticks]:
    """The gauge, judged and lost of every row."""
    marks, n = mark(plan, tallied), tallied["n"].cast(pl.Int64).to_numpy()
    return plan.slot_gauge[marks.slot], n * marks.judged, n * marks.lost


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
