"""Dispatching many problems at once: each by its own verb, in small portions."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from chuangcheng.ground.scope import Person
from chuangcheng.remedy.problems import actions
from chuangcheng.remedy.problems.models import Problem

#: Between portions others may write; so many at once keep a page from waiting too long.
PORTION, MOST = 20, 400


def dispatch_all(person: Person, problems: Sequence[Problem]) -> int:
    """Hand each problem to the unit that leads it; gives how many.

    One that somebody else has taken further in the meantime is left as it is.
    """
    done = 0
    for first in range(0, len(problems), PORTION):
        with transaction.atomic():
            done += sum(_dispatched(person, one) for one in problems[first : first + PORTION])
    return done


def _dispatched(person: Person, problem: Problem) -> bool:
    if problem.lead is None:
        return False
    partners = tuple(problem.partners.all())
    try:
        actions.dispatch(person, problem=problem, lead=problem.lead, partners=partners)
    except ValidationError:
        return False
    return True
