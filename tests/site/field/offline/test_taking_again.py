"""A photograph that was not accepted: the phone that took it is sent to take it again."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.site.field.phones import Phone
from tests.site.field.server import Site
from tests.site.kills.server import until

POINT, PLACE, WHY = "P002", 2, "看不清是哪盏灯"


def errands(street: Phone) -> list[str]:
    """What the phone is to photograph again, once it has asked."""
    street.open("points")
    with street.page.expect_response("**/api/field/day"):
        street.page.get_by_role("button", name="同步").click()
    return street.assignments("重拍")


def sent(street: Phone) -> None:
    """Everything is where it belongs."""
    street.open("outbox")
    street.says("全部已发出")


def test_it_is_taken_again_without_a_network_and_then_there_is_nothing_left_to_do(
    server: Site, street: Phone
) -> None:
    street.walk([street.assignments()[PLACE]])
    sent(street)
    server.scene("not_accept", POINT, WHY)
    until(lambda: bool(errands(street)), "an errand")
    [errand] = street.assignments("重拍")
    street.open(f"point/{errand}")
    expect(street.page.locator(".befores img")).to_have_count(1)
    street.context.set_offline(True)
    street.page.reload()
    street.says_in_both(WHY, "The photograph was not accepted", at=f"point/{errand}")
    street.page.evaluate("errand => takeAgain(errand)", errand)
    street.context.set_offline(False)
    street.hears_of_network()
    sent(street)
    assert server.scene("proven", POINT) == {"photographs": 2, "unproven": 0}
    server.scene("settle", POINT)  # drawn pictures look alike
    until(lambda: not errands(street), "nothing left to take again")
