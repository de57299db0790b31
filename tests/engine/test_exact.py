"""Sums and roundings that come out the same everywhere."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.exact import TICK, decimal_rounded, parts_that_add_up, rounded, to_ticks

CENTS = st.decimals(-1000, 1000, places=6)


def test_it_rounds_half_up_where_binary_floats_would_not():
    assert rounded(to_ticks([2.675, 1.005, -2.675]), 2).tolist() == [2.68, 1.01, -2.68]


def test_it_rounds_a_sum_of_parts_as_what_it_is():
    parts = to_ticks([29.015 + 1 / 3, 29.015 + 1 / 3, 29.015 - 2 / 3]) - [1, 1, 0]
    assert parts.sum() < to_ticks(87.045)
    assert rounded(parts.sum(), 2).item() == 87.05
    assert rounded(parts.sum(), 3, "truncate").item() == 87.045


def test_it_cuts_off_where_a_city_does():
    assert rounded(to_ticks([92.936, 92.939]), 2, "truncate").tolist() == [92.93, 92.93]


@given(CENTS, st.integers(0, 5))
def test_it_rounds_ticks_as_decimals_are_rounded(value, places):
    found = rounded(int(value * TICK), places).item()
    assert Decimal(repr(found)) == pytest.approx(decimal_rounded(value, places))


@given(st.lists(CENTS, min_size=1, max_size=30))
def test_it_prints_parts_that_add_up_to_the_printed_total(parts):
    total = decimal_rounded(sum(parts), 2)
    printed = parts_that_add_up(parts, total, 2)
    assert sum(printed) == total
    assert all(abs(p - q) <= Decimal("0.01") for p, q in zip(parts, printed, strict=True))


def test_it_refuses_parts_that_cannot_add_up():
    with pytest.raises(ValueError, match="too far from the total"):
        parts_that_add_up([Decimal(1), Decimal(2)], Decimal(9), 2)
