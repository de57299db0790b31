"""Which pages there are: every row of the permission matrix that is answered with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.http import HttpResponse

from tests.site import mandate
from tests.site.cast import World
from tests.site.looks.busy import Busy
from tests.site.looks.reader import WAYS, Asked, Way
from tests.site.matrix import OPEN, Row, rows
from tests.site.photographs.scene import Photographed

#: What is answered with a file, with figures for programs or with a part of a page, by the end of
#: its name.
FILES = (
    "-template", "-export", ":export", ":template", "-document", ":marks", ":record", ":frame",
    ":picture", ":thumbnail", ":plain", ":original", "healthz", "metrics", ":alike",
)  # fmt: skip
#: The scene on which the lists of a noun have something to show.
SCENES: Mapping[str, Callable[[World], object]] = {
    "photographs": Photographed,
    "visits": Photographed,
    "campaigns": mandate.Scene,
    "duties": mandate.Scene,
    "frameworks": mandate.Scene,
    "points": mandate.Scene,
}


def pages() -> list[Row]:
    """The rows that somebody gets a page for."""
    return [row for row in rows() if not row.api and row.answer == OPEN and _is_page(row)]


def _is_page(row: Row) -> bool:
    return not row.name.endswith(FILES)


def open_pages() -> list[Row]:
    """The pages for whoever has not signed in."""
    return [row for row in pages() if row.signed_out == OPEN]


def ways(name: str) -> tuple[Way, Way]:
    """Two opposite ways to look at a page; by the page's name, so that all eight are used."""
    first = crc32(name.encode()) % len(WAYS)
    return WAYS[first], WAYS[len(WAYS) - 1 - first]


@dataclass
class Recorder:
    """A client that sets no scene twice: it keeps what was asked and answers with nothing."""

    asked: Asked | None = None

    def generic(self, method: str, path: str, *more: Any) -> HttpResponse:
        """Keep the request."""
        self.asked = Asked(method, path, *more)
        return HttpResponse()


def asked(row: Row, world: World) -> Asked:
    """The request that a row is about, in a world where its lists have something to show."""
    if type(row) is Row:
        SCENES.get(row.name.split(":")[0], Busy)(world)
    recorder = Recorder()
    row.ask(recorder, world)  # type: ignore[arg-type]  # it is asked as a client is
    assert recorder.asked is not None
    return recorder.asked
