"""Units for other systems."""

from __future__ import annotations

from ninja import Router, Schema, Status
from ninja.pagination import paginate

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch
from chuangcheng.ground.units import actions, queries
from chuangcheng.ground.units.models import Unit, UnitQuerySet
from chuangcheng.ground.units.rules import CHANGE, SEE, UnitFacts

router = Router(tags=["units"])


class UnitIn(Schema):
    """What is said of a unit; `area` and `superiors` are keys."""

    code: str
    title_zh: str
    title_en: str = ""
    unit_kind: str
    area: int
    superiors: tuple[int, ...] = ()
    contact: str = ""
    phone: str = ""
    active: bool = True


class UnitOut(Schema):
    """A unit as it is."""

    id: int
    code: str
    title_zh: str
    title_en: str
    unit_kind: str
    area_id: int
    superiors: list[int]
    contact: str
    phone: str
    active: bool

    @staticmethod
    def resolve_superiors(unit: Unit) -> list[int]:
        """The keys of those it answers to."""
        return [boss.pk for boss in unit.superiors.all()]


@router.get("", response={200: list[UnitOut], **REFUSALS}, operation_id="units_list")
@paginate
def index(request: Request) -> UnitQuerySet:
    """The units in scope."""
    require(request.user, SEE)
    return queries.units(request.user).prefetch_related("superiors")


@router.get("/{int:pk}", response={200: UnitOut, **REFUSALS}, operation_id="units_get")
def detail(request: Request, pk: int) -> Unit:
    """One unit."""
    return fetch(queries.units(request.user), request.user, SEE, pk=pk)


@router.post("", response={201: UnitOut, **REFUSALS}, operation_id="units_create")
def create(request: Request, given: UnitIn) -> Status[Unit]:
    """Make a unit."""
    require(request.user, CHANGE)
    facts, superiors = _said(request, given)
    return Status(201, actions.create(request.user, facts=facts, superiors=superiors))


@router.put("/{int:pk}", response={200: UnitOut, **REFUSALS}, operation_id="units_change")
def change(request: Request, pk: int, given: UnitIn) -> Unit:
    """Say something new of a unit."""
    unit = fetch(queries.units(request.user), request.user, CHANGE, pk=pk)
    facts, superiors = _said(request, given)
    return actions.change(request.user, unit=unit, facts=facts, superiors=superiors)


def _said(request: Request, given: UnitIn) -> tuple[UnitFacts, list[Unit]]:
    area = fetch(Area.objects.for_user(request.user), request.user, CHANGE, pk=given.area)
    mine = queries.units(request.user)
    superiors = [fetch(mine, request.user, SEE, pk=pk) for pk in given.superiors]
    facts = given.model_dump(exclude={"area", "superiors"})
    return UnitFacts(area=area, **facts), superiors
