"""Judgements whose photographs were not accepted: they stay, and are listed until decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.panels import cards
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.evidence.photographs import actions
from chuangcheng.evidence.photographs.models import Flag, Photograph
from chuangcheng.evidence.photographs.unproven import unproven
from tests.site.cast import World
from tests.site.inspections import scene as rounds
from tests.site.photographs.pictures import jpeg
from tests.site.photographs.scene import taken
from tests.site.visits.street import Street, sent

Browser = Callable[[str | None], Client]
REASON = "与上次的照片相同"


@dataclass
class Doubted:
    """A failed item whose one photograph was used before, at a round secret or not."""

    street: Street
    judged: Observation
    flag: Flag


def doubted(world: World, *, secret: bool = False) -> Doubted:
    """The scene."""
    street = Street(world, secret=secret)
    taken(street, sent(street, "P2"), jpeg(3))
    visit = sent(street, "P1", "fail", "pass")
    judged = Observation.objects.get(visit=visit.assignment.visit, result="fail")
    shot = taken(street, visit, jpeg(3), judgement=str(judged.uuid), item=judged.item)
    return Doubted(street, judged, Flag.objects.get(photograph=shot))


@pytest.fixture
def scene(world: World) -> Doubted:
    """One whose photograph was not accepted."""
    made = doubted(world)
    actions.decide(world.supervisor, flag=made.flag, verdict="rejected", reason=REASON)
    return made


def test_it_leads_from_the_verdict_to_what_it_proved(world: World, as_: Browser) -> None:
    made = doubted(world)
    said = {"verdict": "rejected", "reason": REASON}
    answer = as_("office").post(made.flag.get_absolute_url(), said, follow=True)
    page = answer.content.decode()
    assert "它证明的判定没有变" in page
    assert reverse("inspections:judge", args=[made.street.round.pk, made.judged.pk]) in page
    assert REASON in page


@pytest.mark.usefixtures("scene")
def test_it_heads_the_round_by_its_one_name(as_: Browser) -> None:
    page = as_("office").get(reverse("photographs:unproven"), headers={"accept-language": "en"})
    assert '<th scope="col">Round</th>' in page.content.decode()


def test_it_changes_no_judgement(scene: Doubted) -> None:
    assert list(Observation.objects.filter(pk=scene.judged.pk).counting()) == [scene.judged]


def test_it_is_on_the_page_of_its_round(scene: Doubted, world: World) -> None:
    said = [str(card.words) for card in cards(world.supervisor, scene.street.round)]
    assert "条判定的照片不予采信" in said
    assert "条判定的照片不予采信" not in [
        str(card.words) for card in cards(world.leader, scene.street.round)
    ]


def test_it_is_gone_once_somebody_judged_anew(scene: Doubted, world: World) -> None:
    said = Judgement("fail")
    inspections.judge(world.office, observation=scene.judged, said=said, why="现场核实无误")
    assert not unproven(world.supervisor).exists()


def test_it_is_gone_once_another_photograph_came(scene: Doubted, world: World) -> None:
    visit = scene.flag.photograph.visit
    walk = scene.street.round.visits.get(uuid=visit)
    taken(scene.street, walk, jpeg(9), judgement=str(scene.judged.uuid))
    assert not unproven(world.supervisor).exists()


@pytest.mark.parametrize("verdict", ["kept", "explained"])
def test_it_is_not_listed_after_any_other_verdict(world: World, verdict: str) -> None:
    made = doubted(world)
    actions.decide(world.supervisor, flag=made.flag, verdict=verdict, reason=REASON)
    assert not unproven(world.supervisor).exists()


def test_it_tells_of_no_secret_round(world: World) -> None:
    made = doubted(world, secret=True)
    made.street.round.members.add(world.supervisor)
    actions.decide(world.supervisor, flag=made.flag, verdict="rejected", reason=REASON)
    assert list(unproven(world.supervisor)) == [made.judged]
    assert not unproven(world.office).exists()
    assert not unproven(world.neighbour).exists()


def test_it_tells_no_reason_that_lies_in_a_round_one_must_not_know(
    scene: Doubted, world: World, as_: Browser
) -> None:
    round_ = scene.street.round
    hidden = rounds.round_(world, round_.campaign, number=2, secret=True, members=(world.top,))
    Photograph.objects.filter(pk=scene.flag.other_id).update(round=hidden)
    address = reverse("photographs:unproven")
    pages = {who: as_(who).get(address).content.decode() for who in ("top", "supervisor")}
    assert {who: REASON in page for who, page in pages.items()} == {
        "top": True,
        "supervisor": False,
    }
    assert all(scene.judged.get_absolute_url() in page for page in pages.values())
    assert scene.flag.get_absolute_url() not in pages["supervisor"]
