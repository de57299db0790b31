"""The list of a round's observations: in their order, of one's own scope, and counted rightly."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.paginator import Page
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.rules import Judgement
from tests.site.cast import SYSTEM, World
from tests.site.inspections.scene import STREET, Scene, take_in, written

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


def test_it_counts_what_is_looked_for(as_: Browser, world: World) -> None:
    scene, page = Scene(world), as_("office")
    listed(page, scene)
    assert listed(page, scene, "?q=P2").paginator.count == 2
    assert listed(page, scene, "?result=fail").paginator.count == 2
