"""An inspector's day on the map, in a real browser: by dragging, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.conf import LazySettings
from django.db import connections
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from chuangcheng.evidence.assignments import actions
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import Order
from tests.site.assignments.street import Street
from tests.site.cast import SYSTEM, build, signed_in

#: Opens the page of the route, with scripts or without.
Opening = Callable[[bool], AbstractContextManager[Page]]


@pytest.fixture
def route(transactional_db: None) -> list[Assignment]:
    """Three stops of one inspector on one day."""
    street = Street(build())
    order = Order(street.crew[1:2], street.days[:1], 1, 0.0)
    made = actions.share_out(SYSTEM, round_=street.round, order=order)
    return sorted(made, key=lambda one: one.order)


@pytest.fixture
def opening(
    live_server: LiveServer,
    settings: LazySettings,
    route: list[Assignment],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Opening]:
    """A browser in which the creation office is signed in."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser runs a loop of its own
    client = signed_in(route[0].round.members.get(username="office"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    first = route[0]
    about = [first.round_id, first.day, first.inspectors.get().pk]
    url = live_server.url + reverse("assignments:route", args=about)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )

        @contextmanager
        def opened(scripts: bool) -> Iterator[Page]:
            context = browser.new_context(
                viewport={"width": 1366, "height": 768},
                java_script_enabled=scripts,
                locale="zh-CN",
            )
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
            page = context.new_page()
            page.goto(url)
            yield page
            context.close()

        yield opened
        browser.close()
        # Within the browser's loop Django has opened a connection of its own.
        connections.close_all()


def test_it_numbers_the_stops_and_takes_one_dragged_onto_another(
    opening: Opening, route: list[Assignment]
) -> None:
    with opening(True) as page:
        page.locator("[data-shown='3']").wait_for()
        assert sorted(page.locator(".map-mark").all_inner_texts()) == ["1", "2", "3"]
        with page.expect_navigation():
            drag(page, "3", "1")
        page.locator("[data-shown='3']").wait_for()
        assert listed(page) == names(route, 2, 0, 1)
    assert kept(route) == [2, 0, 1]


def test_it_leaves_the_order_when_a_stop_is_dropped_where_none_is(
    opening: Opening, route: list[Assignment]
) -> None:
    with opening(True) as page:
        page.locator("[data-shown='3']").wait_for()
        before = at(page, "2")
        drag(page, "2", "2", (60, -60))
        assert at(page, "2") == before
    assert kept(route) == [0, 1, 2]


def test_it_takes_one_dragged_in_the_list(opening: Opening, route: list[Assignment]) -> None:
    with opening(True) as page:
        with page.expect_navigation():
            page.locator("[data-stop]").nth(0).drag_to(
                page.locator("[data-stop]").nth(2), target_position={"x": 20, "y": 60}
            )
        assert listed(page) == names(route, 1, 2, 0)


def test_it_does_without_scripts_and_without_a_mouse(
    opening: Opening, route: list[Assignment]
) -> None:
    with opening(False) as page:
        assert not page.locator("figure.map").is_visible()
        assert page.locator(".sketch").is_visible()
        button = page.get_by_role("button", name=f"把{route[0]}下移")
        button.focus()
        with page.expect_navigation():
            button.press("Enter")
        assert listed(page) == names(route, 1, 0, 2)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_keeps_what_can_be_done_with_a_stop_beside_the_map(
    language: str, opening: Opening, settings: LazySettings
) -> None:
    with opening(True) as page:
        name = settings.LANGUAGE_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": language, "url": page.url}])
        page.reload()
        where = page.locator(".where").bounding_box()
        links = [link.bounding_box() for link in page.locator(".moves a").all()]
    assert where
    assert len(links) == 6
    assert all(link and link["x"] + link["width"] <= where["x"] for link in links)


def drag(page: Page, label: str, onto: str, beside: tuple[int, int] = (0, 0)) -> None:
    """Drag the mark of a stop onto another's, or so many pixels beside it."""
    (x, y), (to_x, to_y) = at(page, label), at(page, onto)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x + beside[0], to_y + beside[1], steps=6)
    page.mouse.up()


def at(page: Page, label: str) -> tuple[float, float]:
    """The middle of a stop's mark."""
    box = page.locator(".map-mark").get_by_text(label, exact=True).bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def listed(page: Page) -> list[str]:
    """The stops of the list, in its order."""
    return page.locator("[data-stop] strong").all_inner_texts()


def names(route: list[Assignment], *places: int) -> list[str]:
    """Stops by their first places."""
    return [str(route[place]) for place in places]


def kept(route: list[Assignment]) -> list[int]:
    """The order that the site keeps, by the first places."""
    rows = Assignment.objects.order_by("order").values_list("pk", flat=True)
    return [[one.pk for one in route].index(key) for key in rows]
