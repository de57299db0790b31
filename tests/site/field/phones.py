"""A phone: a browser of its own, with the app on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright

from tests.site.kills.server import until

CHROMIUM = shutil.which("chromium") or ""
STREET = (Path(__file__).parent / "street.js").read_text(encoding="utf-8")
PATIENCE_MS = 120_000
KEPT = "navigator.serviceWorker.controller !== null"


@dataclass
class Phone:
    """The app in a browser whose storage outlives its pages."""

    context: BrowserContext
    address: str
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.add_init_script(STREET)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()

    def open(self, hash_: str = "") -> None:
        """Open the app."""
        self.page.goto(f"{self.address}/field/#{hash_}")

    def connect(self, code: str) -> None:
        """Pair by the link of a QR code, and wait for the list."""
        self.open(f"pair={code}")
        self.page.locator("button[type=submit]").click()
        self.page.locator(".point").first.wait_for()

    def pair(self, code: str) -> None:
        """Pair, and wait until the app itself is kept, too."""
        self.connect(code)
        # Unlike the promise that it is ready, this gives up after a while and says so.
        until(lambda: self.page.evaluate(KEPT), "the app itself on the phone", PATIENCE_MS / 1000)

    def assignments(self, words: str = "") -> list[str]:
        """The points of the list in whose row these words stand, in its order."""
        links = self.page.locator(".point").filter(has_text=words).locator("a")
        found: list[str] = links.evaluate_all("links => links.map(a => a.hash.slice(7))")
        return found

    def walk(self, assignments: list[str], photographs: int = 1) -> None:
        """Inspect points by the app's buttons: one item fails with photographs, one is met."""
        self.page.evaluate("([all, n]) => walk(all, n)", [assignments, photographs])

    def walk_offline(self, at: int = 0) -> None:
        """Inspect a point of the list without a network."""
        self.context.set_offline(True)
        self.walk([self.assignments()[at]])

    def is_all_received(self) -> bool:
        """Whether nothing is left to be sent or was refused."""
        return all(entry["state"] == "received" for entry in self.kept("outbox"))

    def kept(self, store: str) -> list[dict[str, Any]]:
        """What the phone keeps of one kind."""
        found: list[dict[str, Any]] = self.page.evaluate("store => kept(store)", store)
        return found

    def unsent(self) -> int:
        """How much has not been received, as the app says it.

        Looked up in one go: between two, the last thing may be received and the badge gone.
        """
        return sum(map(int, self.page.locator(".badge").all_inner_texts()))

    def waits(self) -> bool:
        """Whether the app has told of a trouble and of when it tries again."""
        return self.page.get_by_text("再试").count() > 0

    def hears_of_network(self) -> None:
        """The phone notices that there is a network again."""
        self.page.evaluate("dispatchEvent(new Event('online'))")

    def kill(self) -> None:
        """Kill the page's process in whatever it is doing, and open the app anew."""
        with suppress(Error):  # this is how a crash comes back
            self.page.goto("chrome://crash")
        self.page.close()
        self.page = self.context.new_page()
        self.open("outbox")
        self.page.locator(".tabs").wait_for()

    def says(self, text: str) -> None:
        """Wait until a sentence is on the screen."""
        self.page.get_by_text(text).first.wait_for()

    def says_in_both(self, zh: str, en: str, at: str = "me") -> None:
        """Wait until a sentence is on the screen, in one language and then in the other."""
        self.says(zh)
        self.open("me")
        self.page.get_by_role("button", name="English").click()
        self.open(at)
        self.says(en)
        self.open("me")
        self.page.get_by_role("button", name="中文").click()
        self.open(at)


@contextmanager
def phone(playwright: Playwright, folder: Path, address: str, **more: Any) -> Iterator[Phone]:
    """A phone with its storage in a folder."""
    context = playwright.chromium.launch_persistent_context(
        folder,
        executable_path=CHROMIUM,
        args=["--no-sandbox"],
        viewport={"width": 390, "height": 844},
        **more,
    )
    try:
        yield Phone(context, address)
    finally:
        context.close()
