"""Delegation: who sees it, who takes it back, and to whom a grant can be lent."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from chuangcheng.ground.people import actions, queries
from chuangcheng.ground.people.models import Grant, User
from tests.site.cast import World

Browser = Callable[[str | None], Client]


def lent(world: World, *, to: str = "newcomer", days: int = 5) -> Grant:
    """What the clerk holds, lent to somebody for some days."""
    ends = timezone.localdate() + timedelta(days=days)
    deputy = getattr(world, to)
    return actions.delegate(world.clerk, grant=world.clerk_grant, to=deputy, ends=ends, why="休假")


@pytest.mark.parametrize("page", ["/account/", "/people/{}/"])
def test_it_shows_to_whom_and_until_when_and_takes_back(
    page: str, as_: Browser, world: World
) -> None:
    grant, client = lent(world), as_("clerk")
    shown = client.get(page.format(world.clerk.pk)).content.decode()
    assert "新小青</th>" in shown
    assert f"{grant.ends}</td>" in shown
    assert f"/people/grants/{grant.pk}/withdraw/" in shown


def test_it_lets_whoever_lent_take_back(as_: Browser, world: World) -> None:
    grant, client = lent(world), as_("clerk")
    url = f"/people/grants/{grant.pk}/withdraw/"
    assert "收回代理" in client.get(url).content.decode()
    answer = client.post(url, {"why": "提前返岗"})
    assert client.get(answer.headers["Location"]).status_code == 200
    assert User.objects.get(pk=world.newcomer.pk).holdings == ()
    assert list(queries.lent_by(world.clerk)) == []


@pytest.mark.parametrize("who", ["newcomer", "inspector", "neighbour"])
def test_it_lets_nobody_else_take_back(who: str, as_: Browser, world: World) -> None:
    grant = lent(world)
    with pytest.raises(PermissionDenied):
        actions.withdraw(getattr(world, who), grant=grant)
    url = f"/people/grants/{grant.pk}/withdraw/"
    assert as_(who).post(url, {"why": "不该"}).status_code in {403, 404}


def test_it_lets_nobody_end_what_they_were_given(world: World) -> None:
    with pytest.raises(PermissionDenied):
        actions.withdraw(world.clerk, grant=world.clerk_grant)


@pytest.mark.parametrize("page", ["/account/", "/people/{}/"])
def test_it_offers_to_lend_only_what_is_not_borrowed(page: str, as_: Browser, world: World) -> None:
    grant = lent(world)
    client, offered = as_("newcomer"), f"/people/grants/{grant.pk}/delegate/"
    assert offered not in client.get(page.format(world.newcomer.pk)).content.decode()
    assert client.get(offered).status_code == 403
    own = f"/people/grants/{world.clerk_grant.pk}/delegate/"
    assert own in as_("clerk").get(page.format(world.clerk.pk)).content.decode()


def test_it_lends_to_whoever_works_here_and_has_it_not(world: World) -> None:
    found = set(queries.deputies(world.clerk, world.clerk_grant))
    assert {world.newcomer, world.inspector, world.leader} <= found
    assert not found & {world.clerk, world.resident, world.neighbour}
    lent(world)
    assert world.newcomer not in queries.deputies(world.clerk, world.clerk_grant)


@pytest.mark.parametrize(
    ("days", "figures"), [(0, ["今天"]), (1, ["明天"]), (2, [])], ids=["today", "tomorrow", "later"]
)
@pytest.mark.parametrize("who", ["clerk", "newcomer"])
def test_it_says_on_the_first_screen_that_a_delegation_ends(
    who: str, days: int, figures: list[str], as_: Browser, world: World
) -> None:
    lent(world, days=days)
    cards = as_(who).get("/").context["cards"]
    ends = [card for card in cards if card.words.zh == "有代理到期"]
    assert [card.figure for card in ends] == figures
    assert all(card.tone == "calm" and "联小青 → 新小青" in card.note for card in ends)


def test_it_says_it_above_the_list_of_people(as_: Browser, world: World) -> None:
    lent(world, to="office", days=1)
    said = "办小青 代理 联小青 的“单位联络员”，到"
    assert said in as_("office").get("/people/").content.decode()
    assert said not in as_("leader").get("/people/").content.decode()
