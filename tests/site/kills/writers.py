"""People at work: they write over HTTP, and send again whatever was not acknowledged."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any

PASSWORD = "correct-horse-battery"
#: Seconds after which something is wrong, however busy the machine is.
PATIENCE = 600.0


class Browser:
    """Signed in, with the cookies that this takes."""

    def __init__(self, port: int) -> None:
        self.site = f"http://127.0.0.1:{port}"
        self.jar = CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def sign_in(self, name: str, temporary: str) -> None:
        """Sign in and choose a password of one's own."""
        self.form("/sign-in/", username=name, password=temporary)
        self.form("/account/password/", old=temporary, new=PASSWORD, again=PASSWORD)

    def form(self, path: str, **fields: str) -> None:
        """Open a page, fill in its form and send it."""
        self.opener.open(self.site + path, timeout=60).close()
        told = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._token()})
        with self.opener.open(self.site + path, told.encode(), timeout=60) as answer:
            assert answer.url != self.site + path, answer.read().decode()

    def ask(self, path: str, said: dict[str, Any] | None = None) -> tuple[int, Any]:
        """Ask the API; gives the status and what it says. Raises OSError or HTTPException."""
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token()}
        content = None if said is None else json.dumps(said).encode()
        request = urllib.request.Request(self.site + path, content, headers)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def progress(self) -> dict[str, int]:
        """What there is of marks left and of jobs waiting; empty if nobody answers."""
        try:
            status, answer = self.ask("/api/tallies")
        except (OSError, HTTPException):
            return {}
        return dict(answer) if status == 200 else {}

    def _token(self) -> str:
        return next(cookie.value or "" for cookie in self.jar if cookie.name == "csrf")


@dataclass
class Writers:
    """Some people writing at once, each the next thing as soon as the last is acknowledged."""

    browser: Browser
    acknowledged: set[str] = field(default_factory=set)
    refused: Counter[str] = field(default_factory=Counter)
    _more: threading.Condition = field(default_factory=threading.Condition)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def writing(self, people: int) -> Iterator[None]:
        """Have so many people write meanwhile."""
        threads = [threading.Thread(target=self._write, args=(each,)) for each in range(people)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def wait_for(self, more: int) -> None:
        """Wait until so many more writes have been acknowledged."""
        with self._more:
            wanted = len(self.acknowledged) + more
            done = self._more.wait_for(lambda: len(self.acknowledged) >= wanted, PATIENCE)
        told = f"{more} more writes were not acknowledged within {PATIENCE:.0f} s"
        assert done, f"{told}: {len(self.acknowledged)} were before; refused: {self.refused}"

    def _write(self, person: int) -> None:
        number = 0
        while not self._over.is_set():
            number += 1
            with_job = number % 8 == 0
            self._until_acknowledged(f"{'J' if with_job else 'A'}-{person}-{number}")

    def _until_acknowledged(self, code: str) -> None:
        """Send, and send again. After a broken connection nobody knows whether it was written."""
        broken = False
        while not self._sent(code, again=broken):
            broken = True
            if self._over.wait(0.1):
                return
        with self._more:
            self.acknowledged.add(code)
            self._more.notify_all()

    def _sent(self, code: str, *, again: bool) -> bool:
        with_job = code.startswith("J")
        area = {"code": code, "title_zh": code, "level": 2}
        path, said = ("/api/tallies", {"code": code}) if with_job else ("/api/areas", area)
        try:
            status, answer = self.browser.ask(path, said)
        except (OSError, HTTPException):
            return False
        # Sent again, a code that is taken says that the first sending was written.
        if status == 201 or (again and status == 422):
            return True
        self.refused[f"{status} {answer}"] += 1
        return False
