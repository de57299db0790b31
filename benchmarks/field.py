"""`python -m benchmarks.field`: what phones send in the street, on the real server.

A submission is a visit of twenty judged items, with or without one photograph of 200 KiB. Eight
phones send as fast as they are answered. Measured is the time until everything was stored, which is
when a phone may forget it, and until everything was taken in: observations that count.

The anchor is a well-known open form server on a machine of two cores like the one this was written
on: 57 to 64 submissions a second with a photograph, 82 to 90 without.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.field_cluster import postgresql
from benchmarks.field_phone import Camera, Phone, facts, visit

PORT, PHONES, OUTBOX = 8973, 8, 50
ANCHOR = {"plain": "82-90", "photograph": "57-64", "outbox": "82-90"}
GOAL = {"plain": 400, "photograph": 150, "outbox": 400}
NAMES = {
    "plain": "one visit a request",
    "photograph": "one visit and one photograph",
    "outbox": f"{OUTBOX} visits a request",
}
WAITING = "SELECT count(*) FROM visits_submission WHERE state = 'received'"
TAKEN = "SELECT count(*) FROM visits_visit"
Count = Callable[[str], int]


@dataclass(frozen=True)
class Measured:
    """Submissions a second until stored and until taken in, milliseconds, and what went wrong."""

    stored: float
    taken: float
    median: float
    p95: float
    cpu: float
    failures: int
    lost: int


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 when anything was refused or lost."""
    asked = _arguments(arguments)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start", flush=True)
    wrong = 0
    for database in asked.databases:
        print(f"\n{database}: {PHONES} phones, {asked.visits} submissions of 20 judged items")
        print(
            f"{'':30} {'stored/s':>9} {'taken in/s':>11} {'median ms':>10} {'p95 ms':>7} "
            f"{'CPU ms':>7} {'failed':>7} {'lost':>5} {'anchor/s':>9} {'goal/s':>7}"
        )
        for kind in asked.kinds:
            wrong += _print(kind, _measured(database, kind, asked.visits))
    return int(wrong > 0)


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.field", description=__doc__)
    parser.add_argument("--visits", type=int, default=2000)
    parser.add_argument("--kinds", nargs="+", choices=list(NAMES), default=list(NAMES))
    databases = ["postgresql", "sqlite"]
    parser.add_argument("--databases", nargs="+", choices=databases, default=databases)
    return parser.parse_args(arguments)


def _print(kind: str, found: Measured) -> int:
    print(
        f"{NAMES[kind]:30} {found.stored:9.0f} {found.taken:11.0f} {found.median:10.1f} "
        f"{found.p95:7.1f} {found.cpu:7.2f} {found.failures:7} {found.lost:5} "
        f"{ANCHOR[kind]:>9} {GOAL[kind]:7}",
        flush=True,
    )
    return found.failures + found.lost


def _measured(database: str, kind: str, visits: int) -> Measured:
    with _site(database, visits) as (folder, environment, count):
        told = json.loads((folder / "phones.json").read_text())
        phones = [Phone(PORT, token) for token in told["tokens"]]
        with _served(environment) as server:
            work = [_work(kind, phone, told, n) for n, phone in enumerate(phones)]
            _warm(phones)
            spent = _cpu(server.pid)
            began = time.perf_counter()
            _together([(lambda p=p, w=w: _all(p, w)) for p, w in zip(phones, work, strict=True)])
            stored = time.perf_counter() - began
            spent = _cpu(server.pid) - spent
            while count(WAITING):
                time.sleep(0.05)
            taken = time.perf_counter() - began
        lost = visits - count(TAKEN)
    waits = sorted(wait for phone in phones for wait in phone.waits)
    failures = sum(len(phone.failures) for phone in phones)
    for status, times in Counter(one for phone in phones for one in phone.failures).items():
        print(f"  {times} times {status}")
    p95 = statistics.quantiles(waits, n=20, method="inclusive")[-1]
    median, cpu = statistics.median(waits), spent / visits * 1000
    return Measured(visits / stored, visits / taken, median, p95, cpu, failures, lost)


