"""Where it was lost: kinds of point, single points, and kinds by township."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import quote

import polars as pl
from markupsafe import Markup

from chuangcheng.analyst.report import ground
from chuangcheng.analyst.report.figures import column, percent, printed
from chuangcheng.analyst.report.observed import Observation, Observed
from chuangcheng.analyst.report.reading import FINER, Reading, Record, anchor, link
from chuangcheng.engine.framework import Title
from chuangcheng.lib import charts

MOST_ITEMS = 12


@dataclass(frozen=True)
class Seen:
    """What was judged somewhere."""

    judged: int
    met: int

    @property
    def share(self) -> float:
        """The share met."""
        return self.met / self.judged if self.judged else 1.0

    @property
    def rate(self) -> str:
        """The share met, in per cent."""
        return percent(self.share)

    @property
    def bar(self) -> Markup:
        """The share met as a bar."""
        return charts.bar(self.share)


@dataclass(frozen=True)
class Cell:
    """What was judged at a kind of point in an area right below, and the points it was judged at."""

    seen: Seen
    href: str


@dataclass(frozen=True)
class Point:
    """A point that was visited; `below` is the area right below the report's that it lies in."""

    id: str
    title: Title
    kind: Title
    kind_href: str
    area: Title
    below: str
    unit: Title
    unit_href: str
    seen: Seen
    lost: Decimal
    rows: tuple[tuple[Observation, Decimal], ...]

    @property
    def anchor(self) -> str:
        """The id of its sheet."""
        return anchor("p", self.id)

    @property
    def href(self) -> str:
        """Its sheet."""
        return link("p", self.id)


@dataclass(frozen=True)
class Kind:
    """A kind of point: its points, what was lost there, and the items that cost most."""

    id: str
    title: Title
    seen: Seen
    lost: Decimal
    finer: Decimal
    bar: Markup
    points: tuple[Point, ...]
    items: tuple[tuple[Title, str, int, Decimal], ...]
    cells: tuple[Cell | None, ...]

    @property
    def anchor(self) -> str:
        """The id of its sheet."""
        return anchor("k", self.id)

    @property
    def href(self) -> str:
        """Its sheet."""
        return link("k", self.id)


