"""The provider, and a person's way to it and back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from tests.site.sso import server

ROOT = Path(__file__).parents[3]
CALLBACK = "http://testserver/sso/back/"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the provider answers; it is started once."""
    folder = tmp_path_factory.mktemp("provider")
    command = [sys.executable, "-m", "tests.site.sso.server", str(folder), CALLBACK]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port.isdigit(), "the provider did not start; its reason is above"
        yield f"http://127.0.0.1:{port}/o"
        process.kill()


@pytest.fixture
def issuer(address: str, settings: LazySettings) -> str:
    """The provider's name, with the site set up for it."""
    given = {"client_id": server.CLIENT, "client_secret": server.SECRET, "title": ""}
    settings.OIDC = {"issuer": address, "claim": "preferred_username", **given}
    return address


@dataclass
class Traveller:
    """Somebody with one browser, on the site and at the provider."""

    name: str
    client: Client

    def outward(self, after: str = "") -> str:
        """Begin on the site, sign in at the provider; the address it sends the person back to."""
        begun = self.client.get("/sso/begin/", {"next": after} if after else {})
        browser = requests.Session()
        asked = browser.get(begun.headers["Location"], allow_redirects=False, timeout=20)
        door = "{0.scheme}://{0.netloc}".format(urlsplit(begun.headers["Location"]))
        given = {"name": self.name, "password": server.PASSWORD}
        door += asked.headers["Location"]
        led = browser.post(door, given, allow_redirects=False, timeout=20)
        on = "{0.scheme}://{0.netloc}".format(urlsplit(door)) + led.headers["Location"]
        return browser.get(on, allow_redirects=False, timeout=20).headers["Location"]

    def back(self, address: str) -> HttpResponse:
        """Come back to the site."""
        query = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        return self.client.get("/sso/back/", query)

    def travel(self, after: str = "") -> HttpResponse:
        """There and back."""
        return self.back(self.outward(after))
