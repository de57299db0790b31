"""A row that a counting rule cannot judge is refused, whatever word stands beside the numbers."""

from __future__ import annotations

import pytest

from chuangcheng.engine.assess import assess
from chuangcheng.engine.sums import UncountedError
from tests.engine.small import framework, rows, seen

RULES = [
    {"kind": "ratio"},
    {"kind": "all_of"},
    {"kind": "linear", "floor": 0, "target": 1},
    {"kind": "bands", "bands": [{"least": 0.5, "share": 1.0}]},
]


def judged(rule: dict, result: str, count: float | None, of: float | None) -> float:
    """The score of one row by one rule."""
    items = [{"id": "i", "title": "i", "rule": rule}]
    whole = rows(seen("a", "i", result, count, of=of))
    return assess(whole, framework({"points": 1.0, "items": ["i"]}, items=items)).ranks()["raw"][0]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("result", ["pass", "fail"])
def test_it_refuses_a_share_of_nothing(rule, result):
    with pytest.raises(UncountedError, match="i cannot be judged without a number in of above 0"):
        judged(rule, result, 0.0, 0.0)


@pytest.mark.parametrize("rule", RULES[:2])
def test_it_refuses_a_count_without_the_number_it_is_held_against(rule):
    with pytest.raises(UncountedError, match="i cannot be judged without a number in of"):
        judged(rule, "pass", 3.0, None)


@pytest.mark.parametrize("rule", RULES)
def test_it_asks_for_no_number_where_a_row_plainly_passed_or_was_not_judged(rule):
    assert judged(rule, "pass", None, None) == 100.0
    assert judged(rule, "na", None, None) == 0.0
