"""Tables out: workbooks and CSV, row by row, with nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

from chuangcheng.ground.sheets.sheet import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook with one sheet: bold headings that stay in view, then the rows."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"constant_memory": True}) as book:
        _fill(book, title, headings, rows)
    return buffer.getvalue()


def template(sheet: Sheet, rows: Iterable[Sequence[object]] = ()) -> bytes:
    """A workbook to fill in: the sheet's columns, and a second sheet that explains them."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"constant_memory": True}) as book:
        headings = [f"{c.words}{' *' if c.required else ''}" for c in sheet.columns]
        _fill(book, str(sheet.words), headings, rows)
        _fill(book, _("说明"), [_("列"), _("必填"), _("怎么填"), _("可选值")], _legend(sheet))
    return buffer.getvalue()


def comma_separated(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file that Excel opens as UTF-8."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([_harmless(heading) for heading in headings])
    writer.writerows([_harmless(printed(cell)) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def download(content: bytes, name: str, kind: str = XLSX) -> HttpResponse:
    """A file to be saved under this name."""
    header = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": header})


def _fill(
    book: Workbook, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    page = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bottom": 1})
    page.freeze_panes(1, 1)
    page.set_column(0, len(headings), 18)
    for place, heading in enumerate(headings):
        page.write_string(0, place, heading, bold)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            _put(page, number, place, cell)


def _put(page: Worksheet, row: int, column: int, cell: object) -> None:
    said = cell if isinstance(cell, str) else printed(cell)
    # Text is always written as text: a name that begins with = must not become a formula.
    if not isinstance(said, str):
        page.write_number(row, column, said)
    elif said:
        page.write_string(row, column, said)


def printed(cell: object) -> str | float:  # noqa: PLR0911  # one for each kind of value
    """A value as it stands in a cell: text, or a number."""
    match cell:
        case None:
            return ""
        case bool():
            return _("是") if cell else _("否")
        case int() | float():
            return cell
        case Decimal():
            return float(cell)
        case datetime():
            return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.isoformat()
        case list() | tuple() | set() | frozenset():
            return "、".join(str(part) for part in cell)
    return str(cell)


def _harmless(cell: str | float) -> str | float:
    # A leading quote keeps a spreadsheet from running a cell of a CSV file as a formula.
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell


def _legend(sheet: Sheet) -> Iterable[Sequence[object]]:
    for column in sheet.columns:
        allowed = [member.label for member in column.choices] if column.choices else []
        yield str(column.words), column.required, str(column.help), allowed
