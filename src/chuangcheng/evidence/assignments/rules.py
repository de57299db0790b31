"""What must hold of assignments, and what it takes to see and make them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal, get_args

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from chuangcheng.engine.assigning import AssigningError
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.rights import right

SEE = right(
    "assignments.see",
    zh="查看任务、进度和一致性",
    en="See assignments, progress and agreement",
    roles=("office", "supervisor", "superior"),
)
CHANGE = right("assignments.change", zh="分派任务", en="Give assignments", roles=("office",))

#: How many inspectors go together.
Team = Literal[1, 2]


@dataclass(frozen=True)
class Order:
    """How the points of a round are to be shared out."""

    inspectors: tuple[User, ...]
    days: tuple[date, ...]
    team: int
    twice: float


@dataclass(frozen=True)
class AssignmentFacts:
    """What a person says of one assignment."""

    day: date
    inspectors: tuple[User, ...]
    opens: time | None = None
    closes: time | None = None
    priority: int = 0


def check_order(round_: Round, order: Order, points: Collection[Point]) -> None:
    """There are points to share out, people to visit them, and days to do it on.

    Raises ValidationError with everything that is missing.
    """
    faults: dict[str, str] = {}
    if order.team not in get_args(Team):
        faults["team"] = _("每组应为一人或两人。")
    if not points:
        faults["inspectors"] = _("没有待分派的点位：先抽取点位，或这一轮的点位都已分派。")
    elif len(order.inspectors) < order.team:
        faults["inspectors"] = _("%(team)d 人一组，至少要选 %(team)d 名测评员。") % {
            "team": order.team
        }
    if not order.days:
        faults["days"] = _("请至少选一天。")
    elif any(not round_.starts <= day <= round_.ends for day in order.days):
        faults["days"] = _("日期应在这一轮的开始和结束之间。")
    if not 0 <= order.twice <= 1:
        faults["twice"] = _("比例应在 0 到 100 之间。")
    if faults:
        raise ValidationError(faults)


def refuse_sharing(error: AssigningError, points: Mapping[str, Point]) -> ValidationError:
    """What the engine refuses, in words: nobody may go, or nobody is left to go again."""
    faults = []
    if error.points:
        named = _("、").join(str(points[key]) for key in error.points)
        faults.append(_("所选的人都来自责任单位，谁也不能去：%s。请加选其他单位的人。") % named)
    if error.again:
        named = _("、").join(str(points[key]) for key in error.again)
        faults.append(_("双盲复查没有另一组人可去：%s。请加选测评员，或降低复查比例。") % named)
    return ValidationError(faults)


def check_open(round_: Round) -> None:
    """Work is given only while a round takes something in."""
    if round_.closed:
        raise ValidationError(_("这一轮已经关闭，不能再分派。"))


def check_facts(
    assignment: Assignment, facts: AssignmentFacts, answers: Mapping[int, Collection[int]]
) -> None:
    """One or two people who may go, on a day of the round, within hours that open before they close.

    `answers` are the units that each inspector's own units answer for, by the inspector's key.
    """
    faults: dict[str, str] = {}
    if not 1 <= len(facts.inspectors) <= 2:
        faults["inspectors"] = _("请选一名或两名测评员。")
    unit = assignment.point.unit_id
    if mine := [one for one in facts.inspectors if unit in answers.get(one.pk, ())]:
        named = _("、").join(map(str, mine))
        faults["inspectors"] = _("%s 来自这个点位的责任单位，应当回避。") % named
    twin = Q(repeat_of=assignment) | Q(pk=assignment.repeat_of_id)
    others = User.objects.filter(assignments__in=Assignment.objects.live().filter(twin))
    if set(others) & set(facts.inspectors):
        faults["inspectors"] = _("同一点位的两次走访不能有同一个人。")
    if not assignment.round.starts <= facts.day <= assignment.round.ends:
        faults["day"] = _("日期应在这一轮的开始和结束之间。")
    if facts.opens and facts.closes and facts.closes <= facts.opens:
        faults["closes"] = _("最晚应晚于最早。")
    if faults:
        raise ValidationError(faults)


def check_not_visited(assignment: Assignment, *, visited: bool) -> None:
    """What has been visited stays, and stays with whoever visited it."""
    if visited:
        raise ValidationError(_("“%s”已经走访，不能撤销，也不能改派给别人。") % assignment)


def check_live(assignment: Assignment) -> None:
    """What was dropped is nobody's work any more."""
    if assignment.dropped_at is not None:
        raise ValidationError(_("“%s”的任务已被撤销，请刷新后再看。") % assignment)


def check_same_route(assignments: Sequence[Assignment], wanted: Sequence[int]) -> None:
    """A new order names every stop of the route, each once."""
    if sorted(wanted) != sorted(assignment.pk for assignment in assignments):
        raise ValidationError(_("这条路线已被别人改过，请刷新后再排。"))


def check_patrol(points: Sequence[Point], why: str) -> None:
    """A patrol has somewhere to go, and a reason."""
    faults: dict[str, str] = {}
    if not points:
        faults["points"] = _("请至少选一个点位。")
    if not why.strip():
        faults["why"] = _("请写明为什么督查。")
    if faults:
        raise ValidationError(faults)
