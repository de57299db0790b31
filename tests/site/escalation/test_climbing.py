"""Steps of escalation taken in simulated time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.jobs.registry import TASKS
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.units.models import Unit
from chuangcheng.library import escalation
from chuangcheng.remedy.escalation import queries
from chuangcheng.remedy.escalation.actions import climb, set_ladder
from chuangcheng.remedy.escalation.models import Taken
from chuangcheng.remedy.problems import actions as problems
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.escalation.late import changed, late, letter, more_late, rungs
from tests.site.problems.scene import DAY, MONDAY, Scene, rectified, signed

HOUR = timedelta(hours=1)


def test_it_takes_each_step_once(world: World) -> None:
    scene = Scene(world)
    due = late(scene)
    assert rungs(scene, due - 5 * DAY) == []
    assert rungs(scene, due - HOUR) == ["reminder"]
    assert rungs(scene, due - HOUR / 2) == []
    assert rungs(scene, due + HOUR) == ["overdue"]
    assert rungs(scene, due + 5 * DAY) == ["letter"]
    assert rungs(scene, due + 6 * DAY) == []


def test_it_names_a_unit_in_the_language_of_its_words(world: World) -> None:
    scene = Scene(world)
    Unit.objects.filter(pk=world.police.pk).update(title_en="Traffic Police")
    due = late(scene)
    more_late(scene, 2)
    with translation.override("en"):
        climb(scene.campaign, due + 5 * DAY)
    card = Taken.objects.get(rung="yellow-card")
    assert card.text_en.startswith("Traffic Police has had")
    assert card.text_zh.startswith(world.police.title_zh)


def test_it_takes_the_highest_where_it_comes_late(world: World) -> None:
    scene = Scene(world)
    assert rungs(scene, late(scene) + 30 * DAY) == ["letter"]


def test_it_leaves_alone_what_was_reported_as_rectified(world: World) -> None:
    scene = Scene(world)
    rectified(scene)
    assert rungs(scene, MONDAY + 90 * DAY) == []


def test_it_begins_anew_with_a_new_time_limit(world: World) -> None:
    scene = Scene(world)
    due = late(scene)
    assert rungs(scene, due + HOUR) == ["overdue"]
    asked = problems.ask_extension(
        world.clerk, problem=scene.lamps, amount=3, note="缺材料", now=due
    )
    longer = problems.grant(world.supervisor, problem=asked, now=due).due
    assert longer is not None
    assert rungs(scene, longer - HOUR) == ["reminder"]
    assert rungs(scene, longer + HOUR) == ["overdue"]


def test_it_shows_a_yellow_card_for_three_letters_once(world: World) -> None:
    scene = Scene(world)
    more_late(scene, 2)
    assert rungs(scene, late(scene) + 14 * DAY) == ["letter", "letter", "letter", "yellow-card"]
    assert rungs(scene, late(scene) + 15 * DAY) == []


def test_it_climbs_from_cards_to_an_interview(world: World) -> None:
    scene = Scene(world)
    more_late(scene, 2)
    then = late(scene) + 14 * DAY
    climb(scene.campaign, then)
    more = [scene.reported(source="patrol", title=f"又发现 {n}") for n in range(3)]
    for problem in more:
        signed(scene, problem, now=then)
    cards = [rung for rung in rungs(scene, then + 25 * DAY) if rung != "letter"]
    assert cards == ["yellow-card", "red-card", "interview"]


def test_it_words_a_letter_with_what_it_is_about(world: World) -> None:
    step = letter(Scene(world))
    assert (step.unit, step.letter) == (world.police, True)
    assert step.problem is not None
    assert step.problem.number in step.text_zh
    assert step.problem.title in step.text_en


def test_it_goes_to_those_it_names_and_to_nobody_above(world: World) -> None:
    step = letter(Scene(world))
    assert set(queries.recipients(step)) == {world.clerk, world.office}


def test_it_knows_the_head_by_the_post(world: World) -> None:
    people.place(SYSTEM, user=world.newcomer, posts={world.police: "大队长"})
    assert world.newcomer in queries.recipients(letter(Scene(world)))


def test_it_tells_one_event_of_all_steps(world: World) -> None:
    scene = Scene(world)
    more_late(scene, 2)
    climb(scene.campaign, late(scene) + 3 * HOUR)
    event = Event.objects.get(verb="escalation.take")
    assert (event.after["steps"], event.after["rungs"]) == (3, {"overdue": 3})


def test_it_runs_by_the_clock(world: World) -> None:
    scene = Scene(world)
    late(scene)
    TASKS["escalation.climb"].run(None)
    assert Taken.objects.filter(problem=scene.lamps).exists()


def test_it_never_removes_what_was_taken(world: World) -> None:
    letter(Scene(world))
    with pytest.raises(TypeError, match="never removed"):
        Taken.objects.all().delete()


def test_it_takes_steps_by_the_newest_ladder(world: World) -> None:
    scene = Scene(world)
    due = late(scene)
    changed(scene, when={"before": {"amount": 2, "unit": "working days"}})
    assert rungs(scene, due - DAY) == ["reminder"]
    assert rungs(scene, due + 30 * DAY) == []


def test_it_refuses_a_ladder_to_roles_there_are_not(world: World) -> None:
    document = escalation.ladder()
    document["rungs"][0]["to"] = ["mayor"]
    with pytest.raises(ValidationError, match="mayor"):
        set_ladder(world.office, campaign=Scene(world).campaign, document=document)


def test_it_lets_only_the_office_set_a_ladder(world: World) -> None:
    campaign = Scene(world).campaign
    with pytest.raises(PermissionDenied):
        set_ladder(world.supervisor, campaign=campaign, document=escalation.ladder())


def test_it_shows_a_letter_to_be_printed(world: World) -> None:
    step = letter(Scene(world))
    shown = signed_in(world.office).get(step.get_absolute_url()).content.decode()
    assert step.text_zh in shown
    assert "联小青" in shown


def test_it_takes_in_the_ladder_that_it_gave_out(world: World) -> None:
    scene = Scene(world)
    client = signed_in(world.office)
    base = f"/escalation/ladders/{scene.campaign.pk}"
    file = SimpleUploadedFile("a.yaml", client.get(f"{base}.yaml").content)
    answer = client.post(f"{base}/change/", {"file": file})
    assert answer.status_code == 302
    assert queries.version(scene.campaign).number == 1
