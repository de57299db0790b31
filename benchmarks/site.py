"""`python -m benchmarks.site`: how long people wait for the site, with the sample county in it.

The real server on SQLite with as many web processes as the machine has cores; every person has a
session of their own and reads for a moment between pages. Without `--pause` nobody reads: as many
requests as people are under way all the time, which tells what the machine can carry.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.person import Person
from benchmarks.saving import saved

FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "benchmarks" / "site"
PAGE_GOAL, SAVE_GOAL = 150, 50


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 when a page did not answer as it should."""
    asked = _arguments(arguments)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; SQLite")
    with _served(_sample()) as (port, password):
        people = [Person(port, "office", password) for _each in range(asked.people)]
        pages = people[0].pages()
        waited = _visited(people, pages, asked)
        _print(waited, asked)
        items, waits = saved(people[0], asked.saves)
    _print_saves(items, waits)
    return 0


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("--people", type=int, default=20, help="at once")
    parser.add_argument("--visits", type=int, default=30, help="pages that each of them opens")
    parser.add_argument("--pause", type=float, default=0, help="seconds of reading, on average")
    parser.add_argument("--saves", type=int, default=50, help="items judged")
    return parser.parse_args(arguments)


def _sample() -> Path:
    """The folder of a site with the sample county, made once."""
    if not (FOLDER / "made").exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        for command in ("migrate", "load-sample"):
            subprocess.run(
                _site(command), env=_environment(FOLDER), check=True, capture_output=True
            )
        (FOLDER / "made").touch()
    return FOLDER


@contextmanager
def _served(sample: Path) -> Iterator[tuple[int, str]]:
    """Serve a copy of it; gives the port and the password of all its accounts."""
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(sample, copy, dirs_exist_ok=True)
        serve = _site("serve", "--bind", "127.0.0.1:8971", "--workers", str(os.cpu_count()))
        with subprocess.Popen(
            serve, env=_environment(Path(copy)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as server:
            assert server.stdout is not None
            server.stdout.readline()  # the address, once somebody answers there
            yield 8971, (sample / "sample-password").read_text()
            server.terminate()


def _visited(
    people: Sequence[Person], pages: dict[str, str], asked: argparse.Namespace
) -> dict[str, list[float]]:
    """Milliseconds waited for each page by all of them together."""
    waited: dict[str, list[float]] = {name: [] for name in pages}
    threads = [
        threading.Thread(target=_visit, args=(person, pages, waited, asked, number))
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
    asked: argparse.Namespace,
    seed: int,
) -> None:
    chance, reading = random.Random(seed), threading.Event()  # noqa: S311
    for _visit in range(asked.visits):
        name = chance.choice(list(pages))
        reading.wait(chance.expovariate(1 / asked.pause) if asked.pause else 0)
        began = time.perf_counter()
        person.open(pages[name])
        waited[name].append((time.perf_counter() - began) * 1000)


def _print(waited: dict[str, list[float]], asked: argparse.Namespace) -> None:
    reading = f"each reading {asked.pause:g} s on average" if asked.pause else "nobody reading"
    print(f"\n{asked.people} people at once, {reading}: milliseconds from asking to the last byte")
    print(f"{'page':14} {'visits':>6} {'median':>7} {'p95':>7}")
    for name, waits in waited.items():
        print(f"{name:14} {len(waits):6} {statistics.median(waits):7.0f} {_p95(waits):7.0f}")
    everything = [wait for waits in waited.values() for wait in waits]
    print(f"p95 of all pages {_p95(everything):.0f} ms; goal {PAGE_GOAL} ms")


def _print_saves(items: int, waits: Sequence[float]) -> None:
    print(
        f"\nOne judged item saved, and the score with it, through the API, in a campaign of {items} items:"
    )
    print(
        f"median {statistics.median(waits):.0f} ms, p95 {_p95(waits):.0f} ms; goal {SAVE_GOAL} ms"
    )


def _p95(waits: Sequence[float]) -> float:
    return statistics.quantiles(waits, n=20, method="inclusive")[-1]


def _site(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "chuangcheng", *arguments]


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": ""}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
