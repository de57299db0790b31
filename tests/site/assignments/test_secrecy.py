"""The street of a secret round: whoever is not on it cannot tell that it exists."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.assignments import queries
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.draws import queries as draws
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import RoundKind
from chuangcheng.ground.audit import queries as audit
from tests.site.assignments import matrix as assignments
from tests.site.assignments.street import Street, StreetRow, facts
from tests.site.cast import World
from tests.site.draws import matrix

Browser = Callable[[str | None], Client]
ABOUT = [row for row in (*assignments.ROWS, *matrix.ROWS) if isinstance(row, StreetRow)]


@pytest.mark.parametrize("row", ABOUT, ids=str)
def test_it_is_not_there_for_whoever_is_not_on_it(
    row: StreetRow, as_: Browser, world: World
) -> None:
    street = Street(world, secret=True)
    assert row.ask_of(as_("top"), street).status_code == 404


def test_it_is_there_for_its_members(as_: Browser, world: World) -> None:
    street = Street(world, secret=True)
    url = reverse("draws:detail", args=[street.round.pk])
    assert as_("office").get(url).status_code == 200


def test_it_counts_and_tells_nothing_to_others(world: World) -> None:
    street = Street(world, secret=True)
    street.given()
    assert not queries.assignments(world.top, street.round).exists()
    assert not draws.drawn(world.top, street.round).exists()
    assert not draws.draws(world.top).exists()
    told = audit.events(world.top).filter(verb__regex="^(draw|assignment)[.]")
    assert not told.exists()


def test_it_is_out_of_sight_for_whoever_left_the_round(world: World) -> None:
    street = Street(world, secret=True)
    street.given(team=1)
    assert queries.of(street.crew[1]).exists()
    street.round.members.remove(street.crew[1])
    assert Assignment.objects.filter(inspectors=street.crew[1]).exists()
    assert not queries.of(street.crew[1]).exists()


@pytest.mark.parametrize("name", ["top", "office"], ids=["not on it", "on it"])
def test_it_is_not_told_by_the_number_of_the_next_open_patrol(world: World, name: str) -> None:
    street, by = Street(world), getattr(world, name)
    secret = facts(round_kind=RoundKind.PATROL)
    inspections.create(world.office, campaign=street.round.campaign, facts=secret, secret=True)
    assert [street.patrol(by, "R0").number for _ in range(2)] == [1, 2]
