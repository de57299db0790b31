"""The table of points: its columns, its rows, and what taking in a file would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points import rules
from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.ground.points.queries import changeable, kinds, points
from chuangcheng.ground.points.rules import CHANGE, PointFacts
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, flag, folded, number, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words

POINTS = Sheet(
    "points",
    Words("点位", "Points"),
    (
        Column("code", Words("代码", "Code"), text(64), required=True,
               help=Words("唯一，不含斜杠、空格和分隔号", "Unique, without slash, space or separator")),
        Column("title_zh", Words("名称", "Name"), text(120), required=True),
        Column("title_en", Words("英文名称", "English name"), text(180)),
        Column("kind", Words("点位类型", "Kind of point"), text(100), required=True,
               help=Words("类型的代码或名称", "Code or name of the kind")),
        Column("area", Words("区域代码", "Area code"), text(40), required=True),
        Column("unit", Words("责任单位代码", "Unit code"), text(40),
               help=Words("谁负责这个点位", "Who answers for the point")),
        Column("lon", Words("经度", "Longitude"), number(), default=None,
               help=Words("WGS-84，度", "WGS-84, degrees")),
        Column("lat", Words("纬度", "Latitude"), number(), default=None,
               help=Words("WGS-84，度", "WGS-84, degrees")),
        Column("address", Words("地址", "Address"), text(200)),
        Column("active", Words("在用", "In use"), flag(), default=True,
               help=Words("是或否", "Yes or no")),
        Column("note", Words("备注", "Note"), text(300)),
    ),
    keys=("code",),
)  # fmt: skip


#: What a point says of itself, by column.
_SAID = ("code", "title_zh", "title_en", "lon", "lat", "address", "active", "note")


@dataclass(frozen=True)
class PointRow:
    """One point as a file has it, and as it was."""

    number: int
    facts: PointFacts
    pk: int | None = None
    before: PointFacts | None = None

    def cells(self) -> Cells:
        """The row as it would be."""
        return _cells(self.facts)

    def was(self) -> Cells | None:
        """The row as it is there."""
        return _cells(self.before) if self.before is not None else None

    def before_told(self) -> dict[str, Any]:
        """What was there before, as an event tells it."""
        was = self.before
        if was is None:
            return {}
        told = {"title_zh": was.title_zh, "kind": was.point_kind.code, "area": was.area.code}
        return told | {"unit": was.unit.code if was.unit else "", "active": was.active}


def export(person: Person) -> Iterator[Sequence[object]]:
    """The points in a person's scope as rows of the sheet."""
    columns = (
        "code", "title_zh", "title_en", "point_kind__code", "area__code", "unit__code",
        "lon", "lat", "address", "active", "note",
    )  # fmt: skip
    yield from points(person).values_list(*columns).iterator(5000)


def _cells(facts: PointFacts) -> Cells:
    """The same row of the sheet by facts."""
    return (
        facts.code, facts.title_zh, facts.title_en, facts.point_kind.code, facts.area.code,
        facts.unit.code if facts.unit else None, facts.lon, facts.lat, facts.address, facts.active,
        facts.note,
    )  # fmt: skip


def plan(person: Person, rows: Sequence[Row]) -> Plan[PointRow]:
    """What taking the rows in would make and change, and what stands against it."""
    found = Plan[PointRow]()
    register = _Register(person)
    for row in rows:
        problems = list(register.problems(row))
        found.problems += problems
        if not problems:
            _sort_in(found, register.row(row))
    return found


def _sort_in(found: Plan[PointRow], row: PointRow) -> None:
    if row.before is None:
        found.new.append(row)
    elif row.before == row.facts:
        found.same += 1
    else:
        found.changed.append(row)


def _there() -> Iterator[tuple[int, str, PointFacts]]:
    """Every point that there is: key, code and facts.

    Kinds, areas and units are looked up here, since making them anew for each point costs more
    than all the rest.
    """
    kinds_, areas = PointKind.objects.in_bulk(), Area.objects.in_bulk()
    units: dict[int | None, Unit | None] = {None: None, **Unit.objects.in_bulk()}
    rows = Point.objects.order_by().values_list("pk", "point_kind", "area", "unit", *_SAID)
    for key, kind, area, unit, *said in rows.iterator(5000):
        named: dict[str, Any] = dict(zip(_SAID, said, strict=True))
        facts = PointFacts(point_kind=kinds_[kind], area=areas[area], unit=units[unit], **named)
        yield key, facts.code, facts


class _Register:
    """The points, areas, units and kinds that rows may name."""

    def __init__(self, person: Person) -> None:
        self.there = {code.casefold(): (key, facts) for key, code, facts in _there()}
        self.mine = set(changeable(person).order_by().values_list("pk", flat=True))
        areas = Area.objects.with_right(person, CHANGE)
        self.areas = {area.code.casefold(): area for area in areas}
        self.units = {unit.code.casefold(): unit for unit in Unit.objects.for_user(person)}
        self.kinds = {
            folded(name): kind
            for kind in kinds()
            for name in (kind.code, kind.title_zh, kind.title_en)
            if name
        }

    def problems(self, row: Row) -> Iterator[Problem]:
        """All that is wrong with one row in this register."""
        key, _facts = self.there.get(row["code"].casefold(), (None, None))
        if key is not None and key not in self.mine:
            yield POINTS.problem(row, "code", _("该代码属于您范围之外的点位。"))
        if set(row["code"]) & set("/ 、,;@"):
            yield POINTS.problem(row, "code", _("代码中不能有斜杠、空格和分隔号。"))
        if folded(row["kind"]) not in self.kinds:
            yield POINTS.problem(row, "kind", _("没有“%s”这种点位类型。") % row["kind"])
        if row["area"].casefold() not in self.areas:
            yield POINTS.problem(row, "area", _("您的范围内没有代码为“%s”的区域。") % row["area"])
        if row["unit"] and row["unit"].casefold() not in self.units:
            yield POINTS.problem(row, "unit", _("没有代码为“%s”的单位。") % row["unit"])
        for column, fault in rules.coordinate_faults(row["lon"], row["lat"]).items():
            yield POINTS.problem(row, column, fault)

    def row(self, row: Row) -> PointRow:
        """A row that has no problem, with what it replaces."""
        key, before = self.there.get(row["code"].casefold(), (None, None))
        names = ("title_zh", "title_en", "address", "active", "note")
        facts = PointFacts(
            code=before.code if before else row["code"],
            point_kind=self.kinds[folded(row["kind"])],
            area=self.areas[row["area"].casefold()],
            unit=self.units[row["unit"].casefold()] if row["unit"] else None,
            lon=_float(row["lon"]),
            lat=_float(row["lat"]),
            **{name: row[name] for name in names},
        )
        return PointRow(row.number, facts, key, before)


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
