"""A desk: a browser in which somebody of the cast is signed in, and works by clicking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, Playwright

from tests.site.field.phones import CHROMIUM, PATIENCE_MS
from tests.site.kills.server import until


@dataclass
class Desk:
    """Somebody's page."""

    page: Page
    address: str

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(f"{self.address}{path}")

    def fill(self, **fields: str) -> None:
        """Fill fields by their names; a choice is made by its value."""
        for name, value in fields.items():
            field = self.page.locator(f"[name={name}]").first
            kind = field.evaluate("field => field.type")
            if kind == "radio":
                self.page.locator(f"[name={name}][value='{value}']").check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)

    def press(self, text: str) -> None:
        """Press the button with this word, and wait for the page that comes."""
        with self.page.expect_navigation() as coming:
            self.page.locator("main").get_by_role("button", name=text, exact=True).click()
        came = coming.value
        # A site that was too busy answers at the same address, by a page without a form.
        assert came.ok, f"{came.status}: {self.page.inner_text('body')}"
        assert not self.page.locator(".errors").count(), self.page.locator(".errors").inner_text()

    def follow(self, text: str) -> None:
        """Follow the link with this word."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=text, exact=True).first.click()

    def key(self) -> str:
        """The number in the address of the page."""
        return next(part for part in self.page.url.split("/") if part.isdigit())

    def reads(self, path: str, text: str) -> None:
        """Open a page again and again until it holds a text: a job has its own time."""

        def said() -> bool:
            self.go(path)
            return text in self.page.locator("main").inner_text()

        until(said, text, PATIENCE_MS / 1000)


@contextmanager
def desks(playwright: Playwright, address: str, password: str) -> Iterator[Desks]:
    """One browser for all desks, whose people share a password."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    try:
        yield Desks(browser, address, password)
    finally:
        browser.close()


@dataclass
class Desks:
    """The desks of an office."""

    browser: Browser
    address: str
    password: str

    def of(self, username: str) -> Desk:
        """Somebody's desk, signed in."""
        context = self.browser.new_context(locale="zh-CN")
        context.set_default_timeout(PATIENCE_MS / 2)
        desk = Desk(context.new_page(), self.address)
        desk.go("/sign-in/")
        desk.fill(username=username, password=self.password)
        with desk.page.expect_navigation():
            desk.page.locator("form:has([name=password]) button").click()
        return desk
