"""The editor of covers in a real browser: by mouse and by keyboard."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import connections
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from chuangcheng.evidence.photographs.models import Photograph
from tests.site.cast import World, build, signed_in
from tests.site.photographs.scene import Photographed


@pytest.fixture
def world(transactional_db: None) -> World:
    """The two counties and their people, seen by a server of its own."""
    return build()


@pytest.fixture
def shot(world: World) -> Photographed:
    """Two photographs, the second a copy of the first."""
    return Photographed(world)


@pytest.fixture
def page(
    live_server: LiveServer,
    settings: LazySettings,
    shot: Photographed,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Page]:
    """The editor of the second photograph, opened by the creation office."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser runs a loop of its own
    client: Client = signed_in(shot.world.office)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        opened = context.new_page()
        opened.goto(live_server.url + reverse("photographs:cover", args=[shot.second.uuid]))
        yield opened
        browser.close()
        # Within the browser's loop Django has opened a connection of its own.
        connections.close_all()


def boxes(page: Page) -> list[list[float]]:
    """The boxes as the form would send them."""
    found: list[list[float]] = json.loads(page.locator("input[name=boxes]").input_value())
    return found


def pull(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Press, move and let go, at shares of the picture's width and height."""
    edge = page.locator(".canvas svg").bounding_box()
    assert edge is not None
    places = [
        (edge["x"] + x * edge["width"], edge["y"] + y * edge["height"]) for x, y in (start, end)
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    page.mouse.move(*places[1], steps=4)
    page.mouse.up()


def test_it_draws_moves_and_publishes_a_box(page: Page, shot: Photographed) -> None:
    pull(page, (0.2, 0.2), (0.5, 0.6))
    assert boxes(page)[0] == pytest.approx([0.2, 0.2, 0.5, 0.6], abs=0.02)
    pull(page, (0.3, 0.3), (0.4, 0.4))
    assert boxes(page)[0] == pytest.approx([0.3, 0.3, 0.6, 0.7], abs=0.02)
    page.get_by_role("button", name="公开", exact=True).click()
    page.wait_for_url(f"**/{shot.second.uuid}/")
    assert Photograph.objects.get(pk=shot.second.pk).covers.get().boxes == [
        pytest.approx([0.3, 0.3, 0.6, 0.7], abs=0.02)
    ]


def test_it_is_used_by_the_keyboard_alone(page: Page) -> None:
    page.get_by_role("button", name="添加一个框").press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert boxes(page)[0] == pytest.approx([0.41, 0.4, 0.61, 0.61])
    page.keyboard.press("Delete")
    assert boxes(page) == []


def test_it_draws_nothing_by_a_mere_click_and_keeps_boxes_within(page: Page) -> None:
    pull(page, (0.5, 0.5), (0.5, 0.5))
    assert boxes(page) == []
    pull(page, (0.8, 0.8), (1.3, 1.1))
    assert boxes(page)[0] == pytest.approx([0.8, 0.8, 1, 1], abs=0.02)
