"""The worker: takes jobs one by one, and puts in what the clock asks for."""

from __future__ import annotations

import logging
import threading
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import close_old_connections, transaction
from django.utils import timezone

from chuangcheng.ground.jobs import actions, queries
from chuangcheng.ground.jobs.models import Job
from chuangcheng.ground.jobs.registry import TASKS

log = logging.getLogger("chuangcheng.jobs")
PAUSE = 1.0


@dataclass(frozen=True)
class Held:
    """A job in this worker's hands."""

    job: Job

    def tell(self, done: int, of: int) -> None:
        """Say how far it is, and hold the job for another while."""
        actions.hold(self.job, done=done, of=of)

    def give_way(self) -> None:
        """End here where a job that goes first is due."""
        if queries.pressing(timezone.now()).exists():
            raise GivesWayError


class GivesWayError(Exception):
    """The job at hand lets another pass."""


def run_one() -> bool:
    """Run one job if any is due; says whether there was one."""
    now = timezone.now()
    # Looking first costs no lock, which claiming takes from everybody who writes.
    job = actions.claim(now) if queries.due(now).exists() else None
    if job is not None:
        _run(job)
    return job is not None


def run(stop: threading.Event) -> None:
    """Work until told to stop; the job at hand is finished first."""
    while not stop.is_set():
        close_old_connections()
        try:
            actions.plan(timezone.now())
            busy = run_one()
        except Exception:  # the database may be away for a moment; the queue is still there
            log.exception("The queue could not be read.")
            busy = False
        if not busy:
            stop.wait(PAUSE)


def _run(job: Job) -> None:
    task = TASKS[job.task]
    told = {"job": job.pk, "task": job.task, "attempt": job.attempts}
    try:
        with transaction.atomic() if task.atomic else nullcontext():
            task.run(Held(job), **job.args)
            actions.finish(job)
    except GivesWayError:
        actions.put_back(job)
        log.info("gave way", extra={"told": told})
    except actions.LeaseLostError:
        log.warning("lost", extra={"told": told})
    except Exception as error:  # a task may fail in any way; the queue goes on
        log.exception("failed", extra={"told": told})
        actions.fail(job, error=f"{type(error).__name__}: {error}"[:2000])
    else:
        log.info("done", extra={"told": told})
