"""Somebody at the site: a session, the pages they open, what they ask of the API."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from functools import cached_property
from http.cookiejar import CookieJar
from typing import Any


class Person:
    """Signed in, with a session of their own."""

    def __init__(self, port: int, name: str, password: str) -> None:
        self._site = f"http://127.0.0.1:{port}"
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        self.open("/sign-in/")
        told = {"username": name, "password": password, "csrfmiddlewaretoken": self._token()}
        self.open("/sign-in/", urllib.parse.urlencode(told).encode())
        assert any(cookie.name == "session" for cookie in self._jar), f"{name} was not let in"

    def open(self, path: str, content: bytes | None = None, **headers: str) -> bytes:
        """Open a page to its last byte. Raises HTTPError when it is refused."""
        request = urllib.request.Request(self._site + path, content, headers)  # noqa: S310  # always http
        with self._opener.open(request, timeout=60) as answer:
            return bytes(answer.read())

    def ask(self, path: str, **said: Any) -> Any:  # noqa: ANN401  # JSON
        """Ask the API, or tell it something."""
        content = json.dumps(said).encode() if said else None
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token()}
        return json.loads(self.open("/api" + path, content, **headers))

    @cached_property
    def round(self) -> dict[str, Any]:
        """The newest round."""
        rounds: list[dict[str, Any]] = self.ask("/inspections?limit=100")["items"]
        return max(rounds, key=lambda one: one["id"])

    def pages(self) -> dict[str, str]:
        """The ten pages that are used most, by name."""
        computations = self.ask("/standing?limit=100")["items"]
        standing = f"/standing/{max(one['id'] for one in computations)}"
        area = f"{standing}/area/{self.ask('/areas')['items'][0]['code']}"
        rounds = f"/inspections/{self.round['id']}"
        first = self.ask(f"{rounds}/observations")["items"][0]["id"]
        return {
            "overview": "/",
            "standing": f"{standing}/",
            "tree": f"{area}/tree/",
            "units": f"{area}/units/",
            "losses": f"{area}/losses/",
            "duties": "/duties/",
            "coverage": f"/duties/campaigns/{self.round['campaign_id']}/",
            "observations": f"{rounds}/observations/",
            "observation": f"{rounds}/observations/{first}/",
            "points": "/points/",
        }

    def _token(self) -> str:
        return next(cookie.value or "" for cookie in self._jar if cookie.name == "csrf")
