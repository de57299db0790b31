"""Judging items one by one, each with the score that follows from it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from uuid import uuid4

from benchmarks.person import Person

WARM = 6  # every web process holds a round by itself


def saved(waits: Iterator[float], number: int) -> list[float]:
    """The milliseconds that saving each of so many items took."""
    return list(islice(waits, number + WARM))[WARM:]


def judged(person: Person, campaign: str) -> Iterator[float]:
    """Judge one item after the other, and say how many milliseconds it took."""
    round_ = person.round(campaign)
    rounds = f"/inspections/{round_['id']}"
    found = person.ask(f"{rounds}/observations?limit=1000")["items"]
    # What failed without a number can pass without one.
    for one in found:
        if one["result"] != "fail" or one["count"] is not None:
            continue
        began = time.perf_counter()
        person.ask(
            f"{rounds}/observations/{one['id']}/judge",
            uuid=str(uuid4()),
            result="pass",
            why="benchmark",
        )
        person.ask(f"/standing/rounds/{round_['id']}/now")
        yield (time.perf_counter() - began) * 1000


def items(person: Person, campaign: str) -> int:
    """How many items the framework of a campaign's newest round asks for."""
    round_ = person.round(campaign)
    framework = person.ask(f"/frameworks/{round_['edition_id']}/document")
    return len(framework["items"])
