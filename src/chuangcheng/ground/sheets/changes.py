"""What a file would change, cell by cell: as it was, as it would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chuangcheng.ground.sheets.columns import Column, UnreadableError
from chuangcheng.ground.sheets.sheet import Row, Sheet
from chuangcheng.ground.sheets.writing import printed
from chuangcheng.ground.words import listed

Key = tuple[str, ...]
#: A cell as a person reads it, and what it holds.
Cell = tuple[str, object]


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


def lines(sheet: Sheet, rows: Iterable[Row], there: Iterable[Sequence[object]]) -> Iterator[Line]:
    """The rows of a file that say something else than what is there, in the file's order."""
    known = dict(_known(sheet, there))
    for row in rows:
        key = tuple(_text(row[name]) for name in sheet.keys)
        was = known.get(tuple(part.casefold() for part in key))
        changes = tuple(_changes(sheet, row, was)) if was else ()
        if changes or not was:
            yield Line(row.number, listed(part for part in key if part), changes)


def _known(
    sheet: Sheet, there: Iterable[Sequence[object]]
) -> Iterator[tuple[Key, Mapping[str, Cell]]]:
    for exported in there:
        cells = {
            column.key: _held(column, _text(cell))
            for column, cell in zip(sheet.columns, exported, strict=True)
        }
        yield tuple(_text(cells[name][1]).casefold() for name in sheet.keys), cells


def _held(column: Column, text: str) -> Cell:
    try:
        return text, column.value(text)
    except UnreadableError:  # kept before the sheet asked for it
        return text, None


def _changes(sheet: Sheet, row: Row, was: Mapping[str, Cell]) -> Iterator[Change]:
    for column in sheet.columns:
        old, held = was[column.key]
        if column.key not in sheet.keys and held != row[column.key]:
            yield Change(str(column.words), old or "—", _shown(column, row[column.key]) or "—")


def _shown(column: Column, value: object) -> str:
    labels = dict(column.choices.choices) if column.choices else {}
    return str(labels[value]) if value in labels else _text(value)


def _text(value: object) -> str:
    said = printed(value)
    return said if isinstance(said, str) else str(said).removesuffix(".0")
