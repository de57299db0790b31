"""Ranks, distances, lists, sanctions and the tree of areas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.areas import Area, AreaCycleError, AreaTree
from chuangcheng.engine.exact import TICK, to_ticks
from chuangcheng.engine.ranking import listed, rank, standing
from chuangcheng.engine.sanctions import Decision, UnknownSanctionError, sanctioned
from tests.engine.small import framework

TREE = AreaTree.of([Area("jinan"), Area("other")])
ENTRIES = [
    {"id": "praise", "kind": "bonus", "title": "表扬", "points": 2, "cap": 3},
    {"id": "leader", "kind": "penalty", "title": "主要领导严重违纪", "points": 5},
    {"id": "accident", "kind": "veto", "title": "重大事故", "effect": "stop_title"},
]
FRAMEWORK = framework({"points": 100, "items": ["a"]}, sanctions=ENTRIES)


def test_it_ranks_by_competition_and_by_order():
    assert rank([90, 95, 95, 80]).tolist() == [3, 1, 1, 4]
    assert rank([90, 95, 95, 80], "ordinal").tolist() == [3, 1, 2, 4]


@given(st.lists(st.integers(-5, 5), min_size=1))
def test_it_counts_one_more_than_those_strictly_higher(values):
    assert rank(values).tolist() == [1 + sum(v > mine for v in values) for mine in values]


@pytest.mark.parametrize("ranking", ["competition", "ordinal"])
@given(st.lists(st.integers(0, 4), max_size=8))
def test_it_ranks_each_column_of_a_table_for_itself(ranking, values):
    found = rank(np.array([values, values[::-1]]).T, ranking)
    assert found[:, 0].tolist() == rank(values, ranking).tolist()
    assert found[:, 1].tolist() == rank(values[::-1], ranking).tolist()


def test_it_measures_to_the_first_the_next_above_and_the_last_within_a_group():
    found = standing([10, 7, 7, 1, 99], ["a", "a", "a", "a", "b"])
    assert found.rank.tolist() == [1, 2, 2, 4, 1]
    assert found.to_first.tolist() == [0, 3, 3, 9, 0]
    assert found.to_next.tolist() == [0, 3, 3, 6, 0]
    assert found.above_last.tolist() == [9, 6, 6, 0, 0]


def test_it_lets_all_who_tie_with_the_last_place_enter_a_list():
    assert listed(rank([5, 4, 4, 4, 1]), 2).tolist() == [True, True, True, True, False]


def test_it_takes_five_points_for_an_offence_and_keeps_the_raw_score():
    found = sanctioned(FRAMEWORK, TREE, [Decision("jinan", "leader")])
    raw = to_ticks([94.65, 92.0])
    assert (found.net(raw) / TICK).tolist() == [89.65, 92.0]
    assert rank(raw)[0] == 1
    assert rank(found.net(raw))[0] == 2


def test_it_caps_a_bonus_and_takes_the_vetoed_out_of_the_ranking():
    decisions = [Decision("jinan", "praise", times=4), Decision("other", "accident")]
    found = sanctioned(FRAMEWORK, TREE, decisions)
    assert (found.bonus / TICK).tolist() == [3, 0]
    assert found.ranked.tolist() == [True, False]
    assert found.effect.tolist() == ["", "stop_title"]


def test_it_names_the_entry_or_area_it_does_not_know():
    with pytest.raises(UnknownSanctionError, match="whim, nowhere"):
        sanctioned(FRAMEWORK, TREE, [Decision("jinan", "whim"), Decision("nowhere", "praise")])


def test_it_names_the_circle_in_which_areas_go_round():
    with pytest.raises(AreaCycleError, match=r"a → b → a|b → a → b"):
        AreaTree.of([Area("a", parent="b"), Area("b", parent="a")])


def test_it_puts_parents_before_children_whatever_the_order_given():
    tree = AreaTree.of(
        [Area("village", parent="town"), Area("town", parent="county"), Area("county")]
    )
    assert [area.id for area in tree.areas] == ["county", "town", "village"]
    assert tree.members[0].tolist() == [0, 1, 2]
