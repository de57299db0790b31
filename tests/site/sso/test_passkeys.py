"""Passkeys, by a real browser whose device is virtual."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from chuangcheng.adapters.sso.models import Passkey
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.people.models import User
from chuangcheng.ground.signin.limits import limits
from chuangcheng.ground.signin.models import SignIn
from tests.site import cast
from tests.site.cast import PASSWORD

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
DOOR = "/sso/keys/door/"


class Desk:
    """A page, and the device that answers it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.device = page.context.new_cdp_session(page)
        self.device.send("WebAuthn.enable")
        self.key = self.send("addVirtualAuthenticator", options=DEVICE)["authenticatorId"]

    def send(self, method: str, **given: Any) -> dict[str, Any]:
        return self.device.send(f"WebAuthn.{method}", given)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def press(self) -> None:
        with self.page.expect_navigation():
            self.page.click("form.form button")

    def make_key(self) -> None:
        """Sign in by password, make a key, sign out."""
        self.go("/sign-in/")
        self.page.fill("[name=username]", "clerk")
        self.page.fill("[name=password]", PASSWORD)
        self.press()
        self.go("/sso/keys/")
        self.page.fill("[name=title]", "office computer")
        self.page.fill("[name=old]", PASSWORD)
        self.press()
        assert Passkey.objects.count() == 1
        self.page.context.clear_cookies()


@pytest.fixture
def desk(
    live_server: LiveServer, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """A desk at which nobody has signed in yet."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser runs a loop of its own
    settings.PASSKEYS = True
    cast.build()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        yield Desk(browser.new_page(), live_server.url.replace("127.0.0.1", "localhost"))
        browser.close()
        # Within the browser's loop Django has opened a connection of its own.
        connections.close_all()


def test_it_signs_in_by_a_key_alone(desk: Desk) -> None:
    desk.make_key()
    desk.go(DOOR + "?next=/account/")
    desk.press()
    assert desk.page.url == desk.address + "/account/"
    key = Passkey.objects.get()
    assert (key.user.username, key.title, key.used_at is None) == (
        "clerk",
        "office computer",
        False,
    )
    verbs = Event.objects.filter(actor_id=key.user_id).values_list("verb", flat=True)
    assert [verb for verb in verbs if verb.startswith("passkey")] == ["passkey.add"]


def test_it_needs_the_password_to_make_a_key(desk: Desk) -> None:
    desk.make_key()
    Passkey.objects.all().delete()
    desk.send("clearCredentials", authenticatorId=desk.key)
    cookies = cast.signed_in(User.objects.get(username="clerk")).cookies
    desk.page.context.add_cookies(
        [{"name": "session", "value": cookies["session"].value, "url": desk.address}]
    )
    desk.go("/sso/keys/")
    desk.page.fill("[name=title]", "mine")
    desk.page.fill("[name=old]", "wrong")
    desk.press()
    assert desk.page.locator(".errors:not([hidden])").count() == 1
    assert not Passkey.objects.exists()


def test_it_refuses_a_key_that_was_removed(desk: Desk) -> None:
    desk.make_key()
    Passkey.objects.all().delete()
    desk.go(DOOR)
    desk.press()
    assert desk.page.url == desk.address + DOOR
    assert desk.page.locator(".errors:not([hidden])").count() == 1


def test_it_refuses_the_key_of_a_closed_account(desk: Desk) -> None:
    desk.make_key()
    User.objects.filter(username="clerk").update(is_active=False)
    desk.go(DOOR)
    desk.press()
    assert desk.page.url == desk.address + DOOR


def test_it_refuses_a_key_that_was_copied(desk: Desk) -> None:
    desk.make_key()
    Passkey.objects.update(uses=10**6)
    desk.go(DOOR)
    desk.press()
    assert desk.page.url == desk.address + DOOR


def test_it_asks_the_device_to_know_its_owner(desk: Desk) -> None:
    desk.make_key()
    desk.send("setUserVerified", authenticatorId=desk.key, isUserVerified=False)
    desk.go(DOOR)
    desk.page.click("form.form button")
    desk.page.wait_for_selector("[data-failed]:not([hidden])")
    assert SignIn.objects.count() == 1


def test_it_takes_an_answer_once_and_then_makes_wait(desk: Desk) -> None:
    desk.make_key()
    desk.go(DOOR)
    with desk.page.expect_request(lambda request: request.method == "POST") as sent:
        desk.press()
    again = {"answer": dict(sent.value.post_data_json or {})["answer"]}
    thief = Client()
    for _each in range(limits().person_at_address.failures):
        thief.get(DOOR)
        assert thief.post(DOOR, again).status_code == 200
    assert "15" in str(thief.post(DOOR, again).context["form"].errors)
    assert json.loads(again["answer"])["id"] == Passkey.objects.get().credential


def test_it_is_shut_unless_it_was_opened(db: None, client: Client) -> None:
    assert client.get(DOOR).status_code == 404
    assert DOOR not in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("answer", ["", "{", "[]", "{}", '{"id": 7}', '{"id": "x"}'])
def test_it_refuses_nonsense(db: None, settings: LazySettings, client: Client, answer: str) -> None:
    settings.PASSKEYS = True
    client.get(DOOR)
    assert client.post(DOOR, {"answer": answer}).status_code == 200
    assert "_auth_user_id" not in client.session
