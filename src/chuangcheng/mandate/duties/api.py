"""Duties for other systems."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns.queries import campaigns
from chuangcheng.mandate.duties import actions, queries
from chuangcheng.mandate.duties.coverage import Coverage
from chuangcheng.mandate.duties.models import Duty, DutyQuerySet
from chuangcheng.mandate.duties.rules import CHANGE, SEE, DutyFacts
from chuangcheng.mandate.frameworks.models import Standard

router = Router(tags=["duties"])


class ShareIn(Schema):
    """A partner by its key, and its share in proportion to the others."""

    unit: int
    share: Decimal


class DutyIn(Schema):
    """What is said of a duty; units and leader are keys, no area means the whole campaign."""

    lead: int | None = None
    lead_share: Decimal = Decimal(1)
    partners: tuple[ShareIn, ...] = ()
    leader: int | None = None
    task: str = ""
    target: str = ""
    deadline: date | None = None


class NewDutyIn(DutyIn):
    """A duty of a campaign; the standard goes by its code."""

    campaign: int
    standard: str
    area: int | None = None


class ShareOut(Schema):
    """A unit's part in a duty."""

    unit_id: int
    role: str
    share: Decimal


class DutyOut(Schema):
    """A duty as it is."""

    id: int
    campaign_id: int
    standard: str
    area_id: int | None
    leader_id: int | None
    shares: list[ShareOut]
    task: str
    target: str
    deadline: date | None

    @staticmethod
    def resolve_standard(duty: Duty) -> str:
        """The code of its standard."""
        return duty.standard.code

    @staticmethod
    def resolve_shares(duty: Duty) -> list[object]:
        """Its units, the lead first."""
        return list(duty.shares.all())


class CoverageOut(Schema):
    """How many gaps a campaign has, by what has no owner."""

    standards: int
    points: int
    streets: int
    requirements: int


@router.get("", response={200: list[DutyOut], **REFUSALS}, operation_id="duties_list")
@paginate
def index(request: Request) -> DutyQuerySet:
    """The duties in scope."""
    require(request.user, SEE)
    return queries.duties(request.user)


@router.get("/{int:pk}", response={200: DutyOut, **REFUSALS}, operation_id="duties_get")
def detail(request: Request, pk: int) -> Duty:
    """One duty."""
    require(request.user, SEE)
    return find(queries.duties(request.user), pk=pk)


@router.get(
    "/coverage/{int:pk}", response={200: CoverageOut, **REFUSALS}, operation_id="duties_coverage"
)
def coverage(request: Request, pk: int) -> dict[str, int]:
    """How many gaps a campaign has."""
    campaign = fetch(campaigns(request.user), request.user, SEE, pk=pk)
    return dict(Coverage(request.user, campaign).counts)


@router.post("", response={201: DutyOut, **REFUSALS}, operation_id="duties_create")
def create(request: Request, given: NewDutyIn) -> tuple[int, Duty]:
    """Hand a standard out."""
    require(request.user, CHANGE)
    campaign = fetch(campaigns(request.user), request.user, CHANGE, pk=given.campaign)
    standards = Standard.objects.with_right(request.user, SEE).filter(edition=campaign.edition)
    mine = Area.objects.for_user(request.user)
    area = fetch(mine, request.user, CHANGE, pk=given.area) if given.area else None
    facts = _said(request, given, find(standards, code=given.standard), area)
    return 201, actions.create(request.user, campaign=campaign, facts=facts)


@router.put("/{int:pk}", response={200: DutyOut, **REFUSALS}, operation_id="duties_change")
def change(request: Request, pk: int, given: DutyIn) -> Duty:
    """Say something new of a duty."""
    duty = fetch(queries.duties(request.user), request.user, CHANGE, pk=pk)
    facts = _said(request, given, duty.standard, duty.area)
    return actions.change(request.user, duty=duty, facts=facts)


def _said(request: Request, given: DutyIn, standard: Standard, area: Area | None) -> DutyFacts:
    units = Unit.objects.for_user(request.user)
    people = User.objects.for_user(request.user)
    return DutyFacts(
        standard=standard,
        area=area,
        lead=find(units, pk=given.lead) if given.lead else None,
        leader=find(people, pk=given.leader) if given.leader else None,
        partners=tuple((find(units, pk=part.unit), part.share) for part in given.partners),
        lead_share=given.lead_share,
        task=given.task,
        target=given.target,
        deadline=given.deadline,
    )
