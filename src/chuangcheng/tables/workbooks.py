"""Sheets of workbooks (.xlsx) as rows of text, with the row numbers that Excel shows."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import python_calamine as calamine

from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Fault, FaultsError
from chuangcheng.tables.sources import LONGEST_CELL, Epoch, Rows

#: What a workbook may unpack to; a full sheet of eleven columns is far below.
LARGEST = 1 << 30
#: Of how many files a workbook may be made; one of an office has some dozens.
MOST_PARTS = 2_000
#: Offices put a title above the header; it is looked for in the first rows.
_HEADER_WITHIN = 5

Cells = list[list[str]]


def sheets(path: Path) -> dict[str, Cells]:
    """Every sheet's cells as text, from the first cell on. Raises FaultsError."""
    _refuse_oversize(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        found = {name: book.get_sheet_by_name(name) for name in book.sheet_names}
        return {name: _as_text(sheet) for name, sheet in found.items()}
    except (calamine.CalamineError, OSError):
        raise FaultsError([Fault(str(path), sentences.broken("xlsx"))]) from None


def read_workbook(path: Path, known: Callable[[Sequence[str]], int]) -> Rows:
    """The rows of the first sheet whose header is known, else of the first sheet.

    `known` says how many of some headers it understands. Raises FaultsError.
    """
    book = sheets(path)
    scored = [
        (known(row), -number, -place, name)
        for place, (name, cells) in enumerate(book.items())
        for number, row in enumerate(cells[:_HEADER_WITHIN])
    ]
    if not scored:
        raise FaultsError([Fault(str(path), sentences.empty())])
    _, number, _, name = max(scored, key=lambda entry: (entry[0], entry[2], entry[1]))
    header, below = book[name][-number], book[name][1 - number :]
    _refuse_long_cells(path, name, header, below, first=2 - number)
    columns = {str(i): [row[i] or None for row in below] for i in range(len(header))}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    numbered = frame.with_row_index("row", offset=2 - number)
    return Rows(str(path), tuple(header), numbered.lazy(), name, epoch(path))


def epoch(path: Path) -> Epoch:
    """The year from which the workbook counts days."""
    try:
        with zipfile.ZipFile(path) as archive:
            head = archive.read("xl/workbook.xml")
    except (KeyError, zipfile.BadZipFile):
        return 1900
    return 1904 if b'date1904="1"' in head or b'date1904="true"' in head else 1900


def _refuse_oversize(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise FaultsError([Fault(str(path), sentences.too_many_parts(MOST_PARTS))])
    if sum(entry.file_size for entry in entries) > LARGEST:
        raise FaultsError([Fault(str(path), sentences.too_big(LARGEST))])


def _refuse_long_cells(path: Path, sheet: str, header: list[str], below: Cells, first: int) -> None:
    long = [
        Fault(str(path), sentences.too_long(LONGEST_CELL), row, header[place], sheet)
        for row, cells in enumerate(below, first)
        for place, cell in enumerate(cells)
        if len(cell) * 4 > LONGEST_CELL and len(cell.encode()) > LONGEST_CELL
    ]
    if long:
        raise FaultsError(long)


def _as_text(sheet: calamine.CalamineSheet) -> Cells:
    return [
        [cell if isinstance(cell, str) else _text(cell) for cell in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]


def _text(cell: object) -> str:
    """A cell as its owner would type it."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    return str(cell)
