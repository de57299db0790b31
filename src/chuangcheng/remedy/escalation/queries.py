"""Reading ladders and what was taken, and finding what is to be taken next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import Grant, Membership, Role, User
from chuangcheng.ground.scope import Person
from chuangcheng.ground.units.models import Unit
from chuangcheng.lib.streaks import follows
from chuangcheng.library import escalation
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.versions import newest, reader
from chuangcheng.mandate.downwards import wholes
from chuangcheng.remedy.escalation import ladder as reading
from chuangcheng.remedy.escalation.ladder import HEAD, UNIT, Counted, Ladder, Rung, due_rungs
from chuangcheng.remedy.escalation.lists import queries as lists
from chuangcheng.remedy.escalation.models import (
    Answer,
    LadderVersion,
    ListEntry,
    Taken,
    TakenQuerySet,
)
from chuangcheng.remedy.escalation.rules import SEE
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.wording import said

#: The ladder of a version.
read = reader(LadderVersion, reading.read)
#: So many problems are fetched by key at once; databases take only so many parameters.
_AT_ONCE = 5000


def taken(person: Person) -> TakenQuerySet:
    """The steps that a person sees, those about their units among them."""
    mine = Taken.objects.with_right(person, SEE)
    mine = mine.annotate(answered=Exists(Answer.objects.filter(step=OuterRef("pk"))))
    return mine.select_related("problem", "unit", "area", "campaign")


def version(campaign: Campaign) -> LadderVersion | None:
    """The newest ladder of a campaign, none before its first step or setting."""
    return newest(LadderVersion, campaign)


def ladder(campaign: Campaign) -> Ladder:
    """By what the next step of a campaign will be taken."""
    kept = version(campaign)
    return read(kept) if kept else reading.default()


def document(campaign: Campaign) -> Mapping[str, Any]:
    """The document of that ladder."""
    kept = version(campaign)
    return kept.document if kept else escalation.ladder()


def roles() -> list[str]:
    """The codes of all roles."""
    return list(Role.objects.order_by("code").values_list("code", flat=True))


def due_of_problems(kept: LadderVersion, now: datetime) -> list[Taken]:
    """The steps about problems that are to be taken now, as rows not yet written.

    Of what a problem has reached only the highest is taken, and once for each time limit.
    """
    wanted = dict(_reached(kept, now))
    keys, found = sorted(wanted), list[Taken]()
    for start in range(0, len(keys), _AT_ONCE):
        rows = Problem.objects.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk")
        rows = rows.select_related("area", "point", "lead")
        found += [_about_problem(kept, wanted[row.pk], row, now) for row in rows]
    return found


def _reached(kept: LadderVersion, now: datetime) -> Iterator[tuple[int, Rung]]:
    """Problems by key, each with the rung to take."""
    known, calendar = read(kept), problems.calendar()
    there = Taken.objects.filter(campaign=kept.campaign, problem__open=True)
    keys = set(there.values_list("key", flat=True))
    soon = Problem.objects.filter(campaign=kept.campaign, open=True, lead__isnull=False)
    soon = soon.filter(due__isnull=False, due__lte=now + known.horizon()).order_by()
    found: dict[tuple[str, datetime], Rung | None] = {}
    for pk, severity, due in soon.values_list("pk", "severity", "due"):
        if due is None:
            continue
        if (severity, due) not in found:
            rungs = due_rungs(known, severity, due, now, calendar)
            found[severity, due] = rungs[-1] if rungs else None
        rung = found[severity, due]
        if rung and _key(pk, rung, due) not in keys:
            yield pk, rung


def _key(pk: int, rung: Rung, due: datetime) -> str:
    return f"problem:{pk}:{rung.code}:{due.timestamp():.0f}"


def _about_problem(kept: LadderVersion, rung: Rung, problem: Problem, now: datetime) -> Taken:
    due = timezone.localtime(problem.due)
    row = Taken(
        key=_key(problem.pk, rung, due), problem=problem, area=problem.area, due=due, at=now
    )
    text = rung.says(
        title=said(problem.title, problem.item_zh, problem.item_en),
        number=problem.number,
        place=problem.point or problem.address or problem.area,
        due=due.strftime("%Y-%m-%d %H:%M"),
        unit=problem.lead,
        count=1,
    )
    return _worded(row, kept, rung, problem.lead, (text.zh, text.en))


def due_of_units(kept: LadderVersion, rung: Rung, now: datetime) -> list[Taken]:
    """The steps of one rung about units that are to be taken now, as rows not yet written."""
    if not isinstance(rung.when, Counted):
        return []
    mine = Taken.objects.filter(campaign=kept.campaign, unit__isnull=False)
    seen = mine.filter(rung=rung.code).order_by().values_list("unit_id").annotate(Max("through"))
    counted = mine.filter(rung__in=rung.when.codes, at__gt=now - rung.when.within).order_by("pk")
    before, new = dict(seen), defaultdict[int, list[int]](list)
    for unit_id, pk in counted.values_list("unit_id", "pk"):
        if pk > before.get(unit_id, 0):
            new[unit_id].append(pk)
    enough = {one: (len(pks), pks[-1]) for one, pks in new.items() if len(pks) >= rung.when.count}
    units = Unit.objects.filter(pk__in=enough).select_related("area")
    return [_about_unit(kept, rung, unit, enough[unit.pk], now) for unit in units]


def due_of_lists(kept: LadderVersion, now: datetime) -> list[Taken]:
    """What follows for the units on the last lists, as rows not yet written; once for each list."""
    week = lists.latest(kept.campaign)
    if week is None or week.cut > now:
        return []
    known = {colour: read(kept).listed(colour) for colour in ("red", "black")}
    rows = week.entries.exclude(colour="").filter(taken=None).select_related("unit__area", "week")
    found = []
    for entry in rows:
        codes = {number: rung.code for number, rung in known[entry.colour].items()}
        rung = read(kept).rung(follows(codes, entry.running))
        found += [_about_entry(kept, rung, entry, now)] if rung else []
    return found


def _about_entry(kept: LadderVersion, rung: Rung, entry: ListEntry, now: datetime) -> Taken:
    unit = entry.unit
    key = f"unit:{unit.pk}:list:{entry.pk}"
    row = Taken(key=key, area=unit.area, entry=entry, count=entry.running, at=now)
    text = rung.says(
        unit=unit,
        count=entry.running,
        place=unit.area,
        week=entry.week.week,
        rate=f"{entry.rate:.1f}%",
    )
    return _worded(row, kept, rung, unit, (text.zh, text.en))


def _about_unit(
    kept: LadderVersion, rung: Rung, unit: Unit, counted: tuple[int, int], now: datetime
) -> Taken:
    count, through = counted
    key = f"unit:{unit.pk}:{rung.code}:{through}"
    row = Taken(key=key, area=unit.area, count=count, through=through, at=now)
    text = rung.says(unit=unit, count=count, place=unit.area)
    return _worded(row, kept, rung, unit, (text.zh, text.en))


def _worded(
    row: Taken, kept: LadderVersion, rung: Rung, unit: Unit | None, text: tuple[str, str]
) -> Taken:
    row.campaign, row.ladder, row.rung, row.unit = kept.campaign, kept, rung.code, unit
    row.title_zh, row.title_en = rung.title.zh, rung.title.en
    row.text_zh, row.text_en = text
    row.letter, row.to = rung.letter, list(rung.to)
    return row


def recipients(step: Taken) -> list[User]:
    """The people that a step goes to, as they stand today."""
    found: set[int] = set()
    for to in step.to:
        if to == UNIT:
            found |= acting_for({step.unit_id})
        elif to == HEAD:
            found |= _heads(step)
        else:
            top = step.campaign.area
            found |= holding(to, area=step.area, top=top, unit=step.unit_id)
    return list(User.objects.filter(pk__in=found, is_active=True).order_by("pk"))


def is_unheard(step: Taken) -> bool:
    """Whether a step is about a unit of which nobody has an account that it could reach."""
    mine = acting_for({step.unit_id}) | _heads(step) if step.unit_id else set()
    return bool(step.unit_id) and not User.objects.filter(pk__in=mine, is_active=True).exists()


def acting_for(units: Collection[int | None]) -> set[int]:
    """Whoever holds something for one of the units by name."""
    grants = Grant.objects.live().filter(units__in=[unit for unit in units if unit])
    return set(grants.values_list("user_id", flat=True))


def _heads(step: Taken) -> set[int]:
    posts = [Q(post__contains=post) for post in read(step.ladder).heads]
    if not posts or not step.unit_id:
        return acting_for({step.unit_id})
    any_post = Q()
    for post in posts:
        any_post |= post
    members = Membership.objects.filter(any_post, unit_id=step.unit_id, user__is_active=True)
    return set(members.values_list("user_id", flat=True)) or acting_for({step.unit_id})


def holding(role: str, *, area: Area, top: Area, unit: int | None) -> set[int]:
    """Who holds a role in an area or one around it, up to the top, for a unit or for all."""
    grants = Grant.objects.live().filter(role__code=role, area__path__in=wholes(area.path))
    grants = grants.filter(area__path__startswith=top.path)
    grants = grants.filter(Q(units__isnull=True) | Q(units=unit))
    return set(grants.values_list("user_id", flat=True))
