"""Ladders as data, and what a problem has reached, in simulated time."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.library import escalation
from chuangcheng.library.calendar import china
from chuangcheng.remedy.escalation.ladder import default, due_rungs, read

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = china()
MOMENTS = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(minutes=minutes)
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in Shanghai; the 9th is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def reached(now: datetime, severity: str = "ordinary") -> list[str]:
    """What a problem due on Monday at half past five has reached."""
    found = due_rungs(default(), severity, at(9, 17, 30), now, CALENDAR)
    return [rung.code for rung in found]


@pytest.mark.parametrize("name", escalation.names())
def test_it_ships_ladders_that_can_be_read(name):
    assert read(escalation.ladder(name)).rungs


def test_it_reminds_in_working_time():
    assert reached(at(6, 17)) == []
    assert reached(at(9, 16)) == ["reminder"]


def test_it_climbs_as_time_runs_on():
    assert reached(at(9, 17, 30)) == ["overdue"]
    assert reached(at(13, 9)) == ["overdue", "letter"]


def test_it_is_stricter_with_what_is_urgent():
    assert reached(at(10, 15), "urgent") == ["overdue", "letter-urgent"]
    assert reached(at(10, 15)) == ["overdue"]


@given(MOMENTS, MOMENTS, st.sampled_from(["ordinary", "urgent"]))
def test_it_never_climbs_down(one, other, severity):
    early, late = sorted((one, other))
    due = at(9, 17, 30)
    if early >= due:
        before = due_rungs(default(), severity, due, early, CALENDAR)
        assert set(before) <= set(due_rungs(default(), severity, due, late, CALENDAR))


@given(MOMENTS, st.integers(0, 60 * 24 * 60))
def test_it_looks_far_enough_ahead(now, minutes):
    due = now + timedelta(minutes=minutes)
    if due_rungs(default(), "ordinary", due, now, CALENDAR):
        assert due <= now + default().horizon()


FAULTS = {
    "code": "Letter!",
    "title": "督办",
    "words": {"zh": "{secret}"},
    "to": [],
    "severities": "urgent",
    "about": "person",
}


@pytest.mark.parametrize("key", FAULTS)
def test_it_names_what_is_wrong(key):
    document = deepcopy(escalation.ladder())
    document["rungs"][0][key] = FAULTS[key]
    with pytest.raises(ValueError, match=r"^rung 1"):
        read(document)


@pytest.mark.parametrize(
    "when",
    [
        {},
        {"before": {"amount": -1, "unit": "working days"}},
        {"after": {"amount": 1, "unit": "weeks"}},
        {"before": {"amount": 1, "unit": "working days"}, "after": {"amount": 1}},
    ],
)
def test_it_refuses_times_that_make_no_sense(when):
    document = deepcopy(escalation.ladder())
    document["rungs"][0]["when"] = when
    with pytest.raises(ValueError, match="before or after"):
        read(document)


@pytest.mark.parametrize(
    "when", [{"listed": "grey", "running": 1}, {"listed": "black", "running": 0}]
)
def test_it_refuses_lists_that_there_are_not(when):
    document = deepcopy(escalation.ladder())
    document["rungs"][-1]["when"] = when
    with pytest.raises(ValueError, match="red or black"):
        read(document)


def test_it_counts_only_what_stands_below():
    document = deepcopy(escalation.ladder())
    document["rungs"][4]["when"]["taken"] = ["red-card"]
    with pytest.raises(ValueError, match="below this one"):
        read(document)


def test_it_puts_in_nothing_but_what_is_named():
    words = default().rungs[0].says(title="{number}", number="7", due="明天")
    assert words.zh == "问题“{number}”（7）明天 到期，请按时整改。"
