"""What `chuangcheng draw` does: draw points, repeat a draw, replace a point."""

from __future__ import annotations

from collections.abc import Mapping
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
    lines = [say(reason.zh, reason.en) for reason in said]
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
    for reason in error.reasons:
        faults.add(Fault(str(path), Sentence(reason.zh, reason.en)))
    return faults.error()
