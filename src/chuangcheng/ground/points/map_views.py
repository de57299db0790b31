"""The map of points: what the list of the same address holds, where it stands."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from chuangcheng.ground.points import queries
from chuangcheng.ground.points.rules import SEE
from chuangcheng.ground.points.views import POINTS
from chuangcheng.ground.site import maps
from chuangcheng.ground.site.pages import Request, page


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The points in scope on a map, and below it their list, which says the same in words."""
    rows = queries.points(request.user)
    unplaced = POINTS.matching(request, rows).filter(lon=None).count()
    return POINTS.answer(
        request,
        rows,
        "points/map.html",
        unplaced=unplaced,
        filters_above=True,
        basemap=maps.basemap(),
    )


@page(SEE)
def marks(request: Request) -> JsonResponse:
    """What stands in the part that is looked at, gathered in cells."""
    return maps.answer(request, POINTS.matching(request, queries.points(request.user)))
