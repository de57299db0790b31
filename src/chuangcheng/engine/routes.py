"""The order of a day's visits: short ways, within hours, what matters most first.

`greedy` goes to the nearest open point and then improves the tour by turning stretches round
(2-opt) and by moving single points. `best` asks PyVRP as well, where it is installed (the extra
`routes`), and keeps whichever is better by the same measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import combinations

from chuangcheng.lib.datum import distance

DAY = 24 * 60.0
#: Being late outweighs any way that a day has room for.
_LATE = 10.0
_LATE_AT_ALL = DAY
#: What a minute of waiting costs for each step of priority.
_PRIORITY = 0.25
#: Improvements made at most, each by one step.
_ROUNDS = 400
_WORTH_SOLVING = 4


@dataclass(frozen=True)
class Stop:
    """A point on a route: where, how many minutes it takes, its hours in minutes after midnight.

    `priority` 0 is ordinary; the higher, the earlier in the day it should be reached.
    """

    id: str
    minutes: float
    lon: float | None = None
    lat: float | None = None
    opens: float = 0.0
    closes: float = DAY
    priority: int = 0


@dataclass(frozen=True)
class Day:
    """When the day begins (minutes after midnight), and how fast people get about."""

    starts: float = 8 * 60.0
    metres: float = 200.0


@dataclass(frozen=True)
class Reached:
    """A stop of a route: when it is reached and begun, and whether that is after its hours."""

    stop: Stop
    reached: float
    begun: float

    @property
    def late(self) -> bool:
        """Whether it is begun after its hours."""
        return self.begun > self.stop.closes


@dataclass(frozen=True)
class Route:
    """A day's visits in their order."""

    stops: tuple[Stop, ...]
    day: Day

    @cached_property
    def course(self) -> tuple[Reached, ...]:
        """When each stop is reached."""
        found: list[Reached] = []
        time = self.day.starts
        for number, stop in enumerate(self.stops):
            before = self.stops[number - 1] if number else stop
            time += _metres(before, stop) / self.day.metres
            begun = max(time, stop.opens)
            found.append(Reached(stop, time, begun))
            time = begun + stop.minutes
        return tuple(found)

    @property
    def metres(self) -> float:
        """The length of the way between the stops."""
        return sum(_metres(a, b) for a, b in zip(self.stops, self.stops[1:], strict=False))


def greedy(stops: Sequence[Stop], day: Day) -> Route:
    """A good order by simple means; the same stops always give the same order."""
    ways = _Ways(stops, day)
    return ways.route(ways.improved(ways.nearest()))


def best(stops: Sequence[Stop], day: Day, seconds: float = 1.0) -> Route:
    """The better of `greedy` and, where it is installed, what PyVRP finds in so many seconds."""
    ways = _Ways(stops, day)
    found = ways.improved(ways.nearest())
    if len(stops) >= _WORTH_SOLVING and solver() is not None:
        from chuangcheng.engine import solving  # noqa: PLC0415  # late: PyVRP is an extra

        solved = ways.improved(solving.order(stops, day, ways.metres, seconds))
        found = min(found, solved, key=ways.cost)
    return ways.route(found)


def cost(route: Route) -> float:
    """When the day ends, in minutes, with what lateness and late priorities weigh; lower is better."""
    return _Ways(route.stops, route.day).cost(range(len(route.stops)))


def solver() -> str | None:
    """The name of the solver that `best` asks beside its own means, if there is one."""
    return "PyVRP" if find_spec("pyvrp") is not None else None


class _Ways:
    """Stops by number, with the metres between them; an order is a sequence of numbers."""

    def __init__(self, stops: Sequence[Stop], day: Day) -> None:
        self.stops, self.day = tuple(stops), day
        self.metres = [[_metres(one, other) for other in stops] for one in stops]
        self.minutes = [[way / day.metres for way in ways] for ways in self.metres]

    def route(self, order: Sequence[int]) -> Route:
        return Route(tuple(self.stops[number] for number in order), self.day)

    def cost(self, order: Sequence[int]) -> float:
        time, extra, before = self.day.starts, 0.0, None
        for number in order:
            stop = self.stops[number]
            time += 0.0 if before is None else self.minutes[before][number]
            time = max(time, stop.opens)
            if time > stop.closes:
                extra += _LATE_AT_ALL + _LATE * (time - stop.closes)
            extra += _PRIORITY * stop.priority * time
            time += stop.minutes
            before = number
        return time + extra

    def nearest(self) -> list[int]:
        """From each stop to the one where work can begin next, higher priorities first."""
        left = sorted(range(len(self.stops)), key=lambda number: self.stops[number].id)
        way: list[int] = []
        time = self.day.starts
        while left:
            reached = {n: time + (self.minutes[way[-1]][n] if way else 0.0) for n in left}
            begun = {n: max(reached[n], self.stops[n].opens) for n in left}
            chosen = min(left, key=lambda n: (-self.stops[n].priority, begun[n]))
            time = begun[chosen] + self.stops[chosen].minutes
            left.remove(chosen)
            way.append(chosen)
        return way

    def improved(self, order: Sequence[int]) -> list[int]:
        """The order with stretches turned round and stops moved, as long as that helps."""
        now, found = list(order), self.cost(order)
        for _ in range(_ROUNDS):
            before = found
            for other in _others(now):
                value = self.cost(other)
                if value < found - 1e-9:
                    now, found = other, value
                    break
            if found >= before:
                break
        return now


def _others(order: Sequence[int]) -> Iterator[list[int]]:
    """Every order with one stretch turned round, then every order with one stop moved."""
    size = len(order)
    for i, j in combinations(range(size + 1), 2):
        if j - i > 1:
            yield [*order[:i], *reversed(order[i:j]), *order[j:]]
    for i in range(size):
        rest = [*order[:i], *order[i + 1 :]]
        for j in range(size):
            if i != j:
                yield [*rest[:j], order[i], *rest[j:]]


def _metres(one: Stop, other: Stop) -> float:
    """The way between two stops as the crow flies; none where a place is unknown."""
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return 0.0
    return distance((one.lon, one.lat), (other.lon, other.lat))
