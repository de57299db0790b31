"""What phones sent for a secret round: nobody who is not on it can tell that it came."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.visits import desk, queries
from chuangcheng.ground.audit import queries as audit
from tests.site.cast import World
from tests.site.visits.matrix import ROWS, StreetRow
from tests.site.visits.street import Street, doubtful, refused

Browser = Callable[[str | None], Client]
ABOUT = [row for row in ROWS if isinstance(row, StreetRow)]
LISTS = ["visits:list", "visits:refused", "visits:flags", "overview"]


@pytest.fixture
def secret(world: World) -> Street:
    """A secret round with a visit, a doubt, and one that was refused."""
    street = Street(world, secret=True)
    doubtful(street)
    refused(street, "P2", judgements=[])
    return street


@pytest.mark.parametrize("row", ABOUT, ids=str)
def test_it_is_not_there_for_whoever_is_not_on_it(
    row: StreetRow, as_: Browser, world: World
) -> None:
    street = Street(world, secret=True)
    assert row.ask_of(as_(row.with_), street).status_code == 404


@pytest.mark.parametrize("row", ABOUT, ids=str)
def test_it_is_there_for_its_members(row: StreetRow, as_: Browser, world: World) -> None:
    street = Street(world, secret=True)
    street.round.members.add(world.office)
    assert row.ask_of(as_(row.with_), street).status_code == row.answer


@pytest.mark.parametrize("name", LISTS)
def test_it_stands_in_no_list(name: str, as_: Browser, secret: Street) -> None:
    for who in ("office", "supervisor", "top"):
        page = as_(who).get(reverse(name)).content.decode()
        assert "点位P" not in page
        assert str(secret.round) not in page


def test_it_is_counted_nowhere(secret: Street) -> None:
    for person in (secret.world.office, secret.world.supervisor, secret.world.top):
        assert queries.to_review(person) == (0, 0)
        assert queries.rounds(person) == []
        assert not audit.events(person).filter(verb="round.record").exists()


def test_it_is_counted_once_released(secret: Street, as_: Browser) -> None:
    inspections.release(secret.world.top, round_=secret.round)
    assert queries.to_review(secret.world.supervisor) == (1, 1)
    assert queries.to_review(secret.world.neighbour) == (0, 0)
    cards = list(desk.waiting(secret.world.supervisor))
    assert [card.figure for card in cards] == ["1", "1"]
    assert "点位P1" in as_("supervisor").get(reverse("visits:list")).content.decode()
