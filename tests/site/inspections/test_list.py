"""The list of a round's observations: in their order, of one's own scope, and counted rightly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.paginator import Page
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.evidence.inspections import actions
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas.models import Level
from tests.site.assignments.street import Street
from tests.site.assignments.test_agreement import walked
from tests.site.cast import SYSTEM, World, area, signed_in
from tests.site.inspections.scene import STREET, Scene, campaign, round_, take_in, written

Browser = Callable[[str | None], Client]
LATER = ("QH-XH", "QH-JJ", "P3", "road", "lamps", "v9", "onsite", "fail")


def listed(client: Client, scene: Scene, query: str = "") -> Page[Observation]:
    """The first page of the list as somebody sees it."""
    url = reverse("inspections:observations", args=[scene.round.pk])
    found: Page[Observation] = client.get(url + query).context["table"].page
    return found


def test_it_stands_in_the_order_in_which_facts_came(as_: Browser, world: World) -> None:
    scene = Scene(world)
    keys = [row.pk for row in listed(as_("office"), scene)]
    assert len(keys) == len(STREET)
    assert keys == sorted(keys)


def test_it_counts_what_was_taken_in_since(as_: Browser, world: World) -> None:
    scene, page = Scene(world), as_("office")
    before = listed(page, scene).paginator.count
    take_in(SYSTEM, scene.round, written(LATER))
    assert listed(page, scene).paginator.count == before + 1


def test_it_leaves_out_what_was_corrected(as_: Browser, world: World) -> None:
    scene, page = Scene(world), as_("office")
    before = listed(page, scene).paginator.count
    wrong = scene.fault
    right = actions.judge(SYSTEM, observation=wrong, said=Judgement("pass"), why="看错了")
    found = listed(page, scene)
    assert found.paginator.count == before
    assert {wrong.pk, right.pk} & {row.pk for row in found} == {right.pk}


@pytest.mark.parametrize(("who", "units"), [("office", 2), ("clerk", 1)])
def test_it_counts_for_each_what_they_see(who: str, units: int, as_: Browser, world: World) -> None:
    scene = Scene(world)
    for somebody in ("office", "clerk", who):
        found = listed(as_(somebody), scene)
    assert found.paginator.count == len(found.object_list)
    assert len({row.unit_id for row in found}) == units


@pytest.mark.parametrize("who", ["first", "second", "office", "leader"])
def test_it_says_the_same_number_on_the_page_of_the_round(who: str, world: World) -> None:
    street = Street(world)
    second = next(one for one in walked(street) if one.repeat_of)
    assert second.repeat_of
    visits = {"first": second.repeat_of, "second": second}
    person = visits[who].inspectors.get() if who in visits else getattr(world, who)
    browser = signed_in(person)
    page = browser.get(street.round.get_absolute_url())
    rows = browser.get(reverse("inspections:observations", args=[street.round.pk]))
    number = rows.context["table"].page.paginator.count
    assert number
    assert page.context["total"] == sum(row["n"] for row in page.context["methods"]) == number


def test_it_counts_what_is_looked_for(as_: Browser, world: World) -> None:
    scene, page = Scene(world), as_("office")
    listed(page, scene)
    assert listed(page, scene, "?q=P2").paginator.count == 2
    assert listed(page, scene, "?result=fail").paginator.count == 2


def nested(world: World) -> Scene:
    """A round in which the county, a street and a community of it have rows of their own."""
    area("QH-DJ-1", "东街一社区", Level.COMMUNITY, world.street)
    scene = Scene(world)
    places = ("QH", "QH-DJ-1", "QH-DJ-1")
    rows = [(code, "", "", "", "kerbs", f"n{n}", "onsite", "fail") for n, code in enumerate(places)]
    take_in(SYSTEM, scene.round, written(*rows))
    return scene


@pytest.mark.parametrize(
    ("code", "number"), [("QH", 9), ("QH-DJ", 6), ("QH-DJ-1", 2), ("QH-XH", 2), ("YS", 9)]
)
def test_it_takes_an_area_with_all_below_it(
    code: str, number: int, as_: Browser, world: World
) -> None:
    scene, page = nested(world), as_("office")
    assert listed(page, scene, f"?area={code}").paginator.count == number


def test_it_says_of_each_area_what_its_list_has(as_: Browser, world: World) -> None:
    scene, page = nested(world), as_("office")
    shown = page.get(scene.round.get_absolute_url()).context
    told = {row["area__code"]: row["n"] for row in shown["areas"]}
    assert told == {"QH": 9, "QH-DJ": 6, "QH-DJ-1": 2, "QH-XH": 2}
    assert shown["total"] == 9


def test_it_offers_the_areas_around_what_was_seen_and_no_others(as_: Browser, world: World) -> None:
    area("QH-DJ-1", "东街一社区", Level.COMMUNITY, world.street)
    area("QH-BJ", "北街街道", Level.TOWNSHIP, world.county)
    of, rows = campaign(world), [("QH-DJ-1", "", "", "", "kerbs", "v", "onsite", "fail")]
    made = round_(world, of)
    take_in(SYSTEM, made, written(*rows))
    table = as_("office").get(reverse("inspections:observations", args=[made.pk])).context["table"]
    offered = next(control.options for control in table.controls if control.key == "area")
    assert [code for code, _title in offered] == ["QH", "QH-DJ", "QH-DJ-1"]


def test_it_asks_no_more_when_an_area_is_chosen(as_: Browser, world: World) -> None:
    scene, page = nested(world), as_("office")
    asked = []
    for query in ("?area=QH-DJ-1", "?area=QH-DJ"):
        listed(page, scene, query)
        with CaptureQueriesContext(connection) as queries:
            listed(page, scene, query)
        asked.append(len(queries))
    assert asked[0] == asked[1]
