"""What nobody assessed has no score: it is said so, and nothing is compared with it."""

from __future__ import annotations

import pytest

from chuangcheng.engine.exact import TICK
from chuangcheng.ground.areas.models import Area
from chuangcheng.outcome.standing import actions, glance, queries
from chuangcheng.outcome.standing.models import Computation, NodeScore, Rank
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene as rounds
from tests.site.inspections.scene import Scene


@pytest.fixture
def later(world: World) -> Computation:
    """A second round in which nobody went to the township, and nobody judged the kerbs."""
    scene = Scene(world)
    second = rounds.round_(world, scene.round.campaign, number=2)
    rounds.take_in(SYSTEM, second, rounds.written(rounds.STREET[0], rounds.STREET[2]))
    return actions.compute(SYSTEM, round_=second)


def first() -> Computation:
    """The computation of the round before."""
    return Computation.objects.earliest("pk")


def shown(world: World, computation: Computation, area: Area, more: str = "") -> str:
    """A page of an area."""
    page = signed_in(world.office).get(f"/standing/{computation.pk}/area/{area.code}/{more}")
    return str(page.content.decode())


def test_it_gives_no_score_to_whom_nobody_assessed(world: World, later: Computation) -> None:
    whole, own = (shown(world, later, area) for area in (world.county, world.township))
    assert f'{world.township}</a></span><span class="number">未测评' in whole
    assert '<span class="tag">未测评</span>' in own
    assert 'class="net"' not in own
    assert "比上一轮" not in own


def test_it_ranks_them_without_figures_or_differences(world: World, later: Computation) -> None:
    table = signed_in(world.office).get(f"/standing/{later.pk}/ranks/").context["table"]
    titles = [str(heading.title) for heading in table.headings]
    row = next(row for row in table.rows if str(row[0].text) == str(world.township))
    told = {title: str(cell.text) for title, cell in zip(titles, row, strict=True)}
    assert told["名次"] == "未测评"
    figures = ("原始分", "得分", "比上一轮", "距第一", "距上一名", "高于末名")
    assert {told[name] for name in figures} == {"—"}


def test_it_compares_no_node_that_was_not_assessed(world: World, later: Computation) -> None:
    nodes = NodeScore.objects.filter(area=world.county, node_kind="standard").order_by("node")
    before, after = (list(nodes.filter(computation=c)) for c in (first(), later))
    assert [node.possible > 0 for node in after] == [True, False]
    assert [now.since(was) is None for now, was in zip(after, before, strict=True)] == [False, True]


def test_it_takes_no_score_of_nothing_into_the_course(world: World, later: Computation) -> None:
    found = queries.course(world.office, later.round.campaign)
    assert len(found) == 2
    assert list(queries.of_area(world.office, found, world.township)) == [first().pk]
    Rank.objects.filter(computation=later).update(possible=0)
    assert queries.scored(world.office).get(pk=later.pk).top_net is None
    last = glance.last(world.office)
    assert last is not None
    assert [line.figure for line in last.lines()] == ["未测评"]


def test_it_shows_what_bonus_and_penalty_moved(world: World) -> None:
    scene = Scene(world)
    second = rounds.round_(world, scene.round.campaign, number=2)
    rounds.take_in(SYSTEM, second, rounds.written(*rounds.STREET))
    later = actions.compute(SYSTEM, round_=second)
    page = signed_in(world.office).get(f"/standing/{later.pk}/area/{world.street.code}/")
    extras = page.context["extras"]
    assert [(one.points, one.moved) for one in extras] == [(0, -2 * TICK)]
    parts = [*page.context["parts"], *extras]
    assert sum(one.moved for one in parts) == page.context["moved"]
    first = signed_in(world.office).get(f"/standing/{scene.computation.pk}/area/QH-DJ/")
    assert [(one.points, one.moved) for one in first.context["extras"]] == [(2 * TICK, None)]
