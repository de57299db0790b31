"""The working calendar that ships: holidays and make-up days as the State Council announced them.

`days.csv` gives each span of days off (`rest`) and each make-up day (`work`), `notices.csv` the
notice of the General Office of the State Council behind each year.
`hours.csv` gives eight hours a day, the limit of the State Council's rules on working hours (1995);
at which hour an office opens is its own affair, and it replaces the file by its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from chuangcheng.lib.working import Shift, WorkCalendar

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Span:
    """Days off, or days worked in their stead, and what for."""

    first: date
    last: date
    kind: Literal["rest", "work"]
    occasion_zh: str
    occasion_en: str

    def days(self) -> Iterator[date]:
        """Every day of it."""
        long = (self.last - self.first).days
        return (self.first + timedelta(days=number) for number in range(long + 1))


@dataclass(frozen=True)
class Notice:
    """The announcement of a year's holidays; the number is empty where none was printed."""

    year: int
    number: str
    issued: date
    title: str
    source: str


@cache
def china() -> WorkCalendar:
    """The calendar of mainland China for the years announced so far."""
    rest, work = (frozenset(day for span in spans(kind) for day in span.days()) for kind in KINDS)
    years = frozenset(notice.year for notice in notices())
    return WorkCalendar(shifts=shifts(), rest=rest, work=work, years=years)


KINDS: tuple[Literal["rest"], Literal["work"]] = ("rest", "work")


def spans(kind: Literal["rest", "work"]) -> list[Span]:
    """The days off, or the make-up days, in order."""
    return [_span(row) for row in _rows("days.csv") if row["kind"] == kind]


def notices() -> list[Notice]:
    """The announcements, one a year, in order."""
    return [
        Notice(
            year=int(row["year"]),
            number=row["number"],
            issued=date.fromisoformat(row["issued"]),
            title=row["title"],
            source=row["source"],
        )
        for row in _rows("notices.csv")
    ]


def shifts() -> tuple[Shift, ...]:
    """The hours of a working day."""
    return tuple(
        Shift(time.fromisoformat(row["opens"]), time.fromisoformat(row["closes"]))
        for row in _rows("hours.csv")
    )


def _span(row: dict[str, str]) -> Span:
    return Span(
        first=date.fromisoformat(row["first"]),
        last=date.fromisoformat(row["last"]),
        kind="rest" if row["kind"] == "rest" else "work",
        occasion_zh=row["occasion_zh"],
        occasion_en=row["occasion_en"],
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
