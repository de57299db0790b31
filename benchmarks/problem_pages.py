"""The pages of the problem list, asked for in the process that `benchmarks.problems` starts."""

from __future__ import annotations

import logging
import os
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the site must be up first
from django.db import connection  # noqa: E402 - the same
from django.test import Client  # noqa: E402 - the same
from django.test.utils import setup_test_environment  # noqa: E402 - the same

from benchmarks.problem_export import measured  # noqa: E402 - the same
from benchmarks.problem_list import people_of  # noqa: E402 - the same
from chuangcheng.ground.areas.models import Area  # noqa: E402 - the same
from chuangcheng.ground.people.models import User  # noqa: E402 - the same
from chuangcheng.ground.units.models import Unit  # noqa: E402 - the same
from tests.site.cast import signed_in  # noqa: E402 - the same

GOAL_MS = 100
#: What people ask for; {unit}, {area} are keys.
ASKED = (
    "?", "?view=open", "?view=all", "?view=overdue", "?view=all&page=2", "?view=all&page=200",
    "?view=open&page=50", "?view=open&sort=due", "?view=open&sort=-due", "?view=all&sort=stake",
    "?view=all&sort=-stake", "?view=open&sort=-stake", "?view=all&sort=found",
    "?view=all&sort=-found", "?view=all&sort=-closed", "?view=all&sort=number",
    "?view=open&state=signed", "?view=open&state=signed&sort=due", "?view=all&lead={unit}",
    "?view=open&lead={unit}&sort=due", "?view=open&category=fire", "?view=all&category=fire",
    "?view=all&category=fire&sort=-stake", "?view=all&severity=very-urgent",
    "?view=all&source=hotline", "?view=all&area={area}", "?view=open&area={area}&sort=due",
    "?view=open&category=fire&state=filed&severity=urgent&area={area}",
    "?view=all&q=垃圾", "?view=open&q=垃圾", "?view=all&q=井盖 松动", "?view=all&q=清溪",
    "?view=open&q=路灯&category=facilities&sort=-stake", "?view=all&q=C-2026-0012345",
    "?view=all&found-from=2026-11-01&found-until=2026-11-07",
    "?view=open&case=late", "?view=open&case=in-time", "?view=open&case=dispatch",
    "?view=open&case=arbitrate", "?view=open&case=asked",
)  # fmt: skip


def main(name: str, rows: int, repeats: int) -> int:
    """Ask for every page of a database that was made before; 1 when a goal was missed."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    call_command("migrate", verbosity=0)
    print(f"\n{name}: {rows:,} problems", flush=True)
    times = {who: _times(person, repeats) for who, person in people_of().items()}
    missed = _print(times)
    return int(missed | measured())


def _times(person: User, repeats: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of every page for one person, each page as often as asked."""
    browser = signed_in(person)
    for page in ASKED:
        # The server has just been started; one that is at work has read its indexes before.
        list(_asked(browser, page, 1))
    return {page: list(_asked(browser, page, repeats)) for page in ASKED}


def _asked(browser: Client, page: str, repeats: int) -> Iterator[tuple[float, float]]:
    unit, area = Unit.objects.get(code="U17"), Area.objects.get(code="K3-4")
    address = "/problems/" + page.format(unit=unit.pk, area=area.pk)
    for _each in range(repeats):
        began, worked = time.perf_counter(), _worked()
        answer = browser.get(address)
        took = (time.perf_counter() - began) * 1000
        cpu = (_worked() - worked) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        yield took, cpu


def _worked() -> float:
    """Seconds of processor time of this process and of the server's that answers it."""
    here = time.process_time()
    if connection.vendor != "postgresql" or connection.connection is None:
        return here
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    told = stat.read_text().rpartition(")")[2].split() if stat.exists() else ["0"] * 13
    return here + (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _print(times: dict[str, dict[str, list[tuple[float, float]]]]) -> bool:
    """Print waiting and work; where other work keeps the cores busy, waiting is longer."""
    missed = False
    print(f"load {os.getloadavg()[0]:.1f}; goal: 95 of 100 pages within {GOAL_MS} ms")
    print(f"{'who':16}{'median':>8}{'p95':>8}{'worst':>8}   {'cpu: median':>11}{'p95':>8}  ms")
    for who, pages in times.items():
        every = sorted(took for row in pages.values() for took, _cpu in row)
        worked = sorted(cpu for row in pages.values() for _took, cpu in row)
        p95, cpu95 = (row[int(0.95 * len(row)) - 1] for row in (every, worked))
        missed |= p95 > GOAL_MS
        verdict = "reached" if p95 <= GOAL_MS else "NOT REACHED"
        print(
            f"{who:16}{statistics.median(every):8.0f}{p95:8.0f}{every[-1]:8.0f}   "
            f"{statistics.median(worked):11.0f}{cpu95:8.0f}  {verdict}"
        )
        slow = sorted(pages, key=lambda page: -min(pages[page])[0])[:5]
        print("    slowest: " + ", ".join(f"{page} {min(pages[page])[0]:.0f}" for page in slow))
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
