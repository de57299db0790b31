"""Search and secret rounds, and what a campaign brings with it."""

from collections.abc import Callable

from django.test import Client

from chuangcheng.evidence.inspections import actions
from chuangcheng.ground.search import queries
from chuangcheng.ground.search.models import Entry
from tests.site.cast import World
from tests.site.inspections.scene import Scene

Browser = Callable[[str | None], Client]


def kinds(world: World, name: str, query: str) -> dict[str, int]:
    """How much somebody of the cast finds, by kind."""
    person = getattr(world, name)
    return {group.kind: group.total for group in queries.search(person, query, most=5)}


def test_it_finds_a_secret_round_for_its_members_alone(world: World) -> None:
    scene = Scene(world, secret=True)
    assert Entry.objects.matching("第1轮").filter(kind="round").exists()
    everybody = ("office", "clerk", "leader", "superior", "neighbour", "top")
    assert [kinds(world, name, "第1轮") for name in everybody] == [{}] * 6
    scene.round.members.set([world.office])
    assert kinds(world, "office", "第1轮") == {"round": 1}
    assert kinds(world, "leader", "第1轮") == {}


def test_it_shows_a_secret_round_neither_on_the_page_nor_to_other_systems(
    as_: Browser, world: World
) -> None:
    Scene(world, secret=True)
    page = as_("office").get("/search/", {"q": "轮测评", "kind": "round"})
    assert page.context["groups"] == []
    assert as_("office").get("/api/search", {"q": "轮测评"}).json() == []


def test_it_finds_a_round_for_all_once_released(world: World) -> None:
    scene = Scene(world, secret=True)
    actions.release(world.top, round_=scene.round)
    assert kinds(world, "leader", "第1轮") == {"round": 1}
    assert kinds(world, "neighbour", "第1轮") == {}


def test_it_finds_standards_items_and_points_with_what_brought_them(world: World) -> None:
    scene = Scene(world)
    assert kinds(world, "office", "点位")["point"] == 3
    item = scene.round.edition.items.get(code="lamps")
    assert kinds(world, "office", item.title_zh)["item"] >= 1
    assert kinds(world, "office", "kerbs")["item"] == 1
