"""Somebody at the site: a session, the pages they open, what they ask of the API."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
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

    def round(self, campaign: str) -> dict[str, Any]:
        """The newest round of a campaign that has a standing."""
        key = next(c["id"] for c in self.ask("/campaigns")["items"] if c["code"] == campaign)
        computed = {c["round_id"] for c in self.ask("/standing?limit=100")["items"]}
        rounds = self.ask("/inspections?limit=100")["items"]
        mine = [one for one in rounds if one["campaign_id"] == key and one["id"] in computed]
        return max(mine, key=lambda one: int(one["id"]))

    def pages(self, campaign: str) -> dict[str, str]:
        """The ten pages of a campaign that are used most, by name."""
        round_ = self.round(campaign)
        found = [
            c for c in self.ask("/standing?limit=100")["items"] if c["round_id"] == round_["id"]
        ]
        standing = f"/standing/{max(one['id'] for one in found)}"
        area = f"{standing}/area/{self.ask('/areas')['items'][0]['code']}"
        rounds = f"/inspections/{round_['id']}"
        first = self.ask(f"{rounds}/observations")["items"][0]["id"]
        return {
            "overview": "/",
            "standing": f"{standing}/",
            "tree": f"{area}/tree/",
            "units": f"{area}/units/",
            "losses": f"{area}/losses/",
            "duties": "/duties/",
            "coverage": f"/duties/campaigns/{round_['campaign_id']}/",
            "observations": f"{rounds}/observations/",
            "observation": f"{rounds}/observations/{first}/",
            "points": "/points/",
        }

    def _token(self) -> str:
        return next(cookie.value or "" for cookie in self._jar if cookie.name == "csrf")
