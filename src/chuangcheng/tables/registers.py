"""Registers that a round needs beside its observations: areas, units, duties and sanctions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.duties import Duty
from chuangcheng.engine.framework import Framework, Title
from chuangcheng.engine.sanctions import Decision
from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Faults, Sentence
from chuangcheng.tables.judging import nearest
from chuangcheng.tables.places import Place
from chuangcheng.tables.table import Column, Table, read_table

AREAS = (
    Column("id", wanted=True),
    Column("title"),
    Column("title_en"),
    Column("parent"),
    Column("group"),
    Column("weight", "number"),
)
UNITS = (
    Column("id", wanted=True),
    Column("title"),
    Column("title_en"),
    Column("kind"),
    Column("parent"),
)
POINTS = (
    Column("point", wanted=True),
    Column("point_type", wanted=True),
    Column("area", wanted=True),
    Column("title"),
    Column("title_en"),
    Column("unit"),
    Column("longitude", "number"),
    Column("latitude", "number"),
)
DUTIES = (
    Column("unit", wanted=True),
    Column("share", "number"),
    Column("standard"),
    Column("item"),
    Column("area"),
)
SANCTIONS = (
    Column("area", wanted=True),
    Column("sanction", wanted=True),
    Column("times", "number"),
    Column("unit"),
    Column("note"),
)

QUOTAS = (
    Column("area", wanted=True),
    Column("point_type", wanted=True),
    Column("quota", "number", wanted=True),
)
EXCLUDED = (Column("point", wanted=True), Column("reason", wanted=True))
_POSITIVE = ("weight", "share", "times")

AREA, UNIT = ("区域", "area"), ("单位", "unit")
STANDARD, ITEM = ("测评标准", "standard"), ("测评条目", "item")
POINT, KIND = ("点位", "point"), ("点位类型", "kind of point")
SANCTION = ("加减分条款", "bonus, penalty or veto")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Areas:
    """The tree of areas, and their names in both languages."""

    tree: AreaTree
    titles: Mapping[str, Title]


@dataclass(frozen=True)
class Unit:
    """A unit: its name, its kind, and the unit above it."""

    id: str
    title: Title
    kind: str = ""
    parent: str = ""


class Register:
    """A table read row by row, faults gathered on the way."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        # A round without a sanction or a shared duty is a good one, so a bare header will do.
        self._table: Table = read_table([path], columns, may_be_empty=True)
        [frame] = self._table.collect([self._table.frame])
        self.rows: list[dict[str, Any]] = list(frame.iter_rows(named=True))
        self.faults = Faults()
        for row in self.rows:
            self._read(row, columns)

    def _read(self, row: Row, columns: tuple[Column, ...]) -> None:
        for column in columns:
            value = row[column.name]
            if column.kind != "text" and value is None and row[column.raw] is not None:
                self.fault(row, column.name, sentences.not_a_number(row[column.raw]))
            elif column.wanted and value is None:
                self.fault(row, column.name, sentences.no_value())
            elif column.name in _POSITIVE and value is not None and value <= 0:
                self.fault(row, column.name, sentences.not_positive(f"{value:g}"))

    def fault(self, row: Row, column: str, sentence: Sentence) -> None:
        """A fault at a cell of a row."""
        self.faults.add(self._table.fault(row["file"], row["row"], column, sentence))

    def single(self, column: str) -> None:
        """Every id stands once."""
        first: dict[str, int] = {}
        for row in self.rows:
            id_ = row[column]
            if id_ is not None and first.setdefault(id_, row["row"]) != row["row"]:
                self.fault(row, column, sentences.used_twice(id_, first[id_]))

    def known(self, column: str, ids: Collection[str], what: tuple[str, str]) -> None:
        """Every cell filled names something there is."""
        for row in self.rows:
            value = row[column]
            if value is not None and value not in ids:
                say = sentences.unknown_entry(what, value, nearest(value, ids))
                self.fault(row, column, say)

    def made(self, make: Callable[[Row], Any]) -> Iterator[Any]:
        """Something of every row; raises FaultsError when there were faults."""
        self.faults.raise_if_any()
        yield from map(make, self.rows)


