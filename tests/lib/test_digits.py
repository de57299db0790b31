"""Whole numbers as people write them, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.lib.digits import integer


@given(st.integers(0, 10**18 - 1))
def test_it_reads_every_number_that_a_database_counts_in(number: int) -> None:
    assert integer(str(number)) == number
    assert number < 2**63


@pytest.mark.parametrize(
    "text", ["", None, "²", "１２", "٣", "-1", "+1", " 1", "1_0", "1.0", "一", "9" * 19, "9" * 5000]
)
def test_it_takes_for_no_number_what_only_looks_like_one(text: str | None) -> None:
    assert integer(text) is None


@given(st.text())
def test_it_reads_any_text(text: str) -> None:
    assert integer(text) is None or integer(text) == int(text)
