"""Deadlines in working hours, working days and natural days.

Counting follows the Civil Code of the People's Republic of China (2020), articles 200 to 204:
days are counted from the day after, hours from the moment itself; the last day of a period ends
when business closes on a working day, else at the end of the day; a period in natural days whose
last day is a day of rest may be made to end on the next working day (`rolled`).

Which days are worked, and the hours, are data: weekends, holidays and the make-up days that the
State Council announces each year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import count, islice, pairwise
from typing import Literal
from zoneinfo import ZoneInfo

Unit = Literal["working hours", "working days", "natural days"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_NOTHING = timedelta()
_MIDNIGHT = time(23, 59, 59)
_SATURDAY = 5


@dataclass(frozen=True)
class Limit:
    """A span of time as offices set it: so many of a unit."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            message = f"a limit is not negative, and {self.amount} {self.unit} is"
            raise ValueError(message)


@dataclass(frozen=True)
class Shift:
    """Working hours without a break."""

    opens: time
    closes: time

    @property
    def long(self) -> timedelta:
        """How long it is."""
        return _since_midnight(self.closes) - _since_midnight(self.opens)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked and when.

    `rest` are holidays and `work` weekend days that are worked (make-up days); `years` are those
    whose announcement is in these lists: of others only weekends are known.
    Every moment has to know its time zone; answers are in this calendar's.
    """

    shifts: tuple[Shift, ...]
    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()
    zone: ZoneInfo = SHANGHAI

    def __post_init__(self) -> None:
        if message := _wrong(self):
            raise ValueError(message)

    @cached_property
    def a_day(self) -> timedelta:
        """How long a working day is."""
        return sum((shift.long for shift in self.shifts), _NOTHING)

    def works(self, day: date) -> bool:
        """Whether a day is worked."""
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.rest)

    def covers(self, moment: datetime) -> bool:
        """Whether the holidays of a moment's year are known, so that a deadline then is final."""
        return self._local(moment).year in self.years

    def add(self, start: datetime, limit: Limit) -> datetime:
        """When a limit that starts to run at a moment runs out.

        Adding two limits of one unit in turn comes to the same as adding their sum, so a clock
        that was stopped goes on with what `remaining` was.
        """
        start = self._local(start)
        match limit.unit:
            case "working hours":
                return self.after(start, timedelta(hours=limit.amount))
            case "working days":
                return self._nth_working_day(start, limit.amount)
            case "natural days":
                return self._end_of(start.date() + limit.amount * _DAY, start, limit.amount)

    def rolled(self, due: datetime) -> datetime:
        """The same moment on a working day, else the close of the next working day (article 203)."""
        due = self._local(due)
        return due if self.works(due.date()) else self._nth_working_day(due, 1)

    def after(self, start: datetime, worked: timedelta) -> datetime:
        """The first moment by which so much time has been worked since the start."""
        left, end = worked, self._local(start)
        spans = self._open_since(end)
        while left > _NOTHING:
            opens, closes = next(spans)
            end = min(opens + left, closes)
            left -= end - opens
        return end

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two moments; negative when the end comes first."""
        start, end = self._local(start), self._local(end)
        if end < start:
            return -self.worked(end, start)
        spans = self._open_between(start, end)
        return sum((closes - opens for opens, closes in spans), _NOTHING)

    def remaining(self, now: datetime, due: datetime, unit: Unit) -> float:
        """How much is left until it is due, in the unit; negative by how much it is overdue.

        Hours come with their fraction; days are whole, and 0 on the last day.
        """
        now, due = self._local(now), self._local(due)
        match unit:
            case "working hours":
                return self.worked(now, due) / timedelta(hours=1)
            case "working days":
                return float(self.working_days(now.date(), due.date()))
            case "natural days":
                return float((due.date() - now.date()).days)

    def working_days(self, since: date, until: date) -> int:
        """Working days after one day up to and with another; negative the other way round."""
        if until < since:
            return -self.working_days(until, since)
        days = (since + number * _DAY for number in range(1, (until - since).days + 1))
        return sum(map(self.works, days))

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            message = f"{moment} has no time zone; a deadline needs one"
            raise ValueError(message)
        return moment.astimezone(self.zone)

    def _nth_working_day(self, start: datetime, number: int) -> datetime:
        """The close of the nth working day after a moment's day; the moment itself for none."""
        worked = (day for day in _days(start.date() + _DAY) if self.works(day))
        last = next(islice(worked, number - 1, None)) if number else None
        return self._at(last, self.shifts[-1].closes) if last else start

    def _end_of(self, day: date, start: datetime, number: int) -> datetime:
        """The end of a day, or the start itself where nothing was to be added."""
        return self._at(day, _MIDNIGHT) if number else start

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)

    def _open_since(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans worked from a moment on, the first one cut."""
        for day in _days(start.date()):
            if self.works(day):
                for shift in self.shifts:
                    opens, closes = self._at(day, shift.opens), self._at(day, shift.closes)
                    if closes > start:
                        yield max(opens, start), closes

    def _open_between(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans worked between two moments, the first and last one cut."""
        for opens, closes in self._open_since(start):
            if opens >= end:
                return
            yield opens, min(closes, end)


def _days(first: date) -> Iterator[date]:
    """Day after day without end; lists of days off are finite, so some are always worked."""
    return (first + number * _DAY for number in count())


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _wrong(calendar: WorkCalendar) -> str:
    """What makes no sense in a calendar, in a sentence, or nothing."""
    clocks = [clock for shift in calendar.shifts for clock in (shift.opens, shift.closes)]
    if not clocks:
        return "a working day needs at least one shift"
    if any(one >= other for one, other in pairwise(clocks)):
        return "shifts must be in order and not overlap: each closes before the next opens"
    if both := sorted(calendar.rest & calendar.work):
        return f"{both[0]} is listed both as a day off and as a day worked"
    return ""
