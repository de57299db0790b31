"""How well problems are put right: rates with their numerators and denominators, each a list.

The figures follow what published bulletins of digital city management count: closed and closed in
time out of all that should be closed by now (应结案数, which there is what was closed and what is
overdue), rework, extensions, what is left, and what came back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Now

from chuangcheng.ground.scope import Person
from chuangcheng.ground.words import Words
from chuangcheng.lib.digits import integer
from chuangcheng.remedy.problems import queries

DISPATCHED = Q(dispatched_at__isnull=False)
CLOSED = Q(open=False, on_time__isnull=False)
#: What a unit is to close, or has closed. One that was dismissed or withdrawn was nobody's to put
#: right, as on the weekly lists, and no unit could ever close it: it stands in no figure.
TO_CLOSE = DISPATCHED & (Q(open=True) | CLOSED)
#: What should be closed by now: what was closed, and what is open although its time has run out.
SHOULD_BE_CLOSED = DISPATCHED & (CLOSED | Q(open=True, due__lt=Now()))
REBOUNDED = TO_CLOSE & Q(rebounds__gt=0)
#: Also what is open again, however late it came back.
EVER_CLOSED = TO_CLOSE & (CLOSED | Q(struck_off_at__isnull=False))
RECTIFIED = TO_CLOSE & Q(rectified_at__isnull=False)


@dataclass(frozen=True)
class Measure:
    """A figure: which problems count, out of which; `of` is None for a plain number."""

    words: Words
    counted: Q
    of: Q | None


MEASURES: Mapping[str, Measure] = {
    "closure": Measure(Words("办结率", "Closure rate"), TO_CLOSE & CLOSED, SHOULD_BE_CLOSED),
    "on-time": Measure(
        Words("按时办结率", "On-time rate"), TO_CLOSE & CLOSED & Q(on_time=True), SHOULD_BE_CLOSED
    ),
    "rework": Measure(Words("返工率", "Rework rate"), RECTIFIED & Q(reworks__gt=0), RECTIFIED),
    "extension": Measure(
        Words("延期率", "Extension rate"), TO_CLOSE & Q(extensions__gt=0), TO_CLOSE
    ),
    "backlog": Measure(Words("积压", "Backlog"), DISPATCHED & Q(open=True), None),
    "rebound": Measure(Words("反弹率", "Rebound rate"), REBOUNDED, EVER_CLOSED),
}
#: What the figures are broken down by: the lookup of the key, and of its name.
BY: Mapping[str, tuple[Words, str, tuple[str, ...]]] = {
    "unit": (Words("单位", "Unit"), "lead", ("lead__title_zh", "lead__title_en")),
    "kind": (
        Words("点位类型", "Kind of point"),
        "point__point_kind",
        ("point__point_kind__title_zh", "point__point_kind__title_en"),
    ),
    "item": (Words("测评条目", "Item"), "item", ("item_zh", "item_en")),
}


@dataclass(frozen=True)
class Figure:
    """A figure as it stands: counted out of how many, and the addresses of the two lists."""

    counted: int
    of: int | None
    link: str
    link_of: str

    @property
    def rate(self) -> float | None:
        """Per cent, none where nothing could count."""
        return 100 * self.counted / self.of if self.of else None


@dataclass(frozen=True)
class Line:
    """The figures of one unit, kind or item."""

    title: str
    figures: list[Figure]


def narrowed(rows: QuerySet[Any], address: Mapping[str, str]) -> QuerySet[Any]:
    """The rows behind a figure; what names nothing narrows nothing.

    `figure` names it, with `.of` after it its denominator; `by` and `key` the line it stands in.
    """
    name, _, part = address.get("figure", "").partition(".")
    measure = MEASURES.get(name)
    if measure is not None:
        wanted = measure.of if part == "of" else measure.counted
        rows = rows.filter(wanted or Q())
    by = BY.get(address.get("by", ""))
    if by is not None:
        key = address.get("key", "")
        if by[1] == "item":
            rows = rows.filter(item=key)
        elif (number := integer(key)) is not None:
            rows = rows.filter(**{by[1]: number})
    year = integer(address.get("year"))
    return rows if year is None else rows.filter(year=year)


def lines(person: Person, by: str, year: int | None = None) -> list[Line]:
    """The figures line by line, the largest first; the first line is that of all."""
    rows = queries.problems(person).select_related(None).defer(None)
    if year is not None:
        rows = rows.filter(year=year)
    counts: dict[str, Any] = {}
    for name, measure in MEASURES.items():
        counts[f"{name}_n"] = Count("pk", filter=measure.counted)
        if measure.of is not None:
            counts[f"{name}_of"] = Count("pk", filter=measure.of)
    whole = rows.order_by().aggregate(**counts)
    _words, key, names = BY[by]
    there = ~Q(item="") if key == "item" else Q(**{f"{key}__isnull": False})
    rows = rows.filter(there)
    grouped = rows.order_by().values(key, *names).annotate(total=Count("pk"), **counts)
    found = sorted(grouped, key=lambda row: -row["total"])
    total = Line(str(Words("全部", "All")), _figures(whole, "", ""))
    return [total, *(_line(row, by, key, names) for row in found)]


def _line(row: Mapping[str, Any], by: str, key: str, names: tuple[str, ...]) -> Line:
    title = str(Words(row[names[0]] or str(row[key]), row[names[1]] or ""))
    return Line(title, _figures(row, by, str(row[key])))


def _figures(row: Mapping[str, Any], by: str, key: str) -> list[Figure]:
    place = f"&by={by}&key={key}" if by else ""
    return [
        Figure(
            row[f"{name}_n"],
            row.get(f"{name}_of"),
            f"?view=all&figure={name}{place}",
            f"?view=all&figure={name}.of{place}",
        )
        for name in MEASURES
    ]
