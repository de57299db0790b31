"""What a correction takes back, and what of a problem and its figures is then as it was."""

from copy import deepcopy
from uuid import uuid4

import pytest
from django.utils import translation

from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.audit.queries import sentence
from chuangcheng.outcome.standing import rectified as standing
from chuangcheng.remedy.problems import actions, queries, showing
from chuangcheng.remedy.problems.flow import RESTORE, replayed
from chuangcheng.remedy.problems.models import Problem, Sighting, Step
from chuangcheng.remedy.problems.procedures import read, shipped
from chuangcheng.remedy.problems.setting.actions import set_procedure
from tests.site.cast import SYSTEM, World
from tests.site.problems.closings import closed, figures, forget, told
from tests.site.problems.scene import (
    DAY,
    FAIL,
    MONDAY,
    PASS,
    Scene,
    dispatched,
    judged,
    signed,
    struck_off,
)


def handled(scene: Scene) -> None:
    """Much is done about the lamps, by another unit and one that takes part, and sent back."""
    world, at = scene.world, MONDAY + 20 * DAY
    which = scene.lamps
    actions.dispatch(
        world.office, problem=which, lead=world.markets, partners=[world.police], now=at
    )
    actions.sign(world.top, problem=which, now=at)
    actions.ask_extension(world.top, problem=which, amount=2, note="等灯", now=at)
    actions.grant(world.office, problem=which, now=at)
    actions.rectify(world.top, problem=which, note="已修", photographs=[uuid4()], now=at)
    actions.recheck(world.supervisor, problem=which, said=FAIL, now=at + DAY)


def test_it_closes_again_what_was_seen_again_in_error(world: World) -> None:
    scene = Scene(world)
    was, figured, later = closed(scene)
    second = scene.again(2, later)
    assert (scene.lamps.open, scene.lamps.rebounds) == (True, 1)
    judged(second, PASS)
    assert told(scene.lamps) == was
    assert figures(scene) == figured
    steps = list(Step.objects.filter(problem=scene.lamps, n__gt=1).values_list("verb", "outcome"))
    assert replayed(queries.procedures(scene.lamps).flow, "filed", steps) == "struck-off"


def test_it_forgets_all_that_was_done_about_it_meanwhile(world: World) -> None:
    scene = Scene(world)
    was, figured, later = closed(scene)
    second = scene.again(2, later)
    handled(scene)
    assert (scene.lamps.lead, scene.lamps.reworks, scene.lamps.extensions) == (world.markets, 1, 1)
    judged(second, PASS)
    assert told(scene.lamps) == was
    assert figures(scene) == figured


def test_it_counts_as_on_time_what_was_closed_late_for_an_error(world: World) -> None:
    scene = Scene(world)
    was, figured, later = closed(scene)
    second = scene.again(2, later)
    assert struck_off(scene, now=later, after=60 * DAY).on_time is False
    judged(second, PASS)
    assert told(scene.lamps) == was
    assert figures(scene) == figured


def test_it_stays_open_for_another_sighting_that_holds(world: World) -> None:
    scene = Scene(world)
    was, _figured, later = closed(scene)
    second, third = scene.again(2, later), scene.again(3, later + DAY)
    judged(second, PASS)
    assert (scene.lamps.open, scene.lamps.rebounds, scene.lamps.seen) == (True, 1, 2)
    assert Sighting.objects.get(rebound=True, withdrawn_at=None).round == third
    judged(third, PASS)
    assert told(scene.lamps) == was


