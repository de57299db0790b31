"""Somebody who looks at pages in a real browser, and all that is wrong with what they see.

The browser asks no server: what it requests is answered by the test's own client, so that pages
stand on the scene that the test has set.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.db import connections
from django.http import HttpResponseBase
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Route, sync_playwright

from tests.site.field.phones import CHROMIUM
from tests.site.looks.data import Data

HERE = "http://127.0.0.1"
#: What is left of A4 between the margins of print.css, upright and across, in CSS pixels.
A4 = (657, 1009)
AXE = Path(__file__).parents[3] / "frontend/node_modules/axe-core/axe.min.js"
SEEN = (Path(__file__).parent / "seen.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Way:
    """A way to look at a page: the language, the colours, the width of the screen."""

    language: str
    colours: str
    width: int

    def __str__(self) -> str:
        return f"{self.language} {self.colours} {self.width}"


WAYS = tuple(
    Way(language, colours, width)
    for language in ("zh-hans", "en")
    for colours in ("light", "dark")
    for width in (390, 1366)
)


@dataclass(frozen=True)
class Asked:
    """A request, so that it can be sent again."""

    method: str
    path: str
    body: Any = ""
    content_type: str = "application/octet-stream"


@dataclass
class Reader:
    """A browser's one page, the client that answers it, and what it complained of."""

    page: Page
    client: Client | None = None
    given: HttpResponseBase | None = None
    #: What was looked at last.
    looked_at: HttpResponseBase | None = None
    complaints: list[str] = field(default_factory=list)
    #: Where the test's connection to the database is known: the browser's calls come from elsewhere.
    context: Context = field(default_factory=copy_context)

    def __post_init__(self) -> None:
        self.page.route("**/*", lambda route: self.context.copy().run(self._answer, route))
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))

    def look(self, client: Client, asked: Asked, way: Way, data: Data) -> list[str]:
        """Open a page in one way, and tell all that is wrong with it."""
        client.defaults["HTTP_ACCEPT_LANGUAGE"], client.raise_request_exception = way.language, True
        given = client.generic(asked.method, asked.path, asked.body, asked.content_type)
        return self.look_at(given, client, asked, way, data)

    def look_at(
        self, given: HttpResponseBase, client: Client, asked: Asked, way: Way, data: Data
    ) -> list[str]:
        """Show an answer that was had already, and tell all that is wrong with it."""
        self.client, self.complaints, self.context = client, [], copy_context()
        self.given = self.looked_at = given
        client.raise_request_exception = False  # a part that fails is told of, as a browser does
        self.page.set_viewport_size({"width": way.width, "height": 800})
        self.page.emulate_media(color_scheme="dark" if way.colours == "dark" else "light")
        self.page.goto(f"{HERE}{asked.path}", wait_until="load")
        found = [*self._unreadable(), *self._too_wide(), *self._strange(way, data)]
        self.page.goto("about:blank")  # what is still on its way is asked of nobody
        return [*self.complaints, *found]

    def printed(self, client: Client, asked: Asked) -> list[str]:
        """Lay a page out for A4, and tell what would be cut off."""
        self.client, self.given, self.context = client, None, copy_context()
        self.page.emulate_media(media="print")
        self.page.goto(f"{HERE}{asked.path}", wait_until="load")
        across = self.page.evaluate("getComputedStyle(document.querySelector('main')).page")
        self.page.set_viewport_size({"width": A4[across == "across"], "height": 800})
        found = self._too_wide()
        self.page.emulate_media(media="screen")
        return found

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if f"{address.scheme}://{address.netloc}" != HERE:
            self.complaints.append(f"asks another machine: {route.request.url}")
            route.abort()
        elif address.path.startswith("/static/"):
            body, kind = static(address.path.removeprefix("/static/"))
            route.fulfill(body=body, content_type=kind)
        else:
            self._fulfil(route, address.path + (f"?{address.query}" if address.query else ""))

    def _fulfil(self, route: Route, path: str) -> None:
        """What was asked of the test's client goes to the page once; the rest is asked now."""
        assert self.client is not None
        given, self.given = self.given, None
        given = given if given is not None else self.client.get(path)
        told = b"".join(given) if given.streaming else given.content
        route.fulfill(status=given.status_code, headers=dict(given.headers), body=told)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console: {message.text}")

    def _unreadable(self) -> list[str]:
        self.page.evaluate(axe())
        found: list[str] = self.page.evaluate("unreadable()")
        return found

    def _too_wide(self) -> list[str]:
        found: list[str] = self.page.evaluate("tooWide()")
        return found

    def _strange(self, way: Way, data: Data) -> list[str]:
        if way.language != "en":
            return []
        texts: list[str] = self.page.evaluate("chinese()")
        return [f"Chinese on an English page: {text}" for text in texts if data.leaves(text)]


@contextmanager
def reader() -> Iterator[Reader]:
    """A browser with one page."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright runs a loop of its own, in which nothing waits for the database.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(reduced_motion="reduce")
        page.add_init_script(SEEN)
        yield Reader(page)
        connections.close_all()  # those of the loop, which nobody reaches once it has ended
        browser.close()


@cache
def static(name: str) -> tuple[bytes, str]:
    """A file of the pages, and of what kind it is."""
    found = finders.find(name)
    assert found, f"no static file {name}"
    kind, _encoding = mimetypes.guess_type(name)
    return Path(str(found)).read_bytes(), kind or "application/octet-stream"


@cache
def axe() -> str:
    """The rules of accessibility, as frontend/package.json names them."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed: run npm ci in frontend/")
    return AXE.read_text(encoding="utf-8")
