"""What `chuangcheng draw` does: draw points, repeat a draw, replace a point."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import polars as pl
from pydantic import ValidationError

from chuangcheng.analyst.answering import DIFFERENT, OK, answer
from chuangcheng.engine.draws import (
    DrawError,
    Exclusion,
    Point,
    Record,
    draw,
    proportional,
    replace,
    verify,
)
from chuangcheng.tables import saving, sentences
from chuangcheng.tables.bilingual import say
from chuangcheng.tables.drawn import frame_of, read_exclusions, read_quotas
from chuangcheng.tables.faults import Fault, Faults, FaultsError, Sentence
from chuangcheng.tables.places import Place
from chuangcheng.tables.registers import read_points

#: The engine's sentences in Chinese; {} are what the pattern caught.
_CHINESE: Mapping[str, str] = {
    r"the seed is empty, or has spaces.*": "种子为空，或含有印不出来的空格、换行；请公布一行文字，词间只空一格",
    r"(\d+) points cannot be drawn: the least is (\d+), and there are (\d+)": (
        "抽不出 {} 个点位：至少 {} 个，共有 {} 个；请改 --total 或 --minimum"
    ),
    r"(\S+) is not among the points to visit; check its id": "{} 不在应访点位之中；请核对编号",
    r"there is no further (.+) in (.+) to replace (\S+); leave it out": (
        "{1}没有更多“{0}”可替换 {2}；请空缺"
    ),
    r"the draw cannot be repeated: (.+)": "无法重做抽样：{}",
    r"the frame is not the one that was drawn from: it has (\d+) points and SHA-256 (\S+), "
    r"the record says (\d+) and (\S+)": (
        "点位库不是当时抽样用的那一份：现有 {} 个点位，SHA-256 {}；记录为 {} 个，{}"
    ),
    r"the record has (.+) drawn, which the repeated draw has not": "记录中抽出了 {}，重抽没有",
    r"the record has (.+) in reserve, which the repeated draw has not": "记录中备用 {}，重抽没有",
    r"the repeated draw has (.+) drawn, which the record has not": "重抽抽出了 {}，记录中没有",
    r"the repeated draw has (.+) in reserve, which the record has not": "重抽备用 {}，记录中没有",
    r"the points (drawn|in reserve) stand in another order.*": "点位的次序或概率与重抽不同",
    r"the replacement of (\S+) cannot be repeated: (.+)": "{} 的替换无法重做：{}",
    r"(\S+) was replaced by (\S+), but (\S+) was next in order": "{} 被换成 {}，而按次序应为 {}",
}


@dataclass(frozen=True)
class Asked:
    """What is to be drawn, and from what."""

    frame: Path
    seed: str = ""
    quotas: Path | None = None
    total: int = 0
    minimum: int = 1
    exclude: Path | None = None
    out: Path | None = None
    as_json: bool = False


def make(asked: Asked) -> None:
    """Draw, and answer. Raises FaultsError."""
    places, faults = read_points(asked.frame), Faults()
    excluded: tuple[Exclusion, ...] = ()
    try:
        excluded = read_exclusions(asked.exclude, places) if asked.exclude else ()
    except FaultsError as error:
        faults.take(error)
    frame, out = frame_of(places), {exclusion.point for exclusion in excluded}
    try:
        quotas = (
            read_quotas(asked.quotas, places, out)
            if asked.quotas
            else proportional(
                frame.filter(~pl.col("point").is_in(list(out))), asked.total, asked.minimum
            )
        )
        faults.raise_if_any()
        _give(draw(frame, asked.seed, quotas, excluded), places, asked)
    except FaultsError as error:
        raise _together(faults, error) from None
    except DrawError as error:
        raise _refused(asked.frame, error, faults) from None


def repeat(asked: Asked, record: Path) -> int:
    """Repeat a draw from its record and say what differs; the exit code. Raises FaultsError."""
    said = verify(_record(record), frame_of(read_points(asked.frame)))
    lines = [say(_chinese(line), line) for line in said]
    if asked.as_json:
        answer({"record": str(record), "differences": lines})
    else:
        for line in lines:
            click.echo(line)
        click.echo(
            say("与重抽不符", "the record differs from the draw repeated")
            if lines
            else say("与重抽一致", "the draw repeated gives the same points")
        )
    return DIFFERENT if lines else OK


def exchange(asked: Asked, record: Path, point: str, reason: str) -> None:
    """Replace a point that could not be visited by the next in order. Raises FaultsError."""
    places = read_points(asked.frame)
    try:
        _give(replace(_record(record), point, reason), places, asked)
    except DrawError as error:
        raise _refused(record, error, Faults()) from None


def _record(path: Path) -> Record:
    try:
        return Record.model_validate_json(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, ValidationError):
        raise FaultsError([Fault(str(path), sentences.no_record())]) from None


def _give(record: Record, places: Mapping[str, Place], asked: Asked) -> None:
    """The record and the points to visit: into a folder, as JSON, or as CSV."""
    visited = _table(record, places)
    if asked.out is not None:
        with saving.whole_folder(asked.out) as folder:
            (folder / "record.json").write_text(record.model_dump_json(indent=2), "utf-8")
            saving.write_csv(visited, folder / "points.csv")
    if asked.as_json:
        answer(record.model_dump())
    elif asked.out is None:
        click.echo(visited.write_csv(), nl=False)
    else:
        count, out = len(visited), asked.out
        click.echo(say(f"抽出 {count} 个点位，在 {out}", f"{count} points drawn; see {out}"))


def _table(record: Record, places: Mapping[str, Place]) -> pl.DataFrame:
    """The points to visit, in the order of area, kind and draw."""
    known = {point.point: point for point in (*record.sample, *record.reserves)}
    rows = [_row(known[id_], places.get(id_)) for id_ in record.visited()]
    columns = ("area", "point_type", "order", "point", "title", "unit", "probability")
    return pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)


def _row(point: Point, place: Place | None) -> tuple[object, ...]:
    title, unit = ("", "") if place is None else (str(place.title), place.unit)
    where = (point.area, point.point_type, point.order, point.point)
    return (*where, title, unit, point.probability)


def _together(faults: Faults, error: FaultsError) -> FaultsError:
    if faults:
        faults.take(error)
        return faults.error()
    return error


def _refused(path: Path, error: DrawError, faults: Faults) -> FaultsError:
    """The reasons of the engine as faults of a file."""
    for line in str(error).splitlines():
        remedy = "; change --total or --minimum" if "cannot be drawn: the least" in line else ""
        faults.add(Fault(str(path), Sentence(_chinese(line), line + remedy)))
    return faults.error()


def _chinese(line: str) -> str:
    for pattern, text in _CHINESE.items():
        if found := re.fullmatch(pattern, line):
            terms: Sequence[str] = found.groups()
            return text.format(*(_chinese(term) for term in terms))
    return line
