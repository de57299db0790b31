"""The standing for other systems. Points are in ticks of 10⁻¹¹, as whole numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from ninja.pagination import paginate

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.rules import CHANGE
from chuangcheng.ground.scope import may, require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch, find
from chuangcheng.outcome.standing import actions, queries
from chuangcheng.outcome.standing.live import live
from chuangcheng.outcome.standing.models import (
    Computation,
    ComputationQuerySet,
    LossQuerySet,
    NodeQuerySet,
    RankQuerySet,
)
from chuangcheng.outcome.standing.rules import COMPUTE, SEE

router = Router(tags=["standing"])


class ComputationOut(Schema):
    """A computation as it is kept; of how many observations is for whoever runs the round."""

    id: int
    round_id: int
    upto: int
    made_at: datetime
    engine_version: str
    inputs_sha256: str
    figures_sha256: str
    observations: int | None
    status: str

    @staticmethod
    def resolve_observations(computation: Computation, context: dict[str, Any]) -> int | None:
        """How many; beside the list of the round it would tell others of second visits."""
        runs = may(context["request"].user, CHANGE, computation.round)
        return computation.observations if runs else None


class RepeatedOut(Schema):
    """Whether a computation made once more has the same inputs and figures."""

    inputs: bool
    figures: bool


class RankOut(Schema):
    """An area's score and ranks."""

    area_id: int
    group: str
    possible: int
    raw: int
    bonus: int
    penalty: int
    net: int
    low: float | None
    high: float | None
    effect: str
    raw_rank: int | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    to_first: int
    to_next: int
    above_last: int


class NodeOut(Schema):
    """A node's points in an area."""

    area_id: int
    node_kind: str
    node: str
    parent: str
    possible: int
    lost: int
    low: float | None
    high: float | None
    met: int
    judged: int
    status: str


class LossOut(Schema):
    """What one observation cost one unit in the total of one area."""

    area_id: int
    project: str
    content: str
    standard: str
    part: str
    method: str
    item: str
    point_type: str
    unit_id: int | None
    observation_id: int | None
    lost: int


class NowOut(Schema):
    """Where an area stands this moment, by its code."""

    area: str
    net: int
    rank: int | None


@router.get("", response={200: list[ComputationOut], **REFUSALS}, operation_id="standing_list")
@paginate
def index(request: Request) -> ComputationQuerySet:
    """The computations in scope."""
    require(request.user, SEE)
    return queries.computations(request.user)


@router.get("/{int:pk}", response={200: ComputationOut, **REFUSALS}, operation_id="standing_get")
def detail(request: Request, pk: int) -> Computation:
    """One computation."""
    return _found(request, pk)


@router.post(
    "/rounds/{int:pk}/compute",
    response={201: ComputationOut, **REFUSALS},
    operation_id="standing_compute",
)
def compute(request: Request, pk: int) -> Status[Computation]:
    """Compute a round as it is now."""
    require(request.user, COMPUTE)
    round_ = fetch(inspections.visible(request.user), request.user, COMPUTE, pk=pk)
    return Status(201, actions.compute(request.user, round_=round_))


@router.post(
    "/{int:pk}/repeat", response={200: RepeatedOut, **REFUSALS}, operation_id="standing_repeat"
)
def repeat(request: Request, pk: int) -> actions.Repeated:
    """Make a computation once more from its own inputs."""
    require(request.user, COMPUTE)
    found = fetch(queries.computations(request.user), request.user, COMPUTE, pk=pk)
    return actions.repeat(request.user, computation=found)


@router.get(
    "/{int:pk}/ranks", response={200: list[RankOut], **REFUSALS}, operation_id="standing_ranks"
)
@paginate
def ranks(request: Request, pk: int) -> RankQuerySet:
    """The areas with their scores and ranks."""
    return queries.ranks(request.user, _found(request, pk))


@router.get(
    "/{int:pk}/nodes", response={200: list[NodeOut], **REFUSALS}, operation_id="standing_nodes"
)
@paginate
def nodes(request: Request, pk: int) -> NodeQuerySet:
    """Every node of every area."""
    return queries.nodes(request.user, _found(request, pk))


@router.get(
    "/{int:pk}/losses", response={200: list[LossOut], **REFUSALS}, operation_id="standing_losses"
)
@paginate
def losses(request: Request, pk: int) -> LossQuerySet:
    """What single observations cost, area by area."""
    return queries.losses(request.user, _found(request, pk))


@router.get(
    "/rounds/{int:pk}/now", response={200: list[NowOut], **REFUSALS}, operation_id="standing_now"
)
def now(request: Request, pk: int) -> list[dict[str, Any]]:
    """Where the areas stand this moment, with every correction that was entered."""
    require(request.user, SEE)
    # What it is of is looked up only where its assessment has to be made anew.
    round_ = find(inspections.visible(request.user).select_related(None), pk=pk)
    return queries.standing_now(request.user, live(round_).assessment)


def _found(request: Request, pk: int) -> Computation:
    require(request.user, SEE)
    return find(queries.computations(request.user), pk=pk)
