"""What a correction takes along: what was opened again for nothing else, and its rebounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import QuerySet

from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.closing import closed_at
from chuangcheng.remedy.problems.flow import RESTORE
from chuangcheng.remedy.problems.models import Problem, Sighting, Step


def standing(problem: Problem) -> QuerySet[Sighting]:
    """The sightings of a problem that no correction took back, the earliest first."""
    return problem.sightings.filter(withdrawn_at=None).order_by("seen_at", "pk")


def reopenings(problem: Problem) -> list[Step]:
    """The steps that opened a problem again and still hold, the newest last."""
    found: list[Step] = []
    for step in problem.steps.filter(verb__in=("reopen", RESTORE)).order_by("n"):
        if step.verb == RESTORE:
            found.pop()
        else:
            found.append(step)
    return found


def unfounded(problem: Problem) -> Step | None:
    """The newest reopening of a problem, where nothing has been seen for which it would be open.

    That is what was seen since it had been closed; anything, where it had been withdrawn because
    nothing seen of it held.
    """
    last = next(reversed(reopenings(problem)), None)
    if last is None or "closed" not in last.data:
        return None
    seen = standing(problem)
    if last.from_state not in queries.procedures(problem).flow.withdrawn:
        seen = seen.filter(seen_at__gt=closed_at(last.data["closed"]))
    return None if seen.exists() else last


def rebounds(problem: Problem) -> set[int] | None:
    """The keys of the sightings by which a problem rebounded; None where nobody can tell any more.

    For each reopening that counted as a rebound it is the first of those within the set days that
    stand; one by which a correction replaced another has taken its place.
    """
    steps = reopenings(problem)
    if any(step.data["rebound"] and "closed" not in step.data for step in steps):
        return None
    return set(_rebounds(problem, steps))


def _rebounds(problem: Problem, steps: Iterable[Step]) -> Iterator[int]:
    days = timedelta(days=queries.procedures(problem).flow.rebound_days)
    seen = list(standing(problem).values_list("pk", "seen_at"))
    for step in steps:
        if step.data["rebound"]:
            closed = closed_at(step.data["closed"])
            within = (pk for pk, at in seen if closed < at <= closed + days)
            yield from list(within)[:1]
