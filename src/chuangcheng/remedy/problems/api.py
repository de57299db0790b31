"""Problems for other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.queries import points
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.doing import Said, do
from chuangcheng.remedy.problems.finding.actions import report as report_it
from chuangcheng.remedy.problems.models import Problem, ProblemQuerySet
from chuangcheng.remedy.problems.rules import REPORT, RIGHTS, SEE, ProblemFacts

router = Router(tags=["problems"])


class ProblemIn(Schema):
    """What is said of a problem; `campaign`, `point`, `area` are keys. Degrees are WGS-84."""

    campaign: int
    source: str
    title: str
    found_at: datetime
    point: int | None = None
    area: int | None = None
    item: str = ""
    detail: str = ""
    address: str = ""
    lon: float | None = None
    lat: float | None = None
    category: str = ""
    severity: str = ""
    reporter_name: str = ""
    reporter_contact: str = ""
    reference: str = ""
    before: tuple[UUID, ...] = ()


class ProblemOut(Schema):
    """A problem as it is; `stake` is in points of the total."""

    id: int
    number: str
    campaign_id: int
    source: str
    title: str
    detail: str
    point_id: int | None
    area_id: int
    address: str
    lon: float | None
    lat: float | None
    item: str
    standard: str
    stake: float
    category: str
    severity: str
    lead_id: int | None
    state: str
    open: bool
    due: datetime | None
    found_at: datetime
    dispatched_at: datetime | None
    rectified_at: datetime | None
    closed_at: datetime | None
    on_time: bool | None
    seen: int
    rebounds: int
    reworks: int
    extensions: int


class StepIn(Schema):
    """A step: the verb, and what it brings along; `lead` and `partners` are keys of units."""

    verb: str
    note: str = ""
    lead: int | None = None
    partners: tuple[int, ...] = ()
    photographs: tuple[UUID, ...] = ()
    result: str = ""
    count: float | None = None
    of: float | None = None
    uuid: UUID | None = None
    amount: int = 0
    waits_for: str = ""
    stage: str = ""


class StepOut(Schema):
    """A step that was taken."""

    n: int
    verb: str
    outcome: str
    from_state: str
    to_state: str
    at: datetime
    actor_name: str
    unit_id: int | None
    note: str


@router.get("", response={200: list[ProblemOut], **REFUSALS}, operation_id="problems_list")
@paginate
def index(request: Request, after: int = 0, state: str = "") -> ProblemQuerySet:
    """The problems in scope whose key is greater than `after`, by key; of one state if named."""
    require(request.user, SEE)
    rows = queries.problems(request.user).filter(pk__gt=after).order_by("pk")
    return rows.filter(state=state) if state else rows


@router.get("/{int:pk}", response={200: ProblemOut, **REFUSALS}, operation_id="problems_get")
def detail(request: Request, pk: int) -> Problem:
    """One problem."""
    require(request.user, SEE)
    return find(queries.problems(request.user), pk=pk)


@router.get(
    "/{int:pk}/steps", response={200: list[StepOut], **REFUSALS}, operation_id="problems_steps"
)
@paginate
def steps(request: Request, pk: int) -> Any:  # noqa: ANN401  # rows of the history
    """The history of a problem, the first step first."""
    require(request.user, SEE)
    return find(queries.problems(request.user), pk=pk).steps.order_by("n")


@router.post("", response={201: ProblemOut, **REFUSALS}, operation_id="problems_report")
def report(request: Request, given: ProblemIn) -> tuple[int, Problem]:
    """Report a problem; one of a point and item that is there already is seen again."""
    require(request.user, REPORT)
    mine = Area.objects.for_user(request.user)
    known = given.model_dump(exclude={"campaign", "point", "area"})
    facts = ProblemFacts(
        campaign=find(campaigns.campaigns(request.user), pk=given.campaign),
        point=find(points(request.user), pk=given.point) if given.point else None,
        area=find(mine, pk=given.area) if given.area else None,
        **known,
    )
    return 201, report_it(request.user, facts=facts)


@router.post(
    "/{int:pk}/steps", response={200: ProblemOut, **REFUSALS}, operation_id="problems_step"
)
def step(request: Request, pk: int, given: StepIn) -> Problem:
    """Take a step. A re-check sent again with the same uuid answers what the first made."""
    require(request.user, SEE)
    rows = queries.problems(request.user)
    if given.verb in RIGHTS and given.verb != "contribute":
        problem = fetch(rows, request.user, RIGHTS[given.verb], pk=pk)
    else:
        problem = find(rows, pk=pk)
    if given.uuid and problem.rechecks.filter(uuid=given.uuid).exists():
        return problem
    return do(request.user, problem, given.verb, _said(request, given))


def _said(request: Request, given: StepIn) -> Said:
    mine = Unit.objects.for_user(request.user)
    return Said(
        note=given.note,
        lead=find(mine, pk=given.lead) if given.lead else None,
        partners=tuple(find(mine, pk=key) for key in given.partners),
        photographs=given.photographs,
        judgement=Judgement(given.result, given.count, given.of),
        uuid=given.uuid,
        amount=given.amount,
        waits_for=given.waits_for,
        stage=given.stage,
    )
