"""What a file would change, cell by cell: as it was, as it would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from chuangcheng.ground.sheets.sheet import Sheet
from chuangcheng.ground.sheets.writing import printed
from chuangcheng.ground.words import listed

#: What a row says, in the order of the sheet's columns and as its export says it.
Cells = Sequence[object]


class Planned(Protocol):
    """A row that a plan would make or change, with all that it names looked up."""

    @property
    def number(self) -> int:
        """The row's number in the file."""

    def cells(self) -> Cells:
        """The row as it would be."""

    def was(self) -> Cells | None:
        """The row as it is there, None where it is new."""


@dataclass(frozen=True)
class Change:
    """One cell that is to change."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One row of a file that makes something or changes it; what it makes has no changes."""

    number: int
    name: str
    changes: tuple[Change, ...]


def lines(sheet: Sheet, rows: Iterable[Planned]) -> list[Line]:
    """What rows of a plan would make or change, in words."""
    return [
        Line(row.number, _name(sheet, row.cells()), tuple(_changes(sheet, row))) for row in rows
    ]


def _name(sheet: Sheet, cells: Cells) -> str:
    pairs = zip(sheet.columns, cells, strict=True)
    named = (_text(cell) for column, cell in pairs if column.key in sheet.keys)
    return listed(part for part in named if part)


def _changes(sheet: Sheet, row: Planned) -> Iterator[Change]:
    was = row.was()
    if was is None:
        return
    for column, old, new in zip(sheet.columns, was, row.cells(), strict=True):
        if old != new and column.key not in sheet.keys:
            yield Change(str(column.words), _text(old) or "—", _text(new) or "—")


def _text(value: object) -> str:
    said = printed(value)
    return said if isinstance(said, str) else str(said).removesuffix(".0")