@dataclass(frozen=True)
class Points:
    """All points visited in the round, by kind."""

    reading: Reading
    observed: Observed

    @cached_property
    def kinds(self) -> list[Kind]:
        """Kinds of point, the weakest first."""
        counted = self.reading.onsite.group_by("point_type").agg(
            judged=pl.len(), met=pl.col("met").sum()
        )
        rows = sorted(counted.to_dicts(), key=lambda r: (r["met"] / r["judged"], r["point_type"]))
        sums = [self.reading.lost_by_kind.get(row["point_type"], 0.0) for row in rows]
        lost = column(self.total, sums, self.reading.places)
        most = max(sums, default=0.0) or 1.0
        return [
            self._kind(row, paid, whole, charts.loss(whole / most))
            for row, paid, whole in zip(rows, lost, sums, strict=True)
        ]

    @cached_property
    def total(self) -> Decimal:
        """All that was lost at points."""
        whole = sum(row.lost for row in self.observed.every if row.record["point"])
        return printed(whole, self.reading.places)

    @cached_property
    def points(self) -> list[Point]:
        """Every point that was visited."""
        by = ["point", "point_type"]
        counted = self.reading.onsite.group_by(by, maintain_order=True).agg(
            pl.first("area"), pl.first("unit"), judged=pl.len(), met=pl.col("met").sum()
        )
        return [self._point(row) for row in counted.to_dicts()]

    @property
    def columns(self) -> list[Title]:
        """The areas below, as the heads of the heat table."""
        return [self.reading.area_title(area) for area in self.reading.children]

    def map(self) -> Markup | None:
        """Where the points lie, where that is known of at least two."""
        where = self.reading.source.names.where
        known = [point for point in self.points if point.id in where]
        if len(known) < 2:
            return None
        lost = self.reading.lost_by_point
        most = max((lost.get(point.id, 0.0) for point in known), default=0.0) or 1.0
        return ground.area_map(
            [
                ground.Dot(p.title, *where[p.id], lost.get(p.id, 0.0) / most, p.href, p.area)
                for p in known
            ]
        )

    def _kind(self, row: Record, lost: Decimal, whole: float, bar: Markup) -> Kind:
        id_ = row["point_type"]
        finer = printed(whole, self._places)
        return Kind(
            id=id_,
            title=self.reading.kind_title(id_),
            seen=Seen(row["judged"], row["met"]),
            lost=lost,
            finer=finer,
            bar=bar,
            points=tuple(self._points_of(id_, finer)),
            items=tuple(self._items_of(id_)),
            cells=tuple(self._cell(id_, area) for area in self.reading.children),
        )

    def _points_of(self, kind: str, whole: Decimal) -> Iterator[Point]:
        points = [point for point in self.points if point.kind_href == link("k", kind)]
        yield from sorted(points, key=lambda point: -point.lost)

    def _items_of(self, kind: str) -> Iterator[tuple[Title, str, int, Decimal]]:
        """(title, address, faults, lost) of the items that cost most there."""
        here = self.reading.lost_rows.filter(pl.col("point_type") == kind, pl.col("point") != "")
        sums = here.group_by("part", "item").agg(
            pl.col("lost").sum(), faults=pl.col("observation").n_unique()
        )
        order = sums.sort("lost", "item", descending=[True, False]).head(MOST_ITEMS)
        for row in order.to_dicts():
            href = link("i", f"{row['part']}-{row['item']}")
            lost = printed(row["lost"], self._places)
            yield self.reading.items[row["item"]].title, href, row["faults"], lost

    def _cell(self, kind: str, area: str) -> Cell | None:
        judged, met = self._heat.get((kind, area), (0, 0))
        href = f"{link('k', kind)};in={quote(area, safe='')}"
        return Cell(Seen(judged, met), href) if judged else None

    @cached_property
    def _below(self) -> dict[str, str]:
        """Of each area in the tree the one right below the report's that it belongs to."""
        tree = self.reading.source.assessment.tree
        return {
            tree.areas[below].id: area
            for area in self.reading.children
            for below in tree.members[tree.index[area]]
        }

    @cached_property
    def _heat(self) -> dict[tuple[str, str], tuple[int, int]]:
        """(judged, met) by kind of point and the area right below the report's."""
        below = self._below
        seen = self.reading.onsite.filter(pl.col("area").is_in(list(below))).with_columns(
            below=pl.col("area").replace_strict(below, default="", return_dtype=pl.String)
        )
        counted = seen.group_by("point_type", "below").agg(pl.len(), pl.col("met").sum())
        return {(kind, area): (judged, met) for kind, area, judged, met in counted.iter_rows()}

    def _point(self, row: Record) -> Point:
        id_ = row["point"]
        rows = sorted(self.observed.at_point.get(id_, []), key=lambda o: (-o.lost, o.number))
        lost = printed(sum(seen.lost for seen in rows), self._places)
        return Point(
            id=id_,
            title=self.reading.point_title(id_),
            kind=self.reading.kind_title(row["point_type"]),
            kind_href=link("k", row["point_type"]),
            area=self.reading.area_title(row["area"]),
            below=self._below.get(row["area"], ""),
            unit=self.reading.unit_title(row["unit"]),
            unit_href=link("u", row["unit"]) if row["unit"] in self._losers else "",
            seen=Seen(row["judged"], row["met"]),
            lost=lost,
            rows=tuple(zip(rows, column(lost, [o.lost for o in rows], self._places), strict=True)),
        )

    @cached_property
    def _losers(self) -> set[str]:
        """Units that lost something and so have a sheet."""
        return set(self.reading.losses["unit"])

    @property
    def _places(self) -> int:
        return self.reading.places + FINER
