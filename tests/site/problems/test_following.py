"""Released rounds come onto the list, once for each point and item, and never while secret."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.jobs.models import Job
from chuangcheng.ground.jobs.worker import run_one
from chuangcheng.outcome.standing.models import Loss
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.following.actions import follow
from chuangcheng.remedy.problems.models import Problem, Sighting
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds
from tests.site.problems.scene import DAY, MONDAY, PASS, Scene, correct, rectified, struck_off


def test_it_opens_one_for_each_point_and_item_that_failed(world: World) -> None:
    scene = Scene(world)
    found = Problem.objects.order_by("pk").values_list("point__code", "item", "lead__code", "state")
    assert list(found) == [("P1", "lamps", "QH-JJ", "filed"), ("P2", "kerbs", "QH-SJ", "filed")]
    assert scene.lamps.number == "QH-1-2025-00001"


def test_it_follows_twice_and_adds_nothing(world: World) -> None:
    scene = Scene(world)
    assert follow(scene.round) == 0
    assert (Problem.objects.count(), Sighting.objects.count()) == (2, 2)


def test_it_locks_nobody_out_where_it_has_been(world: World) -> None:
    scene = Scene(world)
    with CaptureQueriesContext(connection) as asked:
        follow(scene.round)
    begun = {query["sql"].split()[0] for query in asked}
    assert begun == {"SELECT"}


def test_it_keeps_quiet_about_a_secret_round(world: World) -> None:
    scene = Scene(world, secret=True)
    assert not Problem.objects.exists()
    assert not Job.objects.filter(task="problems.follow").exists()
    inspections.release(SYSTEM, round_=scene.round)
    while run_one():
        pass
    assert Problem.objects.count() == 2


def test_it_says_what_is_at_stake_as_the_standing_does(world: World) -> None:
    scene = rounds.Scene(world)
    follow(scene.round)
    lost = Loss.objects.filter(
        computation=scene.computation, area=world.county, observation=scene.fault
    )
    ticks = sum(lost.values_list("lost", flat=True))
    assert Problem.objects.get(item="lamps").stake == pytest.approx(ticks / 1e11)


def test_it_merges_what_is_seen_again(world: World) -> None:
    scene = Scene(world)
    scene.again(2, MONDAY)
    assert Problem.objects.count() == 2
    assert (scene.lamps.seen, scene.lamps.rebounds) == (2, 0)


def test_it_counts_a_rebound_within_the_set_days(world: World) -> None:
    scene = Scene(world)
    done = struck_off(scene)
    scene.again(2, done.closed_at + 10 * DAY)
    again = scene.lamps
    assert (again.state, again.rebounds, again.open, again.due) == ("filed", 1, True, None)
    assert again.sightings.filter(rebound=True).count() == 1


def test_it_files_anew_after_the_set_days_without_a_rebound(world: World) -> None:
    scene = Scene(world)
    done = struck_off(scene)
    scene.again(2, done.closed_at + 91 * DAY)
    assert (scene.lamps.state, scene.lamps.rebounds) == ("filed", 0)


def test_it_leaves_alone_what_was_seen_before_it_was_struck_off(world: World) -> None:
    scene = Scene(world)
    done = struck_off(scene)
    scene.again(2, done.closed_at - timedelta(hours=1))
    assert (scene.lamps.state, scene.lamps.seen) == ("struck-off", 2)


def test_it_withdraws_what_a_correction_took_back(world: World) -> None:
    scene = Scene(world)
    correct(scene, PASS)
    follow(scene.round)
    assert (scene.lamps.state, scene.lamps.open) == ("withdrawn", False)


def test_it_stays_open_when_the_correction_found_it_unmet_too(world: World) -> None:
    scene = Scene(world)
    later = correct(scene, Judgement("again"))
    follow(scene.round)
    assert scene.lamps.open
    assert scene.lamps.seen == 1
    live = Sighting.objects.get(problem=scene.lamps, withdrawn_at=None)
    assert live.observation == later


def test_it_tells_what_the_recheck_found_instead(world: World) -> None:
    scene = Scene(world)
    assert queries.rectified(scene.round) == []
    rectified(scene)
    assert queries.rectified(scene.round) == []
    struck_off(scene, Problem.objects.get(item="kerbs"))
    found = queries.rectified(scene.round)
    assert [(row.result, row.count) for row in found] == [("pass", None)]


def test_it_is_rectified_no_longer_once_it_is_back(world: World) -> None:
    scene = Scene(world)
    done = struck_off(scene)
    assert [row.observation for row in queries.rectified(scene.round)] == [scene.fault.pk]
    scene.again(2, done.closed_at + DAY)
    assert queries.rectified(scene.round) == []


def test_it_hears_of_released_rounds_by_itself(world: World) -> None:
    scene = Scene(world)
    later = rounds.round_(world, scene.campaign, 2)
    rounds.take_in(SYSTEM, later, rounds.written((*rounds.STREET[4][:-1], "fail")))
    while run_one():
        pass
    assert Problem.objects.filter(point__code="P3", item="lamps").count() == 1
    assert timezone.now() >= Problem.objects.get(point__code="P3").found_at
