"""Tables on pages: sorted, filtered, searched, turned and exported, all of it in the address.

AREAS = Table(
    "areas",
    columns=(Column("code", _("代码"), lambda a: a.code, sort="code"), …),
    filters=(Filter("level", _("层级"), "level", lambda person: Level.choices),),
    search=("code", "title_zh"),
)
return AREAS.answer(request, queries.areas(request.user), "areas/list.html")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets import writing
from chuangcheng.ground.site.facets import number
from chuangcheng.ground.site.pages import Request
from chuangcheng.ground.words import Words

PAGE = 50
#: What is read as one word although a browser would break it: 2025-12-31, QH-2025-00288, 白石坡镇.
_KEY = re.compile(r"[!-~]{1,24}( \d\d:\d\d)?|[^\W\d_a-zA-Z]{1,7}")
Label = str | Promise | Words
Options = Iterable[tuple[Any, Label]]


@dataclass(frozen=True)
class Column:
    """One column: how its cell reads, where the cell leads, and by what lookup it is sorted.

    What is a `picture` is for the page alone and stands in no file; what is `filed` stands in files
    alone, and the address may sort by it. Where columns are `stacked`, a
    phone shows each row as the first of its cells with those below it, and no others.
    """

    key: str
    title: Label
    cell: Callable[[Any], object]
    sort: str = ""
    link: Callable[[Any], str] | None = None
    number: bool = False
    picture: bool = False
    filed: bool = False
    stacked: bool = False


@dataclass(frozen=True)
class Tagged:
    """A cell with a word beside it that must not be missed; a file has the text alone."""

    text: str
    tag: Label

    def __str__(self) -> str:
        return self.text

    def __html__(self) -> str:
        return format_html('{} <span class="tag alert">{}</span>', self.text, self.tag)


@dataclass(frozen=True)
class Filter:
    """A choice above the table; what is chosen is matched by a lookup.

    `value` turns what the address says into what the lookup takes; `group` tells under which
    heading a choice stands, where those of one heading follow each other.
    """

    key: str
    title: Label
    lookup: str
    options: Callable[[Person], Options]
    value: Callable[[str], object] = str
    group: Callable[[str], Label] | None = None


@dataclass(frozen=True)
class Period:
    """A first and a last day above the table, matched against a moment."""

    key: str
    title: Label
    lookup: str


@dataclass(frozen=True)
class Heading:
    """A column's head as it stands: its title, the address that sorts by it, and how it is sorted."""

    title: Label
    url: str
    order: str
    number: bool


@dataclass(frozen=True)
class Cell:
    """A cell as it stands; `label` is what it is called where it is stacked."""

    text: object
    url: str
    kind: str
    label: Label = ""


@dataclass(frozen=True)
class Control:
    """A filter as it stands: its options and the one chosen, or the days of a period."""

    key: str
    title: Label
    chosen: str
    options: list[tuple[str, Label]]
    days: bool = False
    group: Callable[[str], Label] | None = None

    @property
    def choices(self) -> SafeString:
        """The options as the page has them; a loop in a template is slow for hundreds of units."""
        return mark_safe("".join(self._written()))  # noqa: S308  # all that is not ours is escaped

    def _written(self) -> Iterator[str]:
        if self.group is None:
            yield from map(self._option, self.options)
            return
        of = self.group
        for heading, options in groupby(self.options, lambda option: str(of(option[0]))):
            inside = "".join(map(self._option, options))
            yield f'<optgroup label="{escape(heading)}">{inside}</optgroup>'

    def _option(self, option: tuple[str, Label]) -> str:
        value, label = option
        chosen = " selected" if value == self.chosen else ""
        return f'<option value="{escape(value)}"{chosen}>{escape(label)}</option>'


@dataclass(frozen=True)
class Shown:
    """A table as one person sees it at one address."""

    name: str
    headings: list[Heading]
    rows: list[list[Cell]]
    controls: list[Control]
    page: Page[Any]
    search: str | None
    address: Address
    filtered: bool

    @property
    def body(self) -> SafeString:
        """The rows as the page has them; a loop in a template takes four times as long."""
        return mark_safe("\n".join(map(_row, self.rows)))  # noqa: S308  # all that is not ours is escaped


class Address:
    """The query of the address, with one thing changed at a time."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query

    def get(self, key: str) -> str:
        """What the address says of a key, or nothing."""
        return self.query.get(key, "").strip()

    def to(self, **changes: object) -> str:
        """The same address with these keys changed; changing anything goes back to page one."""
        query = self.query.copy()
        query.pop("page", None)
        for key, value in changes.items():
            query[key] = str(value)
        return "?" + query.urlencode()

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What a filter form must carry along."""
        return [("sort", self.get("sort"))] if self.get("sort") else []


