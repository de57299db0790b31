"""Maps on pages: what stands where, gathered on the server so that 100 000 places stay quick.

A page says where a map is, `maps.answer(request, rows)` says what is on it: marks in a grid of
cells over the part that is looked at, the cells being the same for everybody, so that nothing
jumps while the map is moved. A cell with one place in it is that place, with its name and page.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Avg, BigIntegerField, Count, F, Func, Max, Min, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.http import HttpRequest, JsonResponse

from chuangcheng.ground.site import squares, tallies
from chuangcheng.lib.digits import integer

#: A thing's name and the address of its page.
Told = tuple[str, str]
#: How many cells lie across or down what is looked at, and how many when nobody says.
MOST, USUAL = 64, 24
#: So close to a place that nothing lies beyond: half a metre of longitude.
FINEST = 360 / 2**26


@dataclass(frozen=True)
class Box:
    """A part of the earth in degrees, WGS-84."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str) -> Box | None:
        """What `west,south,east,north` has of the earth, or None where the text says no box."""
        try:
            sides = west, south, east, north = tuple(float(part) for part in text.split(","))
        except ValueError:
            return None
        if not all(map(math.isfinite, sides)):
            return None
        box = cls(max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0))
        return box if box.west < box.east and box.south < box.north else None

    @property
    def sides(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return self.west, self.south, self.east, self.north

    def cell(self, across: int, down: int) -> float:
        """The side of a cell in degrees when no more lie across and down: 360 over a power of two.

        Degrees of latitude are drawn longer than those of longitude, the farther from the equator.
        """
        stretch = 1 / max(math.cos(math.radians((self.south + self.north) / 2)), 0.1)
        high = (self.north - self.south) * stretch / down
        side = max((self.east - self.west) / across, high, FINEST)
        return float(360 / 2 ** math.floor(math.log2(360 / side)))

    def of_cells(self, side: float) -> Box:
        """All cells of a side that the box touches, as one box; its east and north lie beyond them.

        A cell at the rim counts all that is in it, not only what is looked at, so that its number
        stays the same while the map is moved.
        """
        west, south = (math.floor(low / side) for low in (self.west + 180, self.south + 90))
        east, north = (math.floor(high / side) + 1 for high in (self.east + 180, self.north + 90))
        return Box(west * side - 180, south * side - 90, east * side - 180, north * side - 90)


@dataclass(frozen=True)
class Mark:
    """What is shown at a place: one thing with its name and page, or how many there are.

    A stop of a route has its number as `label`, and by its `key` it can be told from the others
    when it is dragged. `tone` is good, warn or alert.
    """

    lon: float
    lat: float
    count: int
    title: str = ""
    url: str = ""
    label: str = ""
    key: str = ""
    tone: str = ""


class Cell(Func):
    """The number of the cell a coordinate lies in; coordinates are never negative here."""

    function = "CAST"
    template = "CAST(%(expressions)s AS bigint)"
    output_field = BigIntegerField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, Sequence[Any]]:
        """PostgreSQL rounds where SQLite cuts off."""
        return self.as_sql(compiler, connection, template="FLOOR(%(expressions)s)::bigint")


def basemap_file() -> Path:
    """Where the office puts its own base map of raster tiles, if it has one."""
    return Path(settings.DATA_DIR) / "basemap.pmtiles"


def basemap() -> str:
    """The address of the office's own base map, empty where it has none."""
    return settings.BASEMAP_URL if basemap_file().exists() else ""


def told(thing: Any) -> Told:  # noqa: ANN401 - any model that has a page
    """A thing's own name and page."""
    return str(thing), thing.get_absolute_url()


def answer(
    request: HttpRequest,
    rows: QuerySet[Any],
    tell: Callable[[Any], Told] = told,
    kept: QuerySet[Any] | None = None,
) -> JsonResponse:
    """The marks of what is looked at (`box`), or of everything, and which part that is.

    `kept` are the tallies of just these rows, where somebody keeps them.
    """
    placed = rows.filter(lon__isnull=False).order_by()
    across, down = _asked(request, "across"), _asked(request, "down")
    box = Box.read(request.GET.get("box", ""))
    if box is None:
        box, marks = whole(placed, across, down, tell, kept)
    else:
        marks = part(placed, box, box.cell(across, down), tell, kept)
    return JsonResponse({"box": box and box.sides, "marks": _shown(marks)})


