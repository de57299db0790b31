"""Roles in a place and for a time, and what nobody may do with them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chuangcheng.ground.people import actions, queries
from chuangcheng.ground.people.models import Grant, Role, User
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.rights import RIGHTS
from chuangcheng.ground.scope import NO_UNIT, Place, may
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.units.queries import units
from tests.site.cast import SYSTEM, World

DAY = timedelta(days=1)


def fresh(user: User) -> User:
    """The person as the next request finds them."""
    return User.objects.get(pk=user.pk)


def role(code: str) -> Role:
    return Role.objects.get(code=code)


def test_it_holds_from_its_first_day_to_its_last(world: World) -> None:
    today = timezone.localdate()
    for starts, ends, holds in [(0, 0, True), (1, 9, False), (-9, -1, False), (-9, None, True)]:
        until = None if ends is None else today + ends * DAY
        grant = actions.give(
            world.top,
            user=world.newcomer,
            role=role("leader"),
            area=world.county,
            starts=today + starts * DAY,
            ends=until,
        )
        assert bool(fresh(world.newcomer).holdings) is holds
        actions.withdraw(world.top, grant=grant)


def test_it_keeps_a_clerk_to_their_unit(world: World) -> None:
    assert list(units(world.clerk)) == [world.police]
    assert may(world.clerk, "units.see", world.police)
    assert not may(world.clerk, "units.see", world.markets)
    assert not may(world.clerk, "units.see", Place(world.county.path, NO_UNIT))


def test_it_gives_nobody_more_than_the_giver_holds(world: World) -> None:
    with pytest.raises(PermissionDenied):
        actions.give(world.office, user=world.newcomer, role=role("office"), area=world.city)
    with pytest.raises(PermissionDenied):
        actions.give(world.supervisor, user=world.newcomer, role=role("leader"), area=world.county)
    with pytest.raises(PermissionDenied):
        actions.give(world.office, user=world.office, role=role("office"), area=None)
    assert fresh(world.newcomer).holdings == ()


def test_it_lets_nobody_take_over_an_account_above_their_own(world: World) -> None:
    actions.give(SYSTEM, user=world.clerk, role=role("office"), area=world.city)
    facts = PersonFacts("taken", "取而代之", area=world.county)
    with pytest.raises(PermissionDenied):
        actions.issue_password(world.office, user=fresh(world.clerk))
    with pytest.raises(PermissionDenied):
        actions.change(world.office, user=fresh(world.clerk), facts=facts)


def test_it_lends_a_grant_until_a_day(world: World) -> None:
    today = timezone.localdate()
    lent = actions.delegate(
        world.clerk, grant=world.clerk_grant, to=world.newcomer, ends=today + 5 * DAY, why="休假"
    )
    assert fresh(world.newcomer).holdings == world.clerk.holdings
    with pytest.raises(PermissionDenied):
        actions.delegate(world.newcomer, grant=lent, to=world.leader, ends=today, why="再转")


def test_it_ends_what_was_lent_with_what_it_was_lent_from(world: World) -> None:
    grant = world.clerk_grant
    actions.delegate(
        world.clerk, grant=grant, to=world.newcomer, ends=timezone.localdate() + DAY, why="休假"
    )
    actions.withdraw(world.office, grant=grant)
    assert fresh(world.newcomer).holdings == ()


def test_it_takes_everything_from_a_closed_account(world: World) -> None:
    facts = PersonFacts("clerk", "联小青", area=world.county, is_active=False)
    actions.change(world.office, user=world.clerk, facts=facts)
    assert fresh(world.clerk).holdings == ()


def test_it_does_not_give_back_a_right_that_an_office_took_away(world: World) -> None:
    leader = role("leader")
    less = [name for name in leader.rights if name != "people.see"]
    change = {"title_zh": "领导", "title_en": "Leader", "by_unit": False}
    actions.change_role(world.top, role=leader, rights=less, **change)
    actions.lay_roles(SYSTEM)
    assert "people.see" not in role("leader").rights


def test_it_refuses_rights_that_do_not_exist(world: World) -> None:
    change = {"title_zh": "x", "title_en": "", "by_unit": False}
    with pytest.raises(ValidationError):
        actions.change_role(world.top, role=role("leader"), rights=["moon.see"], **change)


def test_it_has_a_role_for_every_right() -> None:
    assert [name for name, right in RIGHTS.items() if not right.roles] == []


def test_it_finds_those_who_can_do_nothing_yet(world: World) -> None:
    assert list(queries.without_role(world.office)) == [world.newcomer]


SPANS = [(0, None), (0, 0), (-9, -1), (1, None)]


@pytest.mark.parametrize("giver_there", [True, False])
def test_it_holds_what_the_lists_of_grants_call_live(world: World, giver_there: bool) -> None:
    given = [_grant(world.newcomer, *span, gone=gone) for span in SPANS for gone in (False, True)]
    lent = [(span, gone) for span in SPANS for gone in (False, True)]
    origins = [_grant(world.clerk, *span, gone=gone) for span, gone in lent]
    given += [_grant(world.newcomer, 0, None, gone=False, of=origin) for origin in origins]
    User.objects.filter(pk=world.clerk.pk).update(is_active=giver_there)
    live = Grant.objects.live().filter(user=world.newcomer).order_by("pk")
    assert 0 < len(live) < len(given)
    assert fresh(world.newcomer).holdings == tuple(grant.holding() for grant in live)


def _grant(
    user: User, starts: int, ends: int | None, *, gone: bool, of: Grant | None = None
) -> Grant:
    """A grant from so many days from today to so many, withdrawn or not, perhaps of another."""
    today = timezone.localdate()
    grant = Grant.objects.create(
        user=user,
        role=role("clerk"),
        area=user.area,
        starts=today + starts * DAY,
        ends=None if ends is None else today + ends * DAY,
        delegated_from=of,
        withdrawn_at=timezone.now() if gone else None,
    )
    grant.units.set(Unit.objects.order_by("pk")[:2])
    return grant
