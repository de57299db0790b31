"""The table of days off and make-up days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chuangcheng.ground.scope import Person
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


def export(person: Person) -> Iterator[Sequence[object]]:
    """The days as rows of the sheet; they are the same for everybody."""
    yield from SpecialDay.objects.order_by("day").values_list("day", "day_kind", "occasion")


def plan(person: Person, rows: Sequence[Row]) -> Plan[SpecialDay]:
    """What taking the rows in would make and change."""
    there = {known.day: known for known in SpecialDay.objects.all()}
    found = Plan[SpecialDay]()
    for row in rows:
        known = there.get(row["day"])
        if known is None:
            found.new.append(SpecialDay(**row.values))
        elif (known.day_kind, known.occasion) == (row["day_kind"], row["occasion"]):
            found.same += 1
        else:
            known.day_kind, known.occasion = row["day_kind"], row["occasion"]
            found.changed.append(known)
    return found
