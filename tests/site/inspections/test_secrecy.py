"""A secret round: nobody who is not on it can tell that it exists."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.ground.audit import queries as audit
from chuangcheng.outcome.standing import queries as standing
from tests.site.cast import World
from tests.site.inspections import matrix as inspections
from tests.site.inspections.scene import Scene, SceneRow
from tests.site.standing import matrix

Browser = Callable[[str | None], Client]
ABOUT = [row for row in (*inspections.ROWS, *matrix.ROWS) if isinstance(row, SceneRow)]
LISTS = ["inspections:list", "standing:list", "overview"]


@pytest.mark.parametrize("row", ABOUT, ids=str)
def test_it_is_not_there_for_whoever_is_not_on_it(
    row: SceneRow, as_: Browser, world: World
) -> None:
    scene = Scene(world, secret=True)
    assert row.ask_of(as_(row.with_), scene).status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_it_stands_in_no_list(name: str, as_: Browser, world: World) -> None:
    scene = Scene(world, secret=True)
    page = as_("office").get(reverse(name)).content.decode()
    assert str(scene.round) not in page


def test_it_is_counted_nowhere(world: World) -> None:
    Scene(world, secret=True)
    assert not queries.visible(world.office).exists()
    assert not queries.observations(world.office).exists()
    assert not standing.newest(world.office).exists()
    assert not queries.decisions(world.office).exists()


def test_it_is_told_in_no_event_to_others(world: World) -> None:
    scene = Scene(world, secret=True)
    mine = audit.events(world.office).filter(subject_kind="round")
    assert not mine.filter(subject_id=str(scene.round.pk)).exists()
    everything = audit.events(world.top).filter(subject_kind="round")
    assert not everything.filter(subject_id=str(scene.round.pk)).exists()


def test_it_is_there_for_its_members(as_: Browser, world: World) -> None:
    scene = Scene(world, secret=True)
    scene.round.members.set([world.office])
    for row in ABOUT:
        if row.method == "GET" and row.with_ == "office":
            assert row.ask_of(as_("office"), scene).status_code == row.answer, row


def test_it_is_there_for_all_once_released(as_: Browser, world: World) -> None:
    scene = Scene(world, secret=True)
    scene.round.members.set([world.office])
    actions.release(world.office, round_=scene.round)
    assert as_("leader").get(scene.computation.get_absolute_url()).status_code == 200
    assert queries.visible(world.clerk).get() == scene.round


def test_it_takes_the_name_of_a_secret_round_without_a_word(world: World) -> None:
    scene = Scene(world, secret=True)
    same = actions.create(
        world.office,
        campaign=scene.round.campaign,
        facts=inspections_facts(scene),
        secret=False,
    )
    assert str(same) == str(scene.round)


def inspections_facts(scene: Scene) -> actions.RoundFacts:
    """What was said of the scene's round."""
    names = actions.RoundFacts.__dataclass_fields__
    return actions.RoundFacts(**{name: getattr(scene.round, name) for name in names})
