"""Reading assignments: whose they are, how far a round is, and who answers for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from chuangcheng.evidence.assignments.models import Assignment, AssignmentQuerySet
from chuangcheng.evidence.assignments.rules import CHANGE, SEE
from chuangcheng.evidence.draws import queries as draws
from chuangcheng.evidence.inspections import rules as inspections
from chuangcheng.evidence.inspections.models import Observation, Round, RoundKind
from chuangcheng.evidence.inspections.queries import blind
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import Grant, Membership, Role, User
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person, Place, may
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.downwards import wholes


def assignments(person: Person, round_: Round) -> AssignmentQuerySet:
    """The assignments of a round that a person may look up."""
    return told(Assignment.objects.with_right(person, SEE).live().filter(round=round_))


def changeable(person: Person, round_: Round) -> AssignmentQuerySet:
    """The assignments of a round that a person may change."""
    return told(Assignment.objects.with_right(person, CHANGE).live().filter(round=round_))


def of(person: User) -> AssignmentQuerySet:
    """What a person is to visit, in rounds that still take something in."""
    return ever_of(person).live().in_open_rounds()


def ever_of(person: User) -> AssignmentQuerySet:
    """All that a person was ever given, dropped ones and those of closed rounds too.

    Without those of secret rounds that the person is no longer on.
    """
    rows = Assignment.objects.open_to(person).filter(inspectors=person)
    return told(rows.select_related("round__edition").defer("round__edition__document"))


def told(rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """Assignments with what a list says of them."""
    rows = rows.select_related(
        "round__campaign__area", "point__area", "point__unit", "point__point_kind"
    )
    return rows.prefetch_related("inspectors")


def to_share_out(round_: Round) -> list[Point]:
    """The points of a round that nobody has been given: drawn ones, and those that wait."""
    given = Assignment.objects.live().filter(round=round_).exclude(inspectors=None)
    taken = set(given.values_list("point_id", flat=True))
    found = {one.point_id: one.point for one in draws.to_visit(round_)}
    for assignment in told(Assignment.objects.filter(round=round_).waiting()):
        found[assignment.point_id] = assignment.point
    return [point for key, point in found.items() if key not in taken]


def next_patrol(campaign: Campaign, year: int) -> int:
    """The number for a campaign's next open patrol of a year.

    Secret patrols are not counted, whoever asks: everybody in scope reads the number, and a gap in
    it would tell of them. Numbers need not be unique.
    """
    patrols = Round.objects.filter(campaign=campaign, year=year, round_kind=RoundKind.PATROL)
    return patrols.exclude(released_at=None).count() + 1


def inspectors(round_: Round) -> QuerySet[User]:
    """The people who may record observations where the round is held."""
    roles = [role.pk for role in Role.objects.all() if inspections.JUDGE in role.rights]
    above = wholes(round_.campaign.area.path)
    grants = Grant.objects.live().filter(role__in=roles)
    covering = grants.filter(area__path__in=above) | grants.filter(area=None)
    return User.objects.filter(pk__in=covering.values("user"), is_active=True)


def answering(people: Iterable[User]) -> dict[int, set[int]]:
    """The units for which each person's own units answer: those, and all that answer to them."""
    keys = [person.pk for person in people]
    below: dict[int, list[int]] = defaultdict(list)
    links = Unit.superiors.through.objects.values_list("from_unit_id", "to_unit_id")
    for unit, superior in links:
        below[superior].append(unit)
    own: dict[int, set[int]] = {key: set() for key in keys}
    for user, unit in Membership.objects.filter(user__in=keys).values_list("user_id", "unit_id"):
        own[user].add(unit)
    granted = Grant.objects.live().filter(user__in=keys).exclude(units=None)
    for user, unit in granted.values_list("user_id", "units"):
        own[user].add(unit)
    return {key: _with_all_below(units, below) for key, units in own.items()}


def visited(rows: Iterable[Assignment]) -> set[int]:
    """Which of the assignments something has been recorded for, by their keys."""
    keys: dict[int, dict[str, int]] = defaultdict(dict)
    for assignment in rows:
        keys[assignment.round_id][assignment.visit] = assignment.pk
    # By rounds, since it is there that the database has an index of visits.
    return {known[name] for round_, known in keys.items() for name in _recorded(round_, [*known])}


