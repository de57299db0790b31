"""The table of units: its columns, its rows, and what taking in a file would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, choice, code_text, codes, flag, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet
from chuangcheng.ground.units import rules
from chuangcheng.ground.units.models import Kind, Unit, UnitQuerySet
from chuangcheng.ground.units.queries import changeable, units
from chuangcheng.ground.units.rules import CHANGE, UnitFacts
from chuangcheng.ground.words import Words

UNITS = Sheet(
    "units",
    Words("单位", "Units"),
    (
        Column("code", Words("代码", "Code"), code_text(40), required=True,
               help=Words("唯一，不含斜杠、空格和分隔号", "Unique, without slash, space or separator")),
        Column("title_zh", Words("名称", "Name"), text(100), required=True),
        Column("title_en", Words("英文名称", "English name"), text(150)),
        Column("unit_kind", Words("类别", "Kind"), choice(Kind), required=True, choices=Kind),
        Column("area", Words("区域代码", "Area code"), text(40), required=True),
        Column("superiors", Words("上级单位代码", "Superiors' codes"), codes(), default=(),
               help=Words("可以有几个，用顿号隔开", "Several are parted by commas")),
        Column("contact", Words("联系人", "Contact"), text(60)),
        Column("phone", Words("电话", "Phone"), text(40), formerly="Telephone"),
        Column("active", Words("在用", "In use"), flag(), default=True,
               help=Words("是或否", "Yes or no")),
    ),
    keys=("code",),
)  # fmt: skip


@dataclass(frozen=True)
class UnitRow:
    """One unit as a file has it, and as it was."""

    number: int
    facts: UnitFacts
    superiors: tuple[str, ...]
    pk: int | None = None
    before: tuple[UnitFacts, tuple[str, ...]] | None = None

    def cells(self) -> Cells:
        """The row as it would be."""
        return _cells(self.facts, self.superiors)

    def was(self) -> Cells | None:
        """The row as it is there."""
        return _cells(*self.before) if self.before is not None else None

    def before_told(self) -> dict[str, Any]:
        """What was there before, as an event tells it."""
        if self.before is None:
            return {}
        facts, superiors = self.before
        told = {"title_zh": facts.title_zh, "title_en": facts.title_en, "kind": facts.unit_kind}
        return told | {"area": facts.area.code, "active": facts.active, "superiors": superiors}


def export(person: Person) -> Iterator[Sequence[object]]:
    """The units in a person's scope as rows of the sheet."""
    for unit in _with_superiors(units(person)).iterator(1000):
        yield _cells(_facts(unit), _bosses(unit))


def _cells(facts: UnitFacts, superiors: tuple[str, ...]) -> Cells:
    return (
        facts.code, facts.title_zh, facts.title_en, str(Kind(facts.unit_kind).label),
        facts.area.code, superiors, facts.contact, facts.phone, facts.active,
    )  # fmt: skip


def plan(person: Person, rows: Sequence[Row]) -> Plan[UnitRow]:
    """What taking the rows in would make and change, and what stands against it."""
    found = Plan[UnitRow]()
    register = _Register(person, rows)
    for row in rows:
        problems = list(register.problems(row))
        found.problems += problems
        if not problems:
            _sort_in(found, register.row(row))
    if not found.problems:
        found.problems += register.circles()
    return found


def _sort_in(found: Plan[UnitRow], row: UnitRow) -> None:
    if row.before is None:
        found.new.append(row)
    elif row.before == (row.facts, row.superiors):
        found.same += 1
    else:
        found.changed.append(row)


def _with_superiors(rows: UnitQuerySet) -> UnitQuerySet:
    return rows.prefetch_related(Prefetch("superiors", Unit.objects.order_by("code")))


def _facts(unit: Unit) -> UnitFacts:
    return UnitFacts(
        unit.code, unit.title_zh, unit.unit_kind, unit.area, unit.title_en, unit.contact,
        unit.phone, unit.active,
    )  # fmt: skip


class _Register:
    """The units as they would be: what is there, with the rows of the file laid over it."""

    def __init__(self, person: Person, rows: Sequence[Row]) -> None:
        there = _with_superiors(Unit.objects.select_related("area"))
        self.there = {unit.code.casefold(): unit for unit in there}
        self.mine = set(changeable(person).values_list("pk", flat=True))
        areas = Area.objects.with_right(person, CHANGE)
        self.areas = {area.code.casefold(): area for area in areas}
        self.rows = {row["code"].casefold(): row for row in rows}

    def problems(self, row: Row) -> Iterator[Problem]:
        """All that is wrong with one row in this register."""
        unit = self.there.get(row["code"].casefold())
        if unit and unit.pk not in self.mine:
            yield UNITS.problem(row, "code", _("该代码属于您范围之外的单位。"))
        if row["area"].casefold() not in self.areas:
            yield UNITS.problem(row, "area", _("您的范围内没有代码为“%s”的区域。") % row["area"])
        for boss in row["superiors"]:
            if boss.casefold() not in self.there and boss.casefold() not in self.rows:
                yield UNITS.problem(row, "superiors", _("没有代码为“%s”的单位。") % boss)

    def row(self, row: Row) -> UnitRow:
        """A row that has no problem, with what it replaces."""
        unit = self.there.get(row["code"].casefold())
        names = ("title_zh", "unit_kind", "title_en", "contact", "phone", "active")
        given = {name: row[name] for name in names}
        code = unit.code if unit else row["code"]
        facts = UnitFacts(code=code, area=self.areas[row["area"].casefold()], **given)
        before = (_facts(unit), _bosses(unit)) if unit else None
        superiors = tuple(sorted({self._spelt(boss) for boss in row["superiors"]}))
        return UnitRow(row.number, facts, superiors, unit.pk if unit else None, before)

    def circles(self) -> Iterator[Problem]:
        """Rows whose unit would answer to itself."""
        above: dict[int | str, set[int | str]] = {
            code: {boss.casefold() for boss in _bosses(unit)} for code, unit in self.there.items()
        }
        for code, row in self.rows.items():
            above[code] = {boss.casefold() for boss in row["superiors"]}
        for code in rules.circles(above) & set(self.rows):
            yield UNITS.problem(
                self.rows[str(code)], "superiors", _("上级关系成了圈：单位不能是自己的上级。")
            )

    def _spelt(self, code: str) -> str:
        known = self.there.get(code.casefold())
        return known.code if known else str(self.rows[code.casefold()]["code"])


def _bosses(unit: Unit) -> tuple[str, ...]:
    return tuple(boss.code for boss in unit.superiors.all())
