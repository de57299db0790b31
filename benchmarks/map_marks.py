"""The map of points, asked for in the process that `benchmarks.map` starts."""

from __future__ import annotations

import logging
import random
import statistics
import sys
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - the site must be up first
from django.test.utils import setup_test_environment  # noqa: E402 - the same

from chuangcheng.ground.points.models import Point, PointKind  # noqa: E402 - the same
from tests.site import cast  # noqa: E402 - the same

GOAL_MS = 100
#: The first view, then closer and closer ones.
VIEWS = ("", "&box=112.5,34.5,113.5,35.5", "&box=112.9,34.9,113.1,35.1")


def main(name: str, rows: int, repeats: int) -> int:
    """Fill the database, ask for every view, print; 1 when the first view missed its goal."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    call_command("migrate", verbosity=0)
    world = _filled(rows)
    print(f"\n{name}: {rows:,} points", flush=True)
    first, *_closer = [_printed(world, view, repeats) for view in VIEWS]
    word = "reached" if first <= GOAL_MS else "NOT REACHED"
    print(f"first view within {GOAL_MS} ms: {word}")
    return int(first > GOAL_MS)


def _filled(rows: int) -> cast.World:
    world, chance = cast.build(), random.Random(7)  # noqa: S311 - a draw for a test
    road, _made = PointKind.objects.get_or_create(code="road", title_zh="主次干道")
    areas = (world.street, world.township)
    Point.objects.bulk_create(
        (
            Point(
                code=f"P{n}", title_zh=f"点{n}", point_kind=road, area=areas[n % 2],
                unit=world.police, lon=chance.gauss(113, 0.2), lat=chance.gauss(35, 0.2),
            )
            for n in range(rows)
        ),
        batch_size=2000,
    )  # fmt: skip
    return world


def _printed(world: cast.World, view: str, repeats: int) -> float:
    """The 95th percentile in milliseconds, by the clock."""
    browser, waits = cast.signed_in(world.office), []
    for _time in range(repeats):
        began = time.perf_counter()
        answer = browser.get(f"/points/map/marks/?across=24&down=12{view}")
        waits.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200
    marks = answer.json()["marks"]
    p95 = statistics.quantiles(waits, n=20)[-1]
    told = f"{sum(mark['count'] for mark in marks):7,} points in {len(marks):4} marks"
    print(
        f"{view or '(first view)':32} {told}: median {statistics.median(waits):6.1f} ms, p95 {p95:6.1f} ms"
    )
    return p95


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
