"""Areas for other systems."""

from __future__ import annotations

from decimal import Decimal

from ninja import Router, Schema, Status
from ninja.pagination import paginate

from chuangcheng.ground.areas import actions, queries
from chuangcheng.ground.areas.models import Area, AreaQuerySet
from chuangcheng.ground.areas.rules import CHANGE, SEE, AreaFacts
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch

router = Router(tags=["areas"])


class AreaIn(Schema):
    """What is said of an area."""

    code: str
    title_zh: str
    title_en: str = ""
    level: int
    group: str = ""
    weight: Decimal = Decimal(1)

    def facts(self) -> AreaFacts:
        """As the verbs take it."""
        return AreaFacts(**{name: getattr(self, name) for name in AreaIn.model_fields})


class NewArea(AreaIn):
    """What is said of a new area; `parent` is the key of the area it is part of."""

    parent: int | None = None


class AreaOut(AreaIn):
    """An area as it is."""

    id: int
    parent_id: int | None
    path: str


@router.get("", response={200: list[AreaOut], **REFUSALS}, operation_id="areas_list")
@paginate
def index(request: Request) -> AreaQuerySet:
    """The areas in scope, a whole before its parts."""
    require(request.user, SEE)
    return queries.areas(request.user)


@router.get("/{int:pk}", response={200: AreaOut, **REFUSALS}, operation_id="areas_get")
def detail(request: Request, pk: int) -> Area:
    """One area."""
    return fetch(queries.areas(request.user), request.user, SEE, pk=pk)


@router.post("", response={201: AreaOut, **REFUSALS}, operation_id="areas_create")
def create(request: Request, given: NewArea) -> Status[Area]:
    """Make an area."""
    require(request.user, CHANGE)
    mine = queries.areas(request.user)
    parent = fetch(mine, request.user, CHANGE, pk=given.parent) if given.parent else None
    return Status(201, actions.create(request.user, facts=given.facts(), parent=parent))


@router.put("/{int:pk}", response={200: AreaOut, **REFUSALS}, operation_id="areas_change")
def change(request: Request, pk: int, given: AreaIn) -> Area:
    """Say something new of an area."""
    area = fetch(queries.areas(request.user), request.user, CHANGE, pk=pk)
    return actions.change(request.user, area=area, facts=given.facts())
