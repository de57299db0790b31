"""A framework as a workbook: a sheet for each of its lists, and a column for each parent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from chuangcheng.engine.framework import Framework, Method
from chuangcheng.tables.faults import Lang
from chuangcheng.tables.frameworks.answertitles import spread
from chuangcheng.tables.frameworks.cellwords import said
from chuangcheng.tables.frameworks.layout import Sheet, sheets

Row = dict[str, Any]
_WIDEST = 60


def write_workbook(framework: Framework, path: Path, lang: Lang = "zh") -> None:
    """Write the workbook; it reads back as the same framework."""
    rows = _rows(framework)
    with xlsxwriter.Workbook(path) as book:
        writer = _Writer(book, lang)
        for name, sheet in sheets().items():
            writer.write(sheet, rows[name])


class _Writer:
    """Writes sheets into a workbook, with headers in one language."""

    def __init__(self, book: xlsxwriter.Workbook, lang: Lang) -> None:
        self._book, self._lang = book, lang
        self._header = book.add_format({"bold": True, "bg_color": "#F2F2F2", "border": 1})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def write(self, sheet: Sheet, rows: list[Row]) -> None:
        """A sheet, its fields along the top or down the side."""
        page = self._book.add_worksheet(sheet.called(self._lang))
        if sheet.upright:
            self._down(page, sheet, rows[0])
        else:
            self._along(page, sheet, rows)

    def _along(self, page: Worksheet, sheet: Sheet, rows: list[Row]) -> None:
        page.freeze_panes(1, 1)
        for column, field in enumerate(sheet.fields):
            cells = [said(field.kind, _at(row, field.field)) for row in rows]
            widest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
            page.set_column(column, column, min(max(widest, 8) + 4, _WIDEST), self._wrapped)
            page.write_string(0, column, field.called(self._lang), self._header)
            for row, cell in enumerate(cells, 1):
                _write_cell(page, row, column, cell)

    def _down(self, page: Worksheet, sheet: Sheet, row: Row) -> None:
        page.set_column(0, 0, 20)
        page.set_column(1, 1, _WIDEST, self._wrapped)
        for number, field in enumerate(sheet.fields):
            page.write_string(number, 0, field.called(self._lang), self._header)
            _write_cell(page, number, 1, said(field.kind, _at(row, field.field)))


def _write_cell(page: Worksheet, row: int, column: int, cell: str | float | None) -> None:
    """A number as a number, unless a workbook would lose its last digit."""
    if isinstance(cell, float) and float(f"{cell:.16G}") == cell:
        page.write_number(row, column, cell)
    elif cell is not None:
        page.write_string(row, column, repr(cell) if isinstance(cell, float) else cell)


def _at(row: Row, field: str) -> Any:  # noqa: ANN401  # any field of the model
    value: Any = row
    for step in field.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _rows(framework: Framework) -> dict[str, list[Row]]:
    """The rows of each sheet as mappings of the model's fields."""
    whole = framework.model_dump()
    lists = ("basis", "items", "batteries", "point_types", "sanctions")
    return {
        "framework": [whole],
        "methods": list(_methods(framework.methods, "")),
        "tree": list(_tree(framework)),
        "parts": [
            {**spread(part.model_dump()), "standard": standard.id}
            for standard in framework.standards()
            for part in standard.parts
        ],
        **{name: [spread(row) for row in whole[name]] for name in lists},
    }


def _methods(methods: Iterable[Method], parent: str) -> Iterator[Row]:
    for method in methods:
        yield {**method.model_dump(), "parent": parent}
        yield from _methods(method.methods, method.id)


def _tree(framework: Framework) -> Iterator[Row]:
    for project in framework.projects:
        yield {**project.model_dump(), "parent": ""}
        for content in project.contents:
            yield {**content.model_dump(), "parent": project.id}
            for standard in content.standards:
                yield {**standard.model_dump(), "parent": content.id}
