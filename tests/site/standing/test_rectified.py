"""What was found stays found; beside it stands what putting right has brought back."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.engine.exact import TICK
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.rules import Seen
from chuangcheng.outcome.standing import actions
from chuangcheng.outcome.standing.live import live
from chuangcheng.outcome.standing.models import Computation, Rank
from chuangcheng.outcome.standing.rectified import Rectified, rectified, returns
from chuangcheng.remedy.problems.following.actions import follow
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.problems.scene import PASS, Scene, correct, struck_off
from tests.site.problems.scene import rectified as reported


def fresh(scene: Scene) -> Round:
    """The round with the number of its last verb."""
    return Round.objects.select_related("campaign__area", "edition").get(pk=scene.round.pk)


def brought(scene: Scene) -> Rectified | None:
    """The county's score as rectified."""
    return rectified(fresh(scene), scene.world.county)


def test_it_has_nothing_to_say_before_a_re_check(world: World) -> None:
    scene = Scene(world)
    reported(scene)
    assert brought(scene) is None


def test_it_brings_back_what_a_correction_would(world: World) -> None:
    scene = Scene(world)
    struck_off(scene)
    after = brought(scene)
    assert after is not None
    assert after.gained > 0
    correct(scene, PASS)
    again = actions.compute(SYSTEM, round_=fresh(scene))
    assert after.net == Rank.objects.get(computation=again, area=world.county).net


def test_it_takes_nothing_back_of_a_blind_second_visit(world: World) -> None:
    scene = Scene(world)
    first = scene.fault
    blind = Seen(uuid4(), scene.point(), "lamps", "v9", "fail", second=True)
    inspections.record(SYSTEM, round_=scene.round, rows=[blind])
    follow(fresh(scene))
    struck_off(scene)
    after = brought(scene)
    inspections.judge(SYSTEM, observation=first, said=PASS, why="复核")
    again = actions.compute(SYSTEM, round_=fresh(scene))
    assert after is not None
    assert after.net == Rank.objects.get(computation=again, area=world.county).net


def test_it_follows_what_comes_to_the_round_afterwards(world: World) -> None:
    scene = Scene(world)
    struck_off(scene)
    before = brought(scene)
    kerbs = Observation.objects.get(round=scene.round, item="kerbs", result="fail")
    inspections.judge(SYSTEM, observation=kerbs, said=PASS, why="复核")
    after = brought(scene)
    assert before is not None
    assert after is not None
    assert after.found > before.found
    assert (after.net, after.gained) == (100 * TICK, before.gained)


def test_it_looks_up_all_that_was_struck_off_at_once(world: World) -> None:
    scene, asked = Scene(world), []
    live(fresh(scene))
    for problem in Problem.objects.order_by("-pk"):
        struck_off(scene, problem)
        with CaptureQueriesContext(connection) as queries:
            assert returns(world.office, fresh(scene), world.county)
        asked.append([one for one in queries if "inspections_observation" in one["sql"]])
    assert len(asked[0]) == len(asked[1])


def test_it_adds_up_problem_by_problem(world: World) -> None:
    scene = Scene(world)
    for problem in Problem.objects.order_by("-pk"):
        struck_off(scene, problem)
    after = brought(scene)
    rows = returns(world.office, fresh(scene), world.county)
    assert after is not None
    assert after.net == 100 * TICK
    assert len(rows) == 2
    assert sum(row.gained for row in rows) == after.gained


def test_it_credits_an_area_with_its_own_problems_alone(world: World) -> None:
    scene = Scene(world)
    struck_off(scene)
    for area in (world.county, world.street):
        after = rectified(fresh(scene), area)
        rows = returns(world.office, fresh(scene), area)
        assert after is not None
        assert (after.problems, after.gained) == (len(rows), sum(row.gained for row in rows))
    assert rectified(fresh(scene), world.township) is None
    assert returns(world.office, fresh(scene), world.township) == []


def test_it_counts_what_is_struck_off_later(world: World) -> None:
    scene = Scene(world)
    first, second = Problem.objects.order_by("-pk")
    struck_off(scene, first)
    one = brought(scene)
    struck_off(scene, second)
    both = brought(scene)
    assert one is not None
    assert both is not None
    assert (one.problems, both.problems) == (1, 2)
    assert both.gained > one.gained


def test_it_says_nothing_of_another_areas_problems(world: World) -> None:
    scene = Scene(world)
    found = actions.compute(SYSTEM, round_=fresh(scene))
    struck_off(scene)
    page = signed_in(world.office)
    mine, other = (f"/standing/{found.pk}/area/{a.code}/" for a in (world.street, world.township))
    assert "1 个问题已销号" in page.get(mine).content.decode()
    assert "已销号" not in page.get(other).content.decode()
    assert "<table" not in page.get(f"{other}rectified/").content.decode()


def test_it_names_no_problem_out_of_scope(world: World) -> None:
    scene = Scene(world)
    struck_off(scene)
    [row] = returns(world.neighbour, fresh(scene), world.county)
    assert row.problem is None
    assert row.gained > 0


def test_it_leaves_what_was_found(world: World) -> None:
    scene = Scene(world)
    actions.compute(SYSTEM, round_=fresh(scene))
    before = Rank.objects.get(area=world.county).net
    struck_off(scene)
    assert Rank.objects.get(area=world.county).net == before


def test_it_shows_both_scores(world: World) -> None:
    scene = Scene(world)
    actions.compute(SYSTEM, round_=fresh(scene))
    struck_off(scene)
    found = Computation.objects.get()
    page = signed_in(world.office).get(f"/standing/{found.pk}/").content.decode()
    address = f"/standing/{found.pk}/area/{world.county.code}/rectified/"
    assert address in page
    listed = signed_in(world.office).get(address).content.decode()
    assert scene.lamps.number in listed
