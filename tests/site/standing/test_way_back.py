"""From one lost point back to the list it came from, and parts called by what they are."""

from __future__ import annotations

import re

import pytest

from chuangcheng.outcome.standing import titles
from chuangcheng.outcome.standing.models import Gain, Loss
from chuangcheng.outcome.standing.printing import change, points
from tests.engine.small import framework
from tests.site.cast import World, signed_in
from tests.site.inspections.scene import Scene

PARTS = [
    {"id": "a", "method": "onsite", "points": 1, "items": ["lamps"]},
    {"id": "b", "method": "onsite", "points": 1, "items": ["kerbs"]},
]


def losses(scene: Scene) -> str:
    """Where the lost points of the county are listed."""
    return f"/standing/{scene.computation.pk}/area/{scene.world.county.code}/losses/"


def price(page: str) -> str:
    """Where a list leads to what its first line cost."""
    found = re.search(r'href="([^"]*/losses/\d+/[^"]*)"', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_it_leads_back_to_the_list_as_it_was_filtered(world: World) -> None:
    scene, office = Scene(world), signed_in(world.office)
    asked = "kind=market&sort=-lost"
    listed = office.get(f"{losses(scene)}?{asked}").content.decode()
    page = office.get(price(listed)).content.decode()
    assert f'<li><a href="{losses(scene)}?{asked.replace("&", "&amp;")}">失分记录</a></li>' in page


def test_it_leads_back_from_a_node_to_what_it_lost(world: World) -> None:
    scene, office = Scene(world), signed_in(world.office)
    loss = Loss.objects.filter(area=world.county, observation=scene.fault).get()
    node = f"/standing/{scene.computation.pk}/area/QH/tree/standard/{loss.standard}/"
    page = office.get(price(office.get(node).content.decode())).content.decode()
    assert f'href="{losses(scene)}?standard={loss.standard}"' in page
    framework_page = f"/frameworks/{scene.round.edition_id}/standards/{loss.standard}/"
    assert framework_page in page
    assert office.get(framework_page).status_code == 200


def test_it_leads_to_the_whole_list_where_it_came_from_none(world: World) -> None:
    scene, office = Scene(world), signed_in(world.office)
    loss = Loss.objects.filter(area=world.county, observation=scene.fault).get()
    page = office.get(f"{losses(scene)}{loss.pk}/").content.decode()
    assert f'<li><a href="{losses(scene)}">失分记录</a></li>' in page


def test_it_offers_parts_by_standard_and_method(world: World) -> None:
    scene = Scene(world)
    table = signed_in(world.office).get(losses(scene)).context["table"]
    offered = next(control for control in table.controls if control.key == "part").options
    assert dict(offered)["p0"] == "s0 标准 · 实地测评"
    assert "p0" not in dict(offered)["p0"]


def test_it_numbers_parts_of_one_standard_and_one_method(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = framework(*PARTS)
    content = whole.projects[0].contents[0]
    first, second = content.standards
    both = first.model_copy(update={"parts": (*first.parts, *second.parts)})
    one = content.model_copy(update={"standards": (both, second.model_copy(update={"parts": ()}))})
    projects = (whole.projects[0].model_copy(update={"contents": (one,)}),)
    found = whole.model_copy(update={"projects": projects})
    monkeypatch.setattr(titles.inspections, "framework", lambda _round: found)
    told = titles.of_parts(Scene(world).round)
    assert [part.method for part in told.values()] == ["实地测评（1）", "实地测评（2）"]


def test_it_prints_what_an_item_would_win_alike_everywhere(world: World) -> None:
    scene, office = Scene(world), signed_in(world.office)
    gain = Gain.objects.filter(area=world.county, gain__gt=0).order_by("-gain").first()
    assert gain
    base = f"/standing/{scene.computation.pk}/area/QH/"
    assert f">{change(gain.gain, 4)}</span>" in office.get(base).content.decode()
    table = office.get(f"{base}items/").context["table"]
    assert points(gain.gain, 4) in [str(row[1].text) for row in table.rows]
