"""Areas ranked within their groups, with intervals and distances."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import ceil, floor

import polars as pl
from markupsafe import Markup

from chuangcheng.analyst.report.figures import number, percent, printed
from chuangcheng.analyst.report.reading import Reading, Record, anchor, link
from chuangcheng.analyst.report.tree import Line, Tree
from chuangcheng.analyst.report.words import known, word
from chuangcheng.engine.framework import Title
from chuangcheng.lib import charts

#: How many of an area's costliest standards its sheet shows.
MOST = 12
#: Columns of the table of ranks that are printed as points.
_POINTS = ("possible", "raw", "bonus", "penalty", "net", "to_first", "to_next", "above_last")
#: Scales begin and end at multiples of this, in points.
STEP = 5


@dataclass(frozen=True)
class Place:
    """An area among its peers."""

    id: str
    title: Title
    rank: int | None
    possible: Decimal
    raw: Decimal
    bonus: Decimal
    penalty: Decimal
    net: Decimal
    to_first: Decimal
    to_next: Decimal
    above_last: Decimal
    interval: str
    ranks: str
    chances: tuple[tuple[int, str, float], ...]
    chart: Markup
    tree: Tree

    @property
    def href(self) -> str:
        """Its sheet."""
        return link("a", self.id)

    @property
    def anchor(self) -> str:
        """The id of its sheet."""
        return anchor("a", self.id)

    @property
    def methods(self) -> list[Line]:
        """Its points by method."""
        return self.tree.methods()

    @property
    def projects(self) -> list[Line]:
        """Its points by project."""
        return self.tree.projects()

    @property
    def costliest(self) -> list[Line]:
        """The standards that cost it most."""
        lines = [line for line in self.tree.lines() if line.kind == "standard"]
        return sorted(lines, key=lambda line: -line.node["lost"])[:MOST]


@dataclass(frozen=True)
class Group:
    """Areas that are ranked among each other."""

    title: Title
    places: tuple[Place, ...]
    scale: tuple[float, ...]


@dataclass(frozen=True)
class Standing:
    """The ranks of the areas right below the report's, or of its peers where there are none."""

    reading: Reading

    @cached_property
    def groups(self) -> list[Group]:
        """Groups in the order of the areas."""
        return list(self._groups())

    @property
    def differ(self) -> bool:
        """Whether different points were possible, so that points alone do not compare."""
        return len({place.possible for place in self.places}) > 1

    @cached_property
    def places(self) -> list[Place]:
        """All areas ranked."""
        return [place for group in self.groups for place in group.places]

    def _groups(self) -> Iterator[Group]:
        ranks = [self.reading.ranks[area] for area in self.areas]
        scale = self._scale(ranks)
        for name in dict.fromkeys(row["group"] for row in ranks):
            rows = [row for row in ranks if row["group"] == name]
            rows.sort(key=lambda row: (row["rank"] or len(ranks) + 1, -row["net"]))
            places = tuple(self._place(row, scale) for row in rows)
            yield Group(_group_title(name), places, scale)

    @property
    def areas(self) -> list[str]:
        """Who is ranked here."""
        tree = self.reading.source.assessment.tree
        if self.reading.children:
            return self.reading.children
        peers = tree.peers == tree.peers[self.reading.row]
        return [area.id for area, among in zip(tree.areas, peers, strict=True) if among]

    def _scale(self, ranks: list[Record]) -> tuple[float, ...]:
        ends = [end for row in ranks for end in (row["net"], *self._ends(row)) if end is not None]
        low = floor(min(ends, default=0) / STEP) * STEP
        high = ceil(max(ends, default=STEP) / STEP) * STEP
        return tuple(float(at) for at in range(low, max(high, low + STEP) + 1, STEP))

    def _ends(self, row: Record) -> tuple[float | None, float | None]:
        """The interval of the net points: sanctions are facts and only move it."""
        node = self.reading.nodes_of(row["area"])["total", "total"]
        if node["low"] is None:
            return None, None
        moved = row["net"] - row["raw"]
        return node["low"] + moved, node["high"] + moved

    def _place(self, row: Record, scale: tuple[float, ...]) -> Place:
        low, high = self._ends(row)
        first, last = scale[0], scale[-1]
        at = [None if v is None else (v - first) / (last - first) for v in (row["net"], low, high)]
        grid = [(mark - first) / (last - first) for mark in scale]
        interval = (
            ""
            if low is None or high is None
            else (f"{number(low, self.reading.places)}–{number(high, self.reading.places)}")
        )
        points = {name: printed(row[name], self.reading.places) for name in _POINTS}
        return Place(
            id=row["area"],
            title=self.reading.area_title(row["area"]),
            rank=row["rank"],
            interval=interval,
            ranks=self._rank_intervals.get(row["area"], ""),
            chances=tuple(self._chances(row["area"])),
            chart=charts.dot(at[0] or 0.0, at[1], at[2], grid),
            tree=Tree(self.reading, row["area"]),
            **points,
        )

    @cached_property
    def _rank_intervals(self) -> dict[str, str]:
        if self.reading.source.resampled is None:
            return {}
        rows = self.reading.source.resampled.rank_intervals().to_dicts()
        ends = {row["area"]: (row["low"], row["high"]) for row in rows if row["low"] is not None}
        return {a: str(low) if low == high else f"{low}–{high}" for a, (low, high) in ends.items()}

    def _chances(self, area: str) -> Iterator[tuple[int, str, float]]:
        """(rank, how likely in words, how likely) of every rank it may have."""
        if self.reading.source.resampled is not None:
            chances = self.reading.source.resampled.rank_probabilities()
            for row in chances.filter(pl.col("area") == area).sort("rank").to_dicts():
                yield row["rank"], percent(row["probability"], 0), row["probability"]


def _group_title(name: str) -> Title:
    return word(f"g_{name}") if known(f"g_{name}") else Title(zh=name or "—")
