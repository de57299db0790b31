"""Telling people, by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from chuangcheng.adapters.notices import actions
from chuangcheng.ground.jobs.registry import Work, task


@task("notices.gather", every=timedelta(minutes=5))
def gather(work: Work) -> None:
    """Write the notices of what is new and put messages together."""
    actions.gather(timezone.now())


@task("notices.send", every=timedelta(minutes=5), atomic=False)
def send(work: Work) -> None:
    """Send the messages that are due; what fails is tried again by itself, not by the job."""
    actions.send_due(timezone.now())
