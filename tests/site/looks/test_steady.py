"""What the first screen keeps until something has been done is never out of date, nor another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.desk import DESK
from chuangcheng.outcome.standing import actions as standing
from tests.site import cast, mandate
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds
from tests.site.looks.busy import Busy

Browser = Callable[[str | None], Client]
ROLES = ("office", "clerk", "inspector", "supervisor", "leader", "superior", "resident", "newcomer")
SECRET = "轮测评已结束、尚未公布"


def said(client: Client) -> dict[str, str]:
    """The cards of somebody's first screen: what, and how many."""
    return {card.words.zh: card.figure for card in client.get("/").context["cards"]}


@pytest.mark.parametrize("role", ROLES)
def test_it_says_what_it_would_say_anew(role: str, as_: Browser, world: World) -> None:
    page = as_(role)
    page.get("/")
    busy = Busy(world)
    page.get("/")
    later = rounds.round_(world, busy.computation.round.campaign, 2)
    rounds.take_in(SYSTEM, later, rounds.written(*rounds.STREET))
    standing.compute(SYSTEM, round_=later)
    told = page.get("/").context
    person = User.objects.get(pk=getattr(world, role).pk)
    makers = [make for _n, right, make in [*DESK.cards, *DESK.blocks] if may(person, right)]
    anew = [one for make in makers for one in make(person) if getattr(one, "lines", True)]
    assert sorted(map(repr, [*told["cards"], *told["blocks"]])) == sorted(map(repr, anew))


def test_it_counts_one_gap_less_once_it_is_closed(as_: Browser, world: World) -> None:
    scene, page = mandate.Scene(world), as_("office")
    assert said(page)["没有责任主体"] == "4"
    mandate.duty(scene.campaign, "2-1-1", world.markets)
    assert said(page)["没有责任主体"] == "3"


def test_it_asks_nothing_anew_of_duties_after_a_round_was_judged(
    as_: Browser, world: World
) -> None:
    busy, page = Busy(world), as_("office")
    page.get("/")
    later = rounds.round_(world, busy.computation.round.campaign, 2)
    rounds.take_in(SYSTEM, later, rounds.written(*rounds.STREET))
    with CaptureQueriesContext(connection) as asked:
        page.get("/")
    assert not [one for one in asked if "duties_duty" in one["sql"]]
    assert [one for one in asked if "standing_computation" in one["sql"]]


def test_it_shows_a_secret_round_to_those_who_are_on_it_alone(world: World) -> None:
    on_it = cast.person("other", "另小青", world.county, "office")
    rounds.round_(world, rounds.campaign(world), secret=True, members=(on_it,))
    assert said(cast.signed_in(on_it))[SECRET] == "1"
    assert SECRET not in said(cast.signed_in(world.office))


def test_it_tells_no_more_of_a_round_that_was_released(world: World) -> None:
    on_it = cast.person("other", "另小青", world.county, "office")
    round_ = rounds.round_(world, rounds.campaign(world), secret=True, members=(on_it,))
    page = cast.signed_in(on_it)
    assert SECRET in said(page)
    inspections.release(on_it, round_=round_)
    assert SECRET not in said(page)


def test_it_speaks_the_language_of_whoever_reads(as_: Browser, world: World) -> None:
    mandate.Scene(world)
    page = as_("office")
    notes = []
    for language in ("zh-hans", "en"):
        page.post("/language/", {"language": language, "next": "/"})
        notes.append(page.get("/").context["cards"][0].note)
    assert notes[0].startswith("标准")
    assert notes[1].isascii()


def test_it_asks_less_the_second_time(
    as_: Browser, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    Busy(world)
    page = as_("office")
    page.get("/")
    with django_assert_max_num_queries(45):
        page.get("/")
