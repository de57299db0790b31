"""Observations from a file: what taking it in would add to a round, and all that stands against it.

What the file says is checked by the same code as on the command line; here it is held against the
registers of the site (areas, units, points) and against what the round has already.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import polars as pl
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chuangcheng.engine.tally import COLUMNS
from chuangcheng.evidence.inspections.models import Observation, ObservationQuerySet, Round
from chuangcheng.evidence.inspections.queries import framework, judge
from chuangcheng.evidence.inspections.rules import JUDGE
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.columns import Column, text
from chuangcheng.ground.sheets.importer import Plan
from chuangcheng.ground.sheets.sheet import Problem, Sheet
from chuangcheng.ground.units.models import Unit
from chuangcheng.ground.words import Words
from chuangcheng.tables.faults import FaultsError
from chuangcheng.tables.observations import REQUIRED, read_parts

MAX_BYTES = 50 * 1024**2
#: Problems made into sentences; the page says how many more there are.
SHOWN = 2000
#: Ids of observations that come without one are made below this, so that they come out the same.
NAMESPACE = UUID("5f0f6b1e-9a43-4c0f-8f5e-0c1d7c6f8a10")
_SAID = (
    "visit", "repeat", "area", "unit", "point", "point_type", "item", "method", "result", "count",
    "of",
)  # fmt: skip

#: A new observation of a file, as columns of the database; the round adds what is its own.
FRESH = (
    "uuid", "observed_at", "area_id", "unit_id", "point_id", "point_type", "item", "visit",
    "repeat", "method", "result", "count", "of", "source_row",
)  # fmt: skip
Fresh = tuple[Any, ...]

_WORDS = {
    "area": Words("区域", "Area"),
    "unit": Words("责任单位", "Unit"),
    "point": Words("点位", "Point"),
    "point_type": Words("点位类型", "Kind of point"),
    "item": Words("测评条目", "Item"),
    "visit": Words("走访", "Visit"),
    "repeat": Words("分段", "Section"),
    "method": Words("测评方法", "Method"),
    "result": Words("结果", "Result"),
    "count": Words("数量", "Count"),
    "of": Words("总数", "Out of"),
    "observed_at": Words("时间", "Observed at"),
    "uuid": Words("uuid", "uuid"),
}
_ENGLISH = COLUMNS | {
    "repeat": "the section of a composite point, empty for the first; an item has one row for each",
    "uuid": "its own id; with it, a file may come twice",
}
_HELP = {
    "area": "计入成绩的区域代码",
    "unit": "在那里负责的单位代码",
    "point": "走访的点位代码",
    "point_type": "点位类型的代码或名称",
    "item": "测评条目的编号或名称",
    "visit": "一次走访一个编号；同一次走访中每项只记一行",
    "repeat": "复合点位分段判定时填第几段，第一段可不填；每段每项一行",
    "method": "测评方法的代码或名称，可不填",
    "result": "符合、不符合、当场整改、再次发现、不适用、无此类点位，或等级、答案",
    "count": "按数量评的条目填写",
    "of": "按比例评的条目填写总数",
    "observed_at": "例如 2025-03-08 14:30",
    "uuid": "记录自己的编号，可不填；有它，重复导入也不会重复",
}
#: The columns to fill in. Cells are read by `chuangcheng.tables`, so readers here are plain.
OBSERVATIONS = Sheet(
    "observations",
    Words("观察记录", "Observations"),
    tuple(
        Column(
            name,
            words,
            text(200),
            required=name in REQUIRED,
            help=Words(_HELP[name], _ENGLISH[name]),
        )
        for name, words in _WORDS.items()
    ),
    keys=("visit", "item", "repeat"),
)


def headings() -> list[str]:
    """The heads of a table of observations, each a word that `chuangcheng.tables` knows."""
    english = (get_language() or "").startswith("en")
    return [column.key if english else column.words.zh for column in OBSERVATIONS.columns]


@dataclass(frozen=True)
class Known:
    """The registers by code: keys of areas, units and points that a row may name."""

    areas: Mapping[str, int]
    units: Mapping[str, int]
    points: Mapping[str, int]


def plan(person: Person, round_: Round, name: str, content: bytes) -> Plan[Fresh]:
    """What a file would add to a round; rows that the round has already are only counted.

    Raises ValidationError when the file is too large to look at.
    """
    if len(content) > MAX_BYTES:
        raise ValidationError(_("文件超过 50 MB，请拆成几个文件。"))
    known = _known(person, round_)
    found = Plan[Fresh]()
    try:
        rows = _read(round_, name, content, known)
    except FaultsError as error:
        found.problems = list(_told(error))
        return found
    rows = rows.with_columns(uuid=_ids(round_, rows))
    found.problems = [*_unknown(rows, known), *_too_long(rows), *_bad_ids(round_, rows)]
    if not found.problems:
        _sort_in(found, round_, rows, known)
    return found


def _known(person: Person, round_: Round) -> Known:
    inside = Area.objects.with_right(person, JUDGE).below(round_.place().area)
    return Known(
        areas=dict(inside.values_list("code", "pk")),
        units=dict(Unit.objects.values_list("code", "pk")),
        points=dict(Point.objects.values_list("code", "pk")),
    )


def _read(round_: Round, name: str, content: bytes, known: Known) -> pl.DataFrame:
    """The rows in the framework's own words, with their row in the file and their uuid as written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"table{Path(name).suffix.lower()}"
        path.write_bytes(content)
        rows = read_parts(
            [path], framework(round_), areas=known.areas, shown=SHOWN, beside=["uuid"]
        )
        return rows.rename({"uuid": "given"}).collect()