def _work(kind: str, phone: Phone, told: dict[str, Any], number: int) -> list[list[bytes]]:
    """All that a phone will send, as bytes: a list of requests for each submission or outbox."""
    bodies = [
        (uuid4(), visit(assignment, told["items"], number * 10000 + n))
        for n, assignment in enumerate(told["assignments"][number])
    ]
    if kind == "outbox":
        return [_outbox(phone, bodies[n : n + OUTBOX]) for n in range(0, len(bodies), OUTBOX)]
    camera, work = Camera(), []
    for uuid, body in bodies:
        requests = [phone.request("PUT", f"visits/{uuid}", _json(body))]
        if kind == "photograph":
            taken = camera.take()
            first = body["judgements"][0]  # type: ignore[index]  # a list of judgements
            told_ = facts(taken, uuid, first["uuid"])
            requests.append(phone.request("PUT", f"photographs/{uuid4()}", taken, facts=told_))
        work.append(requests)
    return work


def _outbox(phone: Phone, some: Sequence[tuple[Any, dict[str, object]]]) -> list[bytes]:
    visits = [{"uuid": str(uuid), **body} for uuid, body in some]
    return [phone.request("POST", "outbox", _json({"visits": visits}))]


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()


def _warm(phones: Sequence[Phone]) -> None:
    """Bring every process and connection up before the clock runs."""
    asking = [
        (lambda p=p: [p.send([p.request("GET", "day", b"")]) for _ in range(4)]) for p in phones
    ]
    _together(asking)
    for phone in phones:
        phone.waits.clear()


def _all(phone: Phone, work: Sequence[Sequence[bytes]]) -> None:
    for requests in work:
        phone.send(requests)
    phone.close()


def _together(acts: Sequence[Callable[[], object]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def _site(database: str, visits: int) -> Iterator[tuple[Path, dict[str, str], Count]]:
    """A folder with a site in it, its environment, and a way to count in its database."""
    folder = Path(tempfile.mkdtemp(prefix="field-"))
    server = postgresql() if database == "postgresql" else _nothing()
    try:
        with server as url:
            environment = {
                **os.environ,
                "DATA_DIR": str(folder),
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "chuangcheng.conf.settings",
            }
            for command in (
                ["chuangcheng", "migrate"],
                ["benchmarks.field_site", str(folder), str(visits), str(PHONES)],
            ):
                whole = [sys.executable, "-m", *command]
                subprocess.run(whole, env=environment, check=True, stdout=subprocess.DEVNULL)
            yield folder, environment, _counting(folder, url)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _nothing() -> Iterator[str]:
    yield ""


def _counting(folder: Path, url: str) -> Count:
    def count(statement: str) -> int:
        if url:
            import psycopg  # noqa: PLC0415  # late: SQLite is measured where it is not installed, too

            with psycopg.connect(url) as connection:
                found = connection.execute(statement).fetchone()
        else:
            file = folder / "chuangcheng.sqlite3"
            with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
                found = connection.execute(statement).fetchone()
        return int(found[0]) if found else 0

    return count


@contextmanager
def _served(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The site as offices run it: two web processes and the worker."""
    serve = [sys.executable, "-m", "chuangcheng", "serve", "--bind", f"127.0.0.1:{PORT}"]
    with subprocess.Popen(
        serve, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        if server.stdout is not None:
            server.stdout.readline()  # the address, once somebody answers there
        yield server
        server.terminate()


def _cpu(pid: int) -> float:
    """Seconds of processor time that the site's processes have used; 0 where nobody tells."""
    used, ticks = 0.0, os.sysconf("SC_CLK_TCK")
    for process in _family(pid):
        try:
            after = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += (int(after[11]) + int(after[12])) / ticks
    return used


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
