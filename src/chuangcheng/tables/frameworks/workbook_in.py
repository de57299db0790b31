"""A framework from a workbook, with the sheet, row and column of everything in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chuangcheng.engine.reasons import Path as Steps
from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Fault, FaultsError, Sentence
from chuangcheng.tables.frameworks.answertitles import gathered
from chuangcheng.tables.frameworks.cellwords import meant
from chuangcheng.tables.frameworks.layout import Sheet, sheets
from chuangcheng.tables.registers import circles
from chuangcheng.tables.workbooks import Cells
from chuangcheng.tables.workbooks import sheets as read_sheets

_NEEDED = ("framework", "methods", "tree", "parts", "items")
_LEVELS = ("contents", "standards")
_LISTS = ("basis", "items", "batteries", "point_types", "sanctions")

Data = dict[str, Any]


@dataclass(frozen=True)
class _Page:
    """A sheet as found: what it is called there, and the header of each field it has."""

    sheet: Sheet
    called: str
    headers: dict[str, str]


@dataclass(frozen=True)
class _Row:
    """A row of a sheet, its cells by the fields they hold."""

    page: _Page
    number: int
    cells: dict[str, Any]

    def data(self, *besides: str) -> Data:
        """The filled cells as the model nests them."""
        found: Data = {}
        for name, cell in self.cells.items():
            if name not in besides:
                *outer, last = name.split(".")
                inside = found
                for step in outer:
                    inside = inside.setdefault(step, {})
                inside[last] = cell
        return found


@dataclass
class _Book:
    """What the workbook says, and where: the row of every path in the model."""

    file: str
    data: Data = field(default_factory=dict)
    rows: dict[Steps, _Row] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, steps: Steps, sentence: Sentence) -> Fault:
        """A fault at the row nearest to a path in the model, and its column if it has one."""
        length = next((n for n in range(len(steps), 0, -1) if steps[:n] in self.rows), 0)
        row = self.rows.get(steps[:length])
        if row is None:
            return Fault(self.file, sentence)
        header = _header(row.page, steps[length:])
        if row.page.sheet.upright:
            number = _upright_row(row, steps[length:])
            return Fault(self.file, sentence, number, "", row.page.called)
        return Fault(self.file, sentence, row.number, header, row.page.called)

    def wrong(self, row: _Row, name: str, sentence: Sentence) -> None:
        """A fault of the sheets themselves."""
        header = row.page.headers.get(name, name)
        self.faults.append(Fault(self.file, sentence, row.number, header, row.page.called))


def read_framework_workbook(path: Path) -> _Book:
    """What a workbook says of a framework, for the model to check.

    Raises FaultsError when sheets are missing or the trees in them do not hold.
    """
    book = _Book(str(path))
    found = _pages(book, read_sheets(path))
    by_name = {name: list(rows) for name, rows in found.items()}
    if not book.faults:
        _top(book, by_name["framework"])
        _methods(book, by_name["methods"])
        _tree(book, by_name["tree"], by_name["parts"])
        for name in _LISTS:
            _list(book, name, by_name.get(name, []))
    if book.faults:
        raise FaultsError(book.faults)
    return book


def _pages(book: _Book, cells: dict[str, Cells]) -> dict[str, Iterable[_Row]]:
    found: dict[str, Iterable[_Row]] = {}
    for sheet in sheets().values():
        called = next((name for name in cells if name.strip() in sheet.spellings()), None)
        if called is not None:
            read = _upright if sheet.upright else _rows
            found[sheet.name] = read(book, sheet, called, cells[called])
        elif sheet.name in _NEEDED:
            book.faults.append(Fault(book.file, sentences.missing_sheet(sheet.zh, sheet.name)))
    return found


def _rows(book: _Book, sheet: Sheet, called: str, cells: Cells) -> list[_Row]:
    header = cells[0] if cells else []
    fields = [sheet.named(text) if text.strip() else None for text in header]
    page = _Page(sheet, called, {f.field: t for f, t in zip(fields, header, strict=True) if f})
    unknown = [t for f, t in zip(fields, header, strict=True) if f is None and t.strip()]
    book.faults += [Fault(book.file, sentences.strange_column(t), 1, t, called) for t in unknown]
    rows = []
    for number, line in enumerate(cells[1:], 2):
        filled = {
            f.field: meant(f.kind, cell)
            for f, cell in zip(fields, line, strict=True)
            if f is not None and cell.strip()
        }
        if filled:
            rows.append(_Row(page, number, filled))
    return rows


def _upright(book: _Book, sheet: Sheet, called: str, cells: Cells) -> list[_Row]:
    """The first sheet: a field in each row, so one row of the model."""
    filled, headers = {}, {}
    for number, line in enumerate(cells, 1):
        known = sheet.named(line[0]) if line else None
        if known is None and line and line[0].strip():
            book.faults.append(
                Fault(book.file, sentences.strange_column(line[0]), number, "", called)
            )
        elif known is not None:
            headers[known.field] = str(number)
            if len(line) > 1 and line[1].strip():
                filled[known.field] = meant(known.kind, line[1])
    return [_Row(_Page(sheet, called, headers), 1, filled)]


def _header(page: _Page, steps: Sequence[str | int]) -> str:
    """The header of the column that holds a field below a row."""
    names = [str(step) for step in steps]
    meeting = [field for field in page.headers if _stands_in(field.split("."), names)]
    return page.headers[max(meeting, key=lambda field: field.count("."))] if meeting else ""


def _stands_in(field: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the steps of a field stand among the names in that order, the first at the front."""
    left = iter(names)
    return field[:1] == list(names[:1]) and all(step in left for step in field)