def _recorded(round_: int, visits: Sequence[str]) -> set[str]:
    """The visits of a round for which something has been recorded."""
    rows, found = Observation.objects.filter(round=round_).order_by(), set[str]()
    for start in range(0, len(visits), 500):
        some = rows.filter(visit__in=visits[start : start + 500])
        found.update(some.values_list("visit", flat=True).distinct())
    return found


@dataclass
class Tally:
    """How many visits are done and how many there are, of an area or an inspector."""

    of: Area | User
    done: int = 0
    total: int = 0

    @property
    def left(self) -> int:
        """How many are still to be made."""
        return self.total - self.done


@dataclass
class Progress:
    """How far a round is, in all, by area and by inspector; the days with their teams."""

    done: int = 0
    total: int = 0
    waiting: int = 0
    areas: dict[int, Tally] = field(default_factory=dict)
    inspectors: dict[int, Tally] = field(default_factory=dict)
    days: dict[date, dict[tuple[int, ...], list[Assignment]]] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many visits are still to be made."""
        return self.total - self.done


def counted(person: Person, round_: Round) -> tuple[int, int]:
    """How many visits of a round are made, and how many there are to make."""
    found = list(given(person, round_).only("uuid", "round"))
    return len(visited(found)), len(found)


def given(person: Person, round_: Round) -> AssignmentQuerySet:
    """The assignments of a round that people were given, as far as a person may look them up."""
    rows = Assignment.objects.with_right(person, SEE).live().filter(round=round_)
    return rows.exclude(inspectors=None).distinct()


def progress(person: Person, round_: Round) -> Progress:
    """How far a round is, of what a person may see."""
    rows = list(assignments(person, round_))
    done, found = visited(rows), Progress()
    for row in rows:
        people = sorted(row.inspectors.all(), key=lambda one: one.pk)
        if not people:
            found.waiting += 1
            continue
        made = int(row.pk in done)
        found.total, found.done = found.total + 1, found.done + made
        for tallies, one in _tallied(found, row, people):
            tally = tallies.setdefault(one.pk, Tally(one))
            tally.total, tally.done = tally.total + 1, tally.done + made
        team = tuple(one.pk for one in people)
        found.days.setdefault(row.day, {}).setdefault(team, []).append(row)
    return found


def route(person: Person, round_: Round, day: date, inspector: int) -> list[Assignment]:
    """What an inspector visits on a day, in order."""
    rows = assignments(person, round_).filter(day=day, inspectors=inspector)
    return list(rows.order_by("order", "pk"))


def beside(person: Person, made: Sequence[Assignment]) -> dict[tuple[date, User, Round], int]:
    """How many points the people of some assignments have on their days in other rounds.

    Only what the person may look up: of a round that is secret to them nothing is said.
    """
    rounds = {one.round_id for one in made}
    busy = {(one.day, who.pk) for one in made for who in one.inspectors.all()}
    rows = Assignment.objects.with_right(person, SEE).live().in_open_rounds()
    rows = told(rows.filter(day__in={day for day, _who in busy}).exclude(round__in=rounds))
    return Counter(
        (row.day, who, row.round)
        for row in rows.order_by("day", "round_id")
        for who in row.inspectors.all()
        if (row.day, who.pk) in busy
    )


def _tallied(
    found: Progress, row: Assignment, people: Sequence[User]
) -> list[tuple[dict[int, Tally], Area | User]]:
    return [(found.areas, row.point.area), *((found.inspectors, one) for one in people)]


def _with_all_below(units: Collection[int], below: Mapping[int, Sequence[int]]) -> set[int]:
    found, waiting = set[int](), list(units)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting += below.get(unit, ())
    return found


@blind
def _by_others(person: Person) -> Q:
    """What others saw at the points that an inspector visits, while the round is open.

    Otherwise whoever goes second could read what the first found, and the first that a second went.
    """
    if may(person, CHANGE, Place()):
        return Q(pk__in=())
    mine = Assignment.objects.live().in_open_rounds().filter(inspectors=person.pk)
    rows = mine.select_related("round__campaign__area")
    rows = rows.only("uuid", "round__campaign__area__path")
    # Who runs a round sees all of it, but is as blind as others in a round that others run.
    own = [row for row in rows if not may(person, CHANGE, row.round)]
    if not own:
        return Q(pk__in=())
    there = mine.filter(round=OuterRef("round"), point=OuterRef("point"))
    there = there.filter(round__in={row.round_id for row in own})
    return Q(Exists(there)) & ~Q(visit__in=[row.visit for row in own])
