"""The page of a round leads to its standing, first of all, for whoever may see it."""

from __future__ import annotations

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections import panels
from chuangcheng.outcome.standing import actions, printing
from chuangcheng.outcome.standing.models import Computation, Rank
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene as rounds
from tests.site.inspections.scene import Scene


def test_it_leads_to_the_standing_first(world: World) -> None:
    scene = Scene(world)
    card, *_others = panels.cards(world.office, scene.round)
    net = Rank.objects.get(computation=scene.computation, area=world.county).net
    assert str(card.words) == "成绩"
    assert (card.figure, card.url) == (printing.points(net), scene.computation.get_absolute_url())
    page = signed_in(world.office).get(scene.round.get_absolute_url()).content.decode()
    assert f'<a href="{card.url}"><span class="figure">{card.figure}</span>' in page


def test_it_shows_it_to_nobody_without_the_right(world: World) -> None:
    scene = Scene(world)
    page = signed_in(world.inspector).get(scene.round.get_absolute_url())
    assert page.status_code == 200
    assert scene.computation.get_absolute_url() not in page.content.decode()


def test_it_shows_none_before_there_is_one(world: World) -> None:
    scene = Scene(world)
    second = rounds.round_(world, scene.round.campaign, number=2)
    assert not [c for c in panels.cards(world.office, second) if str(c.words) == "成绩"]


def test_it_shows_the_newest(world: World) -> None:
    scene = Scene(world)
    inspections.take_back(world.office, decision=scene.decision, why="误记")
    later = actions.compute(SYSTEM, round_=type(scene.round).objects.get(pk=scene.round.pk))
    assert Computation.objects.count() == 2
    assert panels.cards(world.office, scene.round)[0].url == later.get_absolute_url()
