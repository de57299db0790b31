"""Rounds and observations for other systems."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.evidence.inspections.models import (
    Observation,
    ObservationQuerySet,
    Round,
    RoundQuerySet,
)
from chuangcheng.evidence.inspections.rules import CHANGE, JUDGE, SEE, Judgement
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find

router = Router(tags=["inspections"])


class RoundOut(Schema):
    """A round as it is."""

    id: int
    campaign_id: int
    edition_id: int
    year: int
    number: int
    title_zh: str
    title_en: str
    round_kind: str
    starts: date
    ends: date
    released_at: datetime | None
    seq: int


class ObservationOut(Schema):
    """An observation as it is; `corrects` is the key of the one it corrects."""

    id: int
    uuid: UUID
    seq: int
    corrects_id: int | None
    area_id: int
    unit_id: int | None
    point_id: int | None
    point_type: str
    item: str
    visit: str
    method: str
    result: str
    count: float | None
    of: float | None
    observed_at: datetime | None


class JudgementIn(Schema):
    """What is found of an item, and why it is judged anew; `uuid` is made by the sender."""

    uuid: UUID
    result: str = ""
    count: float | None = None
    of: float | None = None
    why: str


@router.get("", response={200: list[RoundOut], **REFUSALS}, operation_id="inspections_list")
@paginate
def index(request: Request) -> RoundQuerySet:
    """The rounds in scope."""
    require(request.user, SEE)
    return queries.visible(request.user)


@router.get("/{int:pk}", response={200: RoundOut, **REFUSALS}, operation_id="inspections_get")
def detail(request: Request, pk: int) -> Round:
    """One round."""
    require(request.user, SEE)
    return find(queries.visible(request.user), pk=pk)


@router.post(
    "/{int:pk}/release", response={200: RoundOut, **REFUSALS}, operation_id="inspections_release"
)
def release(request: Request, pk: int) -> Round:
    """Let everybody in scope see a round."""
    round_ = fetch(queries.visible(request.user), request.user, CHANGE, pk=pk)
    return actions.release(request.user, round_=round_)


@router.get(
    "/{int:pk}/observations",
    response={200: list[ObservationOut], **REFUSALS},
    operation_id="inspections_observations",
)
@paginate
def observations(request: Request, pk: int, after: int = 0) -> ObservationQuerySet:
    """The observations of a round added after its verb `after`, corrected ones too."""
    require(request.user, SEE)
    round_ = find(queries.visible(request.user), pk=pk)
    return queries.observations(request.user).filter(round=round_, seq__gt=after)


@router.post(
    "/{int:pk}/observations/{int:observation}/judge",
    response={200: ObservationOut, **REFUSALS},
    operation_id="inspections_judge",
)
def judge(request: Request, pk: int, observation: int, given: JudgementIn) -> Observation:
    """Judge an item anew. Sending the same uuid again answers what the first sending made."""
    require(request.user, JUDGE)
    round_ = find(queries.visible(request.user), pk=pk)
    found = fetch(
        queries.observations(request.user), request.user, JUDGE, round=round_, pk=observation
    )
    sent = queries.observations(request.user).filter(corrects=found, uuid=given.uuid).first()
    if sent is not None:
        return sent
    said = Judgement(given.result, given.count, given.of)
    return actions.judge(request.user, observation=found, said=said, why=given.why, uuid=given.uuid)
