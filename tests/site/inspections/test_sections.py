"""The page of a round tells how many of its observations are of sections, and what they count as."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.evidence.inspections.sections import made_of
from chuangcheng.ground.points.models import Point
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.outcome.standing import actions as standing
from tests.engine.small import framework
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene

#: Deductions of several sections add up: nothing is made one of them.
SPOTS = {"id": "spots", "title": "占道", "rule": {"kind": "per_occurrence", "each": 1}}


def round_(world: World) -> Round:
    """A round of lamps, which are met or not, and of spots, each of which costs."""
    parts = ({"items": ["lamps"], "points": 60}, {"items": ["spots"], "points": 40})
    parts[1]["rule"] = {"kind": "deduct"}
    whole = framework(*parts, items=[SPOTS])
    issued = frameworks.issue(SYSTEM, edition=frameworks.take_in(SYSTEM, framework=whole))
    facts = CampaignFacts("QH-1", "青禾县创城", world.county, issued, Lane.SPRINT, 2025)
    scene.lay_points(world)
    return scene.round_(world, campaigns.create(SYSTEM, facts=facts))


def record(made: Round, item: str, visit: str, *sections: str, second: bool = False) -> None:
    """What a visit judged at the sections of a road."""
    road = Point.objects.select_related("point_kind", "area").get(code="P1")
    rows = [Seen(uuid4(), road, item, visit, "pass", repeat=one, second=second) for one in sections]
    actions.record(SYSTEM, round_=made, rows=rows)


def told(world: World, made: Round) -> tuple[int, int]:
    """How many observations are of sections, and as how many the score counts them."""
    found = made_of(world.office, Round.objects.get(pk=made.pk))
    return found["parted"], found["made_one"]


def page(client: Client, made: Round) -> str:
    """The page of the round."""
    return client.get(made.get_absolute_url()).content.decode()


@pytest.fixture
def made(world: World) -> Round:
    """Three sections of lamps at one visit, and lamps judged whole at another."""
    found = round_(world)
    record(found, "lamps", "v1", "", "2", "3")
    record(found, "lamps", "v2", "")
    return found


def test_it_counts_the_first_section_too(world: World, made: Round) -> None:
    assert told(world, made) == (3, 1)
    assert "有 3 条是分段判定的，在成绩里算作 1 条" in page(signed_in(world.office), made)


def test_it_makes_up_the_difference_to_what_the_score_counts(world: World, made: Round) -> None:
    record(made, "spots", "v1", "", "2")
    record(made, "lamps", "v3", "2", "3")
    parted, counted = told(world, made)
    assert (parted, counted) == (7, 4)
    computed = standing.compute(SYSTEM, round_=Round.objects.get(pk=made.pk))
    assert queries.size(made) - parted + counted == computed.observations


def test_it_says_nothing_where_no_section_has_a_name(world: World) -> None:
    found = round_(world)
    record(found, "lamps", "v1", "")
    assert told(world, found) == (0, 0)
    assert "分段判定" not in page(signed_in(world.office), found)


def test_it_says_nothing_where_the_score_counts_each(world: World) -> None:
    found = round_(world)
    record(found, "spots", "v1", "", "2")
    assert told(world, found) == (2, 2)
    assert "分段判定" not in page(signed_in(world.office), found)


def test_it_follows_what_is_judged_anew_and_leaves_second_visits_out(
    world: World, made: Round
) -> None:
    record(made, "lamps", "v9", "", "2", second=True)
    one = Observation.objects.get(visit="v1", repeat="3")
    actions.judge(world.office, observation=one, said=Judgement("fail"), why="复核")
    assert told(world, made) == (3, 1)
    record(made, "lamps", "v2", "2")
    assert told(world, made) == (5, 2)


def test_it_tells_it_to_nobody_who_does_not_run_the_round(world: World, made: Round) -> None:
    assert made_of(world.leader, made) == {}
    assert "分段判定" not in page(signed_in(world.leader), made)
