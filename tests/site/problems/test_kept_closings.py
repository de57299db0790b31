"""What steps of old learn from the log: how a problem had been closed before it was opened again."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.ground.audit.models import Event
from chuangcheng.remedy.problems.closing import closed_at
from chuangcheng.remedy.problems.models import Step
from tests.site.cast import World
from tests.site.problems.closings import closed, figures, forget, told
from tests.site.problems.scene import DAY, MONDAY, PASS, Scene, judged, struck_off

KEEP = import_module("chuangcheng.remedy.problems.migrations.0008_closings_kept")


def test_it_goes_back_as_the_log_has_it_where_the_step_keeps_nothing(world: World) -> None:
    scene = Scene(world)
    was, figured, later = closed(scene)
    second = scene.again(2, later)
    step = Step.objects.get(verb="reopen")
    kept = step.data.pop("closed")
    step.save()
    KEEP.keep(apps, None)
    step.refresh_from_db()
    assert step.data["closed"].keys() == kept.keys()
    judged(second, PASS)
    assert told(scene.lamps) == was
    assert figures(scene) == figured


def reopened(scene: Scene, times: int, first: int = 2) -> list[dict[str, object]]:
    """The lamps struck off and seen again so often; what each step kept, and keeps no more."""
    at = MONDAY
    for number in range(first, first + times):
        struck_off(scene, now=at)
        scene.again(number, at := at + 30 * DAY)
    kept = [step.data["closed"] for step in Step.objects.filter(verb="reopen").order_by("pk")]
    forget()
    return kept


def moments(kept: list[Any]) -> list[datetime]:
    """When what was kept had been closed."""
    return [closed_at(said) for said in kept]


def written() -> list[object]:
    """What each step that opened a problem again keeps of how it was closed."""
    return [step.data.get("closed") for step in Step.objects.filter(verb="reopen").order_by("pk")]


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_it_goes_through_the_log_by_portions(
    at_once: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = reopened(Scene(world), 3)
    monkeypatch.setattr(KEEP, "AT_ONCE", at_once)
    with CaptureQueriesContext(connection) as asked:
        KEEP.keep(apps, None)
    assert moments(written()) == moments(kept)
    portions = -(-3 // at_once)
    assert len(asked) <= 6 * portions + 3


def test_it_goes_on_from_what_is_not_yet_written(world: World) -> None:
    reopened(Scene(world), 2)
    KEEP.keep(apps, None)
    was = written()
    last = Step.objects.filter(verb="reopen").latest("pk")
    Step.objects.filter(pk=last.pk).update(data={"source": "inspection", "rebound": True})
    for _again in range(2):
        KEEP.keep(apps, None)
        assert written() == was


@pytest.mark.parametrize("wrong", [{"state": "filed"}, {"closed_at": None}, {"state": "dismissed"}])
def test_it_takes_no_other_deed_for_the_one_that_opened_it(
    wrong: dict[str, str | None], world: World
) -> None:
    scene = Scene(world)
    reopened(scene, 1)
    event = Event.objects.get(verb="problem.see-again")
    event.before |= wrong
    event.save(update_fields=["before"])
    KEEP.keep(apps, None)
    assert written() == [None]
    judged(scene.round, PASS)
    assert scene.lamps.rebounds == 1


def test_it_passes_over_what_was_seen_while_it_was_open(world: World) -> None:
    scene = Scene(world)
    scene.again(2, MONDAY)
    [kept] = reopened(scene, 1, first=3)
    Step.objects.filter(verb="reopen").update(at=MONDAY - 900 * DAY)
    KEEP.keep(apps, None)
    assert moments(written()) == moments([kept])


def test_it_leaves_open_what_an_older_log_does_not_tell_in_full(world: World) -> None:
    scene = Scene(world)
    _was, _figured, later = closed(scene)
    scene.again(2, later)
    forget()
    event = Event.objects.get(verb="problem.see-again")
    del event.before["clock"]
    event.save(update_fields=["before"])
    KEEP.keep(apps, None)
    assert "closed" not in Step.objects.get(verb="reopen").data