def read_areas(path: Path) -> Areas:
    """The tree of areas. Raises FaultsError; a circle of parents is one fault."""
    register = Register(path, AREAS)
    register.single("id")
    parents = {row["id"]: row["parent"] or "" for row in register.rows}
    first = {row["id"]: row for row in reversed(register.rows)}
    for way in circles(parents):
        register.fault(first[way[0]], "parent", sentences.goes_round(way))
    tree = AreaTree.of(register.made(_area))
    return Areas(tree, {row["id"]: _title(row, "id") for row in register.rows})


def read_units(path: Path) -> dict[str, Unit]:
    """Units by their id. Raises FaultsError."""
    register = Register(path, UNITS)
    register.single("id")
    register.known("parent", {row["id"] for row in register.rows}, UNIT)
    made = register.made(
        lambda row: Unit(row["id"], _title(row, "id"), row["kind"] or "", row["parent"] or "")
    )
    return {unit.id: unit for unit in made}


def read_points(path: Path, *, areas: Collection[str] | None = None) -> dict[str, Place]:
    """The library of points by their id. Raises FaultsError."""
    register = Register(path, POINTS)
    register.single("point")
    if areas is not None:
        register.known("area", areas, AREA)
    return {row["point"]: _place(row) for row in register.made(lambda row: row)}


def _place(row: Row) -> Place:
    longitude, latitude = row["longitude"], row["latitude"]
    where = None if longitude is None or latitude is None else (longitude, latitude)
    title, unit = _title(row, "point"), row["unit"] or ""
    return Place(row["point"], row["point_type"], row["area"], title, unit, where)


def read_duties(
    path: Path,
    framework: Framework,
    *,
    areas: Collection[str] | None = None,
    units: Collection[str] | None = None,
) -> list[Duty]:
    """Who answers for which standard or item. Raises FaultsError."""
    register = Register(path, DUTIES)
    register.known("standard", {standard.id for standard in framework.standards()}, STANDARD)
    register.known("item", {item.id for item in framework.items}, ITEM)
    if areas is not None:
        register.known("area", areas, AREA)
    if units is not None:
        register.known("unit", units, UNIT)
    for row in register.rows:
        if row["standard"] is None and row["item"] is None:
            register.fault(row, "standard", sentences.no_duty())
    return list(
        register.made(
            lambda row: Duty(
                row["unit"],
                row["share"] or 1.0,
                row["standard"] or "",
                row["item"] or "",
                row["area"] or "",
            )
        )
    )


def read_sanctions(
    path: Path, framework: Framework, *, areas: Collection[str] | None = None
) -> list[Decision]:
    """Bonus, penalty and veto entries applied to areas. Raises FaultsError."""
    register = Register(path, SANCTIONS)
    register.known("sanction", {entry.id for entry in framework.sanctions}, SANCTION)
    if areas is not None:
        register.known("area", areas, AREA)
    return list(
        register.made(
            lambda row: Decision(
                row["area"],
                row["sanction"],
                row["times"] or 1.0,
                row["unit"] or "",
                row["note"] or "",
            )
        )
    )


def circle(parents: Mapping[str, str], start: str) -> list[str]:
    """The way from `start` upwards back to itself, empty when it ends."""
    walked = [start]
    while (above := parents.get(walked[-1], "")) and above in parents:
        if above == start:
            return [*walked, start]
        if above in walked:
            return []
        walked.append(above)
    return []


def circles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """Every circle once, from the member that comes first."""
    seen: set[str] = set()
    for id_ in parents:
        way = [] if id_ in seen else circle(parents, id_)
        seen |= set(way)
        if way:
            yield way


def _area(row: Row) -> Area:
    return Area(
        row["id"],
        row["title"] or row["id"],
        row["parent"] or "",
        row["group"] or "",
        row["weight"] or 1.0,
    )


def _title(row: Row, otherwise: str) -> Title:
    return Title(zh=row["title"] or row[otherwise], en=row["title_en"] or "")
