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
