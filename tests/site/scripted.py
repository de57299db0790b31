"""A page that a test has rendered, opened in a browser with one of its scripts and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright


@contextmanager
def scripted(page: str, script: str) -> Iterator[Page]:
    """The page in Chromium; `script` is named as the static files name it."""
    found = finders.find(script)
    assert isinstance(found, str)

    def answer(route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(body=page, content_type="text/html; charset=utf-8")
        elif route.request.url.split("?")[0].endswith(f"/{script}"):
            route.fulfill(path=found)
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        opened = browser.new_page()
        opened.route("**/*", answer)
        opened.goto("http://site.invalid/")
        yield opened
        browser.close()
