"""Writing an area and asking for a job in one transaction; and how far the jobs are."""

from __future__ import annotations

from django.db import transaction
from ninja import Router, Schema, Status

from chuangcheng.ground.areas import actions
from chuangcheng.ground.jobs.actions import enqueue
from chuangcheng.ground.jobs.models import Job, State
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from tests.site.kills.tallies.models import Mark
from tests.site.kills.tallies.said import facts
from tests.site.kills.tallies.tasks import TASK

router = Router(tags=["tallies"])


class Wanted(Schema):
    """An area by its code."""

    code: str


class Progress(Schema):
    """How many marks there are, and how many jobs are still to be done."""

    marks: int
    waiting: int


@router.get("", response={200: Progress, **REFUSALS}, operation_id="tallies_progress")
def progress(request: Request) -> Progress:
    """How far the jobs are."""
    waiting = Job.objects.filter(task=TASK).exclude(state=State.DONE).count()
    return Progress(marks=Mark.objects.count(), waiting=waiting)


@router.post("", response={201: Wanted, **REFUSALS}, operation_id="tallies_create")
def create(request: Request, given: Wanted) -> Status[Wanted]:
    """Make an area, and have it marked by a job whose key says nothing."""
    with transaction.atomic():
        actions.create(request.user, facts=facts(given.code), parent=None)
        enqueue(TASK, args={"code": given.code})
    return Status(201, given)
