"""A round comes onto the list by portions, and what was before the list can be passed over."""

import pytest
from django.utils import timezone

from chuangcheng.remedy.problems.following import actions
from chuangcheng.remedy.problems.models import Cursor, Problem
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds
from tests.site.problems.scene import MONDAY, Scene


def laid(world: World) -> Scene:
    """A scene whose round has not been followed."""
    made = Scene(world, secret=True)
    made.round.released_at = timezone.now()
    type(made.round).objects.filter(pk=made.round.pk).update(released_at=MONDAY)
    return made


@pytest.mark.parametrize("portion", [1, 2, 20])
def test_it_finds_the_same_by_any_portion(
    portion: int, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "PORTION", portion)
    scene = laid(world)
    actions.follow(scene.round)
    assert set(Problem.objects.values_list("item", flat=True)) == {"lamps", "kerbs"}


def test_it_goes_on_where_it_was_killed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = laid(world)
    monkeypatch.setattr(actions, "PORTION", 1)
    real, told = actions.report, []

    def dying(*args: object, **kwargs: object) -> object:
        told.append(1)
        if len(told) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)  # type: ignore[arg-type]  # as it was given

    monkeypatch.setattr(actions, "report", dying)
    with pytest.raises(KeyboardInterrupt):
        actions.follow(scene.round)
    assert Problem.objects.count() == 1
    assert not Cursor.objects.exists()
    monkeypatch.setattr(actions, "report", real)
    actions.follow(scene.round)
    assert Problem.objects.count() == 2


def test_it_passes_over_what_was_there_before(world: World) -> None:
    scene = laid(world)
    actions.pass_over(scene.round)
    assert actions.follow(scene.round) == 0
    later = rounds.round_(world, scene.campaign, 2)
    rounds.take_in(SYSTEM, later, rounds.written(*rounds.STREET))
    assert actions.follow(later) == 2
