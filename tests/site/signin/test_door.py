"""The door: who is let in, who waits, and what ends a session."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone

from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.signin import actions
from chuangcheng.ground.signin.limits import limits
from chuangcheng.ground.signin.models import SignIn
from chuangcheng.ground.signin.rules import address_of
from chuangcheng.ground.signin.totp import STEP, code_at, new_secret
from tests.site.cast import PASSWORD, SYSTEM, World

Browser = Callable[[str | None], Client]
DOOR = "/sign-in/"


def knock(client: Client, password: str = PASSWORD, name: str = "office") -> int:
    """Give a name and a password; the answer's status."""
    return client.post(DOOR, {"username": name, "password": password}).status_code


def codes(user: User) -> tuple[str, list[str]]:
    """Turn one-time codes on; the secret and the recovery codes."""
    secret = new_secret()
    code = code_at(secret, int(time.time() // STEP) - 1)
    return secret, actions.set_up_totp(user, password=PASSWORD, secret=secret, code=code)


def test_it_lets_in_by_the_right_password(world: World, client: Client) -> None:
    assert knock(client) == 302
    assert client.get("/").status_code == 200
    assert Event.objects.filter(verb="session.begin", actor_id=world.office.pk).exists()


def test_it_takes_the_password_exactly_as_typed(world: World, client: Client) -> None:
    assert [knock(client, typed) for typed in (f" {PASSWORD}", PASSWORD.upper())] == [200, 200]


def test_it_says_the_same_of_a_wrong_name_and_a_wrong_password(
    world: World, client: Client
) -> None:
    pages = [client.post(DOOR, {"username": n, "password": "x"}) for n in ("office", "nobody")]
    assert len({str(page.context["form"].errors) for page in pages}) == 1


def test_it_makes_a_person_wait_and_nobody_else(world: World, client: Client) -> None:
    for _each in range(limits().person_at_address.failures):
        knock(client, "wrong")
    assert knock(client) == 200
    assert knock(client, name="clerk") == 302
    assert knock(Client(REMOTE_ADDR="192.0.2.7")) == 302


def test_it_tells_of_failures_without_the_name(
    world: World, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "chuangcheng.signin"):
        knock(client, "wrong")
        knock(client)
    told = [(r.message, r.__dict__["told"]) for r in caplog.records if "signin" in r.name]
    assert [message for message, _told in told] == ["sign-in failed", "signed in"]
    assert "office" not in str(told)


def test_it_changes_the_session_at_the_door(world: World, client: Client) -> None:
    knock(client)
    first = client.session.session_key
    knock(client)
    assert client.session.session_key != first


def test_it_forgets_a_session_that_signed_out(world: World, client: Client) -> None:
    knock(client)
    kept = client.cookies["session"].value
    answer = client.post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    client.cookies["session"] = kept
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("field", "hours"), [("seen_at", 3), ("began_at", 13)])
def test_it_ends_a_session_that_is_idle_or_old(
    world: World, as_: Browser, field: str, hours: int
) -> None:
    client = as_("office")
    begun = SignIn.objects.get(user=world.office)
    past = getattr(begun, field) - actions.timedelta(hours=hours)
    SignIn.objects.filter(pk=begun.pk).update(**{field: past})
    assert client.get("/").status_code == 302


def test_it_lets_nobody_in_by_a_session_whose_cookie_has_expired(
    world: World, as_: Browser
) -> None:
    client = as_("office")
    assert client.get("/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/").status_code == 302


def test_it_turns_out_whoever_is_closed(world: World, as_: Browser) -> None:
    client = as_("clerk")
    facts = PersonFacts("clerk", "联小青", area=world.county, is_active=False)
    people.change(world.office, user=world.clerk, facts=facts)
    assert client.get("/").status_code == 302


def test_it_ends_every_session_with_a_temporary_password(world: World, as_: Browser) -> None:
    client = as_("clerk")
    issued = people.issue_password(world.office, user=world.clerk)
    assert client.get("/").status_code == 302
    knock(client, issued.password, "clerk")
    assert client.get("/").headers["Location"] == "/account/password/"


def test_it_asks_for_a_code_and_takes_it_once(world: World, client: Client) -> None:
    secret, _recovery = codes(world.office)
    code = {"code": code_at(secret, int(time.time() // STEP))}
    knock(client)
    assert client.get("/").status_code == 302
    assert client.post("/sign-in/code/", code).headers["Location"] == "/"
    knock(client)
    assert client.post("/sign-in/code/", code).status_code == 200


def test_it_takes_a_recovery_code_once(world: World) -> None:
    _secret, recovery = codes(world.office)
    assert [actions.use_code(world.office, recovery[0].upper()) for _each in "ab"] == [True, False]


def test_it_keeps_recovery_codes_salted(world: World) -> None:
    _secret, recovery = codes(world.office)
    kept = set(world.office.recovery_codes.values_list("code_hash", flat=True))
    assert len(kept) == len(recovery) == limits().totp.recovery_codes
    codes(world.clerk)
    assert kept.isdisjoint(world.clerk.recovery_codes.values_list("code_hash", flat=True))


def test_it_turns_codes_on_for_whoever_knows_the_password(world: World) -> None:
    secret = new_secret()
    code = code_at(secret, int(time.time() // STEP))
    with pytest.raises(ValidationError, match="密码"):
        actions.set_up_totp(world.office, password="wrong", secret=secret, code=code)


@pytest.mark.parametrize(
    ("new", "fits"),
    [
        ("short-one", False),
        ("wenming2026", False),
        ("创城创城创城创城密码", False),
        ("1q2w3e4r5t", False),
        ("a plain long sentence", True),
        ("wenming beside six more", True),
        ("a" * 30 + "bc" * 17, True),
    ],
)
def test_it_refuses_what_everybody_would_try(world: World, new: str, fits: bool) -> None:
    try:
        actions.change_password(world.office, old=PASSWORD, new=new)
    except ValidationError:
        fits = not fits
    assert fits is True


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org/", "nowhere"])
def test_it_leads_nowhere_else(world: World, client: Client, wanted: str) -> None:
    given = {"username": "office", "password": PASSWORD, "next": wanted}
    assert client.post(DOOR, given).headers["Location"] == "/"


def test_it_gives_accounts_that_wait_for_a_password_to_nobody(world: World, client: Client) -> None:
    people.create(SYSTEM, facts=PersonFacts("admin", "新小青", area=world.county))
    assert [knock(client, typed, "admin") for typed in ("admin", "!")] == [200, 200]


def test_it_leaves_codes_on_when_a_password_is_lost(world: World) -> None:
    codes(world.clerk)
    people.issue_password(world.office, user=world.clerk)
    assert User.objects.get(pk=world.clerk.pk).totp_secret


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_it_believes_as_many_proxies_as_it_was_told(
    settings: LazySettings, proxies: int, seen: str
) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": "192.0.2.66, 203.0.113.9"}
    assert address_of(RequestFactory().get("/", headers=headers)) == seen


def test_it_answers_when_it_cannot_note_that_a_session_is_in_use(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("database is locked")

    knock(client)
    SignIn.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    monkeypatch.setattr(SignIn, "save", locked)
    assert client.get("/").status_code == 200


def test_it_leads_back_to_the_button_that_was_pressed_too_late(
    world: World, client: Client
) -> None:
    button = "/account/?part=2"
    late = client.post(
        "/account/sessions/7/end/", headers={"referer": f"http://testserver{button}"}
    )
    door = late.headers["Location"]
    assert door == "/sign-in/?next=%2Faccount%2F%3Fpart%3D2"
    entered = client.post(door, {"username": "office", "password": PASSWORD})
    assert entered.headers["Location"] == button
    assert "没有执行" in client.get(button).content.decode()
    assert "没有执行" not in client.get(button).content.decode()


@pytest.mark.parametrize("referer", ["", "https://example.org/account/", "nonsense"])
def test_it_leads_back_to_no_page_that_is_not_its_own(
    world: World, client: Client, referer: str
) -> None:
    late = client.post("/account/sessions/7/end/", headers={"referer": referer})
    assert "example" not in late.headers["Location"]
    assert "/end/" not in late.headers["Location"]
    assert knock(client) == 302
    assert "没有执行" in client.get("/").content.decode()


def test_it_tells_whoever_signs_out_too_late_of_nothing(world: World, client: Client) -> None:
    assert client.post("/sign-out/").headers["Location"] == DOOR
    assert knock(client) == 302
    assert "没有执行" not in client.get("/").content.decode()


def test_it_leads_on_to_the_page_that_was_asked_for(world: World, client: Client) -> None:
    assert client.get("/people/").headers["Location"] == f"{DOOR}?next=/people/"
