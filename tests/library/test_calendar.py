"""The calendar that ships is what was announced."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chuangcheng.library import calendar

#: Days off and make-up days of a year, counted in the text of the notices.
ANNOUNCED = {2024: (1 + 8 + 3 + 5 + 1 + 3 + 7, 8), 2025: (1 + 8 + 3 + 5 + 3 + 8, 5), 2026: (33, 6)}


def days(kind: str, year: int) -> list[date]:
    """The days of a kind in a year, in the order of the file."""
    return [day for span in calendar.spans(kind) for day in span.days() if day.year == year]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_it_has_as_many_days_off_and_make_up_days_as_announced(year: int):
    assert (len(days("rest", year)), len(days("work", year))) == ANNOUNCED[year]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_it_makes_up_on_weekends_for_weekdays_off(year: int):
    assert all(day.weekday() >= 5 for day in days("work", year))
    for span in calendar.spans("rest"):
        assert any(day.weekday() < 5 for day in span.days())


@pytest.mark.parametrize("kind", calendar.KINDS)
def test_it_lists_every_day_once_and_in_order(kind: str):
    listed = [day for year in ANNOUNCED for day in days(kind, year)]
    assert listed == sorted(set(listed))
    assert len(listed) == sum(1 for span in calendar.spans(kind) for _ in span.days())


def test_it_names_the_notice_behind_every_year():
    assert [notice.year for notice in calendar.notices()] == list(ANNOUNCED)
    assert all(notice.title and notice.source for notice in calendar.notices())
    assert calendar.china().years == set(ANNOUNCED)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-02-09", True),  # New Year's Eve was left to the units that year
        ("2024-02-12", False),
        ("2024-02-18", True),
        ("2025-01-26", True),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),
        ("2026-01-02", False),
        ("2026-01-04", True),
        ("2026-02-23", False),
        ("2026-09-20", True),
        ("2026-10-10", True),
        ("2026-10-11", False),
    ],
)
def test_it_knows_days_people_remember(day: str, *, works: bool):
    assert calendar.china().works(date.fromisoformat(day)) is works


def test_it_works_eight_hours_a_day():
    assert calendar.china().a_day == timedelta(hours=8)
