"""What a week's lists rest on: the problems that were handed to units, and how far they are.

Only the history of problems is looked at, which is never changed: however late a week is counted,
it comes to the same. A problem counts for the unit that it was handed to last, in the week in which
that was. Left out is what by the cut was dismissed or taken back, and what waits for somebody else:
returned, disputed or suspended. What was filed again in error counts as if it had not been.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.utils import timezone

from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.remedy.escalation.lists.scheme import Scheme
from chuangcheng.remedy.problems.flow import RESTORE
from chuangcheng.remedy.problems.models import Step

WEEK = timedelta(days=7)
#: Steps that hand a problem to a unit, that make it wait for others, and that end it otherwise.
HANDED = frozenset({"dispatch", "arbitrate"})
WAITS = frozenset({"return", "dispute", "suspend"})
GONE = frozenset({"dismiss", "withdraw"})


@dataclass(frozen=True)
class Counted:
    """A problem of a week: by key, the unit that has it, and whether it is put right."""

    problem: int
    unit: int
    rectified: bool


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def cut(scheme: Scheme, starts: date) -> datetime:
    """The moment at which the lists of a week are drawn up."""
    return _midnight(starts + WEEK) + scheme.drawn_after


def counted(campaign: Campaign, scheme: Scheme, starts: date) -> list[Counted]:
    """The problems of a week, by the key of the problem."""
    first, last, upto = _midnight(starts), _midnight(starts + WEEK), cut(scheme, starts)
    handed = Step.objects.filter(problem__campaign=campaign, verb__in=HANDED)
    handed = handed.filter(at__gte=first, at__lt=last).order_by()
    rows = Step.objects.filter(problem__in=handed.values("problem_id"), at__lte=upto).order_by(
        "problem_id", "n"
    )
    steps = (
        _Taken(*row)
        for row in rows.values_list(
            "problem_id", "verb", "outcome", "from_state", "to_state", "at", "data__lead"
        ).iterator(2000)
    )
    found = (_of(problem, own, scheme) for problem, own in groupby(steps, lambda s: s.problem))
    return [one for at, one in filter(None, found) if first <= at < last]


@dataclass(frozen=True)
class _Taken:
    problem: int
    verb: str
    outcome: str
    from_state: str
    to_state: str
    at: datetime
    lead: int | None


def _of(problem: int, steps: Iterable[_Taken], scheme: Scheme) -> tuple[datetime, Counted] | None:
    """When a problem was handed over last, and what it counts for; None for what is left out."""
    moved = _moves(steps)
    handed = next((step for step in reversed(moved) if step.verb in HANDED), None)
    if handed is None or handed.lead is None or moved[-1].verb in WAITS | GONE:
        return None
    return handed.at, Counted(problem, int(handed.lead), _is_rectified(moved, scheme))


def _moves(steps: Iterable[_Taken]) -> list[_Taken]:
    """The steps that led somewhere and were not taken back with what had opened a problem again."""
    found: list[_Taken] = []
    for step in steps:
        if step.verb == RESTORE:
            while found.pop().verb != "reopen":
                pass
        elif step.from_state != step.to_state:
            found.append(step)
    return found


def _is_rectified(moved: list[_Taken], scheme: Scheme) -> bool:
    last = moved[-1]
    if last.verb == "recheck":
        return last.outcome == "met"
    return last.verb == "rectify" and scheme.rectified == "reported"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
