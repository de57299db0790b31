"""Tables as they were printed: every cell kept as written, numbers read as decimals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from chuangcheng.tables import sentences
from chuangcheng.tables.faults import Fault, Faults, FaultsError
from chuangcheng.tables.table import read_rows
from chuangcheng.tables.words import canonical, plain

_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?")


@dataclass(frozen=True)
class Printed:
    """A printed table: headers, cells by row, and the row each stands in for the person.

    Faults gather in `faults` while columns are asked for; whoever asked raises them at the end.
    """

    file: str
    headers: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    rows: tuple[int, ...]
    faults: Faults = field(default_factory=Faults)

    def place(self, name: str) -> int:
        """Where a column of exactly this name stands, −1 (and a fault) when it does not."""
        if name in self.headers:
            return self.headers.index(name)
        self.faults.add(Fault(self.file, sentences.no_column(name, self.headers), row=1))
        return -1

    def meaning(self, word: str, besides: set[int]) -> int:
        """Where the first column of that meaning stands, −1 when there is none."""
        words = canonical("headers")
        meant = (place for place in range(len(self.headers)) if place not in besides)
        return next((p for p in meant if words.get(plain(self.headers[p])) == word), -1)

    def texts(self, place: int) -> list[str]:
        """A column's cells; an empty one is a fault."""
        column = [cells[place] for cells in self.cells]
        for row, cell in zip(self.rows, column, strict=True):
            if not cell:
                self._fault(row, place, "")
        return column

    def decimals(self, place: int) -> list[Decimal]:
        """A column's numbers; a cell that holds none is a fault."""
        numbers = self.figures(place)
        for row, cells, number in zip(self.rows, self.cells, numbers, strict=True):
            if number is None:
                self._fault(row, place, cells[place])
        return [number or Decimal(0) for number in numbers]

    def figures(self, place: int) -> list[Decimal | None]:
        """A column's numbers, None where none was printed."""
        column = (cells[place] for cells in self.cells)
        return [Decimal(cell) if _NUMBER.fullmatch(cell) else None for cell in column]

    def _fault(self, row: int, place: int, cell: str) -> None:
        say = sentences.not_a_number(cell) if cell else sentences.no_value()
        self.faults.add(Fault(self.file, say, row, self.headers[place]))


def read_printed(path: Path, names: tuple[str, ...] = ()) -> Printed:
    """A table from any file that holds one; rows without any cell filled are left out.

    `names` are columns that its header is known by. Raises FaultsError.
    """
    if not path.is_file():
        raise FaultsError([Fault(str(path), sentences.no_such_file())])
    read = read_rows(path, names)
    frame = read.frame.collect()
    found = [
        (row, tuple(str(cell).strip() if cell is not None else "" for cell in cells))
        for row, *cells in frame.iter_rows()
    ]
    filled = [(row, cells) for row, cells in found if any(cells)]
    if not filled:
        raise FaultsError([Fault(str(path), sentences.empty())])
    headers = tuple(header.strip().lstrip("\ufeff") for header in read.headers)
    rows, cells = zip(*filled, strict=True)
    return Printed(str(path), headers, cells, rows)
