"""Composite points: what one visit saw at several parts, made one by the rule's own way."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.repeats import fold, folded
from chuangcheng.engine.rules import (
    AllOf,
    Answers,
    Bands,
    ByCount,
    CountBand,
    Grade,
    PassFail,
    PerOccurrence,
    Quota,
    Ratio,
    Rule,
    Seen,
)

STOPS = Quota(quota=2, each=4)


def parts(
    *found: tuple[str, float | None] | tuple[str, float | None, float],
) -> list[dict[str, Any]]:
    """The parts of one visit × item: (result, count) or (result, count, of)."""
    return [
        {"id": n, "visit": "v", "item": "i", "result": one[0], "count": one[1],
         "of": one[2] if len(one) == 3 else None}
        for n, one in enumerate(found)
    ]  # fmt: skip


def lost(rule: Rule, rows: list[dict[str, Any]]) -> float:
    """What the rule takes for these rows, as the engine adds it up."""
    columns = [
        [np.nan if row[name] is None else row[name] for row in rows] for name in ("count", "of")
    ]
    seen = Seen(np.array([row["result"] for row in rows]), *map(np.array, columns))
    return float(np.sum(rule.lost(seen)))


def test_it_deducts_for_each_miss_at_each_stop() -> None:
    stops = parts(("", 2), ("", 5), ("", 1), ("", 0), ("", 2))
    assert lost(STOPS, fold(STOPS, stops)) == 4 * (1 + 2)


def test_it_caps_the_visit_and_not_the_stop() -> None:
    capped = Quota(quota=2, each=4, cap=10)
    stops = parts(("", 5), ("", 1), ("", 0))
    [one] = fold(capped, stops)
    assert lost(capped, [one]) == 10
    assert one["id"] == 2


@given(st.lists(st.integers(0, 6), min_size=1, max_size=15), st.sampled_from([None, 10.0, 60.0]))
def test_it_never_lets_one_stop_make_up_for_another(counts: list[int], cap: float | None) -> None:
    rule = Quota(quota=2, each=4, cap=cap)
    missing = sum(4.0 * max(0, 2 - count) for count in counts)
    found = lost(rule, fold(rule, parts(*(("", float(count)) for count in counts))))
    assert found == pytest.approx(missing if cap is None else min(cap, missing))


def test_it_adds_up_faults_below_the_cap_of_a_visit() -> None:
    rule = PerOccurrence(each=0.5, cap=2)
    [one] = fold(rule, parts(("fail", 3), ("fail", None), ("pass", None)))
    assert (one["count"], lost(rule, [one])) == (4, 2)


def test_it_is_met_where_every_part_is() -> None:
    rule = PassFail(fixed=0.5)
    assert lost(rule, fold(rule, parts(("pass", None), ("pass", None)))) == 0
    assert lost(rule, fold(rule, parts(("pass", None), ("fail", None)))) == 1
    assert lost(rule, fold(rule, parts(("pass", None), ("fixed", None)))) == 0.5
    assert lost(rule, fold(rule, parts(("fail", None), ("fixed", None)))) == 1


def test_it_counts_the_parts_that_are_met() -> None:
    bands = (CountBand(least=4, share=0.6), CountBand(least=5, share=1.0))
    roads = parts(*[("pass", None)] * 4, ("fail", None))
    assert lost(ByCount(bands=bands), fold(ByCount(bands=bands), roads)) == pytest.approx(0.4)
    assert lost(AllOf(n=5), fold(AllOf(n=5), roads)) == 1
    assert lost(AllOf(), fold(AllOf(), roads[:4])) == 0


def test_it_takes_a_ratio_of_no_more_than_is_wanted_at_each_part() -> None:
    assert lost(Ratio(wanted=4), fold(Ratio(wanted=4), parts(("", 8), ("", 2)))) == 0.25
    assert lost(Ratio(), fold(Ratio(), parts(("", 3, 4), ("", 1, 4)))) == 0.5


def test_it_takes_the_mean_of_what_is_measured_and_the_lowest_grade() -> None:
    rule = Bands(bands=(CountBand(least=0.9, share=1),))
    assert fold(rule, parts(("", 9, 10), ("", 0.5, 1)))[0]["count"] == 9.5
    assert fold(rule, parts(("", 0.8), ("", 1.0)))[0]["count"] == pytest.approx(0.9)
    grades = Grade(grades={"A": 1, "B": 0.6, "C": 0})
    assert fold(grades, parts(("A", None), ("C", None), ("B", None)))[0]["result"] == "C"


def test_it_leaves_out_parts_that_do_not_apply() -> None:
    assert fold(PassFail(), parts(("na", None), ("pass", None)))[0]["result"] == "pass"
    assert fold(PassFail(), parts(("na", None), ("na", None)))[0]["result"] == "na"


def test_it_keeps_every_answer() -> None:
    answers = Answers(answers={"yes": 1, "no": 0})
    assert len(fold(answers, parts(("yes", None), ("no", None)))) == 2


def test_it_leaves_items_judged_whole_alone() -> None:
    whole, *stops = parts(("fail", None), ("pass", None), ("fail", None))
    rows = [whole | {"item": "j", "repeat": ""}]
    rows += [stop | {"repeat": name} for stop, name in zip(stops, ("", "2"), strict=True)]
    numbers = {"count": pl.Float64, "of": pl.Float64}
    found = folded({"i": PassFail()}, pl.DataFrame(rows, schema_overrides=numbers))
    assert found.select("id", "item", "result").rows() == [(0, "j", "fail"), (2, "i", "fail")]
    assert "repeat" not in found.columns
