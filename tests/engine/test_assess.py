"""Scores that can be reckoned by hand: roll-up, substitutes, attribution, vetoes."""

from __future__ import annotations

import polars as pl
import pytest

from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import Assessment, UnknownAreaError, assess
from chuangcheng.engine.sums import UncountedError, UnknownItemError
from tests.engine.small import framework, rows, seen

RATE = {"points": 60, "items": ["a", "b"]}
OTHER = {"points": 40, "items": ["c"]}
ALL_SEEN = rows(seen("x", "a", "pass"), seen("x", "b", "fail"), seen("x", "c", "pass"))


def earned(assessment: Assessment, node: str = "total", area: str = "x") -> float:
    """Points earned at a node, to nine places."""
    [value] = assessment.scores().filter(node=node, area=area)["earned"]
    return round(value, 9)


def lost(assessment: Assessment, **where: str) -> float:
    """Points lost, to nine places."""
    return round(assessment.losses().filter(**where)["lost"].sum(), 9)


def test_it_gives_a_part_the_rate_of_its_observations():
    assessment = assess(ALL_SEEN, framework(RATE, OTHER))
    assert earned(assessment, "p0") == 30
    assert earned(assessment) == 70
    assert lost(assessment, item="b", unit="u1") == 30


def test_it_gives_every_item_one_voice_where_the_part_takes_the_mean():
    part = RATE | {"points": 100, "rule": {"kind": "mean"}}
    many = [seen("x", "a", "pass")] * 9
    assert earned(assess(rows(*many, seen("x", "b", "fail")), framework(part))) == 50


def test_it_never_deducts_more_than_the_cap_of_item_and_part():
    items = [
        {"id": "a", "title": "a", "points": 40, "cap": 60},
        {"id": "b", "title": "b", "points": 50},
    ]
    part = RATE | {"points": 100, "rule": {"kind": "deduct"}}
    three = rows(*[seen("x", "a", "fail")] * 3)
    assert earned(assess(three, framework(part, items=items))) == 40
    more = pl.concat([three, rows(seen("x", "b", "fail"))])
    assessment = assess(more, framework(part, items=items))
    assert earned(assessment) == 0
    assert lost(assessment, item="a") == round(100 * 60 / 110, 9)


def test_it_grades_a_part_by_how_many_items_are_unmet():
    bands = [{"unmet": 0, "share": 1}, {"unmet": 1, "share": 0.6}]
    part = {"points": 100, "items": ["a", "b", "c"], "rule": {"kind": "counted", "bands": bands}}
    assert earned(assess(ALL_SEEN, framework(part))) == 60
    both = pl.concat([ALL_SEEN, rows(seen("x", "a", "fail"))])
    assert earned(assess(both, framework(part))) == 0


def test_it_lays_a_veto_on_those_who_caused_it():
    items = [{"id": "b", "title": "b", "veto": True}]
    observations = rows(
        seen("x", "a", "fail", unit="u2"), seen("x", "b", "fail", unit="u3"), seen("x", "c", "pass")
    )
    assessment = assess(observations, framework(RATE, OTHER, items=items))
    assert earned(assessment) == 40
    assert lost(assessment, unit="u3") == 60
    assert lost(assessment, unit="u2") == 0


def test_it_counts_the_same_item_for_markets_and_for_roads_apart():
    parts = [RATE | {"items": ["a"], "at": ["market"]}, OTHER | {"items": ["a"], "at": ["road"]}]
    observations = rows(
        seen("x", "a", "fail", point_type="market"), seen("x", "a", "pass", point_type="road")
    )
    assert earned(assess(observations, framework(*parts))) == 40


@pytest.mark.parametrize(
    ("substitute", "possible", "points"),
    [("reweight", 100, 50), ("list", 60, 30), ("mean", 100, 70)],
)
def test_it_puts_the_stated_substitute_for_a_part_not_assessed(substitute, possible, points):
    observations = pl.concat([ALL_SEEN.filter(pl.col("item") != "c"), rows(seen("y", "c", "pass"))])
    other = OTHER | {"unassessed": substitute}
    scores = assess(observations, framework(RATE, other)).scores().filter(area="x", node="total")
    assert scores["possible"].round(9).to_list() == [possible]
    assert scores["earned"].round(9).to_list() == [points]


def test_it_tells_no_such_point_from_not_assessed():
    observations = pl.concat(
        [ALL_SEEN.filter(pl.col("item") != "c"), rows(seen("x", "c", "absent"))]
    )
    scores = assess(observations, framework(RATE, OTHER)).scores()
    assert scores.filter(node="p1")["status"].to_list() == ["absent"]
    assert scores.filter(node="total")["status"].to_list() == ["partly"]


def test_it_names_nobody_for_what_a_substitute_lost():
    observations = pl.concat([ALL_SEEN.filter(pl.col("item") != "c"), rows(seen("y", "c", "fail"))])
    assessment = assess(observations, framework(RATE, OTHER | {"unassessed": "mean"}))
    assert lost(assessment, area="x", unit="") == 40


def test_it_spreads_a_method_not_assessed_over_its_siblings():
    methods = [
        {"id": "onsite", "title": "实地", "weight": 60, "methods": [
            {"id": "third", "title": "第三方", "weight": 90},
            {"id": "bureau", "title": "城管局", "weight": 10},
        ]},
        {"id": "survey", "title": "问卷", "weight": 40},
    ]  # fmt: skip
    parts = [
        {"method": m, "points": 5, "items": [i]}
        for m, i in (("third", "a"), ("bureau", "b"), ("survey", "c"))
    ]
    whole = assess(ALL_SEEN, framework(*parts, methods=methods)).scores()
    assert whole.filter(kind="method")["possible"].round(9).to_list() == [60, 54, 6, 40]
    without = ALL_SEEN.filter(pl.col("item") != "b")
    less = assess(without, framework(*parts, methods=methods)).scores()
    assert less.filter(kind="method")["possible"].round(9).to_list() == [60, 60, 0, 40]


def test_it_keeps_an_area_without_observations_out_of_the_ranks():
    tree = AreaTree.of([Area("x"), Area("silent")])
    ranks = assess(ALL_SEEN, framework(RATE, OTHER), tree=tree).ranks()
    assert ranks.select("area", "rank").rows() == [("x", 1), ("silent", None)]


def test_it_states_the_mean_of_the_children_beside_their_pooled_score():
    tree = AreaTree.of([Area("top"), Area("x", parent="top", weight=3), Area("y", parent="top")])
    observations = pl.concat([ALL_SEEN, rows(*[seen("y", item, "fail") for item in "abc"])])
    ranks = assess(observations, framework(RATE, OTHER), tree=tree).ranks()
    [top] = ranks.filter(area="top").rows(named=True)
    assert (round(top["raw"], 9), round(top["children_mean"], 9)) == (35, 52.5)


def test_it_says_which_item_or_area_it_does_not_know():
    small = framework(RATE, OTHER)
    with pytest.raises(UnknownItemError, match="nope"):
        assess(rows(seen("x", "nope", "pass")), small)
    with pytest.raises(UnknownAreaError, match="elsewhere"):
        assess(rows(seen("elsewhere", "a", "pass")), small, tree=AreaTree.of([Area("x")]))


def test_it_does_not_judge_without_the_number_that_a_rule_goes_by():
    items = [{"id": "a", "title": "a", "rule": {"kind": "ratio", "wanted": 4}}]
    with pytest.raises(UncountedError, match="a cannot be judged without a number in count"):
        assess(rows(seen("x", "a", "fail")), framework(RATE, OTHER, items=items))
