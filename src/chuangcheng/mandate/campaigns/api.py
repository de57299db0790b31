"""Campaigns for other systems."""

from __future__ import annotations

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.mandate.campaigns import actions, queries
from chuangcheng.mandate.campaigns.models import Campaign, CampaignQuerySet
from chuangcheng.mandate.campaigns.rules import CHANGE, SEE, CampaignFacts
from chuangcheng.mandate.frameworks import queries as frameworks

router = Router(tags=["campaigns"])


class CampaignIn(Schema):
    """What is said of a campaign; `area` and `edition` are keys."""

    code: str
    title_zh: str
    title_en: str = ""
    area: int
    edition: int
    lane: str
    stage: str = "nomination"
    first_year: int
    years: int = 3
    bearer: str = "point"
    closed: bool = False


class CampaignOut(Schema):
    """A campaign as it is."""

    id: int
    code: str
    title_zh: str
    title_en: str
    area_id: int
    edition_id: int
    lane: str
    stage: str
    first_year: int
    years: int
    bearer: str
    closed: bool


@router.get("", response={200: list[CampaignOut], **REFUSALS}, operation_id="campaigns_list")
@paginate
def index(request: Request) -> CampaignQuerySet:
    """The campaigns in scope."""
    require(request.user, SEE)
    return queries.campaigns(request.user)


@router.get("/{int:pk}", response={200: CampaignOut, **REFUSALS}, operation_id="campaigns_get")
def detail(request: Request, pk: int) -> Campaign:
    """One campaign."""
    require(request.user, SEE)
    return find(queries.campaigns(request.user), pk=pk)


@router.post("", response={201: CampaignOut, **REFUSALS}, operation_id="campaigns_create")
def create(request: Request, given: CampaignIn) -> tuple[int, Campaign]:
    """Set up a campaign."""
    require(request.user, CHANGE)
    return 201, actions.create(request.user, facts=_said(request, given))


@router.put("/{int:pk}", response={200: CampaignOut, **REFUSALS}, operation_id="campaigns_change")
def change(request: Request, pk: int, given: CampaignIn) -> Campaign:
    """Say something new of a campaign."""
    campaign = fetch(queries.campaigns(request.user), request.user, CHANGE, pk=pk)
    return actions.change(request.user, campaign=campaign, facts=_said(request, given))


def _said(request: Request, given: CampaignIn) -> CampaignFacts:
    areas = Area.objects.for_user(request.user)
    return CampaignFacts(
        area=fetch(areas, request.user, CHANGE, pk=given.area),
        edition=find(frameworks.editions(request.user), pk=given.edition),
        **given.model_dump(exclude={"area", "edition"}),
    )
