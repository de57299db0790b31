"""The queue's own housekeeping, and the daily look at the chain of events."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from chuangcheng.ground.audit import queries
from chuangcheng.ground.jobs import actions
from chuangcheng.ground.jobs.registry import Work, task


@task("jobs.clear", every=timedelta(days=1))
def clear(work: Work) -> None:
    """Drop what was done long ago."""
    actions.clear(timezone.now())


@task("audit.verify", every=timedelta(days=1), tries=1, atomic=False)
def verify(work: Work) -> None:
    """Follow the chain of events; a break fails the job, which stands on the overview."""
    verdict = queries.verify()
    if verdict.broken is not None:
        raise RuntimeError(f"The audit log is {verdict.reason} at event {verdict.broken}.")
