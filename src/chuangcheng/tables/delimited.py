"""Delimited text (CSV): any of the usual encodings and separators, checked before it is parsed.

A file is first walked through in small pieces, so that a cell of two gigabytes is refused without
ever being held.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Fault, FaultsError
from chuangcheng.tables.sources import LONGEST_CELL, Rows

#: A record may be some cells long; one that fills a whole piece without ending is refused.
_PIECE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", ";", "\t")


def read_delimited(path: Path) -> Rows:
    """A text file's rows, every cell as text and empty cells as null. Raises FaultsError."""
    name = str(path)
    even = _walk(path, _marked(path))
    encoding = _encoding(path)
    head = _first_record(path, encoding)
    if not any(cell.strip() for cell in head.cells):
        raise FaultsError([Fault(name, sentences.empty())])
    frame = _parsed(path, encoding, head, quickly=even)
    columns = {old: str(place) for place, old in enumerate(frame.columns)}
    numbered = frame.rename(columns).with_row_index("row", offset=2)
    return Rows(name, tuple(head.cells), numbered.lazy())


@dataclass(frozen=True)
class _Head:
    cells: list[str]
    separator: str


def _bytes(path: Path) -> Iterator[bytes]:
    """The file as it is, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _pieces(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8 without a mark at its start, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for piece in _bytes(path):
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


def _marked(path: Path) -> str | None:
    """The encoding that a mark at the start of the file names, if any."""
    with path.open("rb") as file:
        start = file.read(4096)
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), None)
    if marked is None and b"\0" in start.partition(b"\n")[0]:
        raise FaultsError([Fault(str(path), sentences.broken("CSV"))])
    return marked


def _encoding(path: Path) -> str:
    """The first encoding that fits the whole file."""
    marked = _marked(path)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            for _ in _pieces(path, encoding):
                pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise FaultsError([Fault(str(path), sentences.unknown_encoding())])


def _walk(path: Path, marked: str | None) -> bool:
    """Refuse a record that never ends, and say whether quotes pair and lines end as usual.

    Quotes and line ends are the same bytes in UTF-8 and GB18030, and within no other character.
    """
    quoted, records, quiet = False, 0, 0
    for piece in _pieces(path, marked) if marked == "utf-16" else _bytes(path):
        stretches = piece.split(b'"')
        outside = b'"'.join(stretches[int(quoted) :: 2])
        ended = outside.count(b"\n")
        quoted ^= len(stretches) % 2 == 0
        records += ended
        quiet = 0 if ended else quiet + len(piece)
        if quiet >= _PIECE:
            fault = sentences.open_quote() if quoted else sentences.too_long(LONGEST_CELL)
            raise FaultsError([Fault(str(path), fault, row=records + 1)])
    return not quoted and records > 0


def _first_record(path: Path, encoding: str) -> _Head:
    start = b"".join(piece for piece, _ in zip(_pieces(path, encoding), range(2), strict=False))
    line = next(iter(start.decode(errors="ignore").splitlines()), "")
    separator = max(_SEPARATORS, key=line.count)
    reader = csv.reader(io.StringIO(start.decode(errors="ignore"), ""), delimiter=separator)
    return _Head(next(reader, []), separator)


def _parsed(path: Path, encoding: str, head: _Head, *, quickly: bool) -> pl.DataFrame:
    """The cells below the header; what is odd about a file is found out row by row."""
    try:
        if not quickly:
            return _slowly(path, encoding, head)
        frame = pl.read_csv(_utf8(path, encoding), separator=head.separator, infer_schema=False)
    except pl.exceptions.NoDataError:
        raise FaultsError([Fault(str(path), sentences.empty())]) from None
    except pl.exceptions.PolarsError:
        return _slowly(path, encoding, head)
    _raise_long_cells(path, head, frame)
    return frame


def _slowly(path: Path, encoding: str, head: _Head) -> pl.DataFrame:
    """The same by the rules that spreadsheets write by: a quote within a cell is only a quote.

    Raises FaultsError naming the row whose quotes do not hold, and every row with more cells than
    the header.
    """
    text = io.TextIOWrapper(io.BytesIO(b"".join(_pieces(path, encoding))), "utf-8", newline="")
    rows: list[list[str]] = []
    try:
        rows += csv.reader(text, delimiter=head.separator, strict=True)
    except csv.Error as error:
        say = sentences.too_long(LONGEST_CELL) if "limit" in str(error) else sentences.bad_quotes()
        raise FaultsError([Fault(str(path), say, row=len(rows) + 1)]) from None
    _raise_longer_rows(path, head, rows)
    wanted = range(len(head.cells))
    cells = {str(n): [row[n] if n < len(row) else "" for row in rows[1:]] for n in wanted}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    _raise_long_cells(path, head, frame)
    return frame


def _utf8(path: Path, encoding: str) -> Path | io.BytesIO:
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    return io.BytesIO(b"".join(_pieces(path, encoding)))


def _raise_longer_rows(path: Path, head: _Head, rows: list[list[str]]) -> None:
    wanted = len(head.cells)
    longer = [
        Fault(str(path), sentences.more_cells(len(cells), wanted), row=number)
        for number, cells in enumerate(rows, 1)
        if any(cell.strip() for cell in cells[wanted:])
    ]
    if longer:
        raise FaultsError(longer)


def _raise_long_cells(path: Path, head: _Head, frame: pl.DataFrame) -> None:
    long = [
        Fault(str(path), sentences.too_long(LONGEST_CELL), row=int(row) + 2, column=name)
        for name, column in zip(head.cells, frame.iter_columns(), strict=False)
        for row in (column.str.len_bytes() > LONGEST_CELL).arg_true()
    ]
    if long:
        raise FaultsError(long)
