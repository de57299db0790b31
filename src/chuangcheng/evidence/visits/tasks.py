"""The jobs that take in what phones sent."""

from __future__ import annotations

from datetime import timedelta

from chuangcheng.evidence.visits import actions
from chuangcheng.evidence.visits.limits import limits
from chuangcheng.evidence.visits.pace import TASK
from chuangcheng.evidence.visits.queries import JOBS
from chuangcheng.ground.jobs.registry import Work, task


@task(TASK, atomic=False, about=(JOBS, "slot"), first=True)
def take_in(work: Work, *, slot: int) -> None:
    """Take in all that came up to the end of a stretch of time."""
    _all(work)


@task("visits.sweep", every=timedelta(minutes=5), atomic=False, first=True)
def sweep(work: Work) -> None:
    """Take in what a process that was killed had kept and told nobody of."""
    _all(work)


def _all(work: Work) -> None:
    batch = limits().intake.batch
    while actions.take_waiting(batch) == batch:
        # The job is held, but says no number: by it a secret round would be told of.
        work.tell(0, 0)
