"""Moments as people and machines write them."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.tables.cells import moment, number
from chuangcheng.tables.sources import Epoch

NOON = dt.datetime(2025, 3, 8, 12, 30)  # noqa: DTZ001  # moments are those of the wall clock
DAY = dt.datetime(2025, 3, 8)  # noqa: DTZ001  # the same


def read(text: str, epoch: Epoch = 1900) -> dt.datetime | None:
    value: dt.datetime | None = (
        pl.Series([text]).to_frame("t").select(moment(pl.col("t"), epoch)).item()
    )
    return value


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-08 12:30",
        "2025-03-08T12:30:00",
        "2025/3/8 12:30",
        "2025.3.8 12:30:00",
        "2025年3月8日 12:30",
        "2025年3月8日12:30",
        "2025-03-08T12:30:00+08:00",
        "2025-03-08T04:30:00Z",
        "2025-03-08 12:30:00.000",
    ],
)
def test_it_reads_a_moment_however_it_is_written(text: str) -> None:
    assert read(text) == NOON


@pytest.mark.parametrize("text", ["2025-03-08", "2025/3/8", "2025年3月8日", "2025年3月8号"])
def test_it_reads_a_day(text: str) -> None:
    assert read(text) == DAY


@pytest.mark.parametrize(("text", "epoch"), [("45724.520833333", 1900), ("44262.520833333", 1904)])
def test_it_reads_a_spreadsheets_day_numbers(text: str, epoch: Epoch) -> None:
    assert read(text, epoch) == NOON


@pytest.mark.parametrize("text", ["", "2025", "8 March", "2025-13-01", "2025-02-30", "25:00", "-1"])
def test_it_reads_nothing_from_what_is_no_moment(text: str) -> None:
    assert read(text) is None


@given(st.datetimes(dt.datetime(1954, 1, 1), dt.datetime(2119, 1, 1)))  # noqa: DTZ001  # the same
def test_it_reads_back_what_python_writes(when: dt.datetime) -> None:
    assert read(when.isoformat()) == when


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_it_reads_back_every_number(value: float) -> None:
    assert pl.select(number(pl.lit(repr(value)))).item() == value


@pytest.mark.parametrize("text", ["", "nan", "inf", "5%", "1,000", "five"])
def test_it_reads_no_number_from_what_is_none(text: str) -> None:
    assert pl.select(number(pl.lit(text))).item() is None
