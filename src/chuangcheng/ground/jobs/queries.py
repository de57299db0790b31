"""Reading the queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, Count, Q, When

from chuangcheng.ground.audit.queries import VEILS
from chuangcheng.ground.jobs.models import Job, JobQuerySet, State
from chuangcheng.ground.jobs.registry import TASKS
from chuangcheng.ground.scope import Holding, Person
from chuangcheng.ground.site.metrics import gauge


class Watcher:
    """Whoever reads the figures of the machine: nobody in particular, who is on nothing secret."""

    pk = None
    holdings: tuple[Holding, ...] = ()

    def __str__(self) -> str:
        return "metrics"


def jobs(person: Person) -> JobQuerySet:
    """The jobs in a person's scope, the newest first."""
    return _known(Job.objects.for_user(person), person)


def _known(rows: JobQuerySet, person: Person) -> JobQuerySet:
    """Who must not know of a thing by its events must not know of it by the jobs about it either."""
    for hidden in VEILS:
        rows = rows.exclude(hidden(person))
    return rows


def failed(person: Person) -> JobQuerySet:
    """Those that were given up."""
    # What a person must not know of is asked of other tables; mostly there is nothing to hide.
    if not Job.objects.filter(state=State.FAILED).exists():
        return Job.objects.none()
    return jobs(person).filter(state=State.FAILED)


def due(now: datetime) -> JobQuerySet:
    """What a worker may take: waiting for its turn, or left by one not heard of any more."""
    turn = Q(state=State.WAITING, run_at__lte=now) | Q(state=State.RUNNING, leased_until__lt=now)
    goes_first = Case(When(task__in=_first(), then=0), default=1)
    return Job.objects.filter(turn, task__in=TASKS).order_by(goes_first, "run_at", "pk")


def pressing(now: datetime) -> JobQuerySet:
    """What is due and goes before everything else."""
    return due(now).filter(task__in=_first())


def _first() -> list[str]:
    return [task.name for task in TASKS.values() if task.first]


@gauge("chuangcheng_jobs", "Jobs by state.")
def _by_state() -> Iterator[tuple[str, float]]:
    known = _known(Job.objects.order_by(), Watcher())
    rows = known.values_list("state").annotate(count=Count("pk"))
    counts = dict(rows)
    for state in State.values:
        yield f'state="{state}"', counts.get(state, 0)
