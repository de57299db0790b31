"""The table of pledges: its columns, its rows, and what taking in a file would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points import rules
from chuangcheng.ground.points.models import Pledge, PledgeKind, Point
from chuangcheng.ground.points.queries import pledges
from chuangcheng.ground.points.rules import PLEDGE, PledgeFacts, Target
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, choice, day, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words

PLEDGES = Sheet(
    "pledges",
    Words("包保", "Pledges"),
    (
        Column("kind", Words("类别", "Kind"), choice(PledgeKind), required=True,
               choices=PledgeKind),
        Column("person", Words("包保人登录名", "Sign-in name"), text(60), required=True),
        Column("target", Words("对象代码", "Code of what it is for"), text(64), required=True,
               help=Words("区域、单位或点位的代码，由类别而定",
                          "Code of an area, unit or point, as the kind wants")),
        Column("cell", Words("网格", "Grid cell"), text(60),
               help=Words("网格员必填", "Wanted for grid workers")),
        Column("since", Words("自", "Since"), day(), required=True),
        Column("until", Words("至", "Until"), day(), default=None),
        Column("note", Words("备注", "Note"), text(200)),
    ),
    keys=("kind", "person", "target", "cell", "since"),
)  # fmt: skip

Key = tuple[str, int, str, int, str, date]


@dataclass(frozen=True)
class PledgeRow:
    """One pledge as a file has it, and the key and last day of the one that is there."""

    number: int
    facts: PledgeFacts
    pk: int | None = None
    before: tuple[date | None, str] | None = None

    def cells(self) -> Cells:
        """The row as it would be."""
        return _cells(self.facts)

    def was(self) -> Cells | None:
        """The row as it is there."""
        if self.before is None:
            return None
        until, note = self.before
        return _cells(replace(self.facts, until=until, note=note))


def export(person: Person) -> Iterator[Sequence[object]]:
    """The pledges in a person's scope as rows of the sheet."""
    for pledge in pledges(person).iterator(1000):
        yield _cells(_facts(pledge))


def _cells(facts: PledgeFacts) -> Cells:
    return (
        str(PledgeKind(facts.pledge_kind).label), facts.person.username, facts.target.code,
        facts.cell, facts.since, facts.until, facts.note,
    )  # fmt: skip


def plan(person: Person, rows: Sequence[Row]) -> Plan[PledgeRow]:
    """What taking the rows in would make and change, and what stands against it."""
    found = Plan[PledgeRow]()
    register = _Register(person)
    for row in rows:
        problems = list(register.problems(row))
        found.problems += problems
        if not problems:
            _sort_in(found, register.row(row))
    return found


def _sort_in(found: Plan[PledgeRow], row: PledgeRow) -> None:
    if row.pk is None:
        found.new.append(row)
    elif row.before == (row.facts.until, row.facts.note):
        found.same += 1
    else:
        found.changed.append(row)


class _Register:
    """The people, places and pledges that rows may name."""

    def __init__(self, person: Person) -> None:
        self.people = {u.username.casefold(): u for u in User.objects.for_user(person)}
        points = Point.objects.with_right(person, PLEDGE).select_related("point_kind", "area")
        self.targets: Mapping[type[Target], Mapping[str, Target]] = {
            Area: {a.code.casefold(): a for a in Area.objects.with_right(person, PLEDGE)},
            Unit: {
                u.code.casefold(): u
                for u in Unit.objects.with_right(person, PLEDGE).select_related("area")
            },
            Point: {p.code.casefold(): p for p in points},
        }
        self.there = {_key(_facts(pledge)): pledge for pledge in pledges(person)}

    def problems(self, row: Row) -> Iterator[Problem]:
        """All that is wrong with one row in this register."""
        if row["person"].casefold() not in self.people:
            yield PLEDGES.problem(row, "person", _("没有登录名为“%s”的人员。") % row["person"])
        if self._target(row) is None:
            text_ = _("您的范围内没有代码为“%s”的这类对象。") % row["target"]
            yield PLEDGES.problem(row, "target", text_)
        elif row["person"].casefold() in self.people:
            for column, fault in rules.pledge_faults(self._said(row)).items():
                yield PLEDGES.problem(row, column, fault)

    def row(self, row: Row) -> PledgeRow:
        """A row that has no problem, with what it replaces."""
        facts = self._said(row)
        pledge = self.there.get(_key(facts))
        if pledge is None:
            return PledgeRow(row.number, facts)
        return PledgeRow(row.number, facts, pledge.pk, (pledge.until, pledge.note))

    def _target(self, row: Row) -> Target | None:
        known = self.targets[rules.wanted_target(row["kind"])]
        return known.get(row["target"].casefold())

    def _said(self, row: Row) -> PledgeFacts:
        target = self._target(row)
        if target is None:
            raise KeyError(row["target"])
        return PledgeFacts(
            pledge_kind=row["kind"], person=self.people[row["person"].casefold()], target=target,
            since=row["since"], cell=row["cell"], until=row["until"], note=row["note"],
        )  # fmt: skip


def _facts(pledge: Pledge) -> PledgeFacts:
    return PledgeFacts(
        pledge.pledge_kind, pledge.person, pledge.target, pledge.since, pledge.cell, pledge.until,
        pledge.note,
    )  # fmt: skip


def _key(facts: PledgeFacts) -> Key:
    target = facts.target
    return (facts.pledge_kind, facts.person.pk, type(target).__name__, target.pk, facts.cell,
            facts.since)  # fmt: skip
