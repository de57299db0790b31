"""A round that is not finished comes to nothing yet: its score is shown, and counts nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections import panels
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
from chuangcheng.outcome.standing import actions, finished, glance, printing, queries, reading
from chuangcheng.outcome.standing.models import Computation
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene as rounds
from tests.site.inspections.scene import Scene


@dataclass
class Walk:
    """A finished round, and one after it of whose two visits one is made; both computed."""

    world: World
    first: Computation
    round: Round
    computation: Computation


def given(world: World, round_: Round, code: str) -> Assignment:
    """A visit of a point, given to the inspector."""
    point = Point.objects.get(code=code)
    made = Assignment.objects.create(round=round_, point=point, day=round_.starts)
    made.inspectors.add(world.inspector)
    return made


@pytest.fixture
def walk(world: World) -> Walk:
    """The two rounds, the days of both long over."""
    scene = Scene(world)
    second = rounds.round_(world, scene.round.campaign, number=2)
    made, _to_make = given(world, second, "P1"), given(world, second, "P3")
    row = ("QH-DJ", "QH-JJ", "P1", "road", "lamps", made.visit, "onsite", "pass")
    rounds.take_in(SYSTEM, second, rounds.written(row))
    return Walk(world, scene.computation, second, actions.compute(SYSTEM, round_=second))


def test_it_compares_with_and_counts_what_is_finished_alone(walk: Walk) -> None:
    office, campaign = walk.world.office, walk.round.campaign
    assert queries.course(office, campaign) == [walk.first]
    assert [point.computation for point in reading.trend(office)] == [walk.first]
    last = glance.last(office)
    assert last is not None
    assert last.computation == walk.first
    assert queries.earlier(office, walk.computation) is None


def test_it_counts_once_the_round_is_closed(walk: Walk) -> None:
    inspections.close(walk.world.office, round_=walk.round)
    last = glance.last(walk.world.office)
    assert last is not None
    assert (last.computation, last.before) == (walk.computation, walk.first)
    assert queries.earlier(walk.world.office, walk.computation) == walk.first


def test_it_takes_no_patrol_of_some_items_for_a_result(walk: Walk) -> None:
    inspections.close(walk.world.office, round_=walk.round)
    Round.objects.filter(pk=walk.round.pk).update(items=["lamps"])
    last = glance.last(walk.world.office)
    assert last is not None
    assert last.computation == walk.first
    assert [point.computation for point in reading.trend(walk.world.office)] == [walk.first]


def test_it_is_compared_on_no_page(walk: Walk) -> None:
    for computation in (walk.first, walk.computation):
        page = signed_in(walk.world.office).get(computation.get_absolute_url())
        assert page.context["moved"] is None


def test_it_says_on_its_own_page_how_far_it_has_come(walk: Walk) -> None:
    office = signed_in(walk.world.office)
    page = office.get(walk.computation.get_absolute_url()).content.decode()
    assert "这一轮还没有结束，已走访 1 / 2，成绩是暂算的。" in page
    assert "没有可信范围" in page
    first = office.get(walk.first.get_absolute_url()).content.decode()
    assert "暂算" not in first


def test_it_says_so_in_the_list_and_on_the_page_of_the_round(walk: Walk) -> None:
    table = signed_in(walk.world.office).get("/standing/").context["table"]
    at = [heading.title for heading in table.headings].index("状态")
    states = [str(row[at].text) for row in table.rows]
    assert states == ["暂算，已走访 1 / 2", "正式"]
    words = [str(card.words) for card in panels.cards(walk.world.office, walk.round)]
    assert "暂算成绩" in words


def test_it_tells_of_no_visits_who_may_not_see_them(walk: Walk) -> None:
    page = signed_in(walk.world.leader).get(walk.computation.get_absolute_url()).content.decode()
    assert "这一轮还没有结束，成绩是暂算的。" in page
    assert "已走访" not in page
    assert finished.walked(walk.world.leader, [walk.round]) == {}


def test_it_is_asked_for_twice_before_it_is_computed(walk: Walk) -> None:
    row = ("QH-DJ", "QH-JJ", "P1", "road", "kerbs", "v9", "onsite", "pass")
    rounds.take_in(SYSTEM, walk.round, rounds.written(row))
    page = signed_in(walk.world.office).get("/standing/")
    assert page.context["waiting"] == []
    assert [round_ for round_, _walked in page.context["early"]] == [walk.round]
    assert "仍要暂算" in page.content.decode()


@pytest.mark.parametrize(
    ("days", "closed", "visit", "is_finished"),
    [
        (1, False, False, False),
        (-1, False, False, True),
        (-1, False, True, False),
        (1, True, True, True),
    ],
)
def test_it_is_finished_when_closed_or_over_with_nothing_given_out(
    days: int, closed: bool, visit: bool, is_finished: bool, world: World
) -> None:
    scene = Scene(world)
    Round.objects.update(ends=timezone.localdate() + timedelta(days=days))
    if visit:
        given(world, scene.round, "P1")
    if closed:
        inspections.close(SYSTEM, round_=scene.round)
    assert queries.newest(world.office).get().finished is is_finished
    assert queries.results(world.office).exists() is is_finished


def asked(person: User) -> int:
    """How many queries it takes to say how far the rounds have come."""
    with CaptureQueriesContext(connection) as seen:
        finished.walked(person, queries.under_way(person))
    return len(seen)


def test_it_asks_no_more_where_more_rounds_are_under_way(walk: Walk) -> None:
    office, before = walk.world.office, asked(walk.world.office)
    for number in (3, 4, 5):
        more = rounds.round_(walk.world, walk.round.campaign, number=number)
        given(walk.world, more, "P1")
        rounds.take_in(SYSTEM, more, rounds.written(rounds.STREET[number - 3]))
    assert asked(office) <= before
    so_far = finished.walked(office, queries.under_way(office))
    assert sorted(map(str, so_far.values())) == ["0 / 1", "0 / 1", "0 / 1", "1 / 2"]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(90.37, 90.37, ""), (90.371, 90.374, ""), (90.1, 90.4, "90.10 – 90.40"), (None, 90.0, "")],
)
def test_it_prints_no_interval_without_width(low: float, high: float, said: str) -> None:
    assert printing.margin(low, high) == said
