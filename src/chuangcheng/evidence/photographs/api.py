"""Photographs and what is doubtful about them, for other systems."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.evidence.photographs import actions, queries
from chuangcheng.evidence.photographs.models import (
    DoubtQuerySet,
    Flag,
    Photograph,
    PhotographQuerySet,
)
from chuangcheng.evidence.photographs.rules import COVER, REVIEW, SEE
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.lib.pictures import Box

router = Router(tags=["photographs"])


class PhotographOut(Schema):
    """A photograph as it is; its picture is at the page's address with picture.jpg."""

    uuid: UUID
    state: str
    fault: str
    purpose: str
    round_id: int | None
    visit: UUID | None
    judgement: UUID | None
    item: str
    owner_kind: str
    owner_key: str
    point_id: int | None
    area_id: int | None
    unit_id: int | None
    person_id: int | None
    sha256: str
    size: int
    width: int | None
    height: int | None
    received_at: datetime
    taken_at: datetime | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    published_at: datetime | None


class DoubtOut(Schema):
    """A doubt about a photograph, its figures, and what was decided."""

    id: int
    photograph: UUID
    kind: str
    other: UUID | None
    figures: dict[str, object]
    raised_at: datetime
    verdict: str
    reason: str

    @staticmethod
    def resolve_photograph(flag: Flag) -> UUID:
        return flag.photograph.uuid

    @staticmethod
    def resolve_other(flag: Flag) -> UUID | None:
        return flag.other.uuid if flag.other else None

    @staticmethod
    def resolve_kind(flag: Flag) -> str:
        return flag.flag_kind


class VerdictIn(Schema):
    """What somebody makes of a doubt: kept, explained or rejected, and why."""

    verdict: str
    reason: str


class CoverIn(Schema):
    """Boxes over a photograph: left, top, right and bottom as shares of width and height."""

    boxes: list[tuple[float, float, float, float]]


@router.get("", response={200: list[PhotographOut], **REFUSALS}, operation_id="photographs_list")
@paginate
def index(request: Request) -> PhotographQuerySet:
    """The photographs in scope, the newest first."""
    require(request.user, SEE)
    return queries.visible(request.user)


@router.get("/doubts", response={200: list[DoubtOut], **REFUSALS}, operation_id="doubts_list")
@paginate
def doubts(request: Request) -> DoubtQuerySet:
    """The doubts in scope, decided ones too."""
    require(request.user, REVIEW)
    return queries.doubts(request.user)


@router.post(
    "/doubts/{int:pk}/decide", response={200: DoubtOut, **REFUSALS}, operation_id="doubts_decide"
)
def decide(request: Request, pk: int, given: VerdictIn) -> Flag:
    """Decide a doubt."""
    require(request.user, REVIEW)
    found = fetch(queries.doubts(request.user), request.user, REVIEW, pk=pk)
    return actions.decide(_user(request), flag=found, verdict=given.verdict, reason=given.reason)


@router.get(
    "/{uuid:uuid}", response={200: PhotographOut, **REFUSALS}, operation_id="photographs_get"
)
def detail(request: Request, uuid: UUID) -> Photograph:
    """One photograph."""
    require(request.user, SEE)
    return find(queries.visible(request.user), uuid=uuid)


@router.post(
    "/{uuid:uuid}/publish",
    response={200: PhotographOut, **REFUSALS},
    operation_id="photographs_publish",
)
def publish(request: Request, uuid: UUID, given: CoverIn) -> Photograph:
    """Let a photograph be shown outside, with opaque boxes over what must not be seen."""
    require(request.user, COVER)
    found = fetch(queries.visible(request.user), request.user, COVER, uuid=uuid)
    boxes = [Box(*box) for box in given.boxes]
    return actions.publish(_user(request), photograph=found, boxes=boxes)


def _user(request: Request) -> User:
    assert isinstance(request.user, User)
    return request.user