def _upright_row(row: _Row, steps: Sequence[str | int]) -> int | None:
    number = _header(row.page, steps)
    return int(number) if number else None


def _top(book: _Book, rows: list[_Row]) -> None:
    book.data.update(rows[0].data())
    book.rows[()] = rows[0]


def _list(book: _Book, name: str, rows: list[_Row]) -> None:
    book.data[name] = [gathered(row.data()) for row in rows]
    book.rows |= {(name, place): row for place, row in enumerate(rows)}


def _children(book: _Book, rows: list[_Row]) -> dict[str, list[_Row]]:
    """Rows by their parent; a double id, an unknown parent or a circle is a fault."""
    first: dict[str, _Row] = {}
    for row in rows:
        id_ = row.cells.get("id", "")
        if id_ in first:
            book.wrong(row, "id", sentences.used_twice(id_, first[id_].number))
        first.setdefault(id_, row)
    parents = {id_: row.cells.get("parent", "") for id_, row in first.items()}
    for way in circles(parents):
        book.wrong(first[way[0]], "parent", sentences.goes_round(way))
    children: dict[str, list[_Row]] = {}
    for row in rows:
        parent = row.cells.get("parent", "")
        if parent and parent not in first:
            book.wrong(row, "parent", sentences.unknown_entry(("上级", "parent"), parent, ""))
        children.setdefault(parent, []).append(row)
    return children


def _methods(book: _Book, rows: list[_Row]) -> None:
    children = _children(book, rows)

    def below(parent: str, steps: Steps) -> Iterator[Data]:
        for place, row in enumerate(children.get(parent, [])):
            here: Steps = (*steps, "methods", place)
            book.rows[here] = row
            yield {
                **row.data("parent"),
                "methods": list(below(str(row.cells.get("id", "")), here)),
            }

    if not book.faults:
        book.data["methods"] = list(below("", ()))


def _tree(book: _Book, rows: list[_Row], parts: list[_Row]) -> None:
    """Projects, contents and standards by their depth, and the parts of each standard."""
    children = _children(book, rows)
    known = {row.cells.get("id") for row in rows}
    of_standard: dict[str, list[_Row]] = {}
    for row in parts:
        standard = row.cells.get("standard", "")
        of_standard.setdefault(standard, []).append(row)
        if standard not in known:
            say = sentences.unknown_entry(("测评标准", "standard"), standard, "")
            book.wrong(row, "standard", say)

    def below(parent: str, steps: Steps, depth: int) -> Iterator[Data]:
        for place, row in enumerate(children.get(parent, [])):
            here: Steps = (*steps, ("projects", *_LEVELS)[depth], place)
            book.rows[here] = row
            id_ = str(row.cells.get("id", ""))
            data = row.data("parent")
            if depth < len(_LEVELS):
                data[_LEVELS[depth]] = list(below(id_, here, depth + 1))
                misplaced = of_standard.get(id_, [])
            else:
                data["parts"] = [
                    _part(book, part, here, n) for n, part in enumerate(of_standard.get(id_, []))
                ]
                misplaced = children.get(id_, [])
            for wrong in misplaced:
                name = "standard" if depth < len(_LEVELS) else "parent"
                book.wrong(wrong, name, sentences.wrong_level(id_))
            yield data

    if not book.faults:
        book.data["projects"] = list(below("", (), 0))


def _part(book: _Book, row: _Row, steps: Steps, place: int) -> Data:
    book.rows[(*steps, "parts", place)] = row
    return gathered(row.data("standard"))
