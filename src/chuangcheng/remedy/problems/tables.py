"""The list of problems: filtered, sorted, searched and turned without ever walking through all.

Counting stops at `COUNTED`, and after as many rows the list goes on anew, as if it began there.
A search goes through the newest problems in which its words stand.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.writing import XLSX
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.site.tables import (
    PAGE,
    Address,
    Filter,
    Period,
    Shown,
    Table,
    _cell,
    _condition,
    _controls,
    _day,
    _heading,
)
from chuangcheng.remedy.problems.cases import Cases
from chuangcheng.remedy.problems.looking import FOUND, matching
from chuangcheng.remedy.problems.windows import Start, after, going_on

COUNTED = 10_000
_CHUNK = 2_000
#: Before any moment that is kept.
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


class Bounded(Paginator):  # type: ignore[type-arg]  # takes no parameter at run time
    """Pages of which no more are counted than people turn at once."""

    #: The rows whose keys are on the pages, in their order.
    sorted: QuerySet[Any]

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
    """An address of which a filter keeps the view and the figure it stands in.

    Whatever changes what is listed begins the list anew.
    """

    def to(self, **changes: object) -> str:
        """The same address with these keys changed."""
        return self.begun(**changes) if changes else super().to()

    def begun(self, **changes: object) -> str:
        """The address at which the list begins that these changes make."""
        query = self.query.copy()
        query.pop("after", None)
        return Address(query).to(**changes)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a filter form must carry along."""
        keys = ("sort", "view", "figure", "by", "key", "year")
        return [(key, self.get(key)) for key in keys if self.get(key)]


@dataclass(frozen=True)
class LongShown(Shown):
    """A part of a long table: how many rows were passed before it, and where more of it is."""

    passed: int = 0
    further: str = ""
    #: How many problems a search goes through.
    found: int = FOUND

    @property
    def total(self) -> int:
        """How many rows were passed and counted."""
        return self.passed + int(self.page.paginator.count)

    @property
    def number(self) -> int:
        """The number of this page of the whole."""
        return self.passed // PAGE + self.page.number

    @property
    def last(self) -> int:
        """The number of the last page that was counted."""
        return self.passed // PAGE + self.page.paginator.num_pages

    @property
    def beginning(self) -> str:
        """The address at which the list begins."""
        return Kept(self.address.query).begun()


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
            rows = rows.filter(_asked(known, address, request.user))
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
        part = going_on(rows, Start.read(address.get("after")))
        keys: Any = part.values_list("pk", flat=True)
        if address.get("q"):
            # A search finds few and is dear: it is asked once, not to count and then to show.
            keys = list(keys[: COUNTED + 1])
        pages = Bounded(keys, PAGE)
        pages.sorted = rows
        return pages.get_page(address.get("page"))

    def _shown(self, person: Person, page: Page[Any], address: Address) -> LongShown:
        address, passed = Kept(address.query), Start.read(address.get("after")).passed
        there = self.read(list(page.object_list))
        found = [there[key] for key in page.object_list if key in there]
        controls = [one for known in self.filters for one in _controls(known, person, address)]
        return LongShown(
            name=self.name,
            headings=[_heading(column, address) for column in self.shown],
            rows=[[_cell(column, row) for column in self.shown] for row in found],
            controls=controls,
            page=page,
            search=address.get("q"),
            address=address,
            filtered=bool(address.get("q")) or any(control.chosen for control in controls),
            passed=passed,
            further=_further(page, found, passed, address),
        )

    def _file(self, rows: QuerySet[Any], form: str) -> HttpResponse:
        if form != "xlsx":
            return super()._file(rows, form)
        headings = [str(column.title) for column in self.columns]
        cells = ([column.cell(row) for column in self.columns] for row in rows.iterator(_CHUNK))
        return streamed(self.name, headings, cells)


def _further(page: Page[Any], found: Sequence[Any], passed: int, address: Address) -> str:
    """The address at which the list goes on, where this is the last page that was counted."""
    pages = page.paginator
    if not isinstance(pages, Bounded) or not pages.more or page.has_next() or not found:
        return ""
    start = after(pages.sorted, found[-1], passed + pages.count)
    return address.to(after=start) if start else ""


def _asked(known: Filter | Period, address: Address, person: Person) -> Q:
    if isinstance(known, Period):
        return _within(known, address)
    if isinstance(known, Cases):
        return known.condition(address.get(known.key))
    return _condition(known, address, person)


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
