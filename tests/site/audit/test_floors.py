"""What is done on a floor of the house moves what that floor and those above it may keep by."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

import pytest

from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.models import Level
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.audit.floors import FLOORS, Ends, so_far
from chuangcheng.ground.audit.models import Event, Head
from chuangcheng.ground.audit.verbs import VERBS
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Campaign, Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.frameworks.models import Edition
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds

ROOT = Path(__file__).resolve().parents[3]


def done(world: World) -> list[Ends]:
    """The ends at first, and after a round, a campaign and an area were made, in this order."""
    rounds.round_(world, rounds.campaign(world))
    ends = [so_far()]
    rounds.round_(world, Campaign.objects.get(), 2)
    ends.append(so_far())
    facts = CampaignFacts(
        "QH-2", "另一次创城", world.county, Edition.objects.get(), Lane.SPRINT, 2025
    )
    campaigns.create(SYSTEM, facts=facts)
    ends.append(so_far())
    place = AreaFacts(code="QH-NH", title_zh="南湖镇", level=Level.TOWNSHIP)
    areas.create(SYSTEM, facts=place, parent=world.county)
    return [*ends, so_far()]


def moved(was: Ends, now: Ends) -> tuple[str, ...]:
    """The floors for which the chain has another end."""
    pairs = zip(FLOORS, was.links, now.links, strict=True)
    return tuple(floor for floor, before, after in pairs if before != after)


def test_it_moves_the_floor_and_all_above(world: World) -> None:
    first, round_, campaign, area = done(world)
    assert moved(first, round_) == FLOORS[2:]
    assert moved(round_, campaign) == FLOORS[1:]
    assert moved(campaign, area) == FLOORS


def test_it_stays_while_nothing_is_done(world: World) -> None:
    assert so_far() == so_far()


def test_it_takes_what_stands_nowhere_as_said_highest_and_done_lowest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = VERBS["round.create"]
    monkeypatch.setitem(VERBS, "round.create", type(known)(**{**vars(known), "module": "other.x"}))
    first, round_, *_later = done(world)
    assert moved(first, round_) == FLOORS
    assert so_far().of(moved) == so_far().links[-1]


def test_it_moves_all_for_a_verb_that_is_no_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(VERBS, "round.create")
    first, round_, *_later = done(world)
    assert moved(first, round_) == FLOORS


def test_it_trusts_nothing_once_the_chain_is_another(world: World) -> None:
    was = so_far()
    Event.objects.filter(seq=Head.objects.get().seq)._raw_delete("default")
    last = Event.objects.order_by("-seq").first()
    assert last is not None
    Head.objects.update(seq=last.seq, hash=last.hash)
    assert moved(was, so_far()) == FLOORS


def test_it_goes_by_the_floors_of_the_house() -> None:
    house = ConfigParser()
    house.read(ROOT / ".importlinter", encoding="utf-8")
    layers = house["importlinter:contract:floors"]["layers"].split()
    plain = [layer.strip("()") for layer in layers]
    assert tuple(floor for floor in reversed(plain) if floor in FLOORS) == (
        *(floor for floor in FLOORS if floor in plain),
    )
    assert set(FLOORS) <= set(plain)
