"""What people are told of: problems handed on, rounds, delegations; and of what they are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pydantic import ValidationError

from chuangcheng.adapters.notices.actions import gather
from chuangcheng.adapters.notices.limits import Limits, limits
from chuangcheng.adapters.notices.models import Message, Notice
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import User
from chuangcheng.remedy.escalation.actions import climb
from chuangcheng.remedy.problems import actions as problems
from tests.site.assignments.street import Street
from tests.site.cast import World, signed_in
from tests.site.escalation.late import late
from tests.site.problems.scene import DAY, FAIL, MONDAY, Scene, dispatched, rectified, signed

HOUR = timedelta(hours=1)


def told(person: User, source: str = "problems") -> list[str]:
    """The titles of what somebody was told, the first first."""
    rows = Notice.objects.filter(person=person, source=source)
    return list(rows.order_by("pk").values_list("title_zh", flat=True))


def test_it_tells_a_unit_of_what_it_is_handed(world: World) -> None:
    problem = dispatched(Scene(world))
    gather(MONDAY + HOUR)
    gather(MONDAY + 2 * HOUR)
    notice = Notice.objects.get(person=world.clerk)
    assert (notice.title_zh, notice.link) == ("新交办", problem.get_absolute_url())
    assert problem.number in notice.text_en
    assert told(world.office) == []


def test_it_tells_the_office_of_what_is_returned(world: World) -> None:
    problem = dispatched(Scene(world))
    problems.give_back(world.clerk, problem=problem, note="不归我们管", now=MONDAY + HOUR)
    gather(MONDAY + 2 * HOUR)
    assert told(world.office) == ["退回待裁定"]
    assert "不归我们管" in Notice.objects.get(person=world.office).text_zh


def test_it_tells_supervisors_what_is_to_be_re_checked(world: World) -> None:
    rectified(Scene(world), after=HOUR)
    gather(MONDAY + 2 * HOUR)
    assert told(world.supervisor) == ["待复查"]


def test_it_tells_a_unit_of_what_was_not_met(world: World) -> None:
    problem = rectified(Scene(world), after=HOUR)
    problems.recheck(world.supervisor, problem=problem, said=FAIL, now=MONDAY + 2 * HOUR)
    gather(MONDAY + 3 * HOUR)
    assert told(world.clerk) == ["新交办", "复查未通过"]


def test_it_tells_nobody_of_what_they_did(world: World) -> None:
    problem = signed(Scene(world))
    problems.dispute(world.office, problem=problem, note="不属实", now=MONDAY + HOUR)
    gather(MONDAY + 2 * HOUR)
    assert told(world.office) == []


def test_it_tells_a_unit_that_time_runs_out(world: World) -> None:
    scene = Scene(world)
    due = late(scene)
    climb(scene.campaign, due - HOUR)
    gather(due - HOUR)
    assert told(world.clerk, "escalation") == ["到期提醒"]


def test_it_tells_nobody_of_another_county(world: World) -> None:
    rectified(Scene(world), after=HOUR)
    gather(MONDAY + 2 * HOUR)
    assert not Notice.objects.filter(person__in=[world.neighbour, world.newcomer, world.top])


def test_it_tells_an_inspector_of_a_round_once(world: World) -> None:
    street = Street(world)
    [walker, *_others] = street.given()[0].inspectors.order_by("pk")
    gather(timezone.now())
    assert gather(timezone.now() + 9 * DAY)[0] == 0
    [notice] = Notice.objects.filter(person=walker, source="rounds")
    assert "街面测评" in notice.text_zh


def test_it_tells_nobody_of_a_secret_round_until_it_is_released(world: World) -> None:
    street = Street(world, secret=True)
    [walker, *_others] = street.given()[0].inspectors.order_by("pk")
    gather(timezone.now())
    assert (Notice.objects.count(), Message.objects.count()) == (0, 0)
    inspections.release(world.office, round_=street.round)
    gather(timezone.now())
    assert told(walker, "rounds") == ["测评任务"]


def test_it_tells_both_that_a_delegation_began(world: World) -> None:
    ends = timezone.localdate() + timedelta(days=5)
    grant = world.clerk_grant
    people.delegate(world.office, grant=grant, to=world.newcomer, ends=ends, why="休假")
    gather(timezone.now())
    assert told(world.newcomer, "delegations") == told(world.clerk, "delegations") == ["开始代理"]
    assert "联小青" in Notice.objects.get(person=world.newcomer).text_zh


def test_it_knows_no_other_steps() -> None:
    figures = limits().model_dump() | {"problem_steps": {"guess": ["unit"]}}
    with pytest.raises(ValidationError, match="guess"):
        Limits.model_validate(figures)


def test_it_tells_other_systems_of_ones_own_alone(world: World) -> None:
    dispatched(Scene(world))
    gather(MONDAY + HOUR)
    [notice] = signed_in(world.clerk).get("/api/notices").json()["items"]
    assert (notice["source"], notice["title_en"]) == ("problems", "Dispatched")
    assert signed_in(world.office).get("/api/notices").json()["items"] == []
