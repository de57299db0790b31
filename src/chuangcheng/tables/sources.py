"""Which files are read, and what one file's rows look like before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Fault, Faults

TEXT = (".csv", ".tsv", ".txt")
PARQUET = (".parquet", ".pq")
WORKBOOK = (".xlsx", ".xlsm", ".xls", ".ods")
#: The longest cell that is read, in bytes; what people write is a thousand times shorter.
LONGEST_CELL = 1 << 16

Epoch = Literal[1900, 1904]


@dataclass(frozen=True)
class Rows:
    """One file's rows: a column `row`, and one named by its place for every header.

    `row` is the row as the person sees it, so the first below the header is usually 2.
    `epoch` is the year from which the file counts days; `typed` says that no person typed it, so
    that its text is taken as it is.
    """

    file: str
    headers: tuple[str, ...]
    frame: pl.LazyFrame
    sheet: str = ""
    epoch: Epoch = 1900
    typed: bool = False


def listed(paths: Iterable[Path], faults: Faults) -> list[Path]:
    """The files that paths mean: folders stand for the tables in them, sorted by name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.suffix.lower() in TEXT + PARQUET + WORKBOOK
            )
            inside = [p for p in inside if not p.name.startswith((".", "~$"))]
            if not inside:
                faults.add(Fault(str(path), sentences.no_files()))
            found += inside
        elif path.exists():
            found.append(path)
        else:
            faults.add(Fault(str(path), sentences.no_such_file()))
    return list(dict.fromkeys(found))
