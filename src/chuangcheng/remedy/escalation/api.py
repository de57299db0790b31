"""Steps of escalation and the red and black lists for other systems."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet
from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.remedy.escalation import actions, queries
from chuangcheng.remedy.escalation.lists import queries as lists
from chuangcheng.remedy.escalation.models import Answer, ListEntry, Taken, TakenQuerySet, WeekList
from chuangcheng.remedy.escalation.rules import ANSWER, SEE

router = Router(tags=["escalation"])


class TakenOut(Schema):
    """A step that was taken, about a problem or a unit, as it was worded."""

    id: int
    campaign_id: int
    rung: str
    title_zh: str
    title_en: str
    text_zh: str
    text_en: str
    letter: bool
    problem_id: int | None
    unit_id: int | None
    area_id: int
    entry_id: int | None
    due: datetime | None
    count: int
    at: datetime


class AnswerIn(Schema):
    """What came of a step, on a day."""

    day: date
    text: str


class AnswerOut(AnswerIn):
    """The same as it is kept, and by whom."""

    id: int
    person_name: str
    made_at: datetime


class WeekListOut(Schema):
    """The lists of a campaign for the week that begins on a Monday, as they stood at `cut`."""

    id: int
    campaign_id: int
    starts: date
    ends: date
    cut: datetime


class ListEntryOut(Schema):
    """A unit of a week: `colour` is red, black or empty, `rate` in per cent."""

    id: int
    group: str
    unit_id: int
    found: int
    rectified: int
    rate: float
    colour: str
    running: int


@router.get("", response={200: list[TakenOut], **REFUSALS}, operation_id="escalation_list")
@paginate
def index(request: Request, after: int = 0) -> TakenQuerySet:
    """The steps in scope whose key is greater than `after`, by key."""
    require(request.user, SEE)
    return queries.taken(request.user).filter(pk__gt=after).order_by("pk")


@router.get("/{int:pk}", response={200: TakenOut, **REFUSALS}, operation_id="escalation_get")
def detail(request: Request, pk: int) -> Taken:
    """One step."""
    require(request.user, SEE)
    return find(queries.taken(request.user), pk=pk)


@router.get(
    "/{int:pk}/answers", response={200: list[AnswerOut], **REFUSALS}, operation_id="answers_list"
)
@paginate
def answers(request: Request, pk: int) -> QuerySet[Answer]:
    """What came of a step, the first answer first."""
    require(request.user, SEE)
    return find(queries.taken(request.user), pk=pk).answers.all()


@router.post("/{int:pk}/answers", response={201: AnswerOut, **REFUSALS}, operation_id="answers_add")
def add_answer(request: Request, pk: int, given: AnswerIn) -> tuple[int, Answer]:
    """Record a unit's answer to a letter or card, or what was said at an interview."""
    step = fetch(queries.taken(request.user), request.user, ANSWER, pk=pk)
    return 201, actions.answer(request.user, step=step, **given.model_dump())


@router.get("/lists", response={200: list[WeekListOut], **REFUSALS}, operation_id="lists_list")
@paginate
def weeks(request: Request) -> QuerySet[WeekList]:
    """The weeks for which red and black lists were drawn up, the latest first."""
    require(request.user, SEE)
    return lists.weeks(request.user)


@router.get(
    "/lists/{int:pk}", response={200: list[ListEntryOut], **REFUSALS}, operation_id="lists_get"
)
@paginate
def week(request: Request, pk: int) -> QuerySet[ListEntry]:
    """Who stood on the lists of a week, and who had problems and stood on neither."""
    require(request.user, SEE)
    found = find(lists.weeks(request.user), pk=pk)
    return lists.ranked(lists.entries(request.user).filter(week=found))
