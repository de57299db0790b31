"""Visits for other systems. Moments are corrected by what the phone's clock was ahead."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.evidence.visits import queries
from chuangcheng.evidence.visits.models import Visit, VisitQuerySet
from chuangcheng.evidence.visits.rules import SEE
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import find

router = Router(tags=["visits"])


class VisitOut(Schema):
    """One walk past a point. Degrees are WGS-84, lengths metres, `clock_s` seconds ahead."""

    id: int
    uuid: UUID
    round_id: int
    point_id: int
    inspector_id: int
    opened_at: datetime
    closed_at: datetime
    clock_s: float | None
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    distance_m: float | None
    second: bool
    taken_in_at: datetime


@router.get("", response={200: list[VisitOut], **REFUSALS}, operation_id="visits_list")
@paginate
def index(request: Request, after: int = 0, round_id: int | None = None) -> VisitQuerySet:
    """The visits in scope whose key is greater than `after`, by key; of one round if named."""
    require(request.user, SEE)
    rows = queries.visits(request.user).filter(pk__gt=after).order_by("pk")
    return rows.filter(round=round_id) if round_id is not None else rows


@router.get("/{uuid:uuid}", response={200: VisitOut, **REFUSALS}, operation_id="visits_get")
def detail(request: Request, uuid: UUID) -> Visit:
    """One visit."""
    require(request.user, SEE)
    return find(queries.visits(request.user), uuid=uuid)
