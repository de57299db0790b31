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
from tests.site.field.phones import CHROMIUM, Phone
from tests.site.field.server import Site
from tests.site.kills.server import until

#: Where the points of the scene are, how close the archive goes, and a colour nothing else has.
PLACE, CLOSEST, LOUD = (113.2025, 35.2), 14, (250, 120, 240)


@pytest.fixture
def own_map(server: Site) -> Iterator[None]:
    """The archive lies where the office would put it."""
    file = server.folder / "basemap.pmtiles"
    archive.write(file, *PLACE, CLOSEST, LOUD)
    yield
    file.unlink()


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


def is_loud(place: Locator) -> bool:
    """Whether most of what is seen there has the archive's colour."""
    seen = np.asarray(Image.open(io.BytesIO(place.screenshot())).convert("RGB"), dtype=int)
    loud = (abs(seen - LOUD) < 8).all(axis=2)
    return bool(loud.mean() > 0.5)


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
