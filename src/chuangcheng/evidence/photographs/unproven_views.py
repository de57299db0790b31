"""The page of judgements whose photographs were not accepted."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.rules import JUDGE
from chuangcheng.evidence.inspections.saying import found_in_words
from chuangcheng.evidence.photographs.rules import REVIEW
from chuangcheng.evidence.photographs.unproven import reasons, unproven
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.lib.digits import integer

#: So many at once; they become fewer as they are decided.
SHOWN = 200


@page(REVIEW)
def index(request: Request) -> HttpResponse:
    """The judgements in scope that rest on nothing but photographs which were not accepted."""
    rows = unproven(request.user).select_related("round__edition", "round__campaign__area")
    rows = rows.defer("round__edition__document").order_by("-pk")
    chosen = integer(request.GET.get("round"))
    if chosen is not None:
        rows = rows.filter(round=chosen)
    found = list(rows[:SHOWN])
    why = reasons(request.user, found)
    lines = [
        {
            "it": row,
            "title": inspections.names(row.round).of("item", row.item),
            "found": found_in_words(row),
            "doubt": why.get(row.uuid),
            "retake": not row.round.closed,
            "may_judge": may(request.user, JUDGE, row),
        }
        for row in found
    ]
    return render(request, "photographs/unproven.html", {"lines": lines, "most": SHOWN})
