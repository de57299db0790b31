"""Observations that lost points, ready to be printed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import polars as pl

from chuangcheng.analyst.report import explain
from chuangcheng.analyst.report.figures import percent, printed
from chuangcheng.analyst.report.reading import FINER, Reading, Record, anchor, link
from chuangcheng.analyst.report.words import word
from chuangcheng.engine.framework import Title
from chuangcheng.engine.rules import Answers


@dataclass(frozen=True)
class Bearer:
    """A unit that bears a loss, and its part of it where it does not bear it alone."""

    unit: str
    title: Title
    share: float

    @property
    def href(self) -> str:
        """The unit's sheet."""
        return link("u", self.unit)

    @property
    def part(self) -> Title | None:
        """The part it bears, in words."""
        return None if self.share > 1 - 1e-9 else word("part_borne", share=percent(self.share, 0))


@dataclass(frozen=True)
class Observation:
    """One row that lost: who, where, when, what was seen, and the points lost by exactly it."""

    number: int
    record: Record
    where: Title
    where_href: str
    area: Title
    kind: Title
    item: Title
    standard: Title
    seen: Title
    bearers: tuple[Bearer, ...]
    lost: float
    tallied: bool

    @property
    def anchor(self) -> str:
        """The id of its row in the sheet of its standard."""
        return anchor("o", str(self.number))

    @property
    def href(self) -> str:
        """Its row in the sheet of its standard."""
        return link("o", str(self.number))

    @property
    def when(self) -> str:
        """When it was seen, to the minute."""
        return str(self.record["observed_at"]).replace("T", " ")[:16]

    @property
    def visit(self) -> str:
        """The visit."""
        return str(self.record["visit"])

    @property
    def again(self) -> bool:
        """Whether it had been named before."""
        return bool(self.record["result"] == "again")


@dataclass(frozen=True)
class Observed:
    """All observations that lost, in the order of the input."""

    reading: Reading

    @cached_property
    def every(self) -> list[Observation]:
        """All of them."""
        records = self.reading.lost_rows.partition_by("observation", maintain_order=True)
        return [self._observation(rows.to_dicts()) for rows in records]

    @cached_property
    def of_item(self) -> dict[tuple[str, str], list[Observation]]:
        """By (part, item), the costliest first."""
        found: defaultdict[tuple[str, str], list[Observation]] = defaultdict(list)
        for seen in sorted(self.every, key=lambda o: (-o.lost, o.number)):
            found[seen.record["part"], seen.record["item"]].append(seen)
        return found

    @cached_property
    def at_point(self) -> dict[str, list[Observation]]:
        """By point."""
        found: defaultdict[str, list[Observation]] = defaultdict(list)
        for seen in self.every:
            found[seen.record["point"]].append(seen)
        return found

    @cached_property
    def single(self) -> list[Observation]:
        """Those that are no tallied answers, the costliest first."""
        return sorted((o for o in self.every if not o.tallied), key=lambda o: (-o.lost, o.number))

    def printed(self, observation: Observation) -> Decimal:
        """The loss as it is printed where no column has to add up."""
        return printed(observation.lost, self.reading.places + FINER)

    def _observation(self, rows: list[Record]) -> Observation:
        reading, first = self.reading, rows[0]
        item = reading.items[first["item"]]
        point = first["point"]
        area = reading.area_title(first["area"])
        return Observation(
            number=first["observation"],
            record=first,
            where=reading.point_title(point) if point else area,
            where_href=link("p", point) if point else self._area_href(first["area"]),
            area=area,
            kind=reading.kind_title(first["point_type"]) if first["point_type"] else Title(zh="—"),
            item=item.title,
            standard=reading.standards[first["standard"]][2].title,
            seen=explain.seen(first, item.rule),
            bearers=tuple(
                Bearer(row["unit"], reading.unit_title(row["unit"]), row["share"]) for row in rows
            ),
            lost=sum(row["lost"] for row in rows),
            tallied=isinstance(item.rule, Answers),
        )

    def _area_href(self, area: str) -> str:
        return link("a", area) if area in self.reading.children else "#score"


def by_part_and_item(frame: pl.DataFrame) -> dict[tuple[int, str], Record]:
    """How many were judged and met of every (row of the part, item)."""
    summed = frame.group_by("part_row", "item").agg(judged=pl.len(), met=pl.col("met").sum())
    return {(row["part_row"], row["item"]): row for row in summed.to_dicts()}