def way(stops: Sequence[Mark]) -> JsonResponse:
    """The whole of a route: its stops, and one line through them in their order."""
    if not stops:
        return JsonResponse({"box": None, "marks": []})
    lons, lats = [stop.lon for stop in stops], [stop.lat for stop in stops]
    box = (min(lons), min(lats), max(lons), max(lats))
    line = list(zip(lons, lats, strict=True))
    return JsonResponse({"box": box, "marks": _shown(stops), "lines": [line]})


def whole(
    rows: QuerySet[Any],
    across: int,
    down: int,
    tell: Callable[[Any], Told] = told,
    kept: QuerySet[Any] | None = None,
) -> tuple[Box | None, list[Mark]]:
    """The part of the earth in which all rows lie, and their marks.

    Tallies are added up where they are kept. Else, where squares are kept with the rows and are
    fine enough, one look at them all is enough.
    """
    found = squares.gathered(rows) if kept is None else None
    box = extent(_outermost(rows, found, kept))
    if box is None:
        return None, []
    side = box.cell(across, down)
    if side >= squares.SIDE and kept is not None:
        return box, _marks(rows, tallies.merged(kept, side), tell)
    if side >= squares.SIDE and found is not None:
        return box, _marks(rows, squares.merged(found, side), tell)
    return box, clusters(rows, box, side, tell)


def part(
    rows: QuerySet[Any],
    box: Box,
    side: float,
    tell: Callable[[Any], Told] = told,
    kept: QuerySet[Any] | None = None,
) -> list[Mark]:
    """The marks of the cells of a side that a box touches; from tallies where they are fine enough."""
    if kept is None or side < squares.SIDE:
        return clusters(rows, box, side, tell)
    near = tallies.within(kept, *box.of_cells(side).sides)
    return _marks(rows, tallies.merged(near, side), tell)


def _outermost(
    rows: QuerySet[Any],
    found: Sequence[squares.Gathered] | None,
    kept: QuerySet[Any] | None,
) -> QuerySet[Any]:
    """Few of the rows, as far as that can be told; among them those that lie farthest out."""
    if kept is not None:
        return tallies.outermost(kept, rows)
    return rows if found is None else squares.outermost(rows, found)


def extent(rows: QuerySet[Any]) -> Box | None:
    """The part of the earth in which the rows lie, or None when there are none."""
    found = rows.aggregate(Min("lon"), Min("lat"), Max("lon"), Max("lat"))
    sides = [found[name] for name in ("lon__min", "lat__min", "lon__max", "lat__max")]
    return None if None in sides else Box(*sides)


def clusters(
    rows: QuerySet[Any], box: Box, side: float, tell: Callable[[Any], Told] = told
) -> list[Mark]:
    """One mark for each cell of a side that the box touches and that has anything in it."""
    cells = box.of_cells(side)
    inside = rows.filter(
        lon__gte=cells.west, lon__lt=cells.east, lat__gte=cells.south, lat__lt=cells.north
    )
    # One number for both directions: to group by one integer takes two thirds of the time.
    cell = Cell((F("lon") + 180.0) / side) * 2**27 + Cell((F("lat") + 90.0) / side)
    counted = inside.annotate(cell=cell).values("cell").annotate(count=Count("pk"))
    placed = counted.annotate(at_lon=Avg("lon"), at_lat=Avg("lat"), one=Min("pk"))
    return _marks(rows, list(placed.values_list("at_lon", "at_lat", "count", "one")), tell)


def _marks(
    rows: QuerySet[Any],
    cells: Sequence[tuple[float, float, int, int]],
    tell: Callable[[Any], Told],
) -> list[Mark]:
    known = _known(rows, [one for _lon, _lat, count, one in cells if count == 1], tell)
    return [
        Mark(round(lon, 6), round(lat, 6), count, *(known[one] if count == 1 else ()))
        for lon, lat, count, one in sorted(cells)  # databases gather in any order
    ]


def _known(rows: QuerySet[Any], keys: list[int], tell: Callable[[Any], Told]) -> Mapping[int, Told]:
    return {thing.pk: tell(thing) for thing in rows.filter(pk__in=keys)}


def _shown(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [{name: value for name, value in asdict(mark).items() if value} for mark in marks]


def _asked(request: HttpRequest, which: str) -> int:
    said = integer(request.GET.get(which))
    return USUAL if said is None else min(max(said, 1), MOST)
