"""What lies in each square of the earth, kept by the database, so that a map adds up few rows.

A tally says of an area and a square how many things lie there and the sums of where they lie.
Whatever writes the things, the database brings the tally up to date in the same statement.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Max, Min, Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from chuangcheng.ground.site.squares import BITS, ROW, SIDE, Merged, doublings

#: Sums are kept in whole parts of a degree: adding and taking away again leaves nothing behind.
PARTS = 10**9


class Tally(models.Model):
    """How many things lie in a square of an area, and the sums of their places and keys."""

    square = models.BigIntegerField()
    n = models.IntegerField()
    lons = models.BigIntegerField()
    lats = models.BigIntegerField()
    # Of a single thing it is its key, which a map needs of those that lie alone.
    keys = models.BigIntegerField()

    class Meta:
        abstract = True


def outermost(tallies: QuerySet[Any], rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows among which the westernmost, southernmost … are."""
    low = F("square").bitand(ROW)
    ends = tallies.aggregate(Min("square"), Max("square"), south=Min(low), north=Max(low))
    if ends["south"] is None:
        return rows.none()
    sides = Q(low__in={ends["south"], ends["north"]})
    for end in {ends["square__min"] >> BITS, ends["square__max"] >> BITS}:
        sides |= Q(square__range=(end << BITS, (end << BITS) + ROW))
    edge = list(tallies.annotate(low=low).filter(sides).values_list("area", "square"))
    areas, squares = ({one[place] for one in edge} for place in (0, 1))
    return rows.filter(area__in=areas, square__in=squares)


def within(
    tallies: QuerySet[Any], west: float, south: float, east: float, north: float
) -> QuerySet[Any]:
    """Those of the squares between these degrees, at which squares begin."""
    first, last = (round((lon + 180) / SIDE) << BITS for lon in (west, east))
    low, high = (round((lat + 90) / SIDE) for lat in (south, north))
    rows: QuerySet[Any] = tallies.annotate(low=F("square").bitand(ROW))
    return rows.filter(square__gte=first, square__lt=last, low__gte=low, low__lt=high)


def merged(tallies: QuerySet[Any], side: float) -> list[Merged]:
    """Squares put together to cells of a side that is a power of two of theirs.

    Of each cell the mean degrees, how many are in it, and where that is one its key.
    """
    found = tallies.order_by().values(cell=_cell(doublings(side)))
    sums = found.values_list(Sum("lons"), Sum("lats"), Sum("n"), Sum("keys"))
    return [(lons / n / PARTS, lats / n / PARTS, n, keys) for lons, lats, n, keys in sums]


def _cell(shift: int) -> Combinable:
    column = F("square").bitrightshift(BITS + shift).bitleftshift(BITS)
    return column + F("square").bitand(ROW).bitrightshift(shift)
