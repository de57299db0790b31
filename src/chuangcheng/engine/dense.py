"""Row groups of a Parquet file counted by their dictionary codes, without a hash table.

Texts in Parquet are dictionaries: a row holds small whole numbers.
What was seen in a row (where it counts, result, count and of) is then one whole number too, and
counting is indexing. Values come from the same rules as everywhere (`sums.valued`), once for
whatever is new, so the sums are those of `assess`, to the last tick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from chuangcheng.engine.codes import different
from chuangcheng.engine.exact import Ticks
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.rules import Seen
from chuangcheng.engine.sums import Marks, Sums, UnknownItemError, valued

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Codes = NDArray[np.integer]
Number = TypeVar("Number", np.int64, np.bool_)

#: Whole numbers below this are told apart by a cell for each.
_SMALL = 1000
#: So many kinds of row may be kept once they were valued.
_KEPT = 250_000


@dataclass(frozen=True)
class Coded:
    """A column of texts: a code for each row, and the text of each code."""

    codes: Codes
    words: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """A row group: texts coded, numbers as floats with NaN where empty."""

    area: Coded
    unit: Coded
    item: Coded
    point_type: Coded
    result: Coded
    count: Floats
    of: Floats


@dataclass(frozen=True)
class Lost:
    """What was lost in each area, at each slot, by each unit, in this order; one row of each.

    Areas and units are places in a list of their names.
    """

    area: Ints
    slot: Ints
    unit: Ints
    faults: Ints
    lost: Ticks
    vetoes: Ints

    def rows(self, rows: Ints | slice) -> Lost:
        """Some of the rows."""
        return Lost(*(column[rows] for column in vars(self).values()))


@dataclass(frozen=True)
class Counted:
    """The sums of some areas, and what each unit lost there."""

    areas: tuple[str, ...]
    units: tuple[str, ...]
    own: Sums
    lost: Lost

    def only(self, area: str) -> Counted:
        """One of the areas; none at all where it is not among them."""
        if area not in self.areas:
            return Counted((), self.units, self.own.rows(slice(0)), self.lost.rows(slice(0)))
        row = self.areas.index(area)
        lost = self.lost.rows(np.flatnonzero(self.lost.area == row))
        lost = replace(lost, area=np.zeros_like(lost.area))
        return Counted((area,), self.units, self.own.rows(slice(row, row + 1)), lost)


class Counter:
    """Counts row groups against a framework; several threads may share one."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        # Row groups of a file mostly have the same dictionaries, so few tables serve all of them.
        self._table = lru_cache(maxsize=16)(partial(_table, plan))
        self._kinds = lru_cache(maxsize=4)(partial(_Kinds, plan))

    def count(self, rows: Rows) -> Counted:
        """The sums of a row group.

        Raises UnknownItemError and UncountedError as `assess` does.
        """
        plan = self._plan
        numbers = [_numbered(rows.count), _numbered(rows.of)]
        # As bytes, since there is no telling one NaN from another.
        known = self._kinds(rows.result.words, *(values.tobytes() for _, values in numbers))
        what = known.numbered(
            self._slots(rows), rows.result.codes, *(codes for codes, _ in numbers)
        )
        kinds, code = different(what, known.size)
        marks = known.valued(kinds)
        n = _crossed(rows.area, code, len(kinds))
        present = np.asarray(n.any(axis=1), dtype=np.bool_)
        lost = _lost(plan, rows, marks, code)
        return Counted(
            areas=tuple(
                name for name, there in zip(rows.area.words, present, strict=True) if there
            ),
            units=rows.unit.words,
            own=_sums(plan, marks, n[present]),
            lost=replace(lost, area=(np.cumsum(present) - 1)[lost.area]),
        )

    def _slots(self, rows: Rows) -> Ints:
        """The slot of each row."""
        kinds = rows.point_type.words if self._plan.looks_at_type else ("",)
        place = rows.item.codes
        if len(kinds) > 1:
            place = rows.item.codes * np.int64(len(kinds)) + rows.point_type.codes
        found = self._table(rows.item.words, kinds)[place]
        if len(found) and found.min() < 0:
            wrong = np.unique(rows.item.codes[found < 0])
            names = ", ".join(sorted(rows.item.words[code] for code in wrong))
            msg = f"the framework does not ask for {names}"
            raise UnknownItemError(msg)
        return found


