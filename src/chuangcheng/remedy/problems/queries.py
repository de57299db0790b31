"""Reading problems: who sees which, by what they are handled, and what is owed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from chuangcheng.engine.framework import Framework, Item
from chuangcheng.engine.rules import UNJUDGED, Seen
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person, Place, may
from chuangcheng.lib.datum import around, distance
from chuangcheng.lib.working import Unit as LimitUnit
from chuangcheng.lib.working import WorkCalendar
from chuangcheng.library.calendar import china
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import newest
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.mandate.frameworks.models import Standard
from chuangcheng.mandate.frameworks.rules import SEE as LOOK_INTO
from chuangcheng.remedy.problems import procedures as reading
from chuangcheng.remedy.problems.clock import Clock
from chuangcheng.remedy.problems.limits import limits
from chuangcheng.remedy.problems.models import (
    UNFINISHED,
    DayKind,
    Problem,
    ProblemQuerySet,
    Procedure,
    Recheck,
    Sighting,
    SpecialDay,
    Step,
)
from chuangcheng.remedy.problems.procedures import Procedures
from chuangcheng.remedy.problems.rules import RECHECK, RIGHTS, SEE, SIGN, own_units

_KEPT = 32
#: What a list shows of a problem.
_LISTED = (
    *("number", "title", "address", "state", "due", "stake", "category", "severity", "source"),
    *("found_at", "closed_at", "seen", "rebounds", "procedure__sha256", "item_zh", "item_en"),
    "rectified_at",
    *(
        f"{name}__title_{language}"
        for name in ("area", "lead", "point")
        for language in ("zh", "en")
    ),
)


def problems(person: Person) -> ProblemQuerySet:
    """The problems that a person sees, those that their units lead or take part in."""
    mine = Problem.objects.with_right(person, SEE)
    return with_names(mine)


def seen_as(person: Person, observation: Observation) -> list[Problem]:
    """The problems in scope that an observation, or what it corrects or corrects it, gave rise to."""
    known = [one.pk for one in inspections.chain(observation)]
    sighted = problems(person).filter(
        sightings__observation__in=known, sightings__withdrawn_at=None
    )
    return list(sighted.order_by("pk").distinct())


def with_names(rows: ProblemQuerySet) -> ProblemQuerySet:
    """The rows with what their names and words come from."""
    named = rows.select_related("area", "lead", "point", "campaign", "procedure")
    return named.defer("procedure__document")


def listed(keys: Sequence[int]) -> dict[int, Problem]:
    """Problems by their keys, which were found within a scope, with no more than lists show."""
    rows = Problem.objects.select_related("area", "lead", "point", "procedure")
    return rows.only(*_LISTED).in_bulk(keys)


def procedures(problem: Problem) -> Procedures:
    """By what a problem is handled."""
    return _read(problem.procedure.sha256)


def procedure(campaign: Campaign) -> Procedure | None:
    """The newest procedure of a campaign, none before it has its first problem."""
    return newest(Procedure, campaign)


def known(campaign: Campaign) -> Procedures:
    """By what the next problem of a campaign will be handled."""
    kept = procedure(campaign)
    return _read(kept.sha256) if kept else reading.default()


def document(campaign: Campaign) -> Mapping[str, Any]:
    """The document of that procedure."""
    kept = procedure(campaign)
    return kept.document if kept else reading.shipped()


@lru_cache(_KEPT)
def _read(sha256: str) -> Procedures:
    # The same document is the same procedure, whichever campaign holds it; none ever changes.
    rows = Procedure.objects.filter(sha256=sha256).values_list("document", flat=True)
    return reading.read(rows[:1].get(), kept=True)


def calendar() -> WorkCalendar:
    """The working calendar: what ships, and over it what the office has imported."""
    shipped = china()
    days = list(SpecialDay.objects.values_list("day", "day_kind"))
    if not days:
        return shipped
    rest = frozenset(day for day, kind in days if kind == DayKind.REST)
    work = frozenset(day for day, kind in days if kind == DayKind.WORK)
    return replace(
        shipped,
        rest=(shipped.rest - work) | rest,
        work=(shipped.work - rest) | work,
        years=shipped.years | {day.year for day in rest | work},
    )


def special_days() -> QuerySet[SpecialDay]:
    """The imported days, which are the same for everybody."""
    return SpecialDay.objects.order_by("day")


def framework(problem: Problem) -> Framework:
    """The framework in which a problem's item stands: that of the campaign's edition."""
    return frameworks.framework(problem.campaign.edition)


def item(problem: Problem) -> Item | None:
    """The item of a problem, none where it has none or the edition has lost it."""
    return item_of(framework(problem), problem.item) if problem.item else None


def item_of(whole: Framework, id_: str) -> Item | None:
    """An item of a framework by its id."""
    return next((found for found in whole.items if found.id == id_), None)


def standard(person: Person, problem: Problem) -> Standard | None:
    """The standard of a problem, where a person may look into it."""
    if not problem.standard:
        return None
    mine = Standard.objects.with_right(person, LOOK_INTO)
    return mine.filter(edition=problem.campaign.edition_id, code=problem.standard).first()


def share_lost(found: Item, said: Judgement) -> float:
    """What the item's rule takes for a judgement; 0 where it is met or was not judged."""
    if said.result in UNJUDGED:
        return 0.0
    count = np.nan if said.count is None else said.count
    of = np.nan if said.of is None else said.of
    seen = Seen(np.array([said.result]), np.array([count]), np.array([of]))
    return float(found.rule.lost(seen)[0])


