"""A problem's way: every verb from where it may be used, and nowhere else."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from chuangcheng.remedy.problems import actions, queries
from chuangcheng.remedy.problems.flow import replayed
from chuangcheng.remedy.problems.models import Problem, Step
from tests.site.cast import World
from tests.site.problems.scene import (
    DAY,
    FAIL,
    MONDAY,
    PASS,
    Scene,
    dispatched,
    rectified,
    signed,
    struck_off,
)


def history(problem: Problem) -> list[tuple[str, str]]:
    """The verbs that brought a problem where it is."""
    steps = Step.objects.filter(problem=problem, n__gt=1).order_by("n")
    return list(steps.values_list("verb", "outcome"))


def test_it_goes_from_found_to_struck_off(world: World) -> None:
    scene = Scene(world)
    done = struck_off(scene)
    assert (done.state, done.open, done.on_time) == ("struck-off", False, True)
    flow = queries.procedures(done).flow
    assert replayed(flow, "filed", history(done)) == done.state


def test_it_is_sent_back_when_the_recheck_finds_it_unmet(world: World) -> None:
    scene = Scene(world)
    which = rectified(scene)
    back = actions.recheck(world.supervisor, problem=which, said=FAIL, now=MONDAY + DAY)
    assert (back.state, back.reworks, back.open) == ("signed", 1, True)
    assert back.due is not None


def test_it_is_never_rechecked_by_whoever_rectified_it(world: World) -> None:
    which = rectified(Scene(world))
    Step.objects.filter(verb="rectify").update(actor=world.supervisor)
    with pytest.raises(ValidationError):
        actions.recheck(world.supervisor, problem=which, said=PASS)
    assert which not in queries.rechecks(world.supervisor)


def test_it_is_never_rechecked_by_the_unit_that_took_part(world: World) -> None:
    which = rectified(Scene(world))
    world.supervisor.memberships.create(unit=world.police)
    with pytest.raises(ValidationError):
        actions.recheck(world.supervisor, problem=which, said=PASS)
    assert not queries.rechecks(world.supervisor).exists()


def test_it_waits_for_the_supervisor_to_recheck_it(world: World) -> None:
    which = rectified(Scene(world))
    assert list(queries.rechecks(world.supervisor)) == [which]
    assert not queries.rechecks(world.clerk).exists()


def test_it_is_not_rectified_without_a_photograph(world: World) -> None:
    which = signed(Scene(world))
    with pytest.raises(ValidationError) as refused:
        actions.rectify(world.clerk, problem=which, note="", photographs=[])
    assert set(refused.value.message_dict) == {"note", "photographs"}


def test_it_keeps_pictures_apart_by_when_they_were_taken(world: World) -> None:
    before, after = uuid4(), uuid4()
    scene = Scene(world)
    which = scene.reported(before=(before,), point=scene.point("P3"))
    actions.verify(world.office, problem=which)
    actions.file(world.office, problem=which)
    which = signed(scene, which)
    actions.rectify(world.clerk, problem=which, note="好了", photographs=[after])
    pictures = dict(which.pictures.values_list("moment", "photograph"))
    assert pictures == {"before": before, "after": after}


def test_it_goes_to_another_unit_when_it_was_returned(world: World) -> None:
    which = dispatched(Scene(world))
    back = actions.give_back(world.clerk, problem=which, note="不属我单位", now=MONDAY)
    assert (back.state, back.due) == ("returned", None)
    given = actions.arbitrate(
        world.office, problem=back, lead=world.markets, note="归市场", now=MONDAY
    )
    assert (given.state, given.lead) == ("dispatched", world.markets)
    assert given.due is not None


def test_it_is_dismissed_after_a_dispute(world: World) -> None:
    which = signed(Scene(world))
    disputed = actions.dispute(world.clerk, problem=which, note="线内停车不算")
    done = actions.dismiss(world.office, problem=disputed, note="异议成立")
    assert (done.state, done.open, done.on_time) == ("dismissed", False, None)


def test_it_refuses_what_the_flow_does_not_know_from_here(world: World) -> None:
    with pytest.raises(ValidationError):
        actions.sign(world.top, problem=Scene(world).lamps)


def test_it_forbids_other_units_to_take_it_on(world: World) -> None:
    scene = Scene(world)
    which = actions.dispatch(world.office, problem=scene.lamps, lead=world.markets)
    with pytest.raises(PermissionDenied):
        actions.sign(world.clerk, problem=which)
    which.refresh_from_db()
    assert which.state == "dispatched"


def test_it_is_seen_by_units_that_take_part_and_nobody_elses(world: World) -> None:
    scene = Scene(world)
    which = scene.lamps
    actions.dispatch(world.office, problem=which, lead=world.markets, partners=[world.police])
    assert which in queries.problems(world.clerk)
    actions.share(world.office, problem=which, partners=[])
    assert which not in queries.problems(world.clerk)
    assert not queries.problems(world.neighbour).exists()


def test_it_takes_progress_from_a_unit_that_takes_part(world: World) -> None:
    scene = Scene(world)
    which = actions.dispatch(
        world.office, problem=scene.lamps, lead=world.markets, partners=[world.police]
    )
    actions.contribute(world.clerk, problem=which, note="已派人")
    assert Step.objects.get(verb="contribute").unit == world.police


def test_it_counts_urging_and_answers_the_reporter(world: World) -> None:
    scene = Scene(world)
    which = dispatched(scene)
    assert actions.urge(world.leader, problem=which).urged == 1
    told = actions.respond(world.office, problem=which, note="正在处理")
    assert told.answered_at is not None


def test_it_offers_only_verbs_that_the_flow_and_the_role_allow(world: World) -> None:
    which = dispatched(Scene(world))
    assert queries.offered(world.clerk, which) == ["sign", "contribute", "return", "dispute"]
    assert queries.offered(world.leader, which) == ["urge"]
