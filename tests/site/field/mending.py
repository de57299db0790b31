"""What is done about a fault between two visits; each deed is about the lamps of one point."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import django

django.setup()

from chuangcheng.evidence.inspections.models import (  # noqa: E402  # Django comes first
    Observation,
    Round,
)
from chuangcheng.evidence.photographs import tasks  # noqa: E402
from chuangcheng.evidence.photographs.actions import decide  # noqa: E402
from chuangcheng.evidence.photographs.models import (  # noqa: E402
    Flag,
    FlagKind,
    Photograph,
    PhotographQuerySet,
)
from chuangcheng.evidence.photographs.unproven import unproven  # noqa: E402
from chuangcheng.evidence.visits.actions import take_waiting  # noqa: E402
from chuangcheng.evidence.visits.verdicts import Verdict  # noqa: E402
from chuangcheng.ground.people.models import User  # noqa: E402
from chuangcheng.remedy.problems import actions  # noqa: E402
from chuangcheng.remedy.problems.following.actions import follow  # noqa: E402
from chuangcheng.remedy.problems.models import Moment, Problem  # noqa: E402
from tests.site.cast import SYSTEM  # noqa: E402


def put_right(code: str) -> dict[str, Any]:
    """The clerk's unit gets the problem, signs for it and reports it as rectified."""
    take_waiting(1000)
    follow(Round.objects.get())
    _look_at_photographs()
    problem, clerk = _problem(code), User.objects.get(username="clerk")
    office = User.objects.get(username="office")
    actions.dispatch(office, problem=problem, lead=problem.lead)
    actions.sign(clerk, problem=_problem(code))
    actions.rectify(clerk, problem=_problem(code), note="路灯已修复", photographs=[uuid4()])
    return told(code)


def told(code: str) -> dict[str, Any]:
    """How far the problem is, and which photographs show it before and after, once looked at."""
    take_waiting(1000)
    _look_at_photographs()
    problem = _problem(code)
    shown = dict(problem.pictures.values_list("photograph", "moment"))
    looked = Photograph.objects.filter(uuid__in=shown).exclude(thumbnail="")
    moments = [shown[one.uuid] for one in looked.order_by("pk")]
    return {
        "state": problem.state,
        "before": moments.count(Moment.BEFORE),
        "after": moments.count(Moment.AFTER),
    }


def not_accept(code: str, why: str) -> dict[str, Any]:
    """The supervisor does not accept the photograph of the lamps."""
    take_waiting(1000)
    _look_at_photographs()
    shown = _photographs(code).latest("pk")
    flag = Flag.objects.create(photograph=shown, flag_kind=FlagKind.PLACE)
    supervisor = User.objects.get(username="supervisor")
    return {"flag": decide(supervisor, flag=flag, verdict=Verdict.REJECTED, reason=why).pk}


def settle(code: str) -> dict[str, Any]:
    """The supervisor sees no fault in whatever is doubtful about the photographs of the lamps."""
    supervisor = User.objects.get(username="supervisor")
    doubts = list(Flag.objects.waiting().filter(photograph__in=_photographs(code)))
    for flag in doubts:
        decide(supervisor, flag=flag, verdict=Verdict.KEPT, reason="同一处，不是重复")
    return {"doubts": len(doubts)}


def proven(code: str) -> dict[str, Any]:
    """How many photographs of the lamps there are, and how many judgements lack one."""
    take_waiting(1000)
    _look_at_photographs()
    lacking = unproven(SYSTEM).filter(item="lamps", point__code=code)
    return {"photographs": _photographs(code).count(), "unproven": lacking.count()}


def _photographs(code: str) -> PhotographQuerySet:
    seen = Observation.objects.filter(item="lamps", point__code=code)
    return Photograph.objects.filter(judgement__in=seen.values("uuid"))


def _problem(code: str) -> Problem:
    return Problem.objects.select_related("lead").get(item="lamps", point__code=code)


def _look_at_photographs() -> None:
    tasks.check(SimpleNamespace(tell=lambda *_said: None, give_way=lambda: None))  # type: ignore[arg-type]  # nobody waits


DEEDS: dict[str, Callable[..., dict[str, Any]]] = {
    deed.__name__: deed for deed in (put_right, told, not_accept, settle, proven)
}
