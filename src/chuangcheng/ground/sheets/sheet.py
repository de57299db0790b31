"""A noun's sheet: its columns, and the reading of a grid against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.ground.sheets.columns import Column, UnreadableError, folded
from chuangcheng.ground.sheets.grid import Grid
from chuangcheng.ground.words import Words, listed


@dataclass(frozen=True)
class Problem:
    """What is wrong, where: the row's number in the file (1 is the heading) and the column."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Row:
    """One readable row: its number in the file and its values by column key."""

    number: int
    values: dict[str, Any]

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401  # what the column's reader gave
        return self.values[key]


@dataclass
class Parsed:
    """All that a file says, and all that is wrong with how it says it."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Sheet:
    """A table that people fill in: its name, columns, and the columns that tell rows apart."""

    name: str
    words: Words
    columns: tuple[Column, ...]
    keys: tuple[str, ...]

    def column(self, key: str) -> Column:
        """The column of this key."""
        return next(column for column in self.columns if column.key == key)

    def known(self, headings: Sequence[str]) -> int:
        """How many of some headings are columns of the sheet."""
        mine = {heading for column in self.columns for heading in column.headings()}
        return sum(folded(heading) in mine for heading in headings)

    def problem(self, row: Row, key: str, text: str) -> Problem:
        """A problem in one cell of a row."""
        return Problem(row.number, str(self.column(key).words), text)

    def parse(self, grid: Grid) -> Parsed:
        """Read every cell of the grid; every problem is listed, not only the first."""
        parsed = Parsed(problems=list(self._heading_problems(grid.headings)))
        if parsed.problems:
            return parsed
        order = self._order(grid.headings)
        for number, cells in grid.rows:
            self._parse_row(parsed, number, cells, order)
        parsed.problems += self._doubles(parsed.rows)
        return parsed

    def _order(self, headings: list[str]) -> list[tuple[Column, int]]:
        places = {folded(heading): index for index, heading in enumerate(headings)}
        found = [(c, [places[h] for h in c.headings() if h in places]) for c in self.columns]
        return [(column, index[0] if index else -1) for column, index in found]

    def _heading_problems(self, headings: list[str]) -> Iterator[Problem]:
        for column, place in self._order(headings):
            if place < 0 and column.required:
                yield Problem(1, str(column.words), _("缺少这一列。"))
        known = {heading for column in self.columns for heading in column.headings()}
        for heading in headings:
            if heading and folded(heading) not in known:
                yield Problem(1, heading, _("不认识这一列，请对照模板。"))

    def _parse_row(
        self, parsed: Parsed, number: int, cells: list[str], order: Iterable[tuple[Column, int]]
    ) -> None:
        values: dict[str, Any] = {}
        for column, place in order:
            try:
                values[column.key] = column.value(cells[place] if 0 <= place < len(cells) else "")
            except UnreadableError as error:
                parsed.problems.append(Problem(number, str(column.words), str(error)))
        if len(values) == len(self.columns):
            parsed.rows.append(Row(number, values))

    def _doubles(self, rows: Iterable[Row]) -> Iterator[Problem]:
        first: dict[tuple[str, ...], int] = {}
        heading = listed(self.column(key).words for key in self.keys)
        for row in rows:
            key = tuple(str(row[name]).casefold() for name in self.keys)
            if key in first:
                yield Problem(row.number, heading, _("与第 %d 行重复。") % first[key])
            first.setdefault(key, row.number)
