"""A re-check by phone: what it was like before is on the phone, and what is met is struck off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.site.field.phones import Phone, phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site
from tests.site.kills.server import until

POINT, PLACE = "P005", 5
LOADED = "images => images.every(image => image.complete && image.naturalWidth > 100)"


@pytest.fixture
def fault(server: Site, street: Phone) -> dict[str, int | str]:
    """Lamps that an inspector's phone photographed, and that the traffic police put right."""
    street.walk([street.assignments()[PLACE]])
    street.open("outbox")
    street.says("全部已发出")
    return server.scene("put_right", POINT)


def looked_again(other: Phone) -> None:
    """Without a network the supervisor compares, judges, photographs and finishes."""
    before = other.page.locator(".befores img")
    [errand] = other.assignments()
    other.open(f"point/{errand}")
    expect(before).to_have_count(1)
    other.context.set_offline(True)
    other.page.reload()
    expect(before).to_have_count(1)
    until(lambda: before.evaluate_all(LOADED), "photographs from before")
    other.page.evaluate("errand => lookAgain(errand)", errand)


def test_it_strikes_off_what_is_met_when_somebody_looks_again(
    fault: dict[str, int | str], server: Site, network: Proxy, playwright: Playwright,
    tmp_path: Path,
) -> None:  # fmt: skip
    assert fault == {"state": "rectified", "before": 1, "after": 0}
    with phone(playwright, tmp_path / "other", network.address) as other:
        other.pair(server.scene("offer", "supervisor")["code"])
        looked_again(other)
        other.context.set_offline(False)
        other.hears_of_network()
        other.open("outbox")
        other.says("全部已发出")
        assert other.is_all_received()
    assert server.scene("told", POINT) == {"state": "struck-off", "before": 1, "after": 1}
