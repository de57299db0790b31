"""An uploaded file as headings and rows of cells."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from chuangcheng.ground.sheets.columns import Cell

MAX_BYTES = 20 * 1024**2
MAX_UNPACKED = 400 * 1024**2
MAX_ROWS = 200_000


@dataclass(frozen=True)
class Grid:
    """The first table of a file: its headings, and its rows with their numbers in the file."""

    headings: list[str]
    rows: list[tuple[int, list[Cell]]]


def read(name: str, content: bytes) -> Grid:
    """The table in a workbook or CSV file. Raises ValidationError with one clear sentence."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("文件超过 20 MB，请拆成几个文件。"))
    table = _csv(content) if name.lower().endswith(".csv") else _workbook(content)
    if not table:
        raise ValidationError(_("文件里没有内容，请先下载模板填写。"))
    if len(table) > MAX_ROWS:
        raise ValidationError(_("行数超过 200000，请拆成几个文件。"))
    headings = ["" if cell is None else str(cell).strip() for cell in table[0]]
    rows = [
        (number, row) for number, row in enumerate(table[1:], 2) if any(_filled(c) for c in row)
    ]
    return Grid(headings, rows)


def _filled(cell: Cell) -> bool:
    return cell is not None and str(cell).strip() != ""


def _workbook(content: bytes) -> list[list[Cell]]:
    try:
        _check_unpacked(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError):
        raise ValidationError(
            _("文件打不开：它不是完整的 .xlsx 或 .csv 文件，请另存后再上传。")
        ) from None


def _check_unpacked(content: bytes) -> None:
    # A workbook is an archive; a small one can unpack to more than the machine holds.
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise ValidationError(_("文件展开后过大，请拆成几个文件。"))


def _csv(content: bytes) -> list[list[Cell]]:
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            # What Excel writes on a Chinese Windows.
            written = content.decode("gb18030")
        except UnicodeDecodeError:
            raise ValidationError(_("文件的编码认不出，请另存为 UTF-8 的 .csv。")) from None
    return [list(row) for row in csv.reader(io.StringIO(written, newline=""))]
