"""What people find, and what they must not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.people.models import Role
from chuangcheng.ground.scope import Person
from chuangcheng.ground.search import queries
from chuangcheng.ground.search.actions import rebuild
from chuangcheng.ground.search.models import Entry
from chuangcheng.ground.sheets.writing import workbook
from chuangcheng.ground.units.models import Unit
from tests.site import cast
from tests.site.cast import World
from tests.site.sheets.test_sheets import upload

Browser = Callable[[str | None], Client]


def found(person: Person, query: str) -> set[str]:
    """The titles of all that a person finds."""
    return {title for group in queries.search(person, query, most=50) for title in titles(group)}


def titles(group: queries.Group) -> Iterator[str]:
    """The titles of a group's hits in order."""
    for hit in group.hits:
        yield "".join(piece.text for piece in hit.title)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("东街", {"东街街道"}),
        ("街东", set()),
        ("交警", {"青禾县交警大队"}),
        ("青禾 大队", {"青禾县交警大队"}),
        ("ＱＨ-jj", {"青禾县交警大队"}),
        ("小青 office", {"办小青"}),
        ("", set()),
        ("…*\"'", set()),
    ],
)
def test_it_finds_words_however_they_are_typed(world: World, query: str, expected: set[str]):
    assert found(world.office, query) == expected


def test_it_finds_nothing_of_another_county(world: World) -> None:
    assert found(world.office, "交警") == {"青禾县交警大队"}
    assert found(world.neighbour, "交警") == {"远山县交警大队"}
    assert found(world.superior, "交警") == {"青禾县交警大队", "远山县交警大队"}


def test_it_counts_only_what_may_be_seen(world: World) -> None:
    def count(person: Person) -> list[int]:
        return [group.total for group in queries.search(person, "交警", most=1)]

    assert (count(world.superior), count(world.office)) == ([2], [1])


def test_it_finds_nothing_that_the_role_does_not_show(world: World) -> None:
    assert found(world.clerk, "小青") == set()
    assert found(world.newcomer, "街道") == set()
    assert found(world.clerk, "市场监管") == set()  # another unit's, and theirs is one unit alone


def test_it_finds_no_telephone_number(world: World) -> None:
    Entry.objects.filter(kind="unit").delete()
    Unit.objects.filter(pk=world.police.pk).update(phone="010 55501234")
    rebuild()
    assert found(world.office, "55501234") == set()
    assert found(world.office, "交警") == {"青禾县交警大队"}


def test_it_follows_a_change_at_once(world: World) -> None:
    facts = AreaFacts("QH-DJ", "凤凰街道", Level.TOWNSHIP)
    areas.change(world.office, area=world.street, facts=facts)
    assert found(world.office, "凤凰") == {"凤凰街道"}
    assert found(world.office, "东街") == set()


def test_it_forgets_what_is_removed(world: World) -> None:
    entries = Entry.objects.filter(kind="area", object_id=world.township.pk)
    assert entries.exists()
    areas.remove(world.office, area=world.township)
    assert not entries.exists()
    assert found(world.office, "西河") == set()


def test_it_keeps_the_old_words_when_a_verb_is_refused(world: World) -> None:
    before = list(Entry.objects.order_by("pk").values())
    with pytest.raises(Exception, match="level"):
        areas.create(world.top, facts=AreaFacts("N", "凤凰县", Level.CITY), parent=world.county)
    assert list(Entry.objects.order_by("pk").values()) == before


def test_it_finds_what_came_by_sheet(as_: Browser, world: World) -> None:
    rows = [["QH-NH", "凤凰镇", "乡镇（街道）", "QH"], ["QH-DJ", "龙泉街道", "乡镇（街道）", "QH"]]
    client = as_("office")
    client.post(
        upload(client, "areas", workbook("区域", ["代码", "名称", "层级", "上级代码"], rows))
    )
    assert found(world.office, "凤凰") == {"凤凰镇"}
    assert (found(world.office, "龙泉"), found(world.office, "东街")) == ({"龙泉街道"}, set())


def test_it_puts_right_whatever_went_past_the_verbs(world: World) -> None:
    Area.objects.filter(pk=world.street.pk).update(title_zh="凤凰街道")
    Entry.objects.filter(kind="unit").delete()
    Entry.objects.create(kind="ghost", object_id=1, size=1, spaced="凤 凰")
    put_right = rebuild()
    assert (put_right["area"], put_right["unit"]) == (1, Unit.objects.count())
    assert found(world.office, "凤凰") == {"凤凰街道"}
    assert not Entry.objects.filter(kind="ghost").exists()
    assert set(rebuild().values()) == {0}


def test_it_shows_the_closest_first(world: World) -> None:
    for code, title in (
        ("U1", "凤凰街道办事处综合执法队"),
        ("U2", "凤凰街道"),
        ("U3", "凤凰街道办事处"),
    ):
        cast.unit(code, title, world.county)
    (group,) = queries.search(world.office, "凤凰", most=2)
    assert (group.total, list(titles(group))) == (3, ["凤凰街道", "凤凰街道办事处"])


def test_it_shows_by_which_other_words_it_was_found(world: World) -> None:
    (group,) = queries.search(world.office, "qh-sj", most=5)
    assert [(piece.text, piece.marked) for piece in group.hits[0].besides] == [("QH-SJ", True)]
    (group,) = queries.search(world.office, "市场", most=5)
    assert group.hits[0].besides == []


def test_it_marks_what_was_found_on_the_page(as_: Browser) -> None:
    page = as_("office").get("/search/", {"q": "交警"}).content.decode()
    assert "青禾县<mark>交警</mark>大队" in page
    assert "远山" not in page


def test_it_turns_the_pages_of_one_kind(as_: Browser, world: World) -> None:
    for number in range(60):
        cast.unit(f"N{number:02}", f"凤凰第{number:02}中学", world.county)
    client = as_("office")
    assert "kind=unit" in client.get("/search/", {"q": "凤凰"}).content.decode()
    second = client.get("/search/", {"q": "凤凰", "kind": "unit", "page": "2"})
    (group,) = second.context["groups"]
    assert (group.total, len(group.hits), group.page.number) == (60, 10, 2)


@pytest.mark.parametrize(
    "asked", [{}, {"q": "凤凰"}, {"q": "<b>", "kind": "ghost"}, {"q": "东街", "page": "x"}]
)
def test_it_answers_whatever_the_address_says(as_: Browser, asked: dict[str, str]) -> None:
    answer = as_("office").get("/search/", asked)
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


def test_it_tells_other_systems_the_same(as_: Browser, world: World) -> None:
    answer = as_("clerk").get("/api/search", {"q": "青禾", "kind": "unit"})
    hit = {"kind": "unit", "id": world.police.pk, "title": "青禾县交警大队"}
    hit["url"] = f"/units/{world.police.pk}/"
    assert answer.json() == [{"kind": "unit", "total": 1, "hits": [hit]}]


def test_it_finds_a_role_s_new_scope_without_a_new_index(world: World) -> None:
    before = Entry.objects.count()
    Role.objects.filter(code="clerk").update(rights=["units.see", "people.see"])
    assert "联小青" in found(cast.User.objects.get(pk=world.clerk.pk), "小青")
    assert Entry.objects.count() == before
