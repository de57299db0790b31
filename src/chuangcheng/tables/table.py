"""Several files as one table: columns found by any of their names, faults kept with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from chuangcheng.tables import cells, sentences, sources
from chuangcheng.tables.columnar import read_parquet
from chuangcheng.tables.delimited import read_delimited
from chuangcheng.tables.faults import Fault, Faults, FaultsError, Sentence
from chuangcheng.tables.sources import Rows
from chuangcheng.tables.words import aliases, canonical, plain
from chuangcheng.tables.workbooks import read_workbook

_UNFIT = (pl.List, pl.Array, pl.Struct, pl.Binary, pl.Object)


@dataclass(frozen=True)
class Column:
    """A column that is looked for; `wanted` means a file without it is refused."""

    name: str
    kind: Literal["text", "number", "moment"] = "text"
    wanted: bool = False

    @property
    def raw(self) -> str:
        """Where the text of a number or moment stays, to be quoted when it cannot be read."""
        return f"{self.name}?"


@dataclass(frozen=True)
class Table:
    """The rows of all files: `file` (its number), `row`, the columns, and the raw text of some.

    Empty cells are null, numbers floats, moments naive local datetimes; what could not be read is
    null while its raw text is not.
    """

    columns: tuple[Column, ...]
    files: tuple[Rows, ...]
    frame: pl.LazyFrame

    def fault(self, file: int, row: int, column: str, sentence: Sentence) -> Fault:
        """A fault at a cell, the column called as its file calls it."""
        rows = self.files[file]
        place = _places(rows.headers).get(column)
        header = column if place is None else rows.headers[place].strip()
        return Fault(rows.file, sentence, row, header, rows.sheet)

    def collect(self, frames: Sequence[pl.LazyFrame]) -> list[pl.DataFrame]:
        """Frames made from this table; raises FaultsError when a file breaks off inside."""
        try:
            return pl.collect_all(frames, engine="streaming")
        except (pl.exceptions.PolarsError, OSError):
            broken = [rows for rows in self.files if not _reads(rows)]
            if not broken:
                raise
            name = "Parquet"
            raise FaultsError(Fault(rows.file, sentences.broken(name)) for rows in broken) from None


def read_table(
    paths: Iterable[Path], columns: Sequence[Column], *, may_be_empty: bool = False
) -> Table:
    """Read files and folders. Raises FaultsError with what is wrong with all of them."""
    faults, read = Faults(), []
    for path in sources.listed(paths, faults):
        try:
            rows = read_rows(path, [column.name for column in columns])
            _check_header(rows, columns)
            read.append(rows)
        except FaultsError as error:
            faults.take(error)
    faults.raise_if_any()
    frames = [_chosen(rows, columns, number) for number, rows in enumerate(read)]
    table = Table(tuple(columns), tuple(read), pl.concat(frames))
    if not may_be_empty:
        _refuse_empty(table)
    return table


def read_rows(path: Path, names: Sequence[str]) -> Rows:
    """One file's rows, by what its name ends in. Raises FaultsError."""
    ending = path.suffix.lower()
    readers: dict[tuple[str, ...], Callable[[], Rows]] = {
        sources.TEXT: lambda: read_delimited(path),
        sources.PARQUET: lambda: read_parquet(path),
        sources.WORKBOOK: lambda: read_workbook(
            path, lambda headers: len(_places(headers).keys() & set(names))
        ),
    }
    reader = next((read for endings, read in readers.items() if ending in endings), None)
    if reader is None:
        raise FaultsError([Fault(str(path), sentences.unknown_format())])
    try:
        return reader()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise FaultsError([Fault(str(path), sentences.unreadable(reason))]) from None


def _places(headers: Sequence[str]) -> dict[str, int]:
    """Where each column stands; of two that mean the same, the first."""
    found: dict[str, int] = {}
    for place, header in enumerate(headers):
        found.setdefault(_meaning(header), place)
    return found


def _meaning(header: str) -> str:
    return canonical("headers").get(plain(header.lstrip("\ufeff")), plain(header))


def _check_header(rows: Rows, columns: Sequence[Column]) -> None:
    places = _places(rows.headers)
    faults = [
        Fault(
            rows.file,
            sentences.missing_column(column.name, aliases("headers").get(column.name, ())),
            row=1,
            sheet=rows.sheet,
        )
        for column in columns
        if column.wanted and column.name not in places
    ]
    types = list(rows.frame.collect_schema().items())[1:]
    for place, header in enumerate(rows.headers):
        name = _meaning(header)
        if name not in {column.name for column in columns}:
            continue
        if places[name] != place:
            first = rows.headers[places[name]]
            faults.append(Fault(rows.file, sentences.doubled_column(first, header), 1, header))
        elif isinstance(types[place][1], _UNFIT):
            unfit = sentences.unfit_column(str(types[place][1]))
            faults.append(Fault(rows.file, unfit, 1, header))
    if faults:
        raise FaultsError(faults)


def _chosen(rows: Rows, columns: Sequence[Column], number: int) -> pl.LazyFrame:
    """The columns by their canonical names; text rows without any cell filled are left out."""
    places, schema = _places(rows.headers), rows.frame.collect_schema()
    wanted = [pl.lit(number, pl.UInt32).alias("file"), pl.col("row").cast(pl.UInt32)]
    for column in columns:
        place = places.get(column.name)
        kind = None if place is None else schema[str(place)]
        wanted += _read(column, _filled(str(place), kind, strip=not rows.typed), kind, rows.epoch)
    filled = [_filled(str(place), pl.String()).is_not_null() for place in places.values()]
    frame = rows.frame if rows.typed else rows.frame.filter(pl.any_horizontal(filled))
    return frame.select(wanted)


def _filled(place: str, kind: pl.DataType | None, *, strip: bool = True) -> pl.Expr:
    """A column's cells, empty text as null."""
    if kind is None:
        return pl.lit(None, pl.String)
    if kind != pl.String:
        return pl.col(place)
    text = pl.col(place).str.strip_chars() if strip else pl.col(place)
    return pl.when(text != "").then(text)


def _read(
    column: Column, cell: pl.Expr, kind: pl.DataType | None, epoch: sources.Epoch
) -> list[pl.Expr]:
    """A column's expression, and beside a number or moment the text it was read from."""
    if column.kind == "text":
        return [cell.cast(pl.String).alias(column.name)]
    raw = cell.cast(pl.String)
    if column.kind == "number":
        value, plainly = cells.number(cell), kind is not None and kind.is_float()
    elif kind is not None and kind.is_temporal():
        zoned = isinstance(kind, pl.Datetime) and kind.time_zone is not None
        value, plainly = cells.local(cell) if zoned else cell.cast(cells.MOMENT), True
    else:
        value, plainly = cells.moment(raw, epoch), False
    shown = pl.when(value.is_null()).then(raw) if plainly else raw
    return [value.alias(column.name), shown.alias(column.raw)]


def _refuse_empty(table: Table) -> None:
    counted = table.frame.group_by("file").agg(pl.len())
    filled = set(table.collect([counted])[0]["file"])
    empty = [rows for number, rows in enumerate(table.files) if number not in filled]
    if empty:
        raise FaultsError(Fault(rows.file, sentences.empty(), sheet=rows.sheet) for rows in empty)


def _reads(rows: Rows) -> bool:
    try:
        rows.frame.select(pl.all().count()).collect(engine="streaming")
    except (pl.exceptions.PolarsError, OSError):
        return False
    return True
