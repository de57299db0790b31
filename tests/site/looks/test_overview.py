"""The first screen by role: what waits for this person, each line a link, and cheap to make."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.desk import DESK, Block
from chuangcheng.outcome.standing import actions as standing
from tests.site import mandate
from tests.site.assignments import street as streets
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds
from tests.site.looks.busy import Busy
from tests.site.problems.scene import Scene, rectified, signed

Browser = Callable[[str | None], Client]
ROLES = ("office", "clerk", "inspector", "supervisor", "leader", "superior", "resident", "newcomer")
MAKERS = [(right, make) for _order, right, make in [*DESK.cards, *DESK.blocks]]


@pytest.mark.parametrize("role", ROLES)
def test_it_asks_little_of_the_database(role: str, world: World) -> None:
    Busy(world)
    person = User.objects.get(pk=getattr(world, role).pk)
    for right, make in MAKERS:
        if may(person, right):
            with CaptureQueriesContext(
                connection,
            ) as asked:
                made = list(make(person))
            assert len(asked) <= 7 * max(1, len(made)), make


@pytest.mark.parametrize("role", ROLES)
def test_it_leads_only_where_one_may_go(role: str, as_: Browser, world: World) -> None:
    Busy(world)
    page = as_(role)
    first = page.get("/").context
    urls = [card.url for card in first["cards"]] + [block.url for block in first["blocks"]]
    urls += [line.url for block in first["blocks"] for line in block.lines]
    app = [url for url in urls if url.startswith("/field/")]
    assert {page.get(url).status_code for url in urls if url not in app} <= {200}


def test_it_tells_a_clerk_what_is_owed_by_when_and_for_how_many_points(
    as_: Browser, world: World
) -> None:
    scene = Scene(world)
    owed = signed(scene)
    block = named(as_("clerk"), "本单位要办的问题")
    assert [line.url for line in block.lines] == [owed.get_absolute_url()]
    assert owed.due is not None
    assert block.lines[0].figure == timezone.localtime(owed.due).strftime("%m-%d %H:%M")
    assert f"涉及 {owed.stake:.2f} 分" in block.lines[0].note
    assert block.lines[0].tone == "alert"  # it was due in March


def test_it_tells_a_clerk_what_the_unit_answers_for(as_: Browser, world: World) -> None:
    scene = mandate.Scene(world)
    block = named(as_("clerk"), "本单位的责任")
    assert [line.url for line in block.lines] == [scene.duty.get_absolute_url()]
    assert block.lines[0].figure == "36.00 分"  # three fifths of the standard's 60
    assert "1 条标准，涉及 36.00 分" in block.lead


def test_it_tells_an_inspector_the_points_of_today(as_: Browser, world: World) -> None:
    street = streets.Street(world)
    mine = [one for one in street.given() if world.inspector in one.inspectors.all()]
    today = [one for one in mine if one.day == timezone.localdate()]
    block = named(as_("inspector"), "今天的点位" if today else f"{mine[0].day} 的点位")
    wanted = sorted(today or mine, key=lambda one: one.order)
    assert [line.url for line in block.lines] == [f"/field/#point/{one.uuid}" for one in wanted]


def test_it_tells_a_supervisor_what_to_check_again(as_: Browser, world: World) -> None:
    problem = rectified(Scene(world))
    block = named(as_("supervisor"), "待复查，报告整改最早的在前")
    assert [line.url for line in block.lines] == [problem.get_absolute_url()]


def test_it_tells_a_supervisor_what_escalates_within_a_day(as_: Browser, world: World) -> None:
    scene = Scene(world)
    problem = signed(scene, now=timezone.now() - timedelta(days=1))
    soon = timezone.now() + timedelta(hours=2)
    type(problem).objects.filter(pk=problem.pk).update(due=soon)
    block = named(as_("supervisor"), "一天之内将要升级")
    assert [line.url for line in block.lines] == [problem.get_absolute_url()]


@pytest.mark.parametrize("role", ["office", "leader"])
def test_it_tells_where_the_county_stands_and_what_moved_it(
    role: str, as_: Browser, world: World
) -> None:
    scene = Scene(world)
    first = standing.compute(SYSTEM, round_=scene.round)
    later = rounds.round_(world, scene.campaign, 2)
    better = [(*row[:-1], "pass") for row in rounds.STREET]
    rounds.take_in(SYSTEM, later, rounds.written(*better))
    standing.compute(SYSTEM, round_=later)
    score, moved = named(as_(role), "最近成绩").lines[:2]
    assert score.figure == "100.00 / 100.00"
    assert (moved.tone, moved.url) == ("good", f"/standing/{first.pk}/area/QH/")


def test_it_tells_the_office_the_weakest_kinds_of_point(as_: Browser, world: World) -> None:
    busy = Busy(world)
    block = named(as_("office"), "失分最多的点位类型")
    assert block.lines[0].url.startswith(f"/standing/{busy.computation.pk}/area/QH/losses/?kind=")
    assert all(line.figure.startswith("−") for line in block.lines)


def test_it_tells_the_office_how_far_the_rounds_are(as_: Browser, world: World) -> None:
    street = streets.Street(world)
    given = street.given()
    line = named(as_("office"), "正在进行的测评").lines[0]
    assert (line.done, line.of) == (0, len(given))
    assert line.url == f"/assignments/{street.round.pk}/"


def test_it_tells_a_superior_how_each_county_stands(as_: Browser, world: World) -> None:
    busy = Busy(world)
    edition = busy.computation.round.edition
    there = mandate.campaign(world.other_county, edition, code="YS-CC")
    lines = {line.text: line for line in named(as_("superior"), "各县（市、区）").lines}
    assert lines["青禾县"].url == busy.computation.get_absolute_url()
    assert lines["远山县"].url == there.get_absolute_url()
    assert "超期问题" in lines["青禾县"].note


def named(client: Client, words: str) -> Block:
    """The block with this heading on somebody's first screen."""
    found: list[Block] = client.get("/").context["blocks"]
    return next(block for block in found if block.words.zh == words)