@dataclass(frozen=True)
class Table:
    """A table's columns and filters; one object serves all requests."""

    name: str
    columns: tuple[Column, ...]
    filters: tuple[Filter | Period, ...] = ()
    search: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def shown(self) -> list[Column]:
        """The columns of the page."""
        return [column for column in self.columns if not column.filed]

    def answer(
        self,
        request: Request,
        rows: QuerySet[Any],
        template: str,
        *,
        stamp: Hashable = None,
        **context: object,
    ) -> HttpResponse:
        """The page with the table, or with `?format=` the file of the same rows.

        With a stamp that changes whenever rows do, all of them are counted once.
        """
        address = Address(request.GET)
        found = self._sorted(self.matching(request, rows), address)
        if address.get("format") in {"xlsx", "csv"}:
            return self._file(found, address.get("format"))
        # What is looked for may stand in other tables, of which the stamp knows nothing.
        known = None if self.chosen(request) else stamp
        page = self._page(found, address, known)
        table = self._shown(request.user, page, address)
        return render(request, template, {"table": table, **context})

    def matching(self, request: Request, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the address asks for, in no order: what a map of the same page shows."""
        address = Address(request.GET)
        for known in self.filters:
            rows = rows.filter(_condition(known, address, request.user))
        words = address.get("q").split()
        for word in words if self.search else ():
            anywhere = Q()
            for lookup in self.search:
                anywhere |= Q(**{f"{lookup}__icontains": word})
            rows = rows.filter(anywhere)
        return rows

    def chosen(self, request: Request) -> set[str]:
        """The keys of what the address filters by, "q" among them where it searches."""
        address = Address(request.GET)
        controls = (one for known in self.filters for one in _keys(known))
        return {key for key in (*controls, "q") if address.get(key)}

    def _sorted(self, rows: QuerySet[Any], address: Address) -> QuerySet[Any]:
        wanted = address.get("sort")
        column = next((c for c in self.columns if c.sort and c.key == wanted.lstrip("-")), None)
        if column is None:
            return rows.order_by(*self.order) if self.order else rows
        by = F(column.sort)
        first = by.desc(nulls_last=True) if wanted.startswith("-") else by.asc(nulls_last=True)
        # The key settles ties, or a row could stand on two pages and another on none.
        return rows.order_by(first, "pk")

    def _page(self, rows: QuerySet[Any], address: Address, stamp: Hashable) -> Page[Any]:
        pages = Paginator(rows, PAGE)
        if stamp is not None:
            pages.count = number(rows, stamp)
        return pages.get_page(address.get("page"))

    def _shown(self, person: Person, page: Page[Any], address: Address) -> Shown:
        controls = [
            control for known in self.filters for control in _controls(known, person, address)
        ]
        return Shown(
            name=self.name,
            headings=[_heading(column, address) for column in self.shown],
            rows=[[_cell(column, row) for column in self.shown] for row in page],
            controls=controls,
            page=page,
            search=address.get("q") if self.search else None,
            address=address,
            filtered=bool(address.get("q")) or any(control.chosen for control in controls),
        )

    def _file(self, rows: QuerySet[Any], form: str) -> HttpResponse:
        columns = [column for column in self.columns if not column.picture]
        headings = [str(column.title) for column in columns]
        cells: Iterable[Sequence[object]] = (
            [column.cell(row) for column in columns] for row in rows.iterator(1000)
        )
        if form == "csv":
            content = writing.comma_separated(headings, cells)
            return writing.download(content, f"{self.name}.csv", "text/csv")
        return writing.download(writing.workbook(self.name, headings, cells), f"{self.name}.xlsx")


def _condition(known: Filter | Period, address: Address, person: Person) -> Q:
    if isinstance(known, Filter):
        chosen = address.get(known.key)
        # An address typed by hand may say anything; what is no option filters nothing.
        offered = {str(value) for value, _label in known.options(person)} if chosen else set()
        return Q(**{known.lookup: known.value(chosen)}) if chosen in offered else Q()
    condition = Q()
    for end, sign in (("from", "gte"), ("until", "lte")):
        if chosen := _day(address.get(f"{known.key}-{end}")):
            condition &= Q(**{f"{known.lookup}__date__{sign}": chosen})
    return condition


def _keys(known: Filter | Period) -> tuple[str, ...]:
    return (
        (known.key,) if isinstance(known, Filter) else (f"{known.key}-from", f"{known.key}-until")
    )


def _day(text: str) -> str:
    try:
        return parsed.isoformat() if (parsed := parse_date(text)) else ""
    except ValueError:
        return ""


def _controls(known: Filter | Period, person: Person, address: Address) -> list[Control]:
    if isinstance(known, Filter):
        options = [(str(value), label) for value, label in known.options(person)]
        chosen = address.get(known.key)
        return [Control(known.key, known.title, chosen, options, group=known.group)]
    return [
        Control(key, f"{known.title}{end}", address.get(key), [], days=True)
        for key, end in zip(_keys(known), (_("起"), _("止")), strict=True)
    ]


def _heading(column: Column, address: Address) -> Heading:
    if not column.sort:
        return Heading(column.title, "", "", column.number)
    now = address.get("sort")
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(now, "none")
    turned = f"-{column.key}" if order == "ascending" else column.key
    return Heading(column.title, address.to(sort=turned), order, column.number)


def _row(cells: Sequence[Cell]) -> str:
    head, *others = cells
    plain = "".join(f"<td{_class(cell)}{_label(cell)}>{_linked(cell)}</td>" for cell in others)
    return f'<tr><th scope="row"{_class(head)}>{_linked(head)}</th>{plain}</tr>'


def _class(cell: Cell) -> str:
    return f' class="{cell.kind}"' if cell.kind else ""


def _label(cell: Cell) -> str:
    return f' data-label="{escape(cell.label)}"' if cell.label else ""


def _linked(cell: Cell) -> str:
    text: str = conditional_escape(localize(cell.text))  # type: ignore[arg-type]  # whatever prints itself
    return f'<a href="{escape(cell.url)}">{text}</a>' if cell.url else text


def _cell(column: Column, row: Model) -> Cell:
    text = column.cell(row)
    if isinstance(text, datetime):
        text = timezone.localtime(text).strftime("%Y-%m-%d %H:%M")
    elif isinstance(text, date):
        text = text.isoformat()
    url = column.link(row) if column.link else ""
    return Cell(text, url, _kind(column, text), column.title if column.stacked else "")


def _kind(column: Column, text: object) -> str:
    """How a cell is set: a number to the right, what is one word or a short name in one line."""
    words = str(text) if isinstance(text, str | Tagged | Model) else ""
    kinds = "number" if column.number else "key" if _KEY.fullmatch(words) else ""
    return f"{kinds} stacked".strip() if column.stacked else kinds
