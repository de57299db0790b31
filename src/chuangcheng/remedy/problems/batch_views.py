"""Pages over many problems: their map, and dispatching them together."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import Person
from chuangcheng.ground.site import maps
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.models import UNFINISHED, Problem, ProblemQuerySet
from chuangcheng.remedy.problems.rules import DISPATCH, SEE
from chuangcheng.remedy.problems.steps.batches import MOST, dispatch_all
from chuangcheng.remedy.problems.views import BELOW_MAP, PROBLEMS


@page(DISPATCH)
def dispatch(request: Request) -> HttpResponse:
    """Hand all problems that wait for it, or those the address names, to their lead units."""
    rows = list(_waiting(request).select_related("lead", "area")[: MOST + 1])
    chosen = rows[:MOST]
    if request.method == "POST":
        done = dispatch_all(request.user, chosen)
        messages.success(request, _("已交办 %d 个问题。") % done)
        return redirect("problems:list")
    context = {
        "count": len(chosen),
        "more": len(rows) > MOST,
        "units": Counter(problem.lead for problem in chosen).most_common(),
        "unled": _dispatchable(request.user).filter(lead=None).count(),
        "query": request.GET.urlencode(),
    }
    return render(request, "problems/dispatch.html", context)


def _dispatchable(person: Person) -> ProblemQuerySet:
    states = queries.states_offering("dispatch")
    return Problem.objects.with_right(person, DISPATCH).filter(UNFINISHED, state__in=states)


def _waiting(request: Request) -> QuerySet[Problem]:
    mine = _dispatchable(request.user).filter(lead__isnull=False)
    return PROBLEMS.matching(request, mine).order_by("pk")


@page(SEE)
def show_map(request: Request) -> HttpResponse:
    """The open problems on a map, and below it their list."""
    rows = queries.problems(request.user).filter(UNFINISHED)
    return BELOW_MAP.answer(
        request, rows, "problems/map.html", filters_above=True, basemap=maps.basemap()
    )


@page(SEE)
def marks(request: Request) -> JsonResponse:
    """What lies in the part of the map that is looked at, gathered in cells."""
    rows = queries.problems(request.user).filter(UNFINISHED)
    return maps.answer(request, PROBLEMS.matching(request, rows))
