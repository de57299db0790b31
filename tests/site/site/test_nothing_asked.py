"""The first screen of whoever nothing is asked of: what they can do, and that it is so."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.site.cast import World

Browser = Callable[[str | None], Client]
SAID = {"zh-hans": "现在还没有需要您办理的事", "en": "Nothing is asked of you yet"}


def first_screen(client: Client, language: str = "zh-hans") -> str:
    """The first screen as a browser gets it."""
    return str(client.get("/", headers={"accept-language": language}).content.decode())


@pytest.mark.parametrize("who", ["resident", "newcomer"])
@pytest.mark.parametrize("language", SAID)
def test_it_says_that_nothing_is_asked_yet(who: str, language: str, as_: Browser) -> None:
    assert SAID[language] in first_screen(as_(who), language)


@pytest.mark.parametrize("who", ["resident", "newcomer"])
def test_it_offers_only_what_they_can_do(who: str, as_: Browser) -> None:
    client = as_(who)
    page = first_screen(client)
    (password,) = re.findall(r'<a href="([^"]*)">修改密码</a>', page)
    assert client.get(password).status_code == 200
    assert '<button class="quiet" name="language" value="en"' in page
    assert 'action="/sign-out/"' in page


@pytest.mark.parametrize("who", ["office", "inspector", "leader"])
def test_it_says_so_to_nobody_who_has_work(who: str, as_: Browser, world: World) -> None:
    assert SAID["zh-hans"] not in first_screen(as_(who))
