"""The table of days off and make-up days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, choice, day, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Row, Sheet
from chuangcheng.ground.words import Words
from chuangcheng.remedy.problems.models import DayKind, SpecialDay

DAYS = Sheet(
    "special-days",
    Words("放假和调休", "Days off and make-up days"),
    (
        Column("day", Words("日期", "Day"), day(), required=True),
        Column("day_kind", Words("类别", "Kind"), choice(DayKind), required=True, choices=DayKind,
               help=Words("放假，或调休上班", "Day off, or worked in its stead")),
        Column("occasion", Words("名称", "Occasion"), text(100)),
    ),
    keys=("day",),
)  # fmt: skip


@dataclass(frozen=True)
class DayRow:
    """One day as a file has it, and as it was."""

    number: int
    day: SpecialDay
    before: SpecialDay | None = None

    def cells(self) -> Cells:
        """The row as it would be."""
        return _cells(self.day)

    def was(self) -> Cells | None:
        """The row as it is there."""
        return _cells(self.before) if self.before else None


def export(person: Person) -> Iterator[Sequence[object]]:
    """The days as rows of the sheet; they are the same for everybody."""
    yield from map(_cells, SpecialDay.objects.order_by("day"))


def _cells(day: SpecialDay) -> Cells:
    return day.day, str(DayKind(day.day_kind).label), day.occasion


def plan(person: Person, rows: Sequence[Row]) -> Plan[DayRow]:
    """What taking the rows in would make and change."""
    there = {known.day: known for known in SpecialDay.objects.all()}
    found = Plan[DayRow]()
    for row in rows:
        known = there.get(row["day"])
        said = SpecialDay(pk=known.pk if known else None, **row.values)
        if known is None:
            found.new.append(DayRow(row.number, said))
        elif (known.day_kind, known.occasion) == (said.day_kind, said.occasion):
            found.same += 1
        else:
            found.changed.append(DayRow(row.number, said, known))
    return found
