"""A day without a signal, then a network that breaks, a site that goes down, an app that is killed.

FIELD_VISITS=200 FIELD_SEED=7 repeats a day.
"""

from __future__ import annotations

import os
import random
import secrets
from pathlib import Path

from playwright.sync_api import Playwright

from tests.site.field.phones import Phone, phone
from tests.site.field.proxy import Proxy
from tests.site.field.server import Site, site
from tests.site.kills.server import until

VISITS = int(os.environ.get("FIELD_VISITS", "200"))
SEED = int(os.environ.get("FIELD_SEED", secrets.randbelow(10**6)))
PHOTOGRAPHS = 4
CUTS = min(40, VISITS)


def hurry(street: Phone, left: int) -> None:
    """Let the phone hear of a network until no more than this is left; something must move."""

    def moved() -> bool:
        if street.waits():
            street.hears_of_network()
        return street.unsent() < before

    while (before := street.unsent()) > left:
        until(moved, f"less than {before} left", 120)


def break_down(server: Site, street: Phone) -> None:
    """The site goes away; the phone says so, and goes on when it is back."""
    server.stop()
    street.hears_of_network()
    street.says("没有网络")
    server.up()


def day_in_the_street(server: Site, network: Proxy, street: Phone) -> list[dict[str, object]]:
    """Everything is recorded offline and then sent against all odds; gives the photographs."""
    everything = VISITS * (1 + PHOTOGRAPHS)
    street.pair(server.scene("offer", "inspector")["code"])
    street.context.set_offline(True)
    street.walk(street.assignments(), PHOTOGRAPHS)
    taken = street.kept("photographs")
    network.worsen(CUTS)
    street.context.set_offline(False)
    hurry(street, everything * 3 // 4)
    street.kill()
    hurry(street, everything // 2)
    break_down(server, street)
    hurry(street, everything // 4)
    street.kill()
    hurry(street, 0)
    street.says("全部已发出")
    return taken


def test_it_loses_nothing_doubles_nothing_and_keeps_the_order(
    playwright: Playwright, tmp_path: Path
) -> None:
    server, laid = site(tmp_path, VISITS)
    server.up()
    network = Proxy(server.port, random.Random(SEED))
    try:
        with phone(playwright, tmp_path / "phone", network.address) as street:
            taken = day_in_the_street(server, network, street)
        found = server.scene("found")
    finally:
        server.stop()
        network.close()
    told = f"seed {SEED}, {network.made} cuts"
    assert network.made >= CUTS // 2, told
    assert [visit["assignment"] for visit in found["visits"]] == laid["assignments"], told
    assert [visit["order"] for visit in found["visits"]] == list(range(1, VISITS + 1)), told
    wanted = {(one["uuid"], one["visit"], one["facts"]["sha256"]) for one in taken}
    assert len(found["photographs"]) == len(wanted) == VISITS * PHOTOGRAPHS, told
    assert {tuple(row) for row in found["photographs"]} == wanted, told
    assert {name for visit in found["visits"] for name in named(visit)} == names(taken), told


def named(visit: dict[str, object]) -> list[str]:
    """The photographs that a visit names."""
    judgements = visit["judgements"]
    assert isinstance(judgements, list)
    return [name for one in judgements for name in one["photographs"]]


def names(taken: list[dict[str, object]]) -> set[object]:
    """The names of photographs."""
    return {one["uuid"] for one in taken}
