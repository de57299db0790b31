"""How the observations that a score counts come from the records of the round, in so many words."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.people.models import Role, User
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.site.tables import Shown
from chuangcheng.outcome.standing import actions, queries, tables
from chuangcheng.outcome.standing.models import Computation
from chuangcheng.outcome.standing.queries import Records
from tests.site.cast import SYSTEM, World, area, signed_in
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


def assigned(world: World, round_: Round) -> None:
    """Make the inspector one of those who visit the road: what others saw there is hidden."""
    made = Assignment.objects.create(
        round=round_, point=Point.objects.get(code="P1"), day=round_.starts
    )
    made.inspectors.add(world.inspector)


def behind(person: User, computation: Computation, where: Area) -> int:
    """How many rows of an area stand in the list to which its number leads somebody.

    Where there are any, the list has no others; a number of none leads nowhere.
    """
    page = signed_in(person).get(tables.records_page(computation, where))
    if page.status_code == 404:
        return 0
    found = page.context["table"].page.paginator
    number = sum(row.area.path.startswith(where.path) for row in found.object_list)
    assert number in {0, found.count}
    return int(number)


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


def test_it_tells_other_systems_what_the_score_counted_for_who_runs_the_round(
    world: World, walked: Computation
) -> None:
    address = f"/api/standing/{walked.pk}"
    assert signed_in(world.office).get(address).json()["observations"] == 2
    assert signed_in(world.leader).get(address).json()["observations"] is None


def test_it_shows_a_score_to_who_may_see_no_records(world: World, walked: Computation) -> None:
    role = Role.objects.get(code="leader")
    role.rights = sorted(set(role.rights) - {"inspections.see"})
    role.save()
    assert queries.records(world.leader, walked, world.county).listed == 0
    assert signed_in(world.leader).get(walked.get_absolute_url()).status_code == 200


def test_it_knows_of_an_area_what_is_listed_and_that_parts_are_made_one(
    world: World, walked: Computation
) -> None:
    found = queries.records(world.office, walked, world.street)
    assert found == Records(listed=4, parted=True, counted=None, second=1, exact=True)
    assert queries.records(world.office, walked, world.township) == Records(0, exact=True)


def test_it_tells_nobody_else_of_second_visits(world: World, walked: Computation) -> None:
    for where in (world.county, world.street):
        assert queries.records(world.leader, walked, where) == Records(5, exact=True)
    page = signed_in(world.leader).get(walked.get_absolute_url()).content.decode()
    assert "双盲复查" not in page
    assert "各段并作一条" not in page
    assert f'<a href="/inspections/{walked.round_id}/observations/">5</a>' in page


@pytest.mark.parametrize("name", ["county", "street", "township"])
@pytest.mark.parametrize("who", ["office", "leader", "clerk", "inspector", "superior", "neighbour"])
def test_it_counts_for_everybody_what_their_list_has(
    who: str, name: str, world: World, walked: Computation
) -> None:
    files = Computation.objects.get(round__number=1)
    assigned(world, walked.round)
    person, where = getattr(world, who), getattr(world, name)
    for computation in (walked, files):
        found = queries.records(person, computation, where)
        assert found.exact
        assert found.listed == behind(person, computation, where)


def test_it_counts_anew_where_an_area_has_moved(world: World) -> None:
    moved = area("QH-DJ-1", "东街一社区", Level.COMMUNITY, world.street)
    made = rounds.round_(world, Scene(world).round.campaign, number=2)
    row = (moved.code, "", "", "", "kerbs", "n1", "onsite", "fail")
    rounds.take_in(SYSTEM, made, rounds.written(row))
    found = actions.compute(SYSTEM, round_=Round.objects.get(pk=made.pk))
    for number in (0, 1):
        assert queries.records(world.leader, found, world.township).listed == number
        assert behind(world.leader, found, world.township) == number
        areas.move(SYSTEM, area=moved, parent=world.township, why="区划调整")


def test_it_counts_once_for_each_who_asks(world: World, walked: Computation) -> None:
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            queries.records(world.leader, walked, world.county)
        asked.append([one for one in seen if "inspections_observation" in one["sql"]])
    assert [len(one) for one in asked] == [1, 0]


def test_it_says_in_words_what_it_opens_once_more_was_recorded(
    world: World, walked: Computation
) -> None:
    seen = walked.round.observations.filter(item="kerbs").get()
    inspections.judge(world.office, observation=seen, said=Judgement("fail"), why="复核")
    page = signed_in(world.office).get(walked.get_absolute_url()).content.decode()
    assert ">4</a>" not in page
    assert "4 · <a" in page
