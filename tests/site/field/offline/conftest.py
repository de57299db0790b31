"""A site that is up for all tests of this folder, and phones."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.site.field.phones import Phone, phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site, site

POINTS = 6


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, with a few points for the inspector."""
    made, _told = site(tmp_path_factory.mktemp("site"), POINTS)
    made.up()
    yield made
    made.stop()


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def network(server: Site) -> Iterator[Proxy]:
    """What lies between the phone and the site; it works until somebody worsens it."""
    made = Proxy(server.port, random.Random(0))
    yield made
    made.close()


@pytest.fixture
def street(server: Site, network: Proxy, playwright: Playwright, tmp_path: Path) -> Iterator[Phone]:
    """The inspector's phone, paired and synced."""
    with phone(playwright, tmp_path / "phone", network.address) as made:
        made.pair(server.scene("offer", "inspector")["code"])
        yield made
