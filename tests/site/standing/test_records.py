"""How the observations that a score counts come from the records of the round, in so many words."""

from __future__ import annotations

from uuid import uuid4

import pytest

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.site.tables import Shown
from chuangcheng.outcome.standing import actions, queries
from chuangcheng.outcome.standing.models import Computation
from chuangcheng.outcome.standing.queries import Records
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene as rounds
from tests.site.inspections.scene import Scene

#: The lamps of a road at three stretches, its kerbs, and what a blind second visit made of them.
VISITS = (
    ("lamps", "w1", "", False),
    ("lamps", "w1", "2", False),
    ("lamps", "w1", "3", False),
    ("kerbs", "w1", "", False),
    ("lamps", "w2", "", True),
)


@pytest.fixture
def walked(world: World) -> Computation:
    """A round walked by phones alone, computed."""
    made = rounds.round_(world, Scene(world).round.campaign, number=2)
    road = Point.objects.select_related("point_kind", "area").get(code="P1")
    seen = [
        Seen(uuid4(), road, item, visit, "pass", repeat=part, second=second)
        for item, visit, part, second in VISITS
    ]
    inspections.record(SYSTEM, round_=made, rows=seen)
    return actions.compute(SYSTEM, round_=Round.objects.get(pk=made.pk))


def listed(world: World, computation: Computation) -> Shown:
    """The list of the round's records as the office sees it."""
    page = signed_in(world.office).get(f"/inspections/{computation.round_id}/observations/")
    table: Shown = page.context["table"]
    return table


def test_it_tells_who_runs_the_round_where_each_record_went(
    world: World, walked: Computation
) -> None:
    found = queries.records(world.office, walked, world.county)
    assert found == Records(listed=4, parted=True, counted=2, second=1, exact=True)
    page = signed_in(world.office).get(walked.get_absolute_url()).content.decode()
    assert f'<a href="/inspections/{walked.round_id}/observations/">4</a>' in page
    assert "2 · 分段测评的点位，同一次走访的同一项，各段并作一条" in page
    assert "另有 1 条，只用来比较测评员是否一致，不计入成绩" in page
    assert listed(world, walked).page.paginator.count == found.listed


def test_it_knows_of_an_area_what_is_listed_and_that_parts_are_made_one(
    world: World, walked: Computation
) -> None:
    found = queries.records(world.office, walked, world.street)
    assert found == Records(listed=4, parted=True, counted=None, second=1, exact=True)
    assert queries.records(world.office, walked, world.township) == Records(0, exact=True)


def test_it_tells_nobody_else_of_second_visits(world: World, walked: Computation) -> None:
    assert queries.records(world.leader, walked, world.county) == Records(walked.observations)
    page = signed_in(world.leader).get(walked.get_absolute_url()).content.decode()
    assert "双盲复查" not in page
    assert "查看本轮现有的记录" in page


def test_it_says_in_words_what_it_opens_once_more_was_recorded(
    world: World, walked: Computation
) -> None:
    seen = walked.round.observations.filter(item="kerbs").get()
    inspections.judge(world.office, observation=seen, said=Judgement("fail"), why="复核")
    page = signed_in(world.office).get(walked.get_absolute_url()).content.decode()
    assert ">4</a>" not in page
    assert "4 · <a" in page
