"""Who visits which point: work shared out evenly, nobody at their own unit's points, pairs rotating.

A *slot* is a team on a day. Points stand along a curve that keeps neighbours together and are cut
into runs of equal work, one for each slot; then points are moved from fuller to emptier slots until
no move of one point would make two slots more alike.
So two slots never differ by more than the work of any point that could be moved between them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from chuangcheng.lib.datum import distance

#: Moves looked at for each visit before the plan is taken as it is.
_MOVES = 200


class AssigningError(ValueError):
    """Points that nobody may visit; `points` are those, `again` those nobody is left to repeat."""

    def __init__(self, points: Sequence[str], again: Sequence[str]) -> None:
        self.points, self.again = tuple(points), tuple(again)
        super().__init__(
            f"nobody may visit {', '.join(points)}; nobody is left to repeat {', '.join(again)}"
        )


@dataclass(frozen=True)
class Stop:
    """A point to be visited: the minutes it takes, where it is, and the unit that answers for it."""

    id: str
    minutes: float
    lon: float | None = None
    lat: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Inspector:
    """Somebody who visits points, and the units whose points they may not visit."""

    id: str
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Visit:
    """One visit of the plan; `second` is the blind repeat of another visit of the same point."""

    stop: Stop
    day: int
    team: tuple[str, ...]
    second: bool = False


@dataclass(frozen=True)
class Pace:
    """How long things take: minutes for a visit and for each item, and metres walked a minute."""

    visit: float
    item: float
    metres: float


@dataclass
class _Slot:
    day: int
    team: tuple[Inspector, ...]
    load: float = 0.0
    visits: list[int] = field(default_factory=list)

    @property
    def people(self) -> frozenset[str]:
        return frozenset(inspector.id for inspector in self.team)


def work(
    pace: Pace, places: Sequence[tuple[float, float] | None], items: Sequence[int]
) -> list[float]:
    """Minutes for each point: the visit, its items, and the way from the point nearest to it.

    `places` are longitude and latitude, None where they are unknown: no way is reckoned then.
    """
    known = [place for place in places if place is not None]
    found = []
    for place, number in zip(places, items, strict=True):
        ways = sorted(distance(place, other) for other in known) if place else []
        way = ways[1] / pace.metres if len(ways) > 1 else 0.0
        found.append(pace.visit + pace.item * number + way)
    return found


def teams(people: Sequence[Inspector], size: int, days: int) -> list[list[tuple[Inspector, ...]]]:
    """The teams of each day; in pairs, everybody is paired with everybody before anybody again.

    The pairs are those of a round-robin tournament. Where the number is odd one rests each day,
    another each time.
    """
    if size == 1 or len(people) < 2:
        return [[(one,) for one in people] for _ in range(days)]
    ring: list[Inspector | None] = [*people, *([None] if len(people) % 2 else [])]
    found: list[list[tuple[Inspector, ...]]] = []
    for day in range(days):
        turn = day % (len(ring) - 1)
        rest = ring[1:]
        turned = [ring[0], *rest[turn:], *rest[:turn]]
        half = len(turned) // 2
        pairs = zip(turned[:half], reversed(turned[half:]), strict=True)
        found.append([(a, b) for a, b in pairs if a is not None and b is not None])
    return found


def repeated(stops: Iterable[Stop], share: float, seed: str) -> list[Stop]:
    """The points visited twice: a share of all, rounded up, in the order of their hash."""
    ordered = sorted(stops, key=lambda stop: sha256(f"{seed}\n{stop.id}".encode()).hexdigest())
    return ordered[: math.ceil(share * len(ordered) - 1e-9)]


def assign(
    stops: Sequence[Stop],
    rota: Sequence[Sequence[tuple[Inspector, ...]]],
    *,
    twice: float = 0.0,
    seed: str = "",
) -> list[Visit]:
    """Share out the points over the teams of each day, and a share of them a second time.

    Nobody visits a point of one of their units; a second visit is made by nobody of the first.
    Raises AssigningError naming the points that cannot be shared out so.
    """
    return _Sharing(stops, rota, repeated(stops, twice, seed)).plan()


class _Sharing:
    """Visits by number, the first visits before the second ones, and the slots they are in."""

    def __init__(
        self,
        stops: Sequence[Stop],
        rota: Sequence[Sequence[tuple[Inspector, ...]]],
        again: Sequence[Stop],
    ) -> None:
        ordered = along_curve(stops)
        number = {stop.id: place for place, stop in enumerate(ordered)}
        self.first = len(ordered)
        self.stops = [*ordered, *sorted(again, key=lambda stop: number[stop.id])]
        self.slots = [_Slot(day, team) for day, some in enumerate(rota) for team in some]
        self.where: dict[int, int] = {}
        seconds = range(self.first, len(self.stops))
        pairs = {place: number[self.stops[place].id] for place in seconds}
        self.twin: Mapping[int, int] = pairs | {first: second for second, first in pairs.items()}

    def plan(self) -> list[Visit]:
        """Cut into runs, add the second visits, and move until the slots are even."""
        self._runs()
        lost = [v for v in range(self.first) if v not in self.where and not self._put(v)]
        again = range(self.first, len(self.stops))
        alone = [v for v in again if not self._put(v) and not self._make_room(v)]
        if lost or alone:
            raise AssigningError(self._names(lost), self._names(alone))
        self._even()
        return [self._visit(place) for place in range(len(self.stops))]

    def _runs(self) -> None:
        total = sum(stop.minutes for stop in self.stops[: self.first])
        done = 0.0
        for place in range(self.first if self.slots else 0):
            minutes = self.stops[place].minutes
            share = (done + minutes / 2) / total if total > 0 else place / self.first
            slot = min(int(share * len(self.slots)), len(self.slots) - 1)
            done += minutes
            if self._may(place, slot):
                self._move(place, slot)

    def _put(self, place: int) -> bool:
        """Into the emptiest slot that may have it."""
        open_ = [n for n in range(len(self.slots)) if self._may(place, n)]
        if open_:
            self._move(place, min(open_, key=lambda n: (self.slots[n].load, n)))
        return bool(open_)

    def _make_room(self, place: int) -> bool:
        """Hand the first visit to another team, if that leaves one for the second."""
        first = self.twin[place]
        before = self.where[first]
        for other in sorted(range(len(self.slots)), key=lambda n: self.slots[n].load):
            if self._may(first, other):
                self._move(first, other)
                if self._put(place):
                    return True
        self._move(first, before)
        return False

    def _may(self, place: int, slot: int) -> bool:
        stop, team = self.stops[place], self.slots[slot].team
        if stop.unit and any(stop.unit in inspector.units for inspector in team):
            return False
        twin = self.where.get(self.twin.get(place, -1))
        return twin is None or not (self.slots[twin].people & self.slots[slot].people)

    def _move(self, place: int, slot: int) -> None:
        minutes = self.stops[place].minutes
        if place in self.where:
            old = self.slots[self.where[place]]
            old.load -= minutes
            old.visits.remove(place)
        self.where[place] = slot
        self.slots[slot].load += minutes
        self.slots[slot].visits.append(place)

    def _even(self) -> None:
        """Move visits from fuller to emptier slots while that makes the two more alike."""
        for _ in range(_MOVES * (len(self.stops) + 1)):
            if not self._one_move():
                return

    def _one_move(self) -> bool:
        order = sorted(range(len(self.slots)), key=lambda n: (self.slots[n].load, n))
        for full in reversed(order):
            for empty in order:
                gap = self.slots[full].load - self.slots[empty].load
                if gap <= 0:
                    break
                found = self._best_of(full, empty, gap)
                if found is not None:
                    self._move(found, empty)
                    return True
        return False

    def _best_of(self, full: int, empty: int, gap: float) -> int | None:
        """The visit nearest to what the emptier slot has, among those whose move evens out."""
        fit = [
            place
            for place in self.slots[full].visits
            if 0 < self.stops[place].minutes < gap - 1e-9 and self._may(place, empty)
        ]
        middle = _middle([self.stops[place] for place in self.slots[empty].visits])
        return min(fit, key=lambda place: (_apart(self.stops[place], middle), place), default=None)

    def _visit(self, place: int) -> Visit:
        slot = self.slots[self.where[place]]
        people = tuple(inspector.id for inspector in slot.team)
        return Visit(self.stops[place], slot.day, people, place >= self.first)

    def _names(self, places: Iterable[int]) -> list[str]:
        return [self.stops[place].id for place in places]


def along_curve(stops: Sequence[Stop]) -> list[Stop]:
    """The points in the order of a Hilbert curve, those without a place at the end by their id."""
    placed = [(stop, place) for stop in stops if (place := _place(stop)) is not None]
    rest = sorted((stop for stop in stops if _place(stop) is None), key=lambda stop: stop.id)
    if not placed:
        return rest
    lons, lats = zip(*(place for _, place in placed), strict=True)
    size = max(max(lons) - min(lons), max(lats) - min(lats)) or 1.0
    keyed = [
        (_hilbert((x - min(lons)) / size, (y - min(lats)) / size), stop.id, stop)
        for stop, (x, y) in placed
    ]
    return [stop for _, _, stop in sorted(keyed, key=lambda key: key[:2])] + rest


def _hilbert(x: float, y: float, depth: int = 12) -> int:
    """How far along the curve a place of the unit square lies."""
    side = 1 << depth
    i, j, far = min(int(x * side), side - 1), min(int(y * side), side - 1), 0
    step = side >> 1
    while step:
        right, up = int(bool(i & step)), int(bool(j & step))
        far += step * step * ((3 * right) ^ up)
        if not up:
            i, j = (side - 1 - j, side - 1 - i) if right else (j, i)
        step >>= 1
    return far


def _place(stop: Stop) -> tuple[float, float] | None:
    return None if stop.lon is None or stop.lat is None else (stop.lon, stop.lat)


def _middle(stops: Sequence[Stop]) -> tuple[float, float] | None:
    places = [place for stop in stops if (place := _place(stop)) is not None]
    if not places:
        return None
    return sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)


def _apart(stop: Stop, middle: tuple[float, float] | None) -> float:
    place = _place(stop)
    return 0.0 if place is None or middle is None else distance(place, middle)


def paired(visits: Sequence[Visit]) -> list[tuple[Visit, Visit | None]]:
    """Each first visit with its second one, if it has any."""
    seconds = {visit.stop.id: visit for visit in visits if visit.second}
    return [(visit, seconds.get(visit.stop.id)) for visit in visits if not visit.second]
