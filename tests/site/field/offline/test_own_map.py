"""The office's own base map: drawn at the desk, and on the phone without a network."""

from __future__ import annotations

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Playwright, expect

from tests.site.cast import PASSWORD
from tests.site.field import archive
from tests.site.field.offline.test_troubles import LITTLE
from tests.site.field.phones import CHROMIUM, Phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site
from tests.site.kills.server import until

#: Where the points of the scene are, how close the archive goes, and a colour nothing else has.
PLACE, CLOSEST, LOUD, CALM = (113.2025, 35.2), 14, (250, 120, 240), (90, 200, 120)
OLD = "创建办换了底图，还没有下载完，先用旧的"


@pytest.fixture
def own_map(server: Site) -> Iterator[None]:
    """The archive lies where the office would put it."""
    file = server.folder / "basemap.pmtiles"
    archive.write(file, *PLACE, CLOSEST, LOUD)
    yield
    file.unlink(missing_ok=True)


@pytest.fixture
def desk(server: Site, playwright: Playwright) -> Iterator[Page]:
    """The creation office, signed in."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/sign-in/")
    page.locator("[name=username]").fill("office")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button").click()
    page.wait_for_url("**/")
    yield page
    browser.close()


def is_loud(place: Locator, colour: tuple[int, int, int] = LOUD) -> bool:
    """Whether most of what is seen there has the archive's colour."""
    seen = np.asarray(Image.open(io.BytesIO(place.screenshot())).convert("RGB"), dtype=int)
    same = (abs(seen - colour) < 8).all(axis=2)
    return bool(same.mean() > 0.5)


def synced(street: Phone) -> None:
    """The phone asks for the day, and hears of another map."""
    street.open("points")
    with street.page.expect_response("**/api/field/day"):
        street.page.get_by_role("button", name="同步").click()


def test_it_lies_beneath_the_points_of_the_desk(own_map: None, desk: Page) -> None:
    desk.goto(desk.url.rstrip("/") + "/points/map/")
    until(lambda: is_loud(desk.locator("[data-map]")), "the office's map at the desk")


def test_it_lies_beneath_the_points_of_a_phone_without_a_network(
    own_map: None, street: Phone
) -> None:
    street.page.get_by_role("button", name="同步").click()
    street.open("map")
    expect(street.page.locator("svg.map image")).not_to_have_count(0)
    street.context.set_offline(True)
    street.page.reload()
    until(lambda: is_loud(street.page.locator("svg.map")), "the office's map on the phone")


def test_it_is_replaced_on_a_phone_once_the_new_one_is_whole(
    own_map: None, server: Site, network: Proxy, street: Phone
) -> None:
    synced(street)
    shown = street.page.locator("svg.map")
    street.open("map")
    until(lambda: is_loud(shown), "the first map")
    tiles = archive.write(server.folder / "basemap.pmtiles", *PLACE, CLOSEST, CALM)
    network.unlucky = b"bytes=%d-" % tiles  # its directories come, its pictures do not
    synced(street)
    street.open("me")
    street.says_in_both(OLD, "the old one is shown until then")
    street.open("map")
    assert is_loud(shown)
    network.unlucky = b""
    synced(street)
    street.open("map")
    until(lambda: is_loud(shown, CALM), "the map that replaces it")
    street.open("me")
    street.says_in_both("已下载", "tiles on the phone")
    expect(street.page.get_by_text(OLD)).to_have_count(0)


def test_it_leaves_the_room_to_photographs(own_map: None, server: Site, street: Phone) -> None:
    street.page.add_init_script(LITTLE)
    archive.write(server.folder / "basemap.pmtiles", *PLACE, CLOSEST, CALM)
    street.page.reload()
    street.open("me")
    street.says_in_both("手机空间要先留给照片，没有下载", "so it was not fetched")


def test_it_leaves_a_phone_when_the_office_takes_it_away(
    server: Site, own_map: None, street: Phone
) -> None:
    synced(street)
    street.open("me")
    street.says("已下载")
    (server.folder / "basemap.pmtiles").unlink()
    synced(street)
    street.open("me")
    street.says("没有底图")
    assert street.kept("tiles") == []
