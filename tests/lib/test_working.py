"""Deadlines fall where the law and the office's calendar put them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.lib.working import SHANGHAI, Limit, Shift, Unit, WorkCalendar

#: Eight hours a day with a break; a made-up holiday from Wed 1 to Tue 7 May, Sat 11 May worked.
CALENDAR = WorkCalendar(
    shifts=(Shift(time(8), time(12)), Shift(time(14), time(18))),
    rest=frozenset(date(2024, 5, day) for day in range(1, 8)),
    work=frozenset([date(2024, 5, 11)]),
    years=frozenset([2024]),
)
MOMENTS = st.datetimes(
    datetime(2024, 4, 20),  # noqa: DTZ001 - the zone is drawn with the moment
    datetime(2024, 5, 25),  # noqa: DTZ001
    timezones=st.sampled_from([SHANGHAI, UTC]),
)
AMOUNTS = st.integers(0, 40)
UNITS = st.sampled_from(["working hours", "working days", "natural days"])


def at(text: str) -> datetime:
    """A moment of 2024 in Shanghai, such as "05-09 10:30"."""
    return datetime.fromisoformat(f"2024-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("04-29 09:00", 2, "04-29 11:00"),
        ("04-29 11:00", 2, "04-29 15:00"),  # over the break
        ("04-29 10:00", 2, "04-29 12:00"),  # out with the shift, not in with the next
        ("04-29 17:00", 4, "04-30 11:00"),
        ("04-29 03:00", 1, "04-29 09:00"),  # at night nothing runs
        ("04-30 16:00", 4, "05-08 10:00"),  # over the holiday
        ("05-10 17:00", 2, "05-11 09:00"),  # into the make-up Saturday
        ("04-29 13:00", 0, "04-29 13:00"),
    ],
)
def test_it_counts_working_hours_from_the_moment_itself(start: str, amount: int, due: str):
    assert CALENDAR.add(at(start), Limit(amount, "working hours")) == at(due)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("04-29 09:00", 1, "04-30 18:00"),
        ("04-29 23:00", 1, "04-30 18:00"),  # the day itself does not count, at whatever hour
        ("04-30 09:00", 1, "05-08 18:00"),
        ("05-04 09:00", 2, "05-09 18:00"),  # from a day off
        ("05-09 09:00", 3, "05-13 18:00"),  # Friday, make-up Saturday, Monday
    ],
)
def test_it_counts_working_days_from_the_day_after(start: str, amount: int, due: str):
    assert CALENDAR.add(at(start), Limit(amount, "working days")) == at(due)


def test_it_counts_natural_days_through_everything():
    due = CALENDAR.add(at("04-30 10:00"), Limit(7, "natural days"))
    assert due == at("05-07 23:59:59")
    assert CALENDAR.rolled(due) == at("05-08 18:00")
    assert CALENDAR.rolled(at("05-08 23:59:59")) == at("05-08 23:59:59")


@given(MOMENTS, UNITS, AMOUNTS, AMOUNTS)
def test_it_comes_to_the_same_in_one_step_or_two(start: datetime, unit: Unit, one: int, two: int):
    in_two = CALENDAR.add(CALENDAR.add(start, Limit(one, unit)), Limit(two, unit))
    assert in_two == CALENDAR.add(start, Limit(one + two, unit))


@given(MOMENTS, MOMENTS, UNITS, AMOUNTS, AMOUNTS)
def test_it_never_ends_sooner_for_starting_later_or_lasting_longer(
    start: datetime, later: datetime, unit: Unit, one: int, more: int
):
    start, later = sorted([start, later])
    due = CALENDAR.add(start, Limit(one, unit))
    assert start <= due <= CALENDAR.add(later, Limit(one + more, unit))


@given(MOMENTS, AMOUNTS)
def test_it_has_worked_what_was_allowed_when_time_is_up(start: datetime, hours: int):
    due = CALENDAR.add(start, Limit(hours, "working hours"))
    assert CALENDAR.worked(start, due) == timedelta(hours=hours)
    assert CALENDAR.remaining(start, due, "working hours") == hours


@given(MOMENTS, MOMENTS, MOMENTS)
def test_it_adds_up_working_time_piece_by_piece(one: datetime, two: datetime, three: datetime):
    pieces = CALENDAR.worked(one, two) + CALENDAR.worked(two, three)
    assert pieces == CALENDAR.worked(one, three)


@given(MOMENTS, st.integers(0, 3000), st.integers(0, 3000))
def test_it_goes_on_with_what_was_left_when_a_clock_was_stopped(
    start: datetime, allowed: int, ran: int
):
    due = CALENDAR.after(start, timedelta(minutes=allowed))
    paused = min(CALENDAR.after(start, timedelta(minutes=ran)), due)
    assert CALENDAR.after(paused, CALENDAR.worked(paused, due)) == due


@pytest.mark.parametrize(
    ("now", "unit", "left"),
    [
        ("05-09 10:00", "working hours", 10.0),
        ("05-11 10:00", "working hours", -6.0),
        ("05-09 23:00", "working days", 1.0),
        ("05-10 23:00", "working days", 0.0),
        ("05-13 08:00", "working days", -2.0),
        ("05-12 08:00", "natural days", -2.0),
    ],
)
def test_it_tells_how_much_is_left_or_overdue(now: str, unit: Unit, left: float):
    assert CALENDAR.remaining(at(now), at("05-10 12:00"), unit) == left


def test_it_says_which_years_it_knows():
    assert CALENDAR.covers(at("12-31 23:00"))
    assert not CALENDAR.covers(at("12-31 23:00") + timedelta(hours=1))
    assert CALENDAR.covers(datetime(2023, 12, 31, 16, tzinfo=UTC))  # in Shanghai it is 2024


def test_it_needs_a_time_zone():
    with pytest.raises(ValueError, match="has no time zone"):
        CALENDAR.add(at("05-09 10:00").replace(tzinfo=None), Limit(1, "working days"))


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"shifts": ()}, "at least one shift"),
        ({"shifts": (Shift(time(9), time(9)),)}, "in order and not overlap"),
        ({"shifts": (Shift(time(9), time(13)), Shift(time(12), time(18)))}, "in order"),
        ({"work": frozenset([date(2024, 5, 1)])}, "2024-05-01 is listed both"),
    ],
)
def test_it_refuses_a_calendar_that_makes_no_sense(parts: dict[str, object], message: str):
    with pytest.raises(ValueError, match=message):
        WorkCalendar(**{"shifts": CALENDAR.shifts, "rest": CALENDAR.rest} | parts)


def test_it_refuses_a_negative_limit():
    with pytest.raises(ValueError, match="-1 working days is"):
        Limit(-1, "working days")
