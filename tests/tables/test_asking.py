"""What is asked about an item, by its rule."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng import library
from chuangcheng.engine.framework import Item
from chuangcheng.engine.rules import COMMON_RESULTS
from chuangcheng.tables.asking import Asking, asking
from chuangcheng.tables.frameworks.files import read_framework
from chuangcheng.tables.words import title_of

BANDS = [{"least": 0.95, "share": 1}, {"least": 0.9, "share": 0.6}]


def asked(kind: str, **rule: Any) -> Asking:
    return asking(Item.model_validate({"id": "X", "title": "x", "rule": {"kind": kind, **rule}}))


@pytest.mark.parametrize(
    ("rule", "asks", "counts", "wanted"),
    [
        ({"kind": "pass_fail"}, "result", "", None),
        ({"kind": "all_of", "n": 2}, "count", "met", 2),
        ({"kind": "all_of"}, "count-of", "met", None),
        ({"kind": "ratio", "wanted": 4}, "count", "met", 4),
        ({"kind": "ratio"}, "count-of", "met", None),
        ({"kind": "quota", "quota": 10, "each": 2}, "count", "met", 10),
        ({"kind": "per_occurrence", "each": 0.5}, "count", "faults", None),
        ({"kind": "bands", "bands": BANDS}, "count-of", "value", None),
        ({"kind": "linear", "floor": 30, "target": 15}, "count", "value", None),
        ({"kind": "by_count", "bands": [{"least": 5, "share": 1}]}, "count", "met", 5),
        ({"kind": "grade", "grades": {"A": 1}}, "grade", "", None),
        ({"kind": "answers", "answers": {"满意": 1}}, "answers", "", None),
    ],
)
def test_it_asks_for_what_the_rule_goes_by(
    rule: dict[str, Any], asks: str, counts: str, wanted: float | None
) -> None:
    found = asked(**rule)
    assert (found.asks, found.counts, found.wanted) == (asks, counts, wanted)


@pytest.mark.parametrize(
    ("rule", "signed"),
    [
        ({"kind": "linear", "floor": -5, "target": 8}, True),
        ({"kind": "linear", "floor": 8, "target": -5}, True),
        ({"kind": "linear", "floor": 0, "target": 8}, False),
        ({"kind": "bands", "bands": [{"least": 3, "share": 1}, {"least": -1, "share": 0.5}]}, True),
        ({"kind": "bands", "bands": BANDS}, False),
        ({"kind": "per_occurrence", "each": 0.5}, False),
    ],
)
def test_it_lets_what_can_shrink_be_negative(rule: dict[str, Any], signed: bool) -> None:
    assert asked(**rule).signed is signed


def test_it_offers_put_right_and_named_again_where_the_rule_weighs_them() -> None:
    plain, weighed = asked("pass_fail"), asked("pass_fail", fixed=0.5, again=2)
    assert [answer.value for answer in plain.answers] == ["pass", "fail"]
    assert [answer.value for answer in weighed.answers] == ["pass", "fail", "fixed", "again"]
    assert [answer.met for answer in weighed.answers] == [True, False, False, False]


def test_it_calls_a_grade_met_from_the_pass_mark_on() -> None:
    rule = {"kind": "grade", "grades": {"C": 0.4, "A": 1, "B": 0.7}}
    item = Item.model_validate({"id": "X", "title": "x", "rule": rule, "pass_mark": 0.7})
    found = [(answer.value, answer.met) for answer in asking(item).answers]
    assert found == [("A", True), ("B", True), ("C", False)]


def test_it_titles_every_common_result_in_both_languages() -> None:
    assert all(title_of(result).zh and title_of(result).en for result in COMMON_RESULTS)


@pytest.mark.parametrize("name", library.names())
def test_it_asks_only_what_the_rule_understands(name: str) -> None:
    for item in read_framework(library.path(name)).items:
        found = asking(item)
        assert {answer.value for answer in found.answers} <= set(item.rule.results())
        assert set(found.needs) <= {"count", "of"}
        assert found.answers[0].met
