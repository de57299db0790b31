"""The list of problems: filtered, sorted, searched and turned without ever walking through all.

Counting stops at `COUNTED`, turning pages with it, and a search looks at the `FOUND` newest
problems in which its words stand.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.paginator import Page, Paginator
from django.db import connections
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.writing import XLSX
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.site.tables import (
    PAGE,
    Address,
    Period,
    Shown,
    Table,
    _cell,
    _condition,
    _controls,
    _day,
    _heading,
)
from chuangcheng.lib import spaced

COUNTED = 10_000
FOUND = 3_000
_CHUNK = 2_000
_LONGEST_QUERY = 100
#: Before any moment that is kept.
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def paired(query: str) -> str:
    """The query as `to_tsquery` reads it, words of two characters by their pair.

    A phrase has to be looked for in each row that has its characters, a pair is a word of the index.
    """
    return " & ".join(map(_wanted, spaced.phrases(query)))


def _wanted(words: Sequence[str]) -> str:
    alone = all(len(word) == 1 and not word.isascii() for word in words)
    pairs = [f"'{first}{second}'" for first, second in pairwise(words)] if alone else []
    phrase = " <-> ".join(f"'{word}'" for word in words)
    return pairs[0] if len(pairs) == 1 else " & ".join([*pairs, f"({phrase})"])


_NEWEST = {
    "sqlite": (
        "SELECT rowid FROM problems_text WHERE problems_text MATCH %s ORDER BY rowid DESC LIMIT %s",
        spaced.fts5,
    ),
    # The newest part of the keys first, and the next only where more is wanted.
    "postgresql": (
        """
        SELECT problem_id FROM (SELECT max(problem_id) / 50000 AS last FROM problems_words) AS top
        CROSS JOIN LATERAL generate_series(last, 0, -1) AS keys (part)
        CROSS JOIN LATERAL (
            SELECT problem_id FROM problems_words
            WHERE vector @@ (to_tsquery('simple', %s) && to_tsquery('simple', 'zzkeys' || part))
            ORDER BY problem_id DESC
        ) AS found LIMIT %s
        """,
        paired,
    ),
}


def matching(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """Those of the rows in which every phrase stands, of the newest that have them."""
    statement, written = _NEWEST[connections[rows.db].vendor]
    phrases = written(query[:_LONGEST_QUERY])
    if not phrases:
        return rows.none()
    # The statement is one of the two above; what people typed is its parameter.
    return rows.filter(pk__in=RawSQL(statement, [phrases, FOUND]))  # noqa: S611


class Bounded(Paginator):  # type: ignore[type-arg]  # takes no parameter at run time
    """Pages of which no more are counted than people turn."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, up to the bound."""
        return min(self._looked, COUNTED)

    @cached_property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self._looked > COUNTED

    @cached_property
    def _looked(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by().values("pk")[: COUNTED + 1].count()


class Kept(Address):
    """An address of which a filter keeps the view and the figure it stands in."""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a filter form must carry along."""
        keys = ("sort", "view", "figure", "by", "key")
        return [(key, self.get(key)) for key in keys if self.get(key)]


@dataclass(frozen=True)
class LongTable(Table):
    """A table over a million rows."""

    #: The rows of some keys, with what the columns show of them.
    read: Callable[[Sequence[int]], Mapping[int, Any]] = field(kw_only=True)
    #: Moments that are empty in many rows; sorting by one lists the rows that have it.
    sparse: frozenset[str] = frozenset()

    def matching(self, request: Request, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the address asks for, in no order."""
        address = Address(request.GET)
        for known in self.filters:
            if isinstance(known, Period):
                rows = rows.filter(_within(known, address))
            else:
                rows = rows.filter(_condition(known, address, request.user))
        return matching(rows, address.get("q")) if address.get("q") else rows

    def _sorted(self, rows: QuerySet[Any], address: Address) -> QuerySet[Any]:
        wanted = address.get("sort")
        down = "-" if wanted.startswith("-") else ""
        column = next((c for c in self.columns if c.sort and c.key == wanted.lstrip("-")), None)
        if column is None:
            usual = self._usual(address)
            return rows.order_by(*usual) if usual else rows
        if column.sort in self.sparse:
            # That it is not empty finds no index on SQLite; that it is after some moment does.
            rows = rows.filter(**{f"{column.sort}__gte": _EVER})
        return rows.order_by(f"{down}{column.sort}", f"{down}pk")

    def _usual(self, address: Address) -> tuple[str, ...]:
        """Of some days the last first, which is how their index is read; else as the rows come."""
        for known in self.filters:
            ends = (f"{known.key}-from", f"{known.key}-until")
            if isinstance(known, Period) and any(_day(address.get(end)) for end in ends):
                return (f"-{known.lookup}", "-pk")
        return self.order

    def _page(self, rows: QuerySet[Any], address: Address, stamp: Hashable) -> Page[Any]:
        # Keys are sorted and counted within indexes; whole rows are read for one page only.
        keys: Any = rows.values_list("pk", flat=True)
        if address.get("q"):
            # A search finds few and is dear: it is asked once, not to count and then to show.
            keys = list(keys[: COUNTED + 1])
        return Bounded(keys, PAGE).get_page(address.get("page"))

    def _shown(self, person: Person, page: Page[Any], address: Address) -> Shown:
        address = Kept(address.query)
        there = self.read(list(page.object_list))
        found = [there[key] for key in page.object_list if key in there]
        controls = [one for known in self.filters for one in _controls(known, person, address)]
        return Shown(
            name=self.name,
            headings=[_heading(column, address) for column in self.columns],
            rows=[[_cell(column, row) for column in self.columns] for row in found],
            controls=controls,
            page=page,
            search=address.get("q"),
            address=address,
            filtered=bool(address.get("q")) or any(control.chosen for control in controls),
        )

    def _file(self, rows: QuerySet[Any], form: str) -> HttpResponse:
        if form != "xlsx":
            return super()._file(rows, form)
        headings = [str(column.title) for column in self.columns]
        cells = ([column.cell(row) for column in self.columns] for row in rows.iterator(_CHUNK))
        return streamed(self.name, headings, cells)


def _within(known: Period, address: Address) -> Q:
    """From the first moment of a day to the last of another, so that an index can be used."""
    condition, zone = Q(), timezone.get_current_timezone()
    for end, sign, more in (("from", "gte", 0), ("until", "lt", 1)):
        if chosen := _day(address.get(f"{known.key}-{end}")):
            start = datetime.combine(date.fromisoformat(chosen), time(), zone)
            condition &= Q(**{f"{known.lookup}__{sign}": start + timedelta(days=more)})
    return condition


def streamed(name: str, headings: Sequence[str], cells: Iterator[Sequence[object]]) -> HttpResponse:
    """A workbook sent from a file: rows go out as they come, so memory does not grow with them."""
    file = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115  # the answer closes and so removes it
    write(file, name, headings, cells)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)  # type: ignore[return-value]  # streaming answers are answers to a view


def write(
    file: IO[bytes], name: str, headings: Sequence[str], cells: Iterator[Sequence[object]]
) -> None:
    """Write rows into a workbook one by one."""
    with Workbook(file, {"constant_memory": True, "use_zip64": True}) as book:
        page, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True})
        page.freeze_panes(1, 1)
        page.set_column(0, len(headings), 18)
        for place, heading in enumerate(headings):
            page.write_string(0, place, heading, bold)
        for number, row in enumerate(cells, 1):
            for place, cell in enumerate(row):
                _put(page, number, place, cell)


def _put(page: Any, row: int, column: int, cell: object) -> None:  # noqa: ANN401  # untyped
    # Text is always written as text: a title that begins with = must not become a formula.
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        page.write_number(row, column, cell)
    elif hasattr(cell, "astimezone"):
        local = timezone.localtime(cell)  # type: ignore[arg-type]  # a moment
        page.write_string(row, column, local.strftime("%Y-%m-%d %H:%M"))
    else:
        page.write_string(row, column, "" if cell is None else str(cell))
