"""Likely failures for other systems."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema

from chuangcheng.ground.scope import require
from chuangcheng.ground.site.api import REFUSALS
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.subject import find
from chuangcheng.remedy.likely import queries
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.rules import SEE

router = Router(tags=["likely"])


class LikelyOut(Schema):
    """A point, how likely it fails (0 to 1), how often it was judged and failed.

    `known_by` is the lowest level that had been judged: point, unit, kind, item or overall.
    """

    point_id: int
    rate: float
    judged: int
    failed: int
    known_by: str


@router.get("/{int:pk}", response={200: list[LikelyOut], **REFUSALS}, operation_id="likely_get")
def detail(request: Request, pk: int) -> list[dict[str, Any]]:
    """Where the failure behind a problem is likeliest elsewhere, the likeliest first.

    Empty for a problem of no item.
    """
    require(request.user, SEE)
    problem = find(problems.problems(request.user), pk=pk)
    found = queries.likely(request.user, problem) if problem.item else []
    return [{**vars(one), "point_id": one.point.pk} for one in found]