class _Kinds:
    """The kinds of row that there can be: where it counts, result, count and of.

    Each is valued once, however many row groups have it.
    """

    def __init__(self, plan: Plan, results: tuple[str, ...], counts: bytes, ofs: bytes) -> None:
        self._plan = plan
        self._results = np.array(results, dtype=np.str_)
        self._counts, self._ofs = (np.frombuffer(values) for values in (counts, ofs))
        self._shape = (len(plan.slots), len(results), len(self._counts), len(self._ofs))
        self.size = prod(self._shape)
        self._known = self._room(np.bool_)
        self._marks = Marks(
            slot=self._room(np.int64),
            judged=self._room(np.int64),
            lost=self._room(np.int64),
            vetoes=self._room(np.bool_),
            absent=self._room(np.bool_),
        )

    def _room(self, kind: type[Number]) -> NDArray[Number]:
        return np.zeros(self.size if self.size <= _KEPT else 0, dtype=kind)

    def numbered(self, slot: Ints, result: Codes, count: Ints, of: Ints) -> Ints:
        """The kind of each row. What was given as slots is no longer there afterwards."""
        for codes, size in zip((result, count, of), self._shape[1:], strict=True):
            if size > 1:
                slot *= size
                slot += codes
        return slot

    def valued(self, kinds: Ints) -> Marks:
        """The marks of some of the kinds."""
        if not len(self._known):
            return self._looked_at(kinds)
        new = kinds[~self._known[kinds]]
        if len(new):
            for room, values in zip(
                vars(self._marks).values(), vars(self._looked_at(new)).values(), strict=True
            ):
                room[new] = values
            self._known[new] = True  # last, since another thread may be looking
        return self._marks.rows(kinds)

    def _looked_at(self, kinds: Ints) -> Marks:
        slot, result, count, of = np.unravel_index(kinds, self._shape)
        seen = Seen(self._results[result], self._counts[count], self._ofs[of])
        return valued(self._plan, slot, seen)


def _table(plan: Plan, items: tuple[str, ...], kinds: tuple[str, ...]) -> Ints:
    """The slot of every item at every kind of point, item by item; −1 where it is not asked."""
    anywhere = np.array([plan.slot_of(item, "") for item in items], dtype=np.int64)
    table = np.repeat(anywhere[:, None], len(kinds), axis=1)
    for row in np.flatnonzero(np.isin(items, plan.typed)):
        table[row] = [plan.slot_of(items[row], kind) for kind in kinds]
    return table.ravel()


def _crossed(area: Coded, code: Ints, kinds: int) -> Ints:
    """How often each kind of row was there, by area (rows) and kind (columns)."""
    areas = len(area.words)
    cell = code if areas == 1 else area.codes * np.int64(kinds) + code
    return np.bincount(cell, minlength=areas * kinds).reshape(areas, kinds)


def _numbered(values: Floats) -> tuple[Ints, Floats]:
    """A code for each value, 0 where there is none, and the value of each code."""
    filled = np.flatnonzero(~np.isnan(values))
    codes = np.zeros(len(values), dtype=np.int64)
    found, code = _values(values[filled])
    codes[filled] = code + 1
    return codes, np.array([np.nan, *found])


def _values(some: Floats) -> tuple[Floats, Ints]:
    """The different values in order, and for each which of them it is.

    Most are counts, and small whole numbers need not be put in order.
    """
    whole = some.astype(np.int64) if len(some) and 0 <= some.min() <= some.max() < _SMALL else None
    if whole is not None and (whole == some).all():
        there, code = different(whole, _SMALL)
        return there.astype(np.float64), code
    return np.unique(some, return_inverse=True)


