"""Rounds and observations for other systems."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.evidence.inspections import actions, queries, rules
from chuangcheng.evidence.inspections.models import (
    Observation,
    ObservationQuerySet,
    Round,
    RoundKind,
    RoundQuerySet,
)
from chuangcheng.evidence.inspections.rules import CHANGE, JUDGE, SEE, Judgement, RoundFacts
from chuangcheng.ground.people import queries as people
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.mandate.campaigns import queries as campaigns

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
    closed_at: datetime | None
    released_at: datetime | None
    state: str
    items: list[str]
    twice: float
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
    repeat: str
    method: str
    result: str
    count: float | None
    of: float | None
    observed_at: datetime | None


class RoundIn(Schema):
    """What is said of a round; `members` are keys of people, `twice` a share from 0 to 1."""

    year: int
    number: int
    title_zh: str
    title_en: str = ""
    round_kind: RoundKind
    starts: date
    ends: date
    twice: float = 0.0
    items: tuple[str, ...] = ()
    members: tuple[int, ...] = ()

    def facts(self) -> RoundFacts:
        """What the verbs take."""
        return RoundFacts(**self.dict(include=set(RoundFacts.__dataclass_fields__)))


class NewRoundIn(RoundIn):
    """A new round: of which campaign, and whether it is secret until released."""

    campaign: int
    secret: bool


class ReasonIn(Schema):
    """Why something is done."""

    why: str


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


@router.post("", response={200: RoundOut, **REFUSALS}, operation_id="inspections_create")
def create(request: Request, given: NewRoundIn) -> Round:
    """Make a round."""
    require(request.user, CHANGE)
    campaign = find(campaigns.changeable(request.user).open(), pk=given.campaign)
    return actions.create(
        request.user,
        campaign=campaign,
        facts=given.facts(),
        secret=given.secret,
        members=_people(request, given),
    )


@router.put("/{int:pk}", response={200: RoundOut, **REFUSALS}, operation_id="inspections_change")
def change(request: Request, pk: int, given: RoundIn) -> Round:
    """Say something new of a round and of who is on it; members out of one's scope stay on it."""
    round_ = fetch(queries.visible(request.user), request.user, CHANGE, pk=pk)
    beyond = queries.members_beyond(request.user, round_)
    members = _people(request, given, beyond)
    return actions.change(request.user, round_=round_, facts=given.facts(), members=members)


@router.post(
    "/{int:pk}/close", response={200: RoundOut, **REFUSALS}, operation_id="inspections_close"
)
def close(request: Request, pk: int) -> Round:
    """Take nothing more in."""
    round_ = fetch(queries.visible(request.user), request.user, CHANGE, pk=pk)
    return actions.close(request.user, round_=round_)


@router.post(
    "/{int:pk}/reopen", response={200: RoundOut, **REFUSALS}, operation_id="inspections_reopen"
)
def reopen(request: Request, pk: int, given: ReasonIn) -> Round:
    """Take in what comes from the street again."""
    round_ = fetch(queries.visible(request.user), request.user, CHANGE, pk=pk)
    return actions.reopen(request.user, round_=round_, why=given.why)


@router.post(
    "/{int:pk}/discard", response={200: RoundOut, **REFUSALS}, operation_id="inspections_discard"
)
def discard(request: Request, pk: int, given: ReasonIn) -> Round:
    """Take a round away on which nothing rests."""
    round_ = fetch(queries.visible(request.user), request.user, CHANGE, pk=pk)
    return actions.discard(request.user, round_=round_, why=given.why)


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
    rows = queries.with_its_round(request.user)
    found = fetch(rows, request.user, JUDGE, round=pk, pk=observation)
    said, uuid = Judgement(given.result, given.count, given.of), given.uuid
    try:
        return actions.judge(request.user, observation=found, said=said, why=given.why, uuid=uuid)
    except ValidationError:
        # Only now is it certain: two sendings at once both find nothing before.
        sent = queries.sent_before(found, uuid)
        if sent is None:
            raise
        return sent


def _people(request: Request, given: RoundIn, beyond: Iterable[User] = ()) -> list[User]:
    """The people to be on it: in scope, or out of it but on it already.

    Raises ValidationError for keys that are nobody there.
    """
    found = [*people.people(request.user).filter(pk__in=given.members), *beyond]
    rules.check_known(given.members, found)
    return found
