"""Who may open what: every row of the matrix five ways, and no address without a row."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest
from django.test import Client

from tests.site.cast import World
from tests.site.matrix import Row, addresses, rows

Browser = Callable[[str | None], Client]


class Later:
    """Somebody of the cast who signs in when the first request is sent.

    Until then nothing has happened since the scene was set, so that its rows can be brought back.
    """

    def __init__(self, browser: Browser, name: str | None) -> None:
        self._sign_in = lambda: browser(name)

    @cached_property
    def _client(self) -> Client:
        return self._sign_in()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


every_row = pytest.mark.parametrize("row", rows(), ids=str)


@every_row
def test_it_turns_away_whoever_is_signed_out(row: Row, as_: Browser, world: World) -> None:
    answer = row.ask(Later(as_, None), world)
    assert answer.status_code == (401 if row.api else row.signed_out)


@every_row
def test_it_hides_what_belongs_to_another_county(row: Row, as_: Browser, world: World) -> None:
    assert row.ask(Later(as_, "neighbour"), world).status_code == row.other


@every_row
def test_it_forbids_what_the_role_does_not_allow(row: Row, as_: Browser, world: World) -> None:
    assert row.ask(Later(as_, row.without), world).status_code == row.lacking


@every_row
def test_it_lets_in_whoever_has_the_right(row: Row, as_: Browser, world: World) -> None:
    assert row.ask(Later(as_, row.with_), world).status_code == row.answer


def test_it_has_a_row_for_every_address() -> None:
    listed = [str(row) for row in rows()]
    assert set(listed) == addresses()
    assert len(listed) == len(set(listed))