def is_met(found: Item | None, said: Judgement) -> bool:
    """Whether a re-check found the item met."""
    return said.result == "pass" if found is None else share_lost(found, said) == 0


def most_at_stake(whole: Framework, id_: str) -> float:
    """The most points of the total that an item can cost: its share of each part it decides.

    A part's points count as its method's weight does; within the part an item has its share of
    the weights, or what it deducts up to its cap. What one failure costs depends on how often the
    item is judged, so this is an upper bound for problems that no round has valued.
    """
    return sum(_stakes(whole, id_))


def _stakes(whole: Framework, id_: str) -> Iterator[float]:
    items = {found.id: found for found in whole.items}
    by_method: dict[str, float] = {}
    for part in whole.parts():
        by_method[part.method] = by_method.get(part.method, 0.0) + part.points
    weights = _weights(whole)
    for part in whole.parts():
        named = whole.items_of(part)
        if id_ in named:
            scale = whole.settings.full * weights[part.method] / by_method[part.method]
            mine = items[id_]
            if part.rule.kind == "deduct":
                yield min(mine.cap or mine.points or part.points, part.points) * scale
            else:
                all_ = sum(items[other].weight for other in named)
                yield part.points * mine.weight / all_ * scale


def _weights(whole: Framework) -> dict[str, float]:
    """The share of the total that each lowest method carries."""
    found: dict[str, float] = {}
    waiting = [(whole.methods, 1.0)]
    while waiting:
        methods, share = waiting.pop()
        total = sum(method.weight for method in methods)
        for method in methods:
            own = share * method.weight / total
            if method.methods:
                waiting.append((method.methods, own))
            else:
                found[method.id] = own
    return found


def limit_unit(clock: Clock) -> LimitUnit:
    """The unit in which the next time limit of a clock is set."""
    waiting = [stage for stage in clock.stages if stage.met is None]
    return waiting[0].limit.unit if waiting else "working days"


def running(problem: Problem, clock: Clock, now: datetime) -> Clock:
    """The clock of a problem as it runs from now on: further, or from its beginning."""
    if clock.started:
        return clock.go(now, calendar())
    fresh = procedures(problem).clock(problem.category, problem.severity)
    return fresh.start(now, calendar())


def starting(problem: Problem, verb: str, now: datetime) -> Clock | None:
    """The clock that a verb sets going, none where it runs already or stays as it is."""
    flow = procedures(problem).flow
    leading = (s for s in flow.steps if s.verb == verb and problem.state in s.sources)
    to = next((flow.target(s, problem.state, problem.came_from) for s in leading), problem.state)
    if flow.states[problem.state].clock == "runs" or flow.states[to].clock != "runs":
        return None
    return running(problem, Clock.of(problem.clock), now)


def rectifiers(problem: Problem) -> set[int | None]:
    """Who reported the problem as rectified since it was dispatched last."""
    steps = problem.steps.filter(verb="rectify")
    if problem.dispatched_at:
        steps = steps.filter(at__gte=problem.dispatched_at)
    return set(steps.values_list("actor_id", flat=True))


def overdue(person: Person, now: datetime | None = None) -> ProblemQuerySet:
    """The open problems whose time has run out, the longest overdue first."""
    late = problems(person).filter(UNFINISHED, due__lt=now or timezone.now())
    return late.order_by("due", "pk")


def owed(person: Person) -> ProblemQuerySet:
    """What a person's units have to do while their time runs, the first due first."""
    mine = Problem.objects.with_right(person, SIGN).filter(UNFINISHED, due__isnull=False)
    return mine.order_by("due", "pk")


def rechecks(person: Person) -> ProblemQuerySet:
    """The problems that a person may re-check: reported as rectified, not by them or their units."""
    waiting = Problem.objects.with_right(person, RECHECK)
    waiting = waiting.filter(UNFINISHED, state__in=states_offering("recheck"))
    if own := own_units(person):
        shared = Problem.partners.through.objects.filter(unit_id__in=own).values("problem_id")
        waiting = waiting.exclude(lead_id__in=own).exclude(pk__in=shared)
    # Asked once, not for each problem: one person has rectified few of them.
    mine = Step.objects.filter(
        actor_id=person.pk or 0, verb="rectify", at__gte=F("problem__dispatched_at")
    )
    waiting = waiting.exclude(pk__in=mine.order_by().values("problem_id"))
    return waiting.select_related("area", "lead", "point__point_kind").order_by(
        "rectified_at", "pk"
    )


