"""The table of areas: its columns, its rows, and what taking in a file would do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.areas import rules
from chuangcheng.ground.areas.models import Area, Level
from chuangcheng.ground.areas.queries import areas, changeable
from chuangcheng.ground.areas.rules import CHANGE, AreaFacts
from chuangcheng.ground.scope import Person, Place, may
from chuangcheng.ground.sheets.changes import Cells
from chuangcheng.ground.sheets.columns import Column, choice, code_text, number, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Row, Sheet
from chuangcheng.ground.words import Words

AREAS = Sheet(
    "areas",
    Words("区域", "Areas"),
    (
        Column("code", Words("代码", "Code"), code_text(40), required=True,
               help=Words("唯一，不含斜杠、空格和分隔号", "Unique, without slash, space or separator")),
        Column("title_zh", Words("名称", "Name"), text(100), required=True),
        Column("title_en", Words("英文名称", "English name"), text(150)),
        Column("level", Words("层级", "Level"), choice(Level), required=True, choices=Level),
        Column("parent", Words("上级代码", "Parent code"), text(40),
               help=Words("最上一级留空", "Empty at the top")),
        Column("group", Words("排名组别", "Ranking group"), text(60),
               help=Words("同组之间排名", "Ranked against its own group")),
        Column("weight", Words("权重", "Weight"), number(Decimal(0)), default=Decimal(1)),
    ),
    keys=("code",),
)  # fmt: skip


@dataclass(frozen=True)
class AreaRow:
    """One area as a file has it, and as it was."""

    number: int
    facts: AreaFacts
    parent: str
    path: str
    pk: int | None = None
    before: Mapping[str, Any] | None = None

    @property
    def moved(self) -> bool:
        """Whether it is to hang under another parent than before."""
        return self.before is not None and self.before["parent"] != self.parent

    def cells(self) -> Cells:
        """The row as it would be."""
        return _cells(self.facts.code, _told(self.facts, self.parent))

    def was(self) -> Cells | None:
        """The row as it is there."""
        return _cells(self.facts.code, self.before) if self.before is not None else None


def export(person: Person) -> Iterator[Sequence[object]]:
    """The areas in a person's scope as rows of the sheet."""
    for area in areas(person).iterator(1000):
        yield _cells(area.code, _told_of(area))


def _cells(code: str, told: Mapping[str, Any]) -> Cells:
    names = ("title_zh", "title_en", "level", "parent", "group", "weight")
    said = {**told, "level": str(Level(told["level"]).label)}
    return code, *(said[name] for name in names)


def plan(person: Person, rows: Sequence[Row]) -> Plan[AreaRow]:
    """What taking the rows in would make and change, and what stands against it."""
    found = Plan[AreaRow]()
    tree = _Tree(person, rows)
    for row in rows:
        problems = list(tree.problems(row))
        found.problems += problems
        if not problems:
            _sort_in(found, tree.row(row))
    return found


def _sort_in(found: Plan[AreaRow], row: AreaRow) -> None:
    if row.before is None:
        found.new.append(row)
    elif row.before == _told(row.facts, row.parent):
        found.same += 1
    else:
        found.changed.append(row)


def _told(facts: AreaFacts, parent: str) -> dict[str, Any]:
    return {
        "title_zh": facts.title_zh, "title_en": facts.title_en, "level": facts.level,
        "group": facts.group, "weight": facts.weight, "parent": parent,
    }  # fmt: skip


class _Tree:
    """The tree as it would be: what is there, with the rows of the file laid over it."""

    def __init__(self, person: Person, rows: Sequence[Row]) -> None:
        everything = Area.objects.select_related("parent")
        self.there = {area.code.casefold(): area for area in everything}
        self.mine = set(changeable(person).values_list("pk", flat=True))
        self.everywhere = may(person, CHANGE, Place())
        self.rows = {row["code"].casefold(): row for row in rows}
        self.circling = self._circling()

    def problems(self, row: Row) -> Iterator[Problem]:
        """All that is wrong with one row in this tree."""
        area = self.there.get(row["code"].casefold())
        if area and area.pk not in self.mine:
            yield AREAS.problem(row, "code", _("该代码属于您范围之外的区域。"))
        if row["parent"] and not self._reachable(row["parent"]):
            yield AREAS.problem(row, "parent", _("没有代码为“%s”的上级区域。") % row["parent"])
        elif not row["parent"] and not self.everywhere:
            yield AREAS.problem(row, "parent", _("您只能在自己的区域之下新建，请填上级代码。"))
        elif row["code"].casefold() in self.circling:
            yield AREAS.problem(
                row, "parent", _("上级关系成了圈：区域不能在自己之下，请改上级代码。")
            )
        else:
            yield from self._level_problem(row)

    def row(self, row: Row) -> AreaRow:
        """A row that has no problem, with what it replaces."""
        names = ("title_zh", "level", "title_en", "group", "weight")
        code, parent = self._spelt(row["code"]), self._spelt(row["parent"])
        facts = AreaFacts(code=code, **{name: row[name] for name in names})
        area = self.there.get(code.casefold())
        key, before = (area.pk, _told_of(area)) if area else (None, None)
        return AreaRow(row.number, facts, parent, self._path(code), key, before)

    def _reachable(self, code: str) -> bool:
        area = self.there.get(code.casefold())
        return (area is not None and area.pk in self.mine) or (
            area is None and code.casefold() in self.rows
        )

    def _level_problem(self, row: Row) -> Iterator[Problem]:
        try:
            rules.check_level(row["level"], self._level(row["parent"]))
        except ValidationError as error:
            yield AREAS.problem(row, "level", error.messages[0])

    def _level(self, code: str) -> int | None:
        row = self.rows.get(code.casefold())
        if row is not None:
            return int(row["level"])
        area = self.there.get(code.casefold())
        return area.level if area else None

    def _path(self, code: str) -> str:
        steps = [self._spelt(step) for step in self._upwards(code)]
        return f"/{'/'.join(reversed(steps))}/"

    def _circling(self) -> set[str]:
        """The codes of those who would lie below themselves; each way up is gone once."""
        found, gone = set[str](), set[str]()
        for code in self.rows:
            way = []
            for step in self._upwards(code):
                if step in gone:
                    break
                way.append(step)
            end = self._parent(way[-1]) if way else ""
            found |= set(way[way.index(end) :] if end in way else ())
            gone |= set(way)
        return found

    def _upwards(self, code: str) -> Iterator[str]:
        """A code and all above it, folded; a circle ends before it closes."""
        seen, step = set[str](), code.casefold()
        while step and step not in seen:
            seen.add(step)
            yield step
            step = self._parent(step)

    def _parent(self, code: str) -> str:
        row, area = self.rows.get(code), self.there.get(code)
        # What is not in the file hangs where it did, yet its whole may be moving.
        parent = row["parent"] if row else area.parent.code if area and area.parent else ""
        return str(parent).casefold()

    def _spelt(self, code: str) -> str:
        """A code as it is written where it was written first."""
        area, row = self.there.get(code.casefold()), self.rows.get(code.casefold())
        return area.code if area else row["code"] if row else code


def _told_of(area: Area) -> dict[str, Any]:
    return {
        "title_zh": area.title_zh, "title_en": area.title_en, "level": area.level,
        "group": area.group, "weight": area.weight,
        "parent": area.parent.code if area.parent else "",
    }  # fmt: skip
