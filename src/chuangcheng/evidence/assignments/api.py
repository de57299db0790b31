"""Assignments for other systems."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID

from ninja import Router, Schema
from ninja.pagination import paginate

from chuangcheng.evidence.assignments import actions, queries
from chuangcheng.evidence.assignments.models import Assignment, AssignmentQuerySet
from chuangcheng.evidence.assignments.rules import CHANGE, SEE, Order, Team
from chuangcheng.evidence.assignments.settings import defaults
from chuangcheng.evidence.inspections import rules as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.queries import visible
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import fetch

router = Router(tags=["assignments"])


class AssignmentOut(Schema):
    """An assignment as it is; `uuid` is what the observations made on it name as their visit."""

    id: int
    uuid: UUID
    point_id: int
    day: date
    order: int
    opens: time | None
    closes: time | None
    priority: int
    repeat_of_id: int | None
    inspectors: list[int]

    @staticmethod
    def resolve_inspectors(assignment: Assignment) -> list[int]:
        """The keys of the people."""
        return sorted(one.pk for one in assignment.inspectors.all())


class OrderIn(Schema):
    """How the points are to be shared out; `twice` is a share from 0 to 1.

    What is left out is as the office has set it; the share, as the round says first.
    """

    inspectors: list[int]
    days: list[date]
    team: Team | None = None
    twice: float | None = None


@router.get("/{int:pk}", response={200: list[AssignmentOut], **REFUSALS},
            operation_id="assignments_list")  # fmt: skip
@paginate
def index(request: Request, pk: int) -> AssignmentQuerySet:
    """The assignments of a round."""
    require(request.user, SEE)
    round_ = fetch(visible(request.user), request.user, SEE, pk=pk)
    return queries.assignments(request.user, round_)


@router.post("/{int:pk}", response={200: list[AssignmentOut], **REFUSALS},
             operation_id="assignments_share_out")  # fmt: skip
def share_out(request: Request, pk: int, given: OrderIn) -> list[Assignment]:
    """Share out the points that nobody has."""
    require(request.user, CHANGE)
    round_ = fetch(visible(request.user), request.user, CHANGE, pk=pk)
    return actions.share_out(request.user, round_=round_, order=_order(round_, given))


def _order(round_: Round, given: OrderIn) -> Order:
    known, days = defaults(), tuple(sorted(set(given.days)))
    twice = (round_.twice or known.twice) if given.twice is None else given.twice
    return Order(_people(round_, given), days, given.team or known.team, twice)


def _people(round_: Round, given: OrderIn) -> tuple[User, ...]:
    """Who is to go. Raises ValidationError for keys of nobody who may record in the round."""
    found = tuple(queries.inspectors(round_).filter(pk__in=given.inspectors).order_by("pk"))
    inspections.check_known(given.inspectors, found, field="inspectors")
    return found
