"""Draws for other systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404
from ninja import Router, Schema

from chuangcheng.engine.draws import Exclusion, Quota
from chuangcheng.evidence.draws import actions, queries
from chuangcheng.evidence.draws.models import Draw
from chuangcheng.evidence.draws.rules import CHANGE, SEE, DrawFacts
from chuangcheng.evidence.inspections.queries import visible
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find

router = Router(tags=["draws"])


class DrawOut(Schema):
    """A draw as it is; `record` is what `chuangcheng draw --verify` repeats."""

    round_id: int
    announced: str
    announced_at: datetime
    quotas: list[dict[str, Any]]
    excluded: list[dict[str, Any]]
    seed: str
    drawn_at: datetime | None
    record: dict[str, Any] | None


class QuotaIn(Schema):
    """How many points of a kind are drawn in an area, by their codes."""

    area: str
    point_type: str
    number: int


class ExclusionIn(Schema):
    """A point left out, and why."""

    point: str
    reason: str


class DrawIn(Schema):
    """What is announced of a draw."""

    announced: str
    quotas: list[QuotaIn]
    excluded: tuple[ExclusionIn, ...] = ()


class SeedIn(Schema):
    """The seed, once it exists."""

    seed: str


@router.get("/{int:pk}", response={200: DrawOut, **REFUSALS}, operation_id="draws_get")
def detail(request: Request, pk: int) -> Draw:
    """The draw of a round."""
    require(request.user, SEE)
    return fetch(queries.draws(request.user), request.user, SEE, round=pk)


@router.put("/{int:pk}", response={200: DrawOut, **REFUSALS}, operation_id="draws_announce")
def announce(request: Request, pk: int, given: DrawIn) -> Draw:
    """Announce how the points of a round will be drawn."""
    require(request.user, CHANGE)
    round_ = fetch(visible(request.user), request.user, CHANGE, pk=pk)
    facts = DrawFacts(
        given.announced,
        tuple(Quota(**quota.dict()) for quota in given.quotas),
        tuple(Exclusion(**out.dict()) for out in given.excluded),
    )
    return actions.announce(request.user, round_=round_, facts=facts)


@router.post("/{int:pk}/draw", response={200: DrawOut, **REFUSALS}, operation_id="draws_draw")
def draw_points(request: Request, pk: int, given: SeedIn) -> Draw:
    """Draw the points from the seed."""
    require(request.user, CHANGE)
    draw = fetch(queries.draws(request.user), request.user, CHANGE, round=pk)
    return actions.draw_points(request.user, draw=draw, seed=given.seed)


@router.get(
    "/{int:pk}/points", response={200: list[list[str]], **REFUSALS}, operation_id="draws_points"
)
def points(request: Request, pk: int) -> list[list[str]]:
    """Area, kind and code of every point that could have been drawn."""
    require(request.user, SEE)
    draw = find(queries.draws(request.user), round=pk)
    if not draw.drawn:
        raise Http404
    return [list(row) for row in draw.frame]
