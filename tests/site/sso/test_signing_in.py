"""Signing in by a real provider: who is let in, as whom, and what is left behind."""

from __future__ import annotations

import logging
import time

import pytest
from django.test import Client

from chuangcheng.adapters.sso import actions
from chuangcheng.adapters.sso.models import Identity
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import Grant, User
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.signin import actions as signin
from chuangcheng.ground.signin.limits import limits
from chuangcheng.ground.signin.totp import STEP, code_at, new_secret
from tests.site.cast import PASSWORD, World
from tests.site.sso.conftest import Traveller


def whose(client: Client) -> int:
    """The key of whoever is signed in."""
    return int(client.session.get("_auth_user_id", 0))


def test_it_lets_in_whom_the_provider_knows(world: World, issuer: str) -> None:
    clerk = Traveller("clerk", Client())
    assert clerk.travel("/units/").headers["Location"] == "/units/"
    assert whose(clerk.client) == world.clerk.pk
    assert clerk.client.get("/units/").status_code == 200


def test_it_binds_once_and_tells_of_it(world: World, issuer: str) -> None:
    for _each in range(2):
        Traveller("clerk", Client()).travel()
    bound = Identity.objects.get()
    assert (bound.user, bound.issuer) == (world.clerk, issuer)
    assert Event.objects.filter(verb="identity.bind", actor_id=world.clerk.pk).count() == 1
    assert Event.objects.filter(verb="session.begin", actor_id=world.clerk.pk).count() == 2


def test_it_makes_no_account_and_no_right(world: World, issuer: str) -> None:
    before = User.objects.count(), Grant.objects.count()
    assert Traveller("stranger", Client()).travel().status_code == 403
    newcomer = Traveller("newcomer", Client())
    assert newcomer.travel().status_code == 302
    assert newcomer.client.get("/units/").status_code == 403
    assert (User.objects.count(), Grant.objects.count()) == before


def test_it_goes_by_the_identity_and_not_by_the_name(world: World, issuer: str) -> None:
    Traveller("clerk", Client()).travel()
    User.objects.filter(pk=world.clerk.pk).update(username="renamed")
    User.objects.filter(pk=world.newcomer.pk).update(username="clerk")
    again = Traveller("clerk", Client())
    again.travel()
    assert whose(again.client) == world.clerk.pk


def test_it_gives_an_account_to_one_identity(world: World, issuer: str) -> None:
    actions.bind(world.clerk, issuer=issuer, subject="somebody who had the name before")
    assert Traveller("clerk", Client()).travel().status_code == 403


def test_it_keeps_out_whose_account_is_closed(world: World, issuer: str) -> None:
    Traveller("clerk", Client()).travel()
    facts = PersonFacts("clerk", "联小青", area=world.county, is_active=False)
    people.change(world.office, user=world.clerk, facts=facts)
    late = Traveller("clerk", Client())
    assert late.travel().status_code == 403
    assert whose(late.client) == 0


def test_it_still_asks_for_the_code(world: World, issuer: str) -> None:
    secret = new_secret()
    code = code_at(secret, int(time.time() // STEP))
    signin.set_up_totp(world.clerk, password=PASSWORD, secret=secret, code=code)
    clerk = Traveller("clerk", Client())
    assert clerk.travel().headers["Location"] == "/sign-in/code/"
    assert whose(clerk.client) == 0


def test_it_takes_an_answer_once_and_from_its_own_browser(world: World, issuer: str) -> None:
    clerk = Traveller("clerk", Client())
    answer = clerk.outward()
    assert Traveller("office", Client()).back(answer).status_code == 403
    assert clerk.back(answer).status_code == 302
    assert clerk.back(answer).status_code == 403


def test_it_refuses_an_answer_to_another_question(world: World, issuer: str) -> None:
    clerk = Traveller("clerk", Client())
    answer = clerk.outward()
    clerk.outward()
    assert clerk.back(answer).status_code == 403


def test_it_refuses_a_code_that_the_provider_does_not_know(world: World, issuer: str) -> None:
    clerk = Traveller("clerk", Client())
    answer = clerk.outward().replace("code=", "code=x")
    assert clerk.back(answer).status_code == 403
    assert whose(clerk.client) == 0


def test_it_makes_a_person_wait_as_passwords_do(world: World, issuer: str) -> None:
    actions.bind(world.clerk, issuer=issuer, subject="another")
    for _each in range(limits().person_at_address.failures):
        Traveller("clerk", Client()).travel()
    Identity.objects.all().delete()
    assert Traveller("clerk", Client()).travel().status_code == 403
    assert Traveller("office", Client()).travel().status_code == 302


def test_it_says_how_somebody_came(
    world: World, issuer: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "chuangcheng.signin"):
        Traveller("clerk", Client()).travel()
    told = [record.__dict__["told"] for record in caplog.records if "signin" in record.name]
    assert told == [{"person": world.clerk.pk, "way": "oidc"}]


def test_it_lets_another_identity_in_once_released(world: World, issuer: str) -> None:
    wrong = actions.bind(world.clerk, issuer=issuer, subject="another")
    office = Traveller("office", Client())
    office.travel()
    assert office.client.post(f"/sso/{wrong.pk}/release/").status_code == 302
    assert Event.objects.filter(verb="identity.release", actor_id=world.office.pk).exists()
    assert Traveller("clerk", Client()).travel().status_code == 302


def test_it_stands_on_the_page_of_signing_in(world: World, issuer: str, client: Client) -> None:
    assert (
        'href="/sso/begin/?next=/units/"' in client.get("/sign-in/?next=/units/").content.decode()
    )


def test_it_is_shut_where_no_provider_is_named(world: World, client: Client) -> None:
    assert "/sso/begin/" not in client.get("/sign-in/").content.decode()
    assert [client.get(f"/sso/{part}/").status_code for part in ("begin", "back")] == [404, 404]
