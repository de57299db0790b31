"""What is done with photographs once they are here."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from chuangcheng.evidence.photographs import actions, files, queries
from chuangcheng.evidence.photographs.actions import LOOK
from chuangcheng.evidence.photographs.models import Photograph
from chuangcheng.evidence.photographs.owners import owner_of
from chuangcheng.evidence.visits.queries import JOBS
from chuangcheng.ground.jobs.registry import Work, task
from chuangcheng.lib import pictures
from chuangcheng.lib.photohash import turnings

log = logging.getLogger("chuangcheng.photographs")


@task(LOOK, atomic=False, about=(JOBS, "stretch"))
def look(work: Work, *, stretch: int) -> None:
    """Look at what phones sent in a stretch of time. Who may not know of a round sees none of it."""
    _look(work)


@task("photographs.check", every=timedelta(minutes=10), atomic=False)
def check(work: Work) -> None:
    """Look at what a process that was killed had kept and told nobody of."""
    _look(work)


def _look(work: Work) -> None:
    """Read what came, find the visits it belongs to, and see whether anything is doubtful.

    Each photograph is a step of its own, so a job that dies goes on where it stopped, and visits
    that wait to be taken in wait for no more than one photograph.
    """
    for photograph in queries.unread().iterator(100):
        work.give_way()
        _read(photograph)
        # The job is held, but says no number: by it a secret round would be told of.
        work.tell(0, 0)
    for photograph in queries.unplaced().iterator(100):
        _place(photograph)
    for photograph in queries.uncompared().iterator(100):
        work.give_way()
        _compare(photograph)
        work.tell(0, 0)


@task("photographs.drop-stale", every=timedelta(days=1), atomic=False)
def drop_stale(work: Work) -> None:
    """Drop uploads that were never finished."""
    actions.drop_stale(timezone.now())


def _read(photograph: Photograph) -> None:
    try:
        content = files.get(photograph.original)
    except OSError:
        # One file that cannot be had now must not keep all others waiting.
        log.exception("A photograph's file cannot be read.")
        return
    actions.shown(photograph, actions.examined(content))


def _place(photograph: Photograph) -> None:
    if sent := queries.sent_with(photograph):
        actions.place(photograph, sent)
    elif photograph.visit and (owner := owner_of(photograph.visit, photograph.person_id)):
        actions.hand(photograph, owner)


def _compare(photograph: Photograph) -> None:
    try:
        small = pictures.plainly(files.get(photograph.thumbnail))
    except OSError:
        log.exception("A photograph's small picture cannot be read.")
        return
    actions.compare(photograph, turnings(pictures.greys(small)))
