"""Problems among what is searched: by number, by words, and never further than one may see."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from chuangcheng.ground.scope import Person
from chuangcheng.ground.search import queries
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import World
from tests.site.problems.scene import MONDAY, Scene
from tests.site.search.test_search import titles

Browser = Callable[[str | None], Client]


def numbers(person: Person, query: str) -> list[str]:
    """The numbers of the problems that somebody finds, in order."""
    groups = queries.search(person, query, kind="problem", most=50)
    return [title.split()[0] for group in groups for title in titles(group)]


@pytest.mark.parametrize(
    "query", ["QH-1-2026-00001", "qh-1-2026-1", "2026-00001", "ＱＨ-1-2026-00001"]
)
def test_it_finds_a_problem_by_its_number(world: World, query: str) -> None:
    scene = Scene(world)
    number = scene.reported().number
    scene.reported()
    assert numbers(world.office, query) == [number]


@pytest.mark.parametrize("query", ["00002", "2"])
def test_it_finds_the_last_digits_of_a_number_first(world: World, query: str) -> None:
    scene = Scene(world)
    scene.reported()
    number = scene.reported().number
    later = scene.reported(title=f"井盖 {query} 处松动").number
    found = numbers(world.office, query)
    assert set(found[:2]) == {number, "QH-1-2025-00002"}
    assert found[2:] == [later]


def test_it_finds_a_problem_by_title_and_address(world: World) -> None:
    number = Scene(world).reported().number
    assert numbers(world.office, "垃圾") == numbers(world.office, "东街 3") == [number]
    assert numbers(world.office, "99999") == numbers(world.office, "…") == []


def test_it_says_of_each_problem_where_it_is(world: World) -> None:
    Scene(world)
    [group] = queries.search(world.office, "不符合", kind="problem", most=50)
    told = {"".join(piece.text for piece in hit.besides) for hit in group.hits}
    assert told == {"点位P1", "点位P2"}


@pytest.mark.parametrize("query", ["QH-1-2026-00001", "00001", "垃圾"])
def test_it_finds_no_problem_that_one_may_not_see(world: World, query: str) -> None:
    Scene(world).reported()
    assert all(number.startswith("QH-1-2025") for number in numbers(world.clerk, query))
    assert numbers(world.neighbour, query) == numbers(world.newcomer, query) == []


def test_it_finds_nothing_that_a_secret_round_saw(world: World) -> None:
    Scene(world, secret=True)
    assert numbers(world.office, "00001") == numbers(world.office, "lamps") == []


def test_it_leads_on_to_the_list_of_problems(as_: Browser, world: World) -> None:
    Scene(world)
    page = as_("office").get("/search/", {"q": "没有&的"}).content.decode()
    link = "/problems/?view=all&amp;q=%E6%B2%A1%E6%9C%89%26%E7%9A%84"
    assert f'<a href="{link}">在问题清单里查“没有&amp;的”</a>' in page
    assert "问题清单里查" not in as_("newcomer").get("/search/", {"q": "没有"}).content.decode()


def test_it_asks_no_more_for_more_problems(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene = Scene(world)
    for _ in range(3):
        scene.reported(found_at=MONDAY)
    with django_assert_max_num_queries(12):
        assert len(numbers(world.office, "垃圾")) == 3
    assert Problem.objects.count() == 5