def states_offering(verb: str) -> list[str]:
    """The states, under any procedure in use, from which a verb leads on."""
    hashes = Procedure.objects.order_by().values_list("sha256", flat=True).distinct()
    known = [_read(sha256) for sha256 in hashes] or [reading.default()]
    steps = (step for one in known for step in one.flow.steps if step.verb == verb)
    return sorted({state for step in steps for state in step.sources})


def offered(person: Person, problem: Problem) -> list[str]:
    """The verbs that a person may use on a problem now, the most urgent first."""
    flow = procedures(problem).flow
    found = [v for v in flow.offered(problem.state) if _may(person, v, problem)]
    if not problem.asked:
        found = [v for v in found if v not in {"grant", "refuse"}]
    else:
        found = [v for v in found if v != "ask-extension"]
    if len(problem.clock) < 2:
        found = [v for v in found if v != "meet-stage"]
    if not problem.reporter_name:
        found = [v for v in found if v != "respond"]
    return found


def _may(person: Person, verb: str, problem: Problem) -> bool:
    """Whether a verb is somebody's: units that take part report what they have done."""
    if may(person, RIGHTS[verb], problem):
        return True
    if verb != "contribute":
        return False
    shared = problem.partners.filter(pk__in=own_units(person)).values_list("pk", flat=True)
    return any(may(person, SIGN, Place(problem.area.path, unit)) for unit in shared)


@dataclass(frozen=True)
class Rectified:
    """An observation whose problem was struck off, and when and what the re-check found instead."""

    observation: int
    problem: int
    at: datetime
    result: str
    count: float | None
    of: float | None


def rectified(round_: Round) -> list[Rectified]:
    """The observations of a round whose problem was struck off, in the order of the re-checks."""
    # Of a whole round's observations few are struck off: it is these that are looked up.
    sightings = Sighting.objects.filter(
        observation__round=round_,
        observation__correction=None,
        withdrawn_at=None,
        problem__open__in=(False,),
    )
    columns = ("observation_id", "problem_id", "seen_at", "problem__closed_at")
    rows = list(sightings.order_by("observation_id").values_list(*columns))
    if not rows:
        return []
    met = Recheck.objects.filter(met=True, problem__in=sightings.values("problem"))
    # By when it was closed: of one that was opened again in error, a later re-check is not it.
    known = {(one.problem_id, one.at): one for one in met}
    found = [
        Rectified(observation, pk, one.at, one.result, one.count, one.of)
        for observation, pk, seen_at, closed_at in rows
        if (one := known.get((pk, closed_at))) and one.at >= seen_at
    ]
    return sorted(found, key=lambda one: (one.at, one.problem, one.observation))


@dataclass(frozen=True)
class Alike:
    """An open problem that may be the same, and how far away it is in metres."""

    problem: Problem
    metres: float | None


def alike(
    person: Person,
    *,
    item: str = "",
    point: Point | None = None,
    lon: float | None = None,
    lat: float | None = None,
) -> list[Alike]:
    """Open problems at the same point, or near a position, those of the same item first."""
    rows = problems(person).filter(UNFINISHED)
    if point is not None:
        lon, lat = point.lon, point.lat
        rows = rows.filter(Q(point=point) | _near(lon, lat))
    elif lon is not None and lat is not None:
        rows = rows.filter(_near(lon, lat))
    else:
        return []
    found = [Alike(row, _metres(row, lon, lat)) for row in rows[:200]]
    near = [one for one in found if one.metres is None or one.metres <= limits().near_m]
    return sorted(near, key=lambda one: (one.problem.item != item, one.metres or 0.0))[:5]


def _near(lon: float | None, lat: float | None) -> Q:
    if lon is None or lat is None:
        return Q(pk=None)
    box = around(lon, lat, limits().near_m)
    return Q(lon__range=(box.west, box.east), lat__range=(box.south, box.north))


def _metres(row: Problem, lon: float | None, lat: float | None) -> float | None:
    if lon is None or lat is None or row.lon is None or row.lat is None:
        return None
    return distance((lon, lat), (row.lon, row.lat))


def needs(problem: Problem, verb: str) -> frozenset[str]:
    """What a verb cannot be used without where the problem is."""
    steps = procedures(problem).flow.steps
    found = (s.needs for s in steps if s.verb == verb and problem.state in s.sources)
    return next(found, frozenset())
