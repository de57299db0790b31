"""The tree of areas."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions as rounds
from chuangcheng.ground.areas import actions, queries
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.points.models import Tally
from tests.site import cast
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections.scene import campaign, round_

Browser = Callable[[str | None], Client]


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


@pytest.mark.parametrize("secret", [True, False])
def test_it_refuses_alike_whatever_round_speaks_of_an_area(secret: bool, world: World) -> None:
    spoken_of = cast.area("QH-DJ-01", "桥头社区", Level.COMMUNITY, world.street)
    made = round_(world, campaign(world), secret=secret)
    rounds.decide(SYSTEM, round_=made, area=spoken_of, sanction="B-01")
    form = {"code": spoken_of.code}
    page = signed_in(world.office).post(reverse("areas:remove", args=[spoken_of.pk]), form)
    assert page.context["form"].non_field_errors() == ["这个区域已有记录，不能删除。"]
    assert Area.objects.filter(pk=spoken_of.pk).exists()


def test_it_names_what_may_be_seen_and_says_nothing_of_the_rest(world: World) -> None:
    spoken_of = cast.area("QH-DJ-01", "桥头社区", Level.COMMUNITY, world.street)
    cast.unit("QH-QT", "桥头社区居委会", spoken_of)
    said = refusal(world, spoken_of)
    made = round_(world, campaign(world), secret=True)
    rounds.decide(SYSTEM, round_=made, area=spoken_of, sanction="B-01")
    assert refusal(world, spoken_of) == said == ["还有内容属于这个区域，不能删除：单位。"]


def test_it_lets_go_what_was_only_counted_on_an_area(world: World) -> None:
    counted = cast.area("QH-DJ-01", "桥头社区", Level.COMMUNITY, world.street)
    Tally.objects.create(area=counted, square=1, n=0, lons=0, lats=0, keys=0)
    actions.remove(world.office, area=counted)
    assert not Area.objects.filter(code="QH-DJ-01").exists()


def refusal(world: World, area: Area) -> list[str]:
    """What the office is told when it removes an area."""
    with pytest.raises(ValidationError) as refused:
        actions.remove(world.office, area=area)
    return refused.value.messages


def test_it_removes_only_what_nothing_stands_on(world: World) -> None:
    with pytest.raises(ValidationError):
        actions.remove(world.top, area=world.county)
    actions.remove(world.top, area=world.township)
    assert not Area.objects.filter(code="QH-XH").exists()


def test_it_names_the_groups_that_most_have_in_english(world: World, as_: Browser) -> None:
    Area.objects.filter(pk=world.street.pk).update(group="街道")
    client = as_("office")
    for address in ("/areas/", f"/areas/{world.street.pk}/"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert "Subdistricts" in page
        assert "Township or subdistrict" in page
