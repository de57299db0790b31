"""The page of what was found."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from chuangcheng.ground.search import queries
from chuangcheng.ground.site.pages import Request
from chuangcheng.lib.digits import integer

#: How many of each kind stand side by side, and of one kind alone.
EACH, ALONE = 5, 50


def results(request: Request) -> HttpResponse:
    """What the person may see and that has these words, by kind."""
    query, kind = (request.GET.get(name, "").strip() for name in ("q", "kind"))
    groups = queries.search(
        request.user,
        query,
        kind=kind,
        most=ALONE if kind else EACH,
        page=integer(request.GET.get("page")) or 1,
    )
    context = {
        "query": query[: queries.LONGEST],
        "kind": kind,
        "groups": groups,
        "elsewhere": queries.elsewhere(request.user, query) if query else [],
    }
    return render(request, "search/results.html", context)