def test_it_is_no_rebound_where_what_holds_came_too_late_for_one(world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    second = scene.again(2, later)
    scene.again(3, later + 90 * DAY)
    judged(second, PASS)
    assert (scene.lamps.open, scene.lamps.rebounds) == (True, 0)


def test_it_stays_open_for_what_a_resident_has_seen(world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    second = scene.again(2, later)
    scene.reported(point=scene.point(), item="lamps", found_at=later)
    judged(second, PASS)
    assert (scene.lamps.open, scene.lamps.rebounds) == (True, 1)


def test_it_stays_open_when_an_earlier_sighting_is_taken_back(world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    scene.again(2, later)
    judged(scene.round, PASS)
    assert (scene.lamps.state, scene.lamps.rebounds, scene.lamps.seen) == ("filed", 1, 1)


def test_it_rebounds_still_when_what_corrects_finds_it_unmet_too(world: World) -> None:
    scene = Scene(world)
    _was, figured, later = closed(scene)
    second = scene.again(2, later)
    judged(second, Judgement("again"))
    assert (scene.lamps.open, scene.lamps.rebounds) == (True, 1)
    assert figures(scene) != figured
    judged(second, PASS)
    assert figures(scene) == figured


def test_it_is_open_again_when_the_correction_is_corrected(world: World) -> None:
    scene = Scene(world)
    was, _figured, later = closed(scene)
    second = scene.again(2, later)
    seen = figures(scene)
    judged(second, PASS)
    judged(second, FAIL)
    assert (scene.lamps.state, scene.lamps.rebounds) == ("filed", 1)
    assert figures(scene) == seen
    judged(second, PASS)
    assert told(scene.lamps) == was


def test_it_is_on_the_list_again_when_its_withdrawal_was_an_error(world: World) -> None:
    scene = Scene(world)
    judged(scene.round, PASS)
    assert scene.lamps.state == "withdrawn"
    judged(scene.round, FAIL)
    assert (scene.lamps.state, scene.lamps.seen, scene.lamps.rebounds) == ("filed", 1, 0)
    judged(scene.round, PASS)
    assert (scene.lamps.state, scene.lamps.open) == ("withdrawn", False)


def dismissed(scene: Scene) -> Problem:
    """The office grants that the lamps are no problem."""
    disputed = actions.dispute(scene.world.clerk, problem=signed(scene), note="不属实", now=MONDAY)
    return actions.dismiss(scene.world.office, problem=disputed, note="不属实", now=MONDAY)


def withdrawn(scene: Scene) -> Problem:
    """What was seen of the lamps is taken back."""
    judged(scene.round, PASS)
    return scene.lamps


@pytest.mark.parametrize("end", [dismissed, withdrawn])
def test_it_goes_back_to_whichever_end_it_was_at(end: object, world: World) -> None:
    scene = Scene(world)
    done = end(scene)  # type: ignore[operator]  # one of the two above
    was, figured = told(scene.lamps), figures(scene)
    second = scene.again(2, done.closed_at + DAY)
    assert (scene.lamps.state, scene.lamps.rebounds) == ("filed", 0)
    dispatched(scene)
    judged(second, PASS)
    assert told(scene.lamps) == was
    assert figures(scene) == figured


def test_it_is_rectified_as_before(world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    before, score = queries.rectified(scene.round), standing.rectified(scene.round, world.county)
    assert len(before) == 1
    assert score is not None
    second = scene.again(2, later)
    struck_off(scene, now=later)
    assert queries.rectified(scene.round) != before
    judged(second, PASS)
    assert queries.rectified(scene.round) == before
    assert standing.rectified(scene.round, world.county) == score


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("between", [True, False])
def test_it_comes_to_the_same_whichever_is_corrected_first(
    order: tuple[int, int], between: bool, world: World
) -> None:
    scene = Scene(world)
    was, figured, later = closed(scene)
    rounds = [scene.again(2, later)]
    if between:
        struck_off(scene, now=later)
    rounds.append(scene.again(3, later + 5 * DAY))
    for number in order:
        judged(rounds[number], PASS)
    assert told(scene.lamps) == was
    assert figures(scene) == figured


@pytest.mark.parametrize(
    ("language", "said", "note"),
    [("zh-hans", "已撤回重新立案", "测评记录已更正"), ("en", "Filing again undone", "corrected")],
)
def test_it_tells_so_in_its_history(language: str, said: str, note: str, world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    judged(scene.again(2, later), PASS)
    with translation.override(language):
        newest = next(showing.story(scene.lamps))
        assert newest.title == said
        assert note in newest.note
        event = Event.objects.get(verb="problem.restore")
        assert ("重新立案" if language != "en" else "filed again") in sentence(event, language)


def old(scene: Scene, **states: str) -> None:
    """The campaign keeps a flow of its own, made before there was a way back, with such states."""
    document = deepcopy(shipped())
    flow = document["flow"]
    flow["steps"] = [step for step in flow["steps"] if step["verb"] != RESTORE]
    for was, now in states.items():
        flow["states"][now] = flow["states"].pop(was)
        for step in flow["steps"]:
            step["from"] = [now if code == was else code for code in step["from"]]
            step["to"] = now if step["to"] == was else step["to"]
    procedure = set_procedure(SYSTEM, campaign=scene.campaign, document=document)
    Problem.objects.update(procedure=procedure)


@pytest.mark.parametrize("states", [{}, {"signed": "at-work", "struck-off": "done"}])
def test_it_goes_back_by_a_flow_that_knows_no_way_back(
    states: dict[str, str], world: World
) -> None:
    scene = Scene(world)
    old(scene, **states)
    was, figured, later = closed(scene)
    second = scene.again(2, later)
    signed(scene, now=later)
    judged(second, PASS)
    assert told(scene.lamps) == was
    assert figures(scene) == figured
    assert next(showing.story(scene.lamps)).title == "已撤回重新立案"


def test_it_stays_as_it_is_where_nobody_knows_how_it_was_closed(world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    second = scene.again(2, later)
    forget()
    judged(second, PASS)
    assert (scene.lamps.state, scene.lamps.seen) == ("filed", 1)


def test_it_rebounds_still_where_nobody_knows_how_it_was_closed(world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    scene.again(2, later)
    forget()
    figured = figures(scene)
    judged(scene.round, PASS)
    assert (scene.lamps.state, scene.lamps.rebounds, scene.lamps.seen) == ("filed", 1, 1)
    assert scene.lamps.sightings.get(withdrawn_at=None).rebound
    assert figures(scene) == figured


def test_it_rebounds_no_longer_though_an_older_closing_that_did_not_count_is_unknown(
    world: World,
) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    late = later + 200 * DAY
    scene.again(2, late)
    assert scene.lamps.rebounds == 0
    forget(rebound=False)
    struck_off(scene, now=late)
    again = scene.again(3, late + 10 * DAY)
    assert scene.lamps.rebounds == 1
    judged(again, PASS)
    assert (scene.lamps.state, scene.lamps.rebounds) == ("struck-off", 0)


def test_it_refuses_a_way_back_that_leads_elsewhere() -> None:
    document = deepcopy(shipped())
    step = next(one for one in document["flow"]["steps"] if one["verb"] == RESTORE)
    step["to"] = "filed"
    with pytest.raises(ValueError, match="restore leads to filed"):
        read(document)
