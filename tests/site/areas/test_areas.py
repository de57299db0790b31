"""The tree of areas."""

import pytest
from django.core.exceptions import ValidationError

from chuangcheng.ground.areas import actions, queries
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.rules import AreaFacts
from tests.site import cast
from tests.site.cast import World


def test_it_shows_everybody_their_own_subtree(world: World) -> None:
    assert set(queries.areas(world.office)) == {world.county, world.street, world.township}
    assert set(queries.areas(world.neighbour)) == {world.other_county}
    assert queries.areas(world.superior).count() == 5
    assert queries.areas(world.newcomer).count() == 0


def test_it_takes_all_below_along_when_an_area_moves(world: World) -> None:
    village = cast.area("QH-DJ-01", "桥头社区", Level.COMMUNITY, world.street)
    actions.move(world.top, area=world.county, parent=None)
    village.refresh_from_db()
    assert village.path == "/QH/QH-DJ/QH-DJ-01/"


def test_it_takes_all_below_along_when_a_code_changes(world: World) -> None:
    facts = AreaFacts("QHX", world.county.title_zh, Level.COUNTY)
    actions.change(world.top, area=world.county, facts=facts)
    world.street.refresh_from_db()
    assert world.street.path == "/HC/QHX/QH-DJ/"


@pytest.mark.parametrize(
    ("code", "level", "field"),
    [
        ("qh-dj", Level.TOWNSHIP, "code"),
        ("a/b", Level.TOWNSHIP, "code"),
        ("NEW", Level.COUNTY, "level"),
    ],
)
def test_it_refuses_what_cannot_be(world: World, code: str, level: Level, field: str) -> None:
    facts = AreaFacts(code, "新区", level)
    with pytest.raises(ValidationError) as refused:
        actions.create(world.top, facts=facts, parent=world.county)
    assert field in refused.value.message_dict


def test_it_refuses_to_hang_an_area_below_itself(world: World) -> None:
    with pytest.raises(ValidationError):
        actions.move(world.top, area=world.county, parent=world.street)


def test_it_removes_only_what_nothing_stands_on(world: World) -> None:
    with pytest.raises(ValidationError):
        actions.remove(world.top, area=world.county)
    actions.remove(world.top, area=world.township)
    assert not Area.objects.filter(code="QH-XH").exists()
