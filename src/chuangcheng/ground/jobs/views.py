"""The page of the queue."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from chuangcheng.ground.jobs import actions, queries
from chuangcheng.ground.jobs.models import State
from chuangcheng.ground.jobs.rules import RETRY, SEE
from chuangcheng.ground.scope import Place, may
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import fetch

JOBS = Table(
    "jobs",
    columns=(
        Column("task", lazy("名称"), lambda j: j.task, "task"),
        Column("state", lazy("状态"), lambda j: j.get_state_display(), "state"),
        Column("how_far", lazy("进度"), lambda j: f"{j.done}/{j.of}" if j.of else "", number=True),
        Column("attempts", lazy("次数"), lambda j: j.attempts, "attempts", number=True),
        Column("made_at", lazy("提交于"), lambda j: j.made_at, "made_at"),
        Column("ended_at", lazy("结束于"), lambda j: j.ended_at or "", "ended_at"),
        Column("error", lazy("原因"), lambda j: j.error),
    ),
    filters=(Filter("state", lazy("状态"), "state", lambda person: State.choices),),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The jobs in scope, the newest first."""
    failed = queries.failed(request.user) if may(request.user, RETRY, Place()) else ()
    return JOBS.answer(request, queries.jobs(request.user), "jobs/list.html", failed=failed)


@page(RETRY)
@require_POST
def retry(request: Request, pk: int) -> HttpResponse:
    """Try a job again."""
    job = fetch(queries.jobs(request.user), request.user, RETRY, pk=pk)
    try:
        actions.retry(request.user, job=job)
        messages.success(request, _("已重新排队。"))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("jobs:list")
