"""Workbooks in and out, in the process that `benchmarks.sheets` starts."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import django

django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 - the site must be up first
from django.core.management import call_command  # noqa: E402 - the same
from django.test import Client  # noqa: E402 - the same
from django.test.utils import setup_test_environment  # noqa: E402 - the same

from chuangcheng.evidence.inspections.models import Observation  # noqa: E402 - the same
from chuangcheng.ground.points.models import Point  # noqa: E402 - the same
from chuangcheng.ground.points.sheet import POINTS  # noqa: E402 - the same
from chuangcheng.ground.sheets import writing  # noqa: E402 - the same
from tests.site import cast  # noqa: E402 - the same
from tests.site.inspections import scene  # noqa: E402 - the same

GOAL_S = 10
Row = Sequence[object]


def main(name: str, rows: int) -> int:
    """Send every workbook, print how long each step took; 1 when one took too long."""
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    call_command("migrate", verbosity=0)
    world = cast.build()
    round_ = scene.round_(world, scene.campaign(world))
    scene.lay_points(world)
    browser = cast.signed_in(world.office)
    print(f"\n{name}: workbooks of {rows:,} rows", flush=True)
    before = Point.objects.count()
    steps = [
        *_sent(browser, "points, new", "/points/sheet/", _points(rows, "点")),
        *_sent(browser, "points, all changed", "/points/sheet/", _points(rows, "改")),
        _timed("points, out", lambda: browser.get("/points/sheet/export.xlsx").content),
        *_sent(browser, "observations", f"/inspections/{round_.pk}/import/", _observations(rows)),
        _timed(
            "observations, out",
            lambda: browser.get(f"/inspections/{round_.pk}/observations.xlsx").content,
        ),
    ]
    assert (Point.objects.count() - before, Observation.objects.count()) == (rows, rows)
    slowest = max(steps)
    word = "reached" if slowest <= GOAL_S else "NOT REACHED"
    print(f"each step within {GOAL_S} s: {word}")
    return int(slowest > GOAL_S)


def _points(rows: int, title: str) -> bytes:
    kind, area, unit = "road", "QH-DJ", "QH-JJ"
    cells = (
        (f"B{n}", f"{title}{n}", "", kind, area, unit, 113 + n / 1e6, 35 + n / 1e6, "", "是", "")
        for n in range(rows)
    )
    return writing.template(POINTS, cells)


def _observations(rows: int) -> bytes:
    area, unit, point, kind, item, _visit, method, _result = scene.STREET[0]
    results = ("pass", "fail")
    cells = (
        (area, unit, point, kind, item, f"b{n}", method, results[n % 3 == 0]) for n in range(rows)
    )
    return writing.workbook("observations", scene.HEADINGS, cells)


def _sent(browser: Client, name: str, page: str, content: bytes) -> Iterator[float]:
    """The seconds of the dry run, the upload before it included, and of taking in."""

    def looked_at() -> str:
        file = SimpleUploadedFile("rows.xlsx", content)
        draft: str = browser.post(page, {"file": file}).headers["Location"]
        assert browser.get(draft).status_code == 200
        return draft

    taken: list[str] = []
    yield _timed(f"{name}: dry run", lambda: taken.append(looked_at()))
    yield _timed(f"{name}: taken in", lambda: browser.post(taken[0]).headers["Location"])


def _timed(name: str, work: Callable[[], object]) -> float:
    began, before = time.perf_counter(), time.process_time()
    work()
    seconds, own = time.perf_counter() - began, time.process_time() - before
    print(f"{name:32} {seconds:6.2f} s, {own:6.2f} of its own processor time", flush=True)
    return seconds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
