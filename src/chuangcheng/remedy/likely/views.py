"""The page of likely failures, and the button that makes a patrol of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.evidence.assignments import actions as assignments
from chuangcheng.evidence.assignments.rules import CHANGE
from chuangcheng.ground.scope import may, require
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.subject import find
from chuangcheng.remedy.likely import queries
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.rules import SEE


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """Where the failure behind a problem is likeliest elsewhere."""
    problem = _problem(request, pk)
    found = queries.likely(request.user, problem)
    context = {
        "problem": problem,
        "likely": [(one, 100 * one.rate, _known_by(one.known_by)) for one in found],
        "may_patrol": may(request.user, CHANGE, problem.campaign),
    }
    return render(request, "likely/detail.html", context)


@require_POST
@page(CHANGE)
def patrol(request: Request, pk: int) -> HttpResponse:
    """Make a patrol round of the chosen points."""
    problem = _problem(request, pk)
    require(request.user, CHANGE, problem.campaign)
    chosen = set(request.POST.getlist("point"))
    found = [one.point for one in queries.likely(request.user, problem)]
    try:
        round_ = assignments.patrol(
            request.user,
            campaign=problem.campaign,
            points=[point for point in found if str(point.pk) in chosen],
            items=[problem.item],
            reason=_("举一反三：%s") % problem.heading,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("likely:detail", problem.pk)
    messages.success(request, _("已发起督查，请分派测评员。"))
    return redirect(round_)


def _problem(request: Request, pk: int) -> Problem:
    """A problem of an item: what has none has no like elsewhere."""
    problem = find(problems.problems(request.user), pk=pk)
    if not problem.item:
        raise Http404
    return problem


def _known_by(level: str) -> str:
    known = {
        "point": _("本点位"),
        "unit": _("同单位的同类点位"),
        "kind": _("同类点位"),
        "item": _("各类点位的这一条目"),
        "overall": _("全部条目"),
    }
    return known[level]
