"""Squares of the earth, each thing with a place kept with its own, so that a whole map is quick.

To gather 100 000 places a database must put each into a cell of the map, and sort them by it. What
is kept with a thing it can read from an index in order, and cells of a map are made of squares.
"""

from __future__ import annotations

from collections.abc import Collection
from math import log2
from typing import Any

from django.db import models
from django.db.models import Count, Min, QuerySet, Sum

#: The side of a square in degrees: a power of two to the circle, as cells of maps are.
SIDE = 360 / 2**14
#: More squares than this are not worth gathering: the database makes larger cells itself.
MOST = 20_000
#: The row of a square, from south to north, stands in the lower bits of its number.
BITS = 27
ROW = 2**BITS - 1


def square(lon: float | None, lat: float | None) -> int | None:
    """The number of the square in which degrees lie, WGS-84; None without degrees."""
    if lon is None or lat is None:
        return None
    return (int((lon + 180) / SIDE) << BITS) + int((lat + 90) / SIDE)


class SquareField(models.BigIntegerField):  # type: ignore[type-arg]  # takes no parameter at run time
    """The square of a row's `lon` and `lat`, found whenever the row is saved."""

    def pre_save(self, model_instance: Any, add: bool) -> int | None:  # noqa: ANN401  # as Django has it
        """The square of where the row is now."""
        found = square(model_instance.lon, model_instance.lat)
        setattr(model_instance, self.attname, found)
        return found


#: What an area has in a square: both, how many, the sums of their degrees, the first of their keys.
#: Plain rows, since there are thousands of them on the way to a map.
Gathered = tuple[int, int, int, float, float, int]


def gathered(rows: QuerySet[Any]) -> list[Gathered] | None:
    """The rows by area and square; None where squares are not kept, or where they are too many."""
    if not any(isinstance(field, SquareField) for field in rows.model._meta.concrete_fields):
        return None
    by_square = rows.order_by().values("area", "square")
    summed = by_square.annotate(n=Count("pk"), lons=Sum("lon"), lats=Sum("lat"), one=Min("pk"))
    found = list(summed.values_list("area", "square", "n", "lons", "lats", "one")[: MOST + 1])
    return found if len(found) <= MOST else None


def outermost(rows: QuerySet[Any], found: Collection[Gathered]) -> QuerySet[Any]:
    """Those of the rows among which the westernmost, southernmost … are."""
    if not found:
        return rows.none()
    squares = {one[1] for one in found}
    columns, heights = {one >> BITS for one in squares}, {one & ROW for one in squares}
    ends = {min(columns), max(columns)}, {min(heights), max(heights)}
    edge = {one for one in squares if one >> BITS in ends[0] or one & ROW in ends[1]}
    areas = {area for area, one, *_rest in found if one in edge}
    return rows.filter(area__in=areas, square__in=edge)


#: A cell's mean degrees, how many are in it, and where that is one its key.
Merged = tuple[float, float, int, int]


def doublings(side: float) -> int:
    """How often the side of a square is doubled to become that of a cell."""
    return round(log2(side / SIDE))


def merged(found: Collection[Gathered], side: float) -> list[Merged]:
    """Squares put together to cells of a side that is a power of two of theirs."""
    shift, cells = doublings(side), dict[int, list[Gathered]]()
    for one in found:
        cell = (one[1] >> BITS + shift << BITS) + ((one[1] & ROW) >> shift)
        cells.setdefault(cell, []).append(one)
    return [_together(some) for some in cells.values()]


def _together(some: Collection[Gathered]) -> Merged:
    _areas, _squares, counts, lons, lats, keys = zip(*some, strict=True)
    count = sum(counts)
    return sum(lons) / count, sum(lats) / count, count, min(keys)
