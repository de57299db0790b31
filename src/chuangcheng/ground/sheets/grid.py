"""An uploaded file as headings and rows of text, read as the analyst's files are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chuangcheng.ground.words import Words
from chuangcheng.tables.delimited import read_delimited
from chuangcheng.tables.faults import FaultsError
from chuangcheng.tables.sources import TEXT, WORKBOOK, Rows
from chuangcheng.tables.workbooks import read_workbook

MAX_BYTES = 20 * 1024**2
MAX_ROWS = 200_000
Known = Callable[[Sequence[str]], int]


@dataclass(frozen=True)
class Grid:
    """A table of a file: its headings, and its filled rows with their numbers in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read(name: str, content: bytes, known: Known) -> Grid:
    """The table in a workbook or text file, where the headings are best `known`.

    Raises ValidationError with the sentences of everything that keeps it from being read.
    """
    if len(content) > MAX_BYTES:
        raise ValidationError(_("文件超过 20 MB，请拆成几个文件。"))
    # Offices rename files as they like; only the ending says how one is to be read.
    ending = Path(name).suffix.lower()
    if ending not in TEXT + WORKBOOK:
        raise ValidationError(_("请上传 .xlsx 或 .csv 文件。"))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{ending}"
        path.write_bytes(content)
        try:
            rows = read_delimited(path) if ending in TEXT else read_workbook(path, known)
            return _grid(rows)
        except FaultsError as error:
            language = get_language() or ""
            said = (Words(f.sentence.zh, f.sentence.en).pick(language) for f in error.faults)
            raise ValidationError([_ended(text, language) for text in said]) from None


def _ended(text: str, language: str) -> str:
    """A sentence of a command line, as a page says it."""
    stop = "." if language.startswith("en") else "。"
    return text if text.endswith(stop) else f"{text}{stop}"


def _grid(rows: Rows) -> Grid:
    frame = rows.frame.collect()
    if len(frame) > MAX_ROWS:
        raise ValidationError(_("行数超过 200000，请拆成几个文件。"))
    filled = [
        (row, ["" if cell is None else cell for cell in cells]) for row, *cells in frame.rows()
    ]
    return Grid(
        [heading.strip() for heading in rows.headers],
        [(row, cells) for row, cells in filled if any(cell.strip() for cell in cells)],
    )
