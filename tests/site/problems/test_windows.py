"""Turning a long list to its very end: every problem once, in order, past what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from chuangcheng.remedy.problems import tables
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.tables import LongShown
from chuangcheng.remedy.problems.windows import Start
from tests.site.cast import World, signed_in
from tests.site.problems.scene import MONDAY, Scene

SORTS = ("", "number", "-number", "stake", "-stake", "found", "-found", "due", "-due")


@pytest.fixture
def browser(world: World, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The office before a list of eleven, of which four are counted, two to a page."""
    monkeypatch.setattr(tables, "COUNTED", 4)
    monkeypatch.setattr(tables, "PAGE", 2)
    scene = Scene(world)
    for n in range(11 - Problem.objects.count()):
        scene.reported(title=f"路边有垃圾 {n}")
    for place, problem in enumerate(Problem.objects.order_by("pk")):
        when = MONDAY + timedelta(hours=place % 4)
        rows = Problem.objects.filter(pk=problem.pk)
        rows.update(stake=place % 3, found_at=when, due=when)
    return signed_in(world.office)


def _shown(browser: Client, address: str) -> LongShown:
    table: LongShown = browser.get(reverse("problems:list") + address).context["table"]
    return table


def _turned(browser: Client, **query: str) -> Iterator[LongShown]:
    """Page after page, by the link that leads on."""
    address = "?" + urlencode(query)
    while address:
        table = _shown(browser, address)
        yield table
        further = f"&page={table.page.number + 1}" if table.page.has_next() else ""
        address = table.address.to() + further if further else table.further


def _numbers(table: LongShown) -> list[object]:
    return [row[0].text for row in table.rows]


@pytest.mark.parametrize("sort", SORTS)
def test_it_shows_every_problem_once_and_in_order(browser: Client, sort: str) -> None:
    seen = [
        number for table in _turned(browser, view="all", sort=sort) for number in _numbers(table)
    ]
    columns = {"number": "pk", "found": "found_at", "": "-pk"}
    by = columns.get(sort.lstrip("-"), sort.lstrip("-"))
    down = by.startswith("-") or sort.startswith("-")
    by = by.lstrip("-")
    order = [F(by).desc(), "-pk"] if down else [F(by).asc(), "pk"]
    assert seen == list(Problem.objects.order_by(*order).values_list("number", flat=True))
    assert len(seen) == 11


def test_it_numbers_pages_as_if_it_had_counted_them(browser: Client) -> None:
    turned = list(_turned(browser, view="all"))
    pages = [(table.number, table.last) for table in turned]
    assert pages == [(1, 2), (2, 2), (3, 4), (4, 4), (5, 6), (6, 6)]
    assert [table.total for table in turned] == [4, 4, 8, 8, 11, 11]


def test_it_leads_back_to_the_beginning(browser: Client) -> None:
    third = list(_turned(browser, view="all", sort="stake"))[2]
    assert "after" not in third.beginning
    assert _numbers(_shown(browser, third.beginning)) != _numbers(third)
    assert _shown(browser, third.beginning).passed == 0


def test_it_begins_anew_when_it_is_sorted_anew(browser: Client) -> None:
    third = list(_turned(browser, view="all"))[2]
    assert "after=" in third.address.to()
    assert not [heading.url for heading in third.headings if "after=" in heading.url]
    assert "after" not in dict(third.address.hidden)


def test_it_stays_with_the_figure_and_its_year_when_it_is_filtered(browser: Client) -> None:
    figure = {"figure": "backlog", "by": "unit", "key": "1", "year": "2025"}
    shown = _shown(browser, "?" + urlencode({"view": "all", **figure}))
    assert dict(shown.address.hidden) == {"view": "all", **figure}


NONSENSE = (
    *("", "x", "4~~", "~~~", "4~x~y", "4~1", "-1~~3", "4~nonsense~9"),
    *("4~nan~9", "4~9999-12-31T23:59:59-12:00~9", "4~~99999999999999999999", "²~~9"),
)


@pytest.mark.parametrize("after", NONSENSE)
def test_it_begins_where_an_address_makes_no_sense(browser: Client, after: str) -> None:
    for sort in ("due", "stake"):
        sound = _numbers(_shown(browser, f"?view=all&sort={sort}"))
        query = urlencode({"view": "all", "sort": sort, "after": after})
        assert _numbers(_shown(browser, f"?{query}")) == sound


def test_it_reads_what_it_writes() -> None:
    start = Start(10_000, "2026-03-02T08:00:00+00:00", 17)
    assert Start.read(str(start)) == start


def test_it_exports_the_whole_from_any_page(browser: Client) -> None:
    third = list(_turned(browser, view="all"))[2]
    answer = browser.get(reverse("problems:list") + third.address.to() + "&format=csv")
    assert len(answer.content.decode().splitlines()) == 12
