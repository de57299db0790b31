"""The map of points: what the list of the same address holds, where it stands."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse

from chuangcheng.ground.points import queries
from chuangcheng.ground.points.models import Tally
from chuangcheng.ground.points.rules import SEE
from chuangcheng.ground.points.views import AREA, POINTS
from chuangcheng.ground.site import maps
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.site.tables import Table

#: Tallies are asked for by area as points are, and by nothing else.
TALLIES = Table("tallies", columns=(), filters=(AREA,))


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
    rows = POINTS.matching(request, queries.points(request.user))
    return maps.answer(request, rows, kept=_tallies(request))


def _tallies(request: Request) -> QuerySet[Tally] | None:
    """The tallies of what the address asks for; None where it asks for more than an area."""
    kept = queries.tallies(request.user)
    if kept is None or POINTS.chosen(request) - {AREA.key}:
        return None
    return TALLIES.matching(request, kept)
