"""Red and black lists, and runs on them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.lib.streaks import Positions, Rate, Thresholds, follows, listed, running
from chuangcheng.library.escalation import ladder
from chuangcheng.library.lists import lists, names

RATES = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.integers(0, 9).flatmap(lambda n: st.builds(Rate, st.integers(0, n), st.just(n))),
    max_size=20,
)
COLOURS = st.sampled_from(["red", "black", ""])
PERIODS = st.lists(st.dictionaries(st.sampled_from("abc"), COLOURS), max_size=8)


def of(*shares: tuple[int, int]) -> dict[str, Rate]:
    """Units a, b, c … with these rates."""
    return {chr(97 + n): Rate(*share) for n, share in enumerate(shares)}


def test_it_lists_the_first_five_and_the_last_three_departments():
    said = lists("jiangmen-2018")["groups"]["departments"]["positions"]
    found = listed(of(*((10 - n, 10) for n in range(9))), Positions(**said))
    assert [key for key in found if found[key] == "red"] == list("abcde")
    assert [key for key in found if found[key] == "black"] == list("ghi")


def test_it_lets_all_ties_enter():
    found = listed(of((10, 10), (1, 2), (2, 4), (3, 6), (9, 10)), Positions(1, 1))
    assert found == {"a": "red", "b": "black", "c": "black", "d": "black", "e": ""}


def test_it_leaves_out_who_had_no_problems():
    assert "b" not in listed(of((1, 2), (0, 0), (2, 2)), Positions(1, 1))


def test_it_lists_by_thresholds():
    said = lists("jiangmen-health-city")["groups"]["all"]["thresholds"]
    by = Thresholds(*(Fraction(said[key], 100) for key in ("red_from", "black_below")))
    found = listed(of((90, 100), (17, 20), (84, 100)), by)
    assert found == {"a": "red", "b": "", "c": "black"}


@given(RATES, st.integers(0, 5), st.integers(0, 5))
def test_it_never_lists_the_worse_above_the_better(rates, red, black):
    found = listed(rates, Positions(red, black))
    worth = {"black": 0, "": 1, "red": 2}
    for one in found:
        for other in found:
            if rates[one].share > rates[other].share:
                assert worth[found[one]] >= worth[found[other]]


@given(RATES, st.integers(1, 5))
def test_it_treats_equal_rates_alike(rates, number):
    found = listed(rates, Positions(number, number))
    by_share = {}
    for key, colour in found.items():
        assert by_share.setdefault(rates[key].share, colour) == colour


@given(PERIODS, st.sampled_from(["breaks", "passes"]))
def test_it_counts_on_by_one_and_starts_anew(periods, left_out):
    before = running(periods, "black", left_out)
    after = running([*periods, {"a": "black", "b": "red"}], "black", left_out)
    assert after["a"] == before.get("a", 0) + 1
    assert after["b"] == 0


@pytest.mark.parametrize(("left_out", "number"), [("passes", 2), ("breaks", 1)])
def test_it_treats_a_week_left_out_as_the_data_say(left_out, number):
    weeks = [{"a": "black"}, {"b": "red"}, {"a": "black"}]
    assert running(weeks, "black", left_out)["a"] == number


def test_it_follows_with_what_was_published():
    rungs = [rung for rung in ladder()["rungs"] if rung["when"].get("listed") == "black"]
    steps = {rung["when"]["running"]: rung["title"]["zh"] for rung in rungs}
    told = [follows(steps, n) for n in range(5)]
    assert told == ["", "黑榜约谈", "黑榜移交组织部门", "黑榜问责", "黑榜问责"]


def test_it_refuses_more_rectified_than_found():
    with pytest.raises(ValueError, match="3 of 2"):
        Rate(3, 2)


@pytest.mark.parametrize("name", names())
def test_it_ships_lists_with_groups(name):
    assert lists(name)["groups"]


def test_it_says_which_lists_ship():
    with pytest.raises(LookupError, match="jiangmen-2018"):
        lists("other")
