"""Kill what can be killed while people write: nothing acknowledged is lost, nothing is doubled.

20 processes are killed on each database; KILLS=200 kills more, KILLS_SEED=7 repeats an order.
"""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.site.kills.server import Server, until
from tests.site.kills.writers import Browser, Writers
from tests.site.postgres import cluster, empty

KILLS = int(os.environ.get("KILLS", "20"))
SEED = int(os.environ.get("KILLS_SEED", secrets.randbelow(10**6)))
# Of ten kills; a supervisor waits longer with every quick death, and a new one begins anew.
TEN = ("web",) * 6 + ("worker",) * 2 + ("master", "supervisor")
#: Areas, events of their making, jobs, marks, and events of changing, by the first letter.
WHOLE = {"A": [1, 1, 0, 0, 0], "J": [1, 1, 1, 2, 1]}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of an empty database; none means SQLite in the server's folder."""
    if request.param == "sqlite":
        yield ""
        return
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    with cluster(shared) as url, empty(url, f"kills_{os.getpid()}") as address:
        yield address


@pytest.fixture
def server(database: str, tmp_path: Path) -> Iterator[Server]:
    """The server, up until the end of the test."""
    server = Server(tmp_path, database)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def browser(server: Server) -> Browser:
    """Somebody signed in who holds everything everywhere."""
    until(server.says_its_address, "an address")
    browser = Browser(server.port)
    browser.sign_in("top", server.command("createuser", "top", "--name", "顶小禾").strip())
    return browser


def test_it_loses_nothing_and_doubles_nothing_when_killed(server: Server, browser: Browser) -> None:
    writers = Writers(browser)
    with writers.writing(people=4):
        killed = kill(server, writers, random.Random(SEED))
    until(lambda: browser.progress().get("waiting") == 0, "an empty queue")
    server.stop()
    told = f"seed {SEED}, killed {killed}"
    assert not writers.refused, told
    found = server.found()
    assert writers.acknowledged <= found["codes"].keys(), told
    halves = {code: seen for code, seen in found["codes"].items() if seen != WHOLE[code[0]]}
    assert (halves, found["chain"], found["index"]) == ({}, "whole", 0), told


def kill(server: Server, writers: Writers, chance: random.Random) -> list[str]:
    """Kill at moments that nobody knows beforehand; gives what was killed, in order."""
    killed: list[str] = []
    marks = 0
    while len(killed) < KILLS:
        for what in chance.sample(TEN, len(TEN))[: KILLS - len(killed)]:
            writers.wait_for(chance.randint(1, 12))
            if what == "worker":
                marks = until(partial(at_work, writers.browser, marks), "a worker at work")
            getattr(server, f"kill_{what}")(chance)
            killed.append(what)
    return killed


def at_work(browser: Browser, marks: int) -> int:
    """The number of marks, once a worker that has begun to work has left more."""
    seen = browser.progress()
    return seen["marks"] if seen and seen["marks"] > marks else 0
