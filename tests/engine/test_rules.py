"""Each kind of item rule, with the figures of the schemes it was taken from."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from chuangcheng.engine.rules import ItemRule, Rule, Seen

RULES: TypeAdapter[Rule] = TypeAdapter(ItemRule)
NOTHING = float("nan")


def lost(rule: dict, *seen: tuple) -> list[float]:
    """What the rule takes for each (result, count, of)."""
    columns = [(*row, *[NOTHING] * (3 - len(row))) for row in seen]
    result, count, of = zip(*columns, strict=True)
    return (
        RULES.validate_python(rule)
        .lost(Seen(np.array(result), np.array(count, float), np.array(of, float)))
        .round(12)
        .tolist()
    )


def test_it_takes_the_whole_item_for_a_failure_and_half_when_fixed_on_the_spot():
    rule = {"kind": "pass_fail", "fixed": 0.5}
    assert lost(rule, ("pass",), ("fail",), ("fixed",), ("again",)) == [0, 1, 0.5, 1]


def test_it_wants_both_calls_to_the_hotline_answered():
    assert lost({"kind": "all_of", "n": 2}, ("fail", 2), ("fail", 1)) == [0, 1]
    assert lost({"kind": "all_of"}, ("fail", 2, 2), ("fail", 2, 3)) == [0, 1]


def test_it_grades_drawn_roads_by_how_many_pass():
    bands = [{"least": 5, "share": 1}, {"least": 4, "share": 0.6}]
    assert lost({"kind": "by_count", "bands": bands}, ("", 5), ("", 4), ("", 3)) == [0, 0.4, 1]


def test_it_takes_points_for_every_poster_missing_up_to_the_cap_of_a_visit():
    rule = {"kind": "quota", "quota": 10, "each": 2, "cap": 5}
    assert lost(rule, ("", 10), ("", 9), ("", 0), ("pass",)) == [0, 2, 5, 0]


def test_it_gives_broadcasts_by_count_over_four():
    assert lost({"kind": "ratio", "wanted": 4}, ("", 1), ("", 6)) == [0.75, 0]
    assert lost({"kind": "ratio"}, ("", 3, 8)) == [0.625]


def test_it_takes_half_a_point_a_spot_halved_if_fixed_and_doubled_if_named_again():
    rule = {"kind": "per_occurrence", "each": 0.5, "fixed": 0.5, "again": 2}
    seen = [("fail",), ("fail", 3), ("fixed", 3), ("again", 3), ("pass",)]
    assert lost(rule, *seen) == [0.5, 1.5, 0.75, 3, 0]


def test_it_steps_a_measured_rate_by_bands():
    bands = [{"least": 0.95, "share": 1}, {"least": 0.9, "share": 0.6}]
    seen = [("", 95, 100), ("", 94, 100), ("", 0.2)]
    assert lost({"kind": "bands", "bands": bands}, *seen) == [0, 0.4, 1]


def test_it_walks_from_floor_to_target_and_back_when_less_is_better():
    assert lost({"kind": "linear", "floor": 0.8, "target": 1.0}, ("", 90, 100)) == [0.5]
    assert lost({"kind": "linear", "floor": 10, "target": 0}, ("", 3), ("", 12)) == [0.3, 1]


def test_it_reads_grades_and_answers_from_their_tables():
    grades = {"A": 1, "B": 0.6, "C": 0.2, "C#": 0}
    assert lost({"kind": "grade", "grades": grades}, ("A",), ("B",), ("C#",)) == [0, 0.4, 1]
    answers = {"满意": 1, "基本满意": 0.6, "不满意": 0}
    assert lost({"kind": "answers", "answers": answers}, ("基本满意",), ("不满意",)) == [0.4, 1]


def test_it_lets_a_tallied_answer_stand_for_as_many():
    rule = RULES.validate_python({"kind": "answers", "answers": {"yes": 1}})
    counted = Seen(np.array(["yes", "yes"]), np.array([250, NOTHING]), np.array([NOTHING] * 2))
    assert rule.weight(counted).tolist() == [250, 1]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"kind": "linear", "floor": 1, "target": 1}, "give two different numbers"),
        ({"kind": "grade", "grades": {"A": 1.2}}, "less than or equal to 1"),
        ({"kind": "quota", "quota": 3}, "Field required"),
        ({"kind": "guess"}, "does not match any of the expected tags"),
        ({"kind": "pass_fail", "fixxed": 0.5}, "Extra inputs are not permitted"),
    ],
)
def test_it_refuses_a_rule_that_says_nothing_sure(rule, sentence):
    with pytest.raises(ValidationError, match=sentence):
        RULES.validate_python(rule)
