"""What is about to be escalated: the problems that reach a further rung soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial

from chuangcheng.ground.scope import Person
from chuangcheng.lib.working import WorkCalendar
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.queries import open_campaigns
from chuangcheng.remedy.escalation.ladder import Ladder, Rung, due_rungs
from chuangcheng.remedy.escalation.queries import ladder
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.rules import SEE

_DAY = timedelta(days=1)
#: The last due are looked at, no more than so many: what is long overdue has no further rung.
_LOOKED_AT = 500


@dataclass(frozen=True)
class Coming:
    """A problem by its key, when it is due, and the rung that it will reach next."""

    problem: int
    due: datetime
    rung: Rung


def coming(person: Person, now: datetime, within: timedelta = _DAY) -> list[Coming]:
    """The problems in scope that reach a further rung within a time, the first due first."""
    calendar = problems.calendar()
    found = [
        one
        for campaign in open_campaigns(person)
        for one in _of_campaign(person, campaign, (now, now + within), calendar)
    ]
    return sorted(found, key=lambda one: (one.due, one.problem))


def _of_campaign(
    person: Person, campaign: Campaign, span: tuple[datetime, datetime], calendar: WorkCalendar
) -> Iterator[Coming]:
    known = ladder(campaign)
    mine = Problem.objects.with_right(person, SEE).filter(campaign=campaign, open=True)
    rows = mine.filter(lead__isnull=False, due__lte=span[0] + known.horizon())
    last = rows.order_by("-due", "-pk").values_list("pk", "severity", "due")
    # Many problems are due at the same moment, and those of one severity fare alike.
    reached = cache(partial(_further, known, span, calendar))
    for pk, severity, due in last[:_LOOKED_AT]:
        if due and (rung := reached(severity, due)):
            yield Coming(pk, due, rung)


def _further(
    known: Ladder,
    span: tuple[datetime, datetime],
    calendar: WorkCalendar,
    severity: str,
    due: datetime,
) -> Rung | None:
    """The rung that will have been reached at the end of a span and was not at its beginning."""
    begin, end = span
    later = due_rungs(known, severity, due, end, calendar)
    if not later or later[-1] in due_rungs(known, severity, due, begin, calendar):
        return None
    return later[-1]
