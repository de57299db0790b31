"""A headline explains itself: what it is made of, what stands in, and where rounding shows."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from chuangcheng.engine.exact import TICK
from chuangcheng.outcome.standing import explained, printing
from chuangcheng.outcome.standing.models import NodeScore, Rank
from tests.site.cast import World, signed_in
from tests.site.inspections.scene import Scene

CENT = TICK // 100
FIGURE = r"<[^>]*>|\s|[^\d.=+−]"


def page_of(scene: Scene, code: str, name: str = "") -> str:
    """A page of an area, as the office sees it."""
    address = f"/standing/{scene.computation.pk}/area/{code}/{name}"
    return str(signed_in(scene.world.office).get(address).content.decode())


def test_it_reckons_the_headline(world: World) -> None:
    found = re.search(r'<p class="sum">(.*?)</p>', page_of(Scene(world), world.street.code))
    assert found
    net, parts = re.sub(FIGURE, "", found[1]).split("=")
    raw, bonus, penalty = re.split(r"[+−]", parts)
    assert (net, raw, bonus, penalty) == ("52.00", "50.00", "2.00", "0.00")
    assert Decimal(net) == Decimal(raw) + Decimal(bonus) - Decimal(penalty)


def test_it_reckons_nothing_where_nothing_was_added(world: World) -> None:
    assert 'class="sum"' not in page_of(Scene(world), world.township.code)


@pytest.mark.parametrize(
    ("raw", "bonus", "penalty", "exact", "floored"),
    [
        (80 * TICK, CENT, 0, True, False),
        (80 * TICK + CENT // 2, CENT // 2, 0, False, False),
        (TICK, 0, 2 * TICK, True, True),
    ],
)
def test_it_owns_up_to_rounding(
    raw: int, bonus: int, penalty: int, exact: bool, floored: bool
) -> None:
    net = max(raw + bonus - penalty, 0)
    rank = Rank(raw=raw, bonus=bonus, penalty=penalty, net=net)
    assert explained.sum_of(rank) == explained.Sum(exact, floored)


def test_it_notes_a_column_that_rounding_keeps_from_adding_up(world: World) -> None:
    scene = Scene(world)
    note = "相加可能与总数差 0.01"
    assert note not in page_of(scene, world.county.code)
    assert not printing.adds_up([CENT // 2, CENT // 2], CENT)
    method = NodeScore.objects.get(area=world.county, node_kind="method")
    NodeScore.objects.filter(pk=method.pk).update(lost=method.lost + CENT)
    methods, _rest = page_of(scene, world.county.code).split("按测评项目")
    assert note in methods


def test_it_says_what_stands_in_for_what_nobody_judged(world: World) -> None:
    scene = Scene(world)
    usual = {str(one.why): (str(one.rule), one.others) for one in explained.stand_ins(scene.round)}
    assert usual["未测评"][0].startswith("其分值按比例分给")
    assert usual["无此类点位"][0].startswith("以其他区域的均值代替")
    assert "/tree/#stood-in" in page_of(scene, world.county.code)
    for name in ("tree/", "tree/project/1/"):
        page = page_of(scene, world.county.code, name)
        assert all(rule in page for rule, _others in usual.values())
        assert "四舍五入" in page


def test_it_leads_from_the_tag_to_the_rule(world: World) -> None:
    scene = Scene(world)
    NodeScore.objects.filter(area=world.county, node_kind="project").update(status="partly")
    page = page_of(scene, world.county.code, "tree/")
    assert '<a class="tag" href="#stood-in">部分测评</a>' in page
    assert page.count('id="stood-in"') == 1
