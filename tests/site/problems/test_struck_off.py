"""What was ever struck off, out of which rebounds are counted, however late it came back."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from chuangcheng.remedy.problems import statistics
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import World
from tests.site.problems.closings import closed, told
from tests.site.problems.scene import (
    DAY,
    MONDAY,
    PASS,
    Scene,
    dispatched,
    judged,
    struck_off,
)

KEEP = import_module("chuangcheng.remedy.problems.migrations.0012_when_struck_off")


def rebound(scene: Scene) -> tuple[int, int | None]:
    """How many came back, out of how many."""
    figure = statistics.lines(scene.world.office, "unit")[0].figures[-1]
    return figure.counted, figure.of


@pytest.mark.parametrize(("days", "came_back"), [(10, 1), (200, 0)])
def test_it_stays_among_what_was_struck_off(days: int, came_back: int, world: World) -> None:
    scene = Scene(world)
    done = struck_off(scene)
    assert rebound(scene) == (0, 1)
    scene.again(2, MONDAY + days * DAY)
    assert rebound(scene) == (came_back, 1)
    dispatched(scene, now=MONDAY + 201 * DAY)
    assert rebound(scene) == (came_back, 1)
    assert scene.lamps.struck_off_at == done.closed_at


def test_it_was_not_struck_off_where_only_an_error_had_opened_it(world: World) -> None:
    scene = Scene(world)
    judged(scene.round, PASS)
    later = scene.lamps.closed_at + DAY
    second = scene.again(2, later)
    struck_off(scene, now=later)
    judged(second, PASS)
    assert (scene.lamps.state, scene.lamps.struck_off_at) == ("withdrawn", None)


@pytest.mark.parametrize("at_once", [1, 1000])
def test_it_learns_from_re_checks_when_it_was_struck_off(
    at_once: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene(world)
    closed(scene)
    other = struck_off(scene, scene.reported(point=scene.point("P2"), item="kerbs"))
    was = [told(row) for row in Problem.objects.order_by("pk")]
    Problem.objects.update(struck_off_at=None)
    monkeypatch.setattr(KEEP, "AT_ONCE", at_once)
    for _again in range(2):
        KEEP.keep(apps, None)
        assert [told(row) for row in Problem.objects.order_by("pk")] == was
    assert other.struck_off_at is not None
