"""The pages: every figure leads to what it is made of."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.site.cast import World
from tests.site.inspections.scene import Scene

Browser = Callable[[str | None], Client]
PAGES = ["detail", "area", "tree", "ranks", "units", "kinds", "items", "losses"]


def address(scene: Scene, name: str) -> str:
    """A page of the scene's standing."""
    code = [] if name in {"detail", "ranks"} else [scene.world.county.code]
    return reverse(f"standing:{name}", args=[scene.computation.pk, *code])


@pytest.mark.parametrize("name", PAGES)
def test_it_links_only_to_pages_that_open(name: str, as_: Browser, world: World) -> None:
    scene, browser = Scene(world), as_("office")
    page = browser.get(address(scene, name)).content.decode()
    links = set(re.findall(r'href="(/(?:standing|inspections)/[^"#]*)"', page))
    assert links
    for link in links:
        assert browser.get(link.replace("&amp;", "&")).status_code == 200, link


def test_it_leads_from_the_score_to_one_observation(as_: Browser, world: World) -> None:
    scene, browser = Scene(world), as_("leader")
    losses = browser.get(address(scene, "losses")).content.decode()
    price = re.search(r'href="([^"]*/losses/\d+/)"', losses)
    assert price
    page = browser.get(price[1]).content.decode()
    assert re.search(r"/inspections/\d+/observations/\d+/", page)


def test_it_sends_branches_alone_to_htmx(as_: Browser, world: World) -> None:
    scene = Scene(world)
    url = reverse("standing:branch", args=[scene.computation.pk, world.county.code, "project", "1"])
    part = as_("office").get(url, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith("<tr")
    assert "<html" not in part


@pytest.mark.parametrize("name", ["ranks", "units", "kinds", "items", "losses"])
def test_it_exports_each_table(name: str, as_: Browser, world: World) -> None:
    scene = Scene(world)
    answer = as_("office").get(address(scene, name) + "?format=csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(answer.content.decode().splitlines()) > 1


@pytest.mark.parametrize("sort", ["-lost", "unit", "share", "nothing"])
def test_it_sorts_groups_by_any_column(sort: str, as_: Browser, world: World) -> None:
    scene = Scene(world)
    page = as_("office").get(address(scene, "units") + f"?sort={sort}").content.decode()
    assert page.count("<tr>") == 3
