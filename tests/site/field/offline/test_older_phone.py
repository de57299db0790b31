"""A phone on which an early version of the app was used: what waits there is sent by the one of today."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.site.field.phones import phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site

OLDER = (Path(__file__).parent / "older.js").read_text(encoding="utf-8")
VERSION = "async () => (await indexedDB.databases()).map((one) => one.version)"


@pytest.mark.parametrize("index", ["uuid", "next"])
def test_it_sends_what_an_older_version_of_the_app_has_queued(
    server: Site, network: Proxy, playwright: Playwright, tmp_path: Path, index: str
) -> None:
    code = server.scene("offer", "inspector")["code"]
    with phone(playwright, tmp_path / "phone", network.address) as older:
        older.page.goto(f"{network.address}/healthz")  # of the site, and not the app
        queued = older.page.evaluate(OLDER, [code, index])
        assert older.page.evaluate(VERSION) == [1]
        older.open("outbox")
        older.says("全部已发出")
        assert older.is_all_received()
        assert older.page.evaluate(VERSION) != [1]
        assert older.kept("befores") == []
    found = server.scene("found")
    assert queued["visit"] in [one["uuid"] for one in found["visits"]]
    assert queued["photograph"] in found["photographs"]