def _told(error: FaultsError) -> Iterator[Problem]:
    for fault in error.faults:
        said = str(Words(fault.sentence.zh, fault.sentence.en))
        yield Problem(fault.row or 1, fault.column, said)
    if error.total > len(error.faults):
        more = _("另有 %d 处问题没有列出。") % (error.total - len(error.faults))
        yield Problem(error.faults[-1].row or 1, "", more)


def _ids(round_: Round, rows: pl.DataFrame) -> pl.Series:
    """The id of each row: its own, or made of round, visit, item, and part or answer if any."""
    answers = set(judge(round_).answers)
    columns = ("given", "visit", "repeat", "item", "result", "area", "point_type")
    ids = []
    for given, visit, part, item, result, area, kind in rows.select(columns).iter_rows():
        answer = (result or "") if item in answers else ""
        # What was found missing has no visit; it is one fact for each area, kind and item.
        where = visit or f"{area}|{kind or ''}"
        named = f"{round_.pk}|{where}|{item}|{answer}" + (f"|{part}" if part else "")
        made = uuid5(NAMESPACE, named)
        ids.append(str(made) if given is None else given)
    return pl.Series(ids, dtype=pl.String)


def _unknown(rows: pl.DataFrame, known: Known) -> Iterator[Problem]:
    """Rows that name a unit or a point that no register has."""
    registers = {"unit": (known.units, _("没有代码为“%s”的单位。")),
                 "point": (known.points, _("没有代码为“%s”的点位。"))}  # fmt: skip
    for column, (register, sentence) in registers.items():
        strange = set(rows[column].drop_nulls().unique()) - register.keys()
        for row, code in rows.filter(pl.col(column).is_in(strange)).select("row", column).rows():
            yield Problem(row, str(_WORDS[column]), sentence % code)


def _too_long(rows: pl.DataFrame) -> Iterator[Problem]:
    """Rows whose visit or part has a longer name than is kept."""
    room = {"visit": Observation.visit.field, "repeat": Observation.repeat.field}
    for column, field in room.items():
        most = field.max_length or 0
        for row in rows.filter(pl.col(column).str.len_chars() > most)["row"]:
            yield Problem(row, str(_WORDS[column]), _("最多 %d 个字。") % most)


def _bad_ids(round_: Round, rows: pl.DataFrame) -> Iterator[Problem]:
    """Rows whose id is no UUID, or stands twice, or belongs to something else."""
    heading, seen = str(_WORDS["uuid"]), dict[str, int]()
    for row, id_, given in rows.select("row", "uuid", "given").iter_rows():
        if given is not None and not _is_uuid(id_):
            yield Problem(row, heading, _("“%s”不是 UUID。") % id_)
        elif id_ in seen:
            yield Problem(row, heading, _("与第 %d 行重复。") % seen[id_])
        seen.setdefault(id_, row)
    given = rows.filter(pl.col("given").is_not_null()).select("uuid", "row").rows()
    strange = {id_: row for id_, row in given if _is_uuid(id_)}
    for some in _chunks(sorted(strange)):
        taken = Observation.objects.filter(uuid__in=some).exclude(round=round_)
        for id_ in taken.values_list("uuid", flat=True):
            yield Problem(strange[str(id_)], heading, _("这个编号已被使用，请换一个。"))


def _is_uuid(written: str) -> bool:
    try:
        return str(UUID(written)) == written.lower()
    except ValueError:
        return False


def _chunks(ids: list[str], size: int = 500) -> Iterator[list[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _sort_in(found: Plan[Fresh], round_: Round, rows: pl.DataFrame, known: Known) -> None:
    """Rows that are new, rows that are there, and rows that contradict what is there."""
    there = _there(round_)
    for row in rows.iter_rows(named=True):
        id_ = UUID(row["uuid"])
        if id_ not in there:
            found.new.append(_fresh(id_, row, known))
        elif there[id_] == tuple(_plain(row[column]) for column in _SAID):
            found.same += 1
        else:
            sentence = _("这条记录已经录入，而且内容不同；请在记录页上更正，不能覆盖。")
            found.problems.append(Problem(row["row"], str(_WORDS["result"]), sentence))


def _there(round_: Round) -> dict[UUID, tuple[object, ...]]:
    """What the round has, corrected or not, by id."""
    codes = {"area": "area__code", "unit": "unit__code", "point": "point__code"}
    columns = [codes.get(name, name) for name in _SAID]
    rows = Observation.objects.filter(round=round_).values_list("uuid", *columns)
    return {row[0]: tuple(_plain(cell) for cell in row[1:]) for row in rows.iterator(5000)}


def _plain(cell: object) -> object:
    return "" if cell is None else cell


def _fresh(id_: UUID, row: Mapping[str, Any], known: Known) -> Fresh:
    area, unit, point = row["area"], row["unit"], row["point"]
    return (
        id_, _aware(row["observed_at"]),
        known.areas[area], known.units.get(unit), known.points.get(point),
        row["point_type"] or "", row["item"] or "", row["visit"] or "", row["repeat"] or "",
        row["method"] or "", row["result"] or "", row["count"], row["of"], row["row"],
    )  # fmt: skip


def _aware(moment: datetime | None) -> datetime | None:
    return None if moment is None else timezone.make_aware(moment)


def export(rows: ObservationQuerySet) -> Iterator[list[object]]:
    """Observations as rows of the sheet, in the shape in which they can come back in."""
    columns = (
        "area__code", "unit__code", "point__code", "point_type", "item", "visit", "repeat",
        "method", "result", "count", "of", "observed_at", "uuid",
    )  # fmt: skip
    for *said, id_ in rows.values_list(*columns).iterator(5000):
        yield [*said, str(id_)]
