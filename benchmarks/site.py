"""`python -m benchmarks.site`: how long people wait for the site, with ten times the sample county.

The real server on each database, with as many web processes as the machine has cores; every person
has a session of their own and has opened every page once. They are measured three times: reading
for a moment between pages, as people do; the same while somebody judges an item every few seconds,
since pages keep what nobody has changed; and with nobody reading, as many requests as people under
way all the time, which tells how many pages a second the machine can carry.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from benchmarks.person import Person
from benchmarks.saving import items, judged, saved
from benchmarks.serving import DATABASES, served

PAGE_GOAL, SAVE_GOAL = 150, 50
#: Seconds between two items that somebody judges while the others read.
JUDGED_EVERY = 5
#: The codes of the campaigns: the sample county's, and one that asks for 1 200 items.
COUNTY, WIDE = "QH-2023", "WIDE"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 when a page did not answer as it should."""
    asked = _arguments(arguments)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    for database in asked.database or DATABASES:
        print(f"\n{database}", flush=True)
        with served(database) as (port, password):
            _measure(port, password, asked)
    return 0


def _measure(port: int, password: str, asked: argparse.Namespace) -> None:
    people = [Person(port, "office", password) for _each in range(asked.people)]
    pages = people[0].pages(COUNTY)
    for path in pages.values():
        for person in people:
            person.open(path)
    _print_read(_visited(people, pages, asked.visits, asked.pause), asked)
    saving = judged(people[0], WIDE)
    with _somebody_judging(saving):
        print(f"\nThe same, with an item judged every {JUDGED_EVERY} s:", end="")
        _print_read(_visited(people, pages, asked.visits, asked.pause), asked)
    began = time.perf_counter()
    carried = _visited(people, pages, asked.visits, 0.0)
    _print_carried(carried, asked.people, time.perf_counter() - began)
    _print_saves(items(people[0], WIDE), saved(saving, asked.saves))


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("--database", action="append", choices=DATABASES, help="both without it")
    parser.add_argument("--people", type=int, default=20, help="at once")
    parser.add_argument("--visits", type=int, default=20, help="pages that each of them opens")
    parser.add_argument("--pause", type=float, default=3, help="seconds of reading, on average")
    parser.add_argument("--saves", type=int, default=50, help="items judged")
    return parser.parse_args(arguments)


@contextmanager
def _somebody_judging(saving: Iterator[float]) -> Iterator[None]:
    """Somebody judges an item now and then, until it is over."""
    over = threading.Event()

    def judge() -> None:
        while not over.wait(JUDGED_EVERY) and next(saving, None):
            pass

    thread = threading.Thread(target=judge)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _visited(
    people: Sequence[Person], pages: dict[str, str], visits: int, pause: float
) -> dict[str, list[float]]:
    """Milliseconds waited for each page by all of them together."""
    waited: dict[str, list[float]] = {name: [] for name in pages}
    threads = [
        threading.Thread(target=_visit, args=(person, pages, waited, (visits, pause, number)))
        for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited


def _visit(
    person: Person,
    pages: dict[str, str],
    waited: dict[str, list[float]],
    how: tuple[int, float, int],
) -> None:
    visits, pause, seed = how
    chance, reading = random.Random(seed), threading.Event()  # noqa: S311
    for _visit in range(visits):
        name = chance.choice(list(pages))
        reading.wait(chance.expovariate(1 / pause) if pause else 0)
        began = time.perf_counter()
        person.open(pages[name])
        waited[name].append((time.perf_counter() - began) * 1000)


def _print_read(waited: dict[str, list[float]], asked: argparse.Namespace) -> None:
    told = f"{asked.people} people at once, each reading {asked.pause:g} s on average"
    _print_waits(told, waited)
    print(_goal("p95 of all pages", _p95(_all(waited)), PAGE_GOAL))


def _print_carried(waited: dict[str, list[float]], people: int, seconds: float) -> None:
    _print_waits(f"{people} people at once, nobody reading", waited)
    everything = _all(waited)
    print(
        f"{len(everything) / seconds:.0f} pages a second; p95 of all pages: {_p95(everything):.0f} ms"
    )


def _print_waits(told: str, waited: dict[str, list[float]]) -> None:
    print(f"\n{told}: milliseconds from asking to the last byte")
    print(f"{'page':14} {'visits':>6} {'median':>7} {'p95':>7}")
    for name, waits in waited.items():
        if len(waits) > 1:
            print(f"{name:14} {len(waits):6} {statistics.median(waits):7.0f} {_p95(waits):7.0f}")


def _all(waited: dict[str, list[float]]) -> list[float]:
    return [wait for waits in waited.values() for wait in waits]


def _print_saves(number: int, waits: Sequence[float]) -> None:
    told = "One judged item saved, and the score with it, through the API"
    print(f"\n{told}, in a campaign of {number} items: p95 {_p95(waits):.0f} ms")
    print(_goal("median of saving", statistics.median(waits), SAVE_GOAL))


def _goal(says: str, figure: float, most: float) -> str:
    reached = "reached" if figure <= most else "NOT REACHED"
    return f"{says}: {figure:.0f} ms, goal ≤ {most} ms: {reached}"


def _p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
