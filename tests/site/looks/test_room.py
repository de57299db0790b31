"""What moves when a page is longer or wider than the screen, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.site.cast import World
from tests.site.looks.data import written
from tests.site.looks.reader import Asked, Reader, Way, reader

Browser = Callable[[str | None], Client]
TOP = "(selector) => document.querySelector(selector).getBoundingClientRect().top"
LEFT = "(selector) => document.querySelector(selector).getBoundingClientRect().left"


@pytest.fixture(scope="module")
def eyes() -> Iterator[Reader]:
    """One browser for all."""
    with reader() as made:
        yield made


@pytest.fixture
def shown(eyes: Reader, as_: Browser, world: World) -> Callable[[int, int], Page]:
    """The creation office's list of units on a screen so wide and so high."""

    def show(width: int, height: int) -> Page:
        way = Way("en", "light", width)
        eyes.look(as_("office"), Asked("GET", "/units/"), way, written())
        eyes.page.set_viewport_size({"width": width, "height": height})
        eyes.page.goto("http://127.0.0.1/units/")
        return eyes.page

    return show


def test_it_moves_the_page_and_keeps_the_head_of_a_table(
    shown: Callable[[int, int], Page],
) -> None:
    page = shown(1366, 200)
    assert page.evaluate("(() => { const it = document.querySelector('.scroll');"
                         " return it.scrollHeight <= it.clientHeight })()")  # fmt: skip
    page.evaluate("document.body.style.paddingBottom = '100vh'")
    page.evaluate("scrollTo(0, document.querySelector('.grid tbody').getBoundingClientRect().top)")
    assert page.evaluate(TOP, ".grid tbody") < 0
    assert page.evaluate(TOP, ".grid thead th") == 0


def test_it_keeps_the_first_column_where_a_table_is_wider_than_a_phone(
    shown: Callable[[int, int], Page],
) -> None:
    page = shown(390, 844)
    before = page.evaluate(LEFT, ".grid tbody th"), page.evaluate(LEFT, ".grid tbody td")
    page.evaluate("document.querySelector('.scroll').scrollLeft = 60")
    after = page.evaluate(LEFT, ".grid tbody th"), page.evaluate(LEFT, ".grid tbody td")
    assert after[0] == pytest.approx(before[0], abs=1.5)
    assert after[1] < before[1] - 50


def test_it_leaves_a_phone_to_the_page(shown: Callable[[int, int], Page]) -> None:
    page = shown(390, 844)
    assert page.locator("header.side").bounding_box()["height"] <= 120  # type: ignore[index]  # it is shown
    current = page.locator(".menu [aria-current]").bounding_box()
    assert current is not None
    assert current["x"] >= 0
    assert current["x"] + current["width"] <= 390
    page.locator(".menu a").first.focus()
    assert page.locator(".menu a").first.bounding_box()["x"] >= 0  # type: ignore[index]  # it is shown


@pytest.mark.parametrize("width", [390, 1366])
def test_it_shades_the_edge_at_which_a_table_goes_on(
    shown: Callable[[int, int], Page], width: int
) -> None:
    page = shown(width, 844)
    shade = "getComputedStyle(document.querySelector('.scroll')).backgroundImage"
    assert page.evaluate(shade).count("linear-gradient") == 2


def test_it_stacks_what_matters_of_a_row_on_a_phone(
    eyes: Reader, as_: Browser, world: World
) -> None:
    eyes.look(as_("office"), Asked("GET", "/audit/"), Way("en", "light", 390), written())
    eyes.page.goto("http://127.0.0.1/audit/")
    row = eyes.page.locator(".grid tbody tr").first
    assert not eyes.page.locator(".grid thead").is_visible()
    assert row.locator("td:visible").count() == row.locator(".stacked").count() == 2
    box = row.locator(".stacked").last.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    eyes.page.set_viewport_size({"width": 1366, "height": 844})
    assert row.locator("td:visible").count() == 5


def test_it_keeps_search_and_name_in_one_row_on_a_phone(
    shown: Callable[[int, int], Page],
) -> None:
    page = shown(390, 844)
    (find,) = page.locator(".find").all()
    box = find.bounding_box()
    assert box is not None
    assert box["width"] >= 100
    tops = [part.bounding_box()["y"] for part in page.locator(".me > *").all()]  # type: ignore[index]  # they are shown
    assert max(tops) < box["y"] + box["height"]
