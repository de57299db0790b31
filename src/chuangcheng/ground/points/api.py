"""Points and pledges for other systems."""

from __future__ import annotations

from datetime import date

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points import actions, queries
from chuangcheng.ground.points.models import PledgeQuerySet, Point, PointQuerySet
from chuangcheng.ground.points.rules import CHANGE, SEE, PointFacts
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.models import Unit

router = Router(tags=["points"])


class PointIn(Schema):
    """What is said of a point; `point_kind`, `area` and `unit` are keys. Degrees are WGS-84."""

    code: str
    title_zh: str
    title_en: str = ""
    point_kind: int
    area: int
    unit: int | None = None
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    active: bool = True
    note: str = ""


class PointOut(Schema):
    """A point as it is."""

    id: int
    code: str
    title_zh: str
    title_en: str
    point_kind_id: int
    area_id: int
    unit_id: int | None
    lon: float | None
    lat: float | None
    address: str
    active: bool
    note: str


class PledgeOut(Schema):
    """A pledge as it is; one of area, unit and point is given."""

    id: int
    pledge_kind: str
    person_id: int
    area_id: int | None
    unit_id: int | None
    point_id: int | None
    cell: str
    since: date
    until: date | None


@router.get("", response={200: list[PointOut], **REFUSALS}, operation_id="points_list")
@paginate
def index(request: Request) -> PointQuerySet:
    """The points in scope."""
    require(request.user, SEE)
    return queries.points(request.user)


@router.get("/pledges", response={200: list[PledgeOut], **REFUSALS}, operation_id="points_pledges")
@paginate
def pledges(request: Request) -> PledgeQuerySet:
    """The pledges in scope."""
    require(request.user, SEE)
    return queries.pledges(request.user)


@router.get("/{int:pk}", response={200: PointOut, **REFUSALS}, operation_id="points_get")
def detail(request: Request, pk: int) -> Point:
    """One point."""
    require(request.user, SEE)
    return fetch(queries.points(request.user), request.user, SEE, pk=pk)


@router.post("", response={201: PointOut, **REFUSALS}, operation_id="points_create")
def create(request: Request, given: PointIn) -> tuple[int, Point]:
    """Put a point on the ground."""
    require(request.user, CHANGE)
    return 201, actions.create(request.user, facts=_said(request, given))


@router.put("/{int:pk}", response={200: PointOut, **REFUSALS}, operation_id="points_change")
def change(request: Request, pk: int, given: PointIn) -> Point:
    """Say something new of a point."""
    point = fetch(queries.points(request.user), request.user, CHANGE, pk=pk)
    return actions.change(request.user, point=point, facts=_said(request, given))


def _said(request: Request, given: PointIn) -> PointFacts:
    areas, units = Area.objects.for_user(request.user), Unit.objects.for_user(request.user)
    return PointFacts(
        point_kind=find(queries.kinds(), pk=given.point_kind),
        area=fetch(areas, request.user, CHANGE, pk=given.area),
        unit=find(units, pk=given.unit) if given.unit else None,
        **given.model_dump(exclude={"point_kind", "area", "unit"}),
    )
