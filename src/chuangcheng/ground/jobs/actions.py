"""What can be done with jobs. The machine's own steps write no events, what people do does."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.ground import often
from chuangcheng.ground.audit.verbs import Outcome, changed, verb
from chuangcheng.ground.jobs.models import Job, State
from chuangcheng.ground.jobs.queries import due
from chuangcheng.ground.jobs.registry import TASKS, known
from chuangcheng.ground.jobs.rules import RETRY, next_try, slot
from chuangcheng.ground.scope import Person

KEPT = timedelta(days=30)
_COLUMNS = tuple(field.name for field in Job._meta.concrete_fields if not field.primary_key)


class LeaseLostError(RuntimeError):
    """Another worker has the job now; whatever was done without it is undone."""


def enqueue(
    task: str,
    *,
    args: dict[str, Any] | None = None,
    key: str = "",
    at: datetime | None = None,
    owner: Person | None = None,
) -> Job:
    """Put a job into the queue; with a key that is there already, nothing is put.

    Within a verb the job is kept or dropped together with what the verb writes.
    """
    kind, subject = known(task, args or {}).subject(args or {})
    job = Job(
        key=key or f"{task}:{uuid.uuid4().hex}",
        task=task,
        args=args or {},
        subject_kind=kind,
        subject_id=subject,
        run_at=at or timezone.now(),
        owner_id=owner.pk if owner else None,
    )
    put = often.add_once([job], _COLUMNS, "id")
    if not put:
        return Job.objects.get(key=job.key)
    job.pk, job._state.adding = put.pop(), False
    return job


@transaction.atomic
def claim(now: datetime) -> Job | None:
    """Take the job that goes first or has waited longest, or one whose worker has not been heard of."""
    job = due(now).select_for_update(skip_locked=True).first()
    if job is None:
        return None
    job.attempts += 1
    if job.attempts > TASKS[job.task].tries:
        _end(job, State.FAILED, now, job.error or "The worker died over it.")
        return claim(now)
    job.state, job.leased_until = State.RUNNING, now + TASKS[job.task].lease
    job.save(update_fields=["state", "leased_until", "attempts"])
    return job


@transaction.atomic
def hold(job: Job, *, done: int, of: int) -> None:
    """Say how far a job is and keep it for another while. Raises LeaseLostError."""
    until = timezone.now() + TASKS[job.task].lease
    if not _mine(job).update(done=done, of=of, leased_until=until):
        raise LeaseLostError(job.key)


@transaction.atomic
def finish(job: Job) -> None:
    """Mark a job as done. Raises LeaseLostError, which undoes the task's own writes with it."""
    ended = {"state": State.DONE, "ended_at": timezone.now(), "leased_until": None, "error": ""}
    if not _mine(job).update(**ended, done=F("of")):
        raise LeaseLostError(job.key)


@transaction.atomic
def fail(job: Job, *, error: str) -> None:
    """Put a job back for later, or give it up when it has been tried often enough."""
    now = timezone.now()
    if not _mine(job).exists():
        return
    if job.attempts >= TASKS[job.task].tries:
        _end(job, State.FAILED, now, error)
        return
    job.state, job.leased_until, job.error = State.WAITING, None, error
    job.run_at = next_try(now, job.attempts)
    job.save(update_fields=["state", "leased_until", "error", "run_at"])


@transaction.atomic
def put_back(job: Job) -> None:
    """Let a job that gave way wait for its turn again; that counts as no attempt."""
    waiting = {"state": State.WAITING, "leased_until": None, "run_at": timezone.now()}
    _mine(job).update(**waiting, attempts=F("attempts") - 1)


def plan(now: datetime) -> None:
    """Put in what is due by the clock; the key of the time slot keeps it from coming twice."""
    wanted = {
        f"{task.name}@{slot(now, task.every)}": task.name for task in TASKS.values() if task.every
    }
    there = set(Job.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key, name in wanted.items():
        if key not in there:
            enqueue(name, key=key)


@transaction.atomic
def clear(now: datetime) -> int:
    """Drop what was done a month ago; gives how many."""
    dropped, _kinds = Job.objects.filter(state=State.DONE, ended_at__lt=now - KEPT).delete()
    return dropped


@verb("job.retry", zh="重试了任务“{title}”", en="retried the job “{title}”", right=RETRY)
def retry(actor: Person, *, job: Job) -> Outcome[Job]:
    """Try a job again that had been given up."""
    before = job.facts()
    if job.state != State.FAILED:
        raise ValidationError(_("只有失败的任务才能重试。"))
    job.state, job.attempts, job.run_at = State.WAITING, 0, timezone.now()
    job.save(update_fields=["state", "attempts", "run_at"])
    return _about(changed(job, before))


def _about(outcome: Outcome[Job]) -> Outcome[Job]:
    """Told of the thing that the job works on, so that it stays as secret as the thing is."""
    job = outcome.result
    if not job.subject_kind:
        return outcome
    return replace(outcome, kind=job.subject_kind, key=job.subject_id)


def _mine(job: Job) -> Any:  # noqa: ANN401  # a queryset
    # The number of the attempt tells this holder from one who took the job over.
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)


def _end(job: Job, state: State, now: datetime, error: str) -> None:
    job.state, job.ended_at, job.error, job.leased_until = state, now, error, None
    job.save(update_fields=["state", "ended_at", "error", "leased_until", "attempts"])
