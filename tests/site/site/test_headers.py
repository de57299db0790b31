"""What goes around every answer."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from chuangcheng.ground.site.logs import Lines
from chuangcheng.ground.site.middleware import Headers
from tests.site.cast import PASSWORD, World

Browser = Callable[[str | None], Client]
NAMES = "SESSION_COOKIE_NAME CSRF_COOKIE_NAME LANGUAGE_COOKIE_NAME SECURE_HSTS_INCLUDE_SUBDOMAINS"


@pytest.mark.parametrize("address", ["/sign-in/", "/healthz", "/nowhere", "/api/openapi.json"])
def test_it_shuts_the_doors_everywhere(db: None, client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    wanted = (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    assert [part for part in wanted if part not in policy] == []
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_it_names_the_alphabet(world: World, as_: Browser) -> None:
    kinds = [as_("office").get(path).headers["Content-Type"] for path in ("/", "/metrics")]
    assert [kind for kind in kinds if "charset=utf-8" not in kind] == []


def test_it_answers_no_trace(db: None, client: Client) -> None:
    assert client.trace("/healthz").status_code == 405


def test_it_tells_by_head_how_long_the_body_would_be_and_leaves_it_out() -> None:
    answer = Headers(lambda _request: HttpResponse("三个字"))(RequestFactory().head("/healthz"))
    assert (answer.content, answer.headers["Content-Length"]) == (b"", "9")


def test_it_gives_figures_to_this_machine_alone(db: None, client: Client) -> None:
    answers = [client.get("/metrics", REMOTE_ADDR=where) for where in ("127.0.0.1", "192.0.2.7")]
    assert [answer.status_code for answer in answers] == [200, 403]


def test_it_explains_the_api_to_those_signed_in(world: World, as_: Browser) -> None:
    assert [as_(who).get("/api/docs").status_code for who in (None, "clerk")] == [302, 200]


def test_it_takes_no_form_from_elsewhere(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    given = {"username": "office", "password": PASSWORD}
    assert strict.post("/sign-in/", given).status_code == 403
    strict.force_login(world.office)
    assert strict.post("/sign-out/").status_code == 403


def test_it_hides_cookies_from_scripts(world: World, client: Client) -> None:
    client.post("/sign-in/", {"username": "office", "password": PASSWORD})
    client.post("/language/", {"language": "en"})
    assert {name for name, cookie in client.cookies.items() if not cookie["httponly"]} == set()
    assert {cookie["samesite"] for cookie in client.cookies.values()} == {"Lax"}


def test_it_ties_cookies_to_this_host_over_https(tmp_path: Path) -> None:
    code = f"from chuangcheng.conf import settings as s; print(*(getattr(s, n) for n in '{NAMES}'.split()))"
    environment = {**os.environ, "HTTPS": "1", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-c", code]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["__Host-session", "__Host-csrf", "__Host-language", "True"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_it_says_whose_request_was_refused(
    world: World, as_: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "chuangcheng.request"):
        as_("neighbour").get(f"/people/{world.clerk.pk}/")
        as_("office").get("/")
    refused, let_in = (record.__dict__["told"] for record in caplog.records[-2:])
    assert (refused["status"], refused["person"]) == (404, world.neighbour.pk)
    assert "person" not in let_in


def test_it_keeps_a_log_line_on_one_line() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, 'a\n{"forged": 1}', None, None)
    line = Lines().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == 'a\n{"forged": 1}'


def test_it_tells_nothing_of_what_went_wrong(
    world: World, as_: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(person: object) -> None:
        raise RuntimeError("the secret reason")

    monkeypatch.setattr("chuangcheng.ground.site.desk.overview", broken)
    client = as_("office")
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "secret reason" not in answer.content.decode()
