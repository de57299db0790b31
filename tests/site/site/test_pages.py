"""What pages make of what people type."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.site import cast
from tests.site.cast import World

Browser = Callable[[str | None], Client]
MARKUP = "<script>alert(1)</script>"


def test_it_shows_markup_as_text(world: World, as_: Browser) -> None:
    cast.unit("QH-X", MARKUP, world.county)
    page = as_("office").get("/units/").content.decode()
    assert MARKUP not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("typed", ['"><script>alert(1)</script>', "'onfocus=alert(1) x='"])
def test_it_gives_back_what_was_typed_as_text(world: World, as_: Browser, typed: str) -> None:
    page = as_("office").get("/units/", {"q": typed, "sort": typed}).content.decode()
    assert typed not in page


def test_it_encodes_where_somebody_was_going(db: None, client: Client) -> None:
    page = client.get("/sign-in/", {"next": '/?a="><b>'}).content.decode()
    assert "><b>" not in page


@pytest.mark.parametrize("address", [f"/people/{10**30}/", "/static/", "/static/site/", "/.git/"])
@pytest.mark.usefixtures("static_files")
def test_it_has_no_such_page(world: World, as_: Browser, address: str) -> None:
    assert as_("top").get(address).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "再按一次按钮"), ("en", "press its button again")]
)
def test_it_says_calmly_that_an_address_is_a_buttons(
    world: World, as_: Browser, language: str, said: str
) -> None:
    answer = as_("office").get("/sign-out/", headers={"accept-language": language})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert said in answer.content.decode()


def test_it_leaves_the_api_its_own_way_of_refusing(world: World, as_: Browser) -> None:
    answer = as_("office").delete("/api/areas")
    assert answer.status_code == 405
    assert "<html" not in answer.content.decode()
