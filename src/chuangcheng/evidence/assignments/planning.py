"""Between rows and the engine: what an assignment starts from, and the order of a day's route."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from chuangcheng.engine import routes
from chuangcheng.engine.assigning import work
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.settings import defaults
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.site import maps


def blank(round_: Round, point: Point, day: date) -> Assignment:
    """An assignment that nobody has, with the hours of its kind of point."""
    opens, closes = defaults().hours.get(point.point_kind.code, (None, None))
    return Assignment(round=round_, point=point, day=day, opens=opens, closes=closes)


def place(point: Point) -> tuple[float, float] | None:
    """Longitude and latitude, where they are known."""
    return None if point.lon is None or point.lat is None else (point.lon, point.lat)


def items_at(round_: Round, point: Point) -> int:
    """How many items are looked at there."""
    return len(inspections.checklist(round_, point.point_kind.code))


def routes_of(round_: Round, days: Iterable[date]) -> list[list[Assignment]]:
    """Every route of these days: what one team visits on one of them."""
    rows = Assignment.objects.live().filter(round=round_, day__in=set(days))
    found: dict[tuple[object, ...], list[Assignment]] = {}
    for row in rows.select_related("point__point_kind").prefetch_related("inspectors"):
        team = tuple(sorted(one.pk for one in row.inspectors.all()))
        found.setdefault((row.day, *team), []).append(row)
    return list(found.values())


def ordered(round_: Round, route: Sequence[Assignment], of: int = 1) -> list[Assignment]:
    """The stops of one route, of so many at once, numbered in a short order within their hours."""
    stops, rows = _stops(round_, route), {str(row.pk): row for row in route}
    known = defaults()
    seconds = known.solving if of == 1 else min(known.solving, known.together / of)
    found = routes.best(stops, _day(), seconds)
    for number, stop in enumerate(found.stops, 1):
        rows[stop.id].order = number
    return list(rows.values())


@dataclass(frozen=True)
class Planned:
    """A stop of a route as a page shows it: when it is reached, and whether that is too late."""

    it: Assignment
    number: int
    reached: time
    late: bool


def planned(round_: Round, route: Sequence[Assignment]) -> tuple[list[Planned], float]:
    """When each stop of a route is reached, in the order it has, and the metres of the way."""
    rows = {str(row.pk): row for row in route}
    way = routes.Route(tuple(_stops(round_, route)), _day())
    found = [
        Planned(rows[one.stop.id], number, _time(one.begun), one.late)
        for number, one in enumerate(way.course, 1)
    ]
    return found, way.metres


def marks(round_: Round, route: Sequence[Assignment], done: Collection[int]) -> list[maps.Mark]:
    """The stops of a route whose place is known, as a map shows them."""
    return [
        maps.Mark(
            lon=found[0],
            lat=found[1],
            count=1,
            title=f"{stop.number} · {stop.reached:%H:%M} · {stop.it.point}",
            url=stop.it.point.get_absolute_url(),
            label=str(stop.number),
            key=str(stop.it.pk),
            tone="good" if stop.it.pk in done else "alert" if stop.late else "",
        )
        for stop in planned(round_, route)[0]
        if (found := place(stop.it.point)) is not None
    ]


def _stops(round_: Round, route: Sequence[Assignment]) -> list[routes.Stop]:
    # The way between stops is the route's affair, so here work is reckoned without it.
    minutes = work(
        defaults().pace, [None] * len(route), [items_at(round_, row.point) for row in route]
    )
    return [
        routes.Stop(
            str(row.pk),
            took,
            row.point.lon,
            row.point.lat,
            _minutes(row.opens) if row.opens else 0.0,
            _minutes(row.closes) if row.closes else routes.DAY,
            row.priority,
        )
        for row, took in zip(route, minutes, strict=True)
    ]


def _day() -> routes.Day:
    return routes.Day(_minutes(defaults().starts), defaults().metres)


def _minutes(moment: time) -> float:
    return moment.hour * 60.0 + moment.minute


def _time(minutes: float) -> time:
    whole = min(int(minutes), 24 * 60 - 1)
    return time(whole // 60, whole % 60)
