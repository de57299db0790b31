"""Whatever a provider says is checked: the truth passes, every lie is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings

from chuangcheng.adapters.sso import oidc
from chuangcheng.adapters.sso.provider import Provider, ProviderError, faults
from chuangcheng.adapters.sso.rules import claimed_name
from tests.site.sso.liar import ANOTHER, SHARED, Lie, lying

BACK = "http://testserver/sso/back/"
BEGUN = oidc.Begun(state="state", nonce="nonce", verifier="v" * 43)
#: Long over, and the same in every process: what a test is called must not depend on the clock.
PAST = 1_700_000_000
NAMED = {"preferred_username": "clerk"}


def told(lie: Lie, answer: str = "?code=c&state=state") -> dict[str, Any]:
    """What comes of a sign-in at a provider that lies so."""
    with lying(lie) as issuer:
        known = Provider(issuer, "client", "secret", "preferred_username")
        return oidc.claims(known, BACK, BEGUN, BACK + answer)


def test_it_believes_the_truth() -> None:
    assert told(Lie(claims=NAMED))["preferred_username"] == "clerk"


def test_it_asks_further_for_what_the_token_leaves_out() -> None:
    assert told(Lie(userinfo=NAMED))["preferred_username"] == "clerk"


def test_it_believes_a_token_for_several_that_names_this_site() -> None:
    assert told(Lie(claims={**NAMED, "aud": ["client", "other"], "azp": "client"}))["sub"] == "7"


@pytest.mark.parametrize(
    "lie",
    [
        Lie(claims={"iss": "https://other.example.org"}),
        Lie(claims={"aud": "another client"}),
        Lie(claims={"aud": ["client", "another"]}),
        Lie(claims={"azp": "another client"}),
        Lie(claims={"nonce": "of another request"}),
        Lie(claims={"nonce": None}),
        Lie(claims={"exp": PAST}),
        Lie(claims={"nbf": 4_000_000_000}),
        Lie(claims={"sub": None}),
        Lie(key=ANOTHER),
        Lie(key=SHARED, algorithm="HS256"),
        Lie(algorithm="none"),
        Lie(userinfo={**NAMED, "sub": "8"}),
        Lie(metadata={"issuer": "https://other.example.org"}),
        Lie(metadata={"token_endpoint": "http://example.org/token"}),
        Lie(metadata={"jwks_uri": "file:///keys"}),
        Lie(status=302),
        Lie(status=500),
    ],
    ids=str,
)
def test_it_refuses_a_lie(lie: Lie) -> None:
    with pytest.raises(ProviderError):
        told(lie)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "?state=state",
        "?code=c&state=other",
        "?error=access_denied&state=state",
        "?code=c&state=state&iss=https://other.example.org",
    ],
)
def test_it_refuses_an_answer_that_is_none(answer: str) -> None:
    with pytest.raises(ProviderError):
        told(Lie(claims=NAMED), answer)


def test_it_does_not_begin_with_a_provider_that_is_away() -> None:
    with lying(Lie()) as issuer:
        gone = issuer
    with pytest.raises(ProviderError):
        oidc.begin(Provider(gone, "client", "secret", "sub"), BACK)


def test_it_sends_nothing_that_can_be_guessed() -> None:
    with lying(Lie()) as issuer:
        known = Provider(issuer, "client", "secret", "sub")
        (first, one), (_second, two) = oidc.begin(known, BACK), oidc.begin(known, BACK)
    assert set(one.kept().values()).isdisjoint(two.kept().values())
    assert "code_challenge_method=S256" in first
    assert one.verifier not in first


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"email": "a@example.org", "email_verified": True}, "a@example.org"),
        ({"email": "a@example.org"}, ""),
        ({"email": "a@example.org", "email_verified": "true"}, ""),
        ({"email": ["a@example.org"], "email_verified": True}, ""),
    ],
)
def test_it_takes_a_mail_address_that_was_checked(claims: dict[str, Any], name: str) -> None:
    assert claimed_name(claims, "email") == name


@pytest.mark.parametrize(
    ("issuer", "client_id", "sentences"),
    [
        ("", "", 0),
        ("https://id.example.org", "c", 0),
        ("http://id.example.org", "c", 1),
        ("https://id.example.org", "", 1),
        ("ftp://id.example.org", "", 2),
    ],
)
def test_it_says_all_that_is_wrong_with_what_was_set(
    settings: LazySettings, issuer: str, client_id: str, sentences: int
) -> None:
    given = {"issuer": issuer, "client_id": client_id, "client_secret": "s", "claim": "sub"}
    settings.OIDC = {**given, "title": ""}
    assert len(faults()) == sentences
