"""What was found stays found; beside it stands what putting right has brought back."""

from __future__ import annotations

from chuangcheng.engine.exact import TICK
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.outcome.standing import actions
from chuangcheng.outcome.standing.models import Computation, Rank
from chuangcheng.outcome.standing.rectified import Rectified, rectified, returns
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
