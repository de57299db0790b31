"""Problems on the first screen: what is overdue, told once to each who may see it."""

import pytest
from django.urls import reverse

from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import Role, User
from chuangcheng.remedy.problems import actions
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.problems.scene import MONDAY, Scene, signed

OWED = ("1", "view=owed&sort=due&case=late", "alert")


def overdue(person: User) -> list[tuple[str, str, str]]:
    """The cards of somebody's first screen that tell of overdue problems, and where they stand."""
    cards = signed_in(person).get(reverse("overview")).context["cards"]
    alerts = [card.tone for card in cards]
    assert alerts == sorted(alerts, key=["alert", "warn", "calm"].index)
    told = [card for card in cards if str(card.words) == "个问题已超期"]
    return [(card.figure, card.url.partition("?")[2], card.tone) for card in told]


@pytest.mark.parametrize("who", ["office", "supervisor", "inspector", "leader", "superior"])
def test_it_tells_whoever_sees_problems_how_many_are_overdue(world: World, who: str) -> None:
    scene, person = Scene(world), getattr(world, who)
    assert overdue(person) == []
    signed(scene)
    assert overdue(person) == [("1", "view=overdue", "alert")]
    listed = signed_in(person).get(reverse("problems:list"), {"view": "overdue"})
    assert scene.lamps.number in listed.content.decode()
    assert overdue(world.neighbour) == []


def test_it_tells_whoever_acts_for_a_unit_once(world: World) -> None:
    signed(Scene(world))
    assert overdue(world.clerk) == [OWED]
    world.office.memberships.create(unit=world.police)
    assert overdue(world.office) == [OWED]


def test_it_tells_whoever_sees_more_than_their_units_owe_both(world: World) -> None:
    scene = Scene(world)
    signed(scene)
    kerbs = Problem.objects.get(item="kerbs")
    actions.dispatch(world.office, problem=kerbs, lead=world.markets, now=MONDAY)
    role = Role.objects.get(code="leader")
    people.give(SYSTEM, user=world.clerk, role=role, area=world.county)
    both = overdue(User.objects.get(pk=world.clerk.pk))
    assert both == [OWED, ("2", "view=overdue", "alert")]


def test_it_says_in_a_word_which_problem_is_overdue(world: World) -> None:
    signed(Scene(world))
    kerbs = Problem.objects.get(item="kerbs")
    actions.dispatch(world.office, problem=kerbs, lead=world.police)
    blocks = signed_in(world.clerk).get(reverse("overview")).context["blocks"]
    lines = next(block for block in blocks if str(block.words) == "本单位要办的问题").lines
    assert [(line.tone, line.tag) for line in lines] == [("alert", "已超期"), ("", "")]
