"""People for other systems."""

from __future__ import annotations

from datetime import date

from ninja import Router, Schema, Status
from ninja.pagination import paginate

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people import actions, queries
from chuangcheng.ground.people.models import Grant, User, UserQuerySet
from chuangcheng.ground.people.rules import CHANGE, GRANT, SEE, PersonFacts
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.models import Unit

router = Router(tags=["people"])


class PersonIn(Schema):
    """What is said of a person; `area` is the key of the area that keeps the account."""

    username: str
    name: str
    phone: str = ""
    area: int | None = None
    is_active: bool = True


class PersonOut(Schema):
    """A person as they are."""

    id: int
    username: str
    name: str
    phone: str
    area_id: int | None
    is_active: bool


class Issued(Schema):
    """A new person, and the password to hand over; it is told this once."""

    person: PersonOut
    password: str


class GrantIn(Schema):
    """A role by its key, where, for which units (none: all), and for how long."""

    role: int
    area: int | None = None
    units: tuple[int, ...] = ()
    starts: date | None = None
    ends: date | None = None
    why: str = ""


class GrantOut(Schema):
    """A grant as it is."""

    id: int
    user_id: int
    role_id: int
    area_id: int | None
    starts: date
    ends: date | None


@router.get("", response={200: list[PersonOut], **REFUSALS}, operation_id="people_list")
@paginate
def index(request: Request) -> UserQuerySet:
    """The people in scope."""
    require(request.user, SEE)
    return queries.listed(request.user)


@router.get("/{int:pk}", response={200: PersonOut, **REFUSALS}, operation_id="people_get")
def detail(request: Request, pk: int) -> User:
    """One person."""
    return fetch(queries.people(request.user), request.user, SEE, pk=pk)


@router.post("", response={201: Issued, **REFUSALS}, operation_id="people_create")
def create(request: Request, given: PersonIn) -> Status[Issued]:
    """Make an account with a temporary password."""
    require(request.user, CHANGE)
    made = actions.create(request.user, facts=_said(request, given))
    return Status(201, Issued(person=PersonOut.from_orm(made.user), password=made.password))


@router.put("/{int:pk}", response={200: PersonOut, **REFUSALS}, operation_id="people_change")
def change(request: Request, pk: int, given: PersonIn) -> User:
    """Say something new of a person."""
    user = fetch(queries.people(request.user), request.user, CHANGE, pk=pk)
    return actions.change(request.user, user=user, facts=_said(request, given))


@router.post("/{int:pk}/grants", response={201: GrantOut, **REFUSALS}, operation_id="people_give")
def give(request: Request, pk: int, given: GrantIn) -> Status[Grant]:
    """Give a person a role."""
    user = fetch(queries.people(request.user), request.user, GRANT, pk=pk)
    role = find(queries.roles(), pk=given.role)
    area = _area(request, given.area, GRANT)
    mine = Unit.objects.for_user(request.user)
    units = [fetch(mine, request.user, GRANT, pk=unit) for unit in given.units]
    when = {"starts": given.starts, "ends": given.ends}
    return Status(
        201,
        actions.give(
            request.user, user=user, role=role, area=area, units=units, why=given.why, **when
        ),
    )


def _said(request: Request, given: PersonIn) -> PersonFacts:
    facts = given.dict(exclude={"area"})
    return PersonFacts(area=_area(request, given.area, CHANGE), **facts)


def _area(request: Request, pk: int | None, right: str) -> Area | None:
    if pk is None:
        return None
    return fetch(Area.objects.for_user(request.user), request.user, right, pk=pk)