def _sums(plan: Plan, marks: Marks, n: Ints) -> Sums:
    """Sums by area and gauge from how often (areas, kinds) each kind of row was there."""
    shape = (len(n), len(plan.gauge_part))
    gauge = plan.slot_gauge[marks.slot]

    def total(values: Ints | NDArray[np.bool_]) -> Ints:
        sums = np.zeros(shape, dtype=np.int64)
        for row in range(len(n)):
            np.add.at(sums[row], gauge, n[row] * values)
        return sums

    return Sums(
        judged=total(marks.judged),
        lost=total(marks.lost),
        vetoed=total(marks.vetoes),
        absent=total(marks.absent),
        seen=total(marks.counts),
        met=total(marks.counts & (marks.lost == 0)),
    )


def _lost(plan: Plan, rows: Rows, marks: Marks, code: Ints) -> Lost:
    faulty = np.flatnonzero(((marks.lost != 0) | marks.vetoes)[code])
    code = code[faulty]
    each = Lost(
        rows.area.codes[faulty].astype(np.int64),
        marks.slot[code],
        rows.unit.codes[faulty].astype(np.int64),
        np.ones(len(code), dtype=np.int64),
        marks.lost[code],
        marks.vetoes[code].astype(np.int64),
    )
    return _summed(each, len(plan.slots), len(rows.unit.words))


def _summed(each: Lost, slots: int, units: int) -> Lost:
    """Rows of the same area, slot and unit as one."""
    areas = int(each.area.max(initial=0)) + 1
    cells, cell = different(
        (each.area * slots + each.slot) * units + each.unit, areas * slots * units
    )

    def total(values: Ints) -> Ints:
        sums = np.zeros(len(cells), dtype=np.int64)
        np.add.at(sums, cell, values)
        return sums

    place, area = cells // units, cells // (units * slots)
    counts = (total(values) for values in (each.faults, each.lost, each.vetoes))
    return Lost(area, place % slots, cells % units, *counts)


def together(plan: Plan, parts: Sequence[Counted]) -> Counted:
    """Row groups as one; an area in several of them has the sum."""
    if len(parts) == 1:
        return parts[0]
    areas, of_area = _merged([part.areas for part in parts])
    units, of_unit = _merged([part.units for part in parts])
    numbered = [
        replace(part.lost, area=area[part.lost.area], unit=unit[part.lost.unit])
        for part, area, unit in zip(parts, of_area, of_unit, strict=True)
    ]
    lost = Lost(*map(np.concatenate, zip(*(vars(n).values() for n in numbered), strict=True)))
    if sum(len(part.areas) for part in parts) > len(areas):
        lost = _summed(lost, len(plan.slots), len(units))
    own = added([p.own for p in parts], np.concatenate(of_area), (len(areas), len(plan.gauge_part)))
    return Counted(areas, units, own, lost)


def _merged(lists: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], list[Ints]]:
    """All names once, and for each list the place of each of its names."""
    place = {name: n for n, name in enumerate(dict.fromkeys(chain.from_iterable(lists)))}
    return tuple(place), [np.array([place[n] for n in names], dtype=np.int64) for names in lists]


def added(parts: Sequence[Sums], rows: Ints, shape: tuple[int, int]) -> Sums:
    """Sums of (areas, gauges) from parts whose areas, one part after the other, have these rows."""
    whole = Sums(*(np.zeros(shape, dtype=np.int64) for _ in range(6)))
    first = 0
    for part in parts:
        here = rows[first : first + len(part.judged)]
        for sums, arrays in zip(vars(whole).values(), vars(part).values(), strict=True):
            np.add.at(sums, here, arrays)
        first += len(here)
    return whole
