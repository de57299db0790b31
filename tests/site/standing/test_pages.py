"""The pages: every figure leads to what it is made of."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.ground.units import actions as units
from chuangcheng.ground.units.models import Kind
from chuangcheng.ground.units.rules import UnitFacts
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.outcome.standing.models import Rank
from chuangcheng.outcome.standing.reading import Point, marks
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds
from tests.site.inspections.scene import Scene

Browser = Callable[[str | None], Client]
PAGES = ["detail", "area", "tree", "ranks", "units", "kinds", "items", "losses"]


def address(scene: Scene, name: str) -> str:
    """A page of the scene's standing."""
    code = [] if name in {"detail", "ranks"} else [scene.world.county.code]
    return reverse(f"standing:{name}", args=[scene.computation.pk, *code])


def test_it_stands_in_the_menu_and_among_its_views_on_every_page(
    as_: Browser, world: World
) -> None:
    scene = Scene(world)
    about = [scene.computation.pk, world.county.code, "project", "1"]
    branch = as_("office").get(reverse("standing:branch", args=about)).content.decode()
    current = re.findall(r'<a href="([^"]*)" aria-current="page"', branch)
    assert current == [reverse("standing:list"), address(scene, "tree")]


@pytest.mark.parametrize(("name", "said"), [("乡镇", "Townships"), ("山区组", "山区组")])
def test_it_names_groups_in_the_readers_language(
    name: str, said: str, as_: Browser, world: World
) -> None:
    scene = Scene(world)
    Rank.objects.filter(computation=scene.computation).update(group=name)
    for page in ("detail", "ranks"):
        shown = as_("office").get(address(scene, page), headers={"accept-language": "en"})
        assert said in shown.content.decode()


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


def units_of(client: Client, scene: Scene) -> list[tuple[str, int]]:
    """The units that lost most, as somebody's page names them."""
    shown = client.get(address(scene, "detail")).context["units"]
    return [(str(unit), lost) for unit, lost in shown]


def test_it_keeps_apart_what_two_people_may_see_lost(as_: Browser, world: World) -> None:
    scene = Scene(world)
    all_ = units_of(as_("office"), scene)
    assert {name for name, _lost in all_} == {str(world.police), str(world.markets)}
    assert units_of(as_("clerk"), scene) == [row for row in all_ if row[0] == str(world.police)]


def test_it_names_a_unit_as_it_is_called_now(as_: Browser, world: World) -> None:
    scene, page = Scene(world), as_("office")
    lost = dict(units_of(page, scene))[str(world.police)]
    facts = UnitFacts(world.police.code, "交通警察大队", Kind.DEPARTMENT, world.county)
    units.change(world.office, unit=world.police, facts=facts, superiors=[])
    assert ("交通警察大队", lost) in units_of(page, scene)


def test_it_counts_what_a_later_computation_found(as_: Browser, world: World) -> None:
    scene, page = Scene(world), as_("office")
    before = page.get(address(scene, "losses")).context["table"].page.paginator.count
    rounds.take_in(
        SYSTEM,
        scene.round,
        rounds.written(("QH-XH", "", "P3", "road", "lamps", "v4", "onsite", "fail")),
    )
    scene.computation = standing.compute(SYSTEM, round_=scene.round)
    assert page.get(address(scene, "losses")).context["table"].page.paginator.count > before


def test_it_says_what_the_picture_of_a_course_shows(world: World) -> None:
    done = Scene(world).computation
    points = [Point(done, net, 0.0, 0.0) for net in (80, 72, 91, 88)]
    shown = {mark.what: mark.point.net for mark in marks(points)}
    assert shown == {"首轮": 80, "最低": 72, "最高": 91, "最近一轮": 88}
    assert marks([]) == []


def test_it_says_which_way_the_picture_and_the_table_run(as_: Browser, world: World) -> None:
    scene, page = Scene(world), as_("office")
    later = rounds.round_(world, scene.round.campaign, 2)
    rounds.take_in(SYSTEM, later, rounds.written(*rounds.STREET))
    standing.compute(SYSTEM, round_=later)
    told = page.get("/standing/")
    caption = f"{scene.round.campaign}各轮得分，从左到右由首轮到最近一轮。"
    ends = [mark.point.computation.round for mark in told.context["marks"][:2]]
    assert ends == [scene.round, later]
    assert [row.round for row in told.context["table"].page] == ends[::-1]
    assert f"{caption} 下表最近一轮在最前。" in told.content.decode()
    assert "在最前" not in page.get("/standing/?sort=net").content.decode()
