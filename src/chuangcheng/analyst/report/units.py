"""Who lost how much, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import polars as pl
from markupsafe import Markup

from chuangcheng.analyst.report.figures import column, percent, printed
from chuangcheng.analyst.report.observed import Observation, Observed
from chuangcheng.analyst.report.reading import FINER, Reading, anchor, link
from chuangcheng.analyst.report.tree import Tree
from chuangcheng.engine.framework import Title
from chuangcheng.lib import charts


@dataclass(frozen=True)
class Row:
    """A standard in a unit's sheet."""

    title: Title
    href: str
    method: Title
    faults: int
    lost: Decimal


@dataclass(frozen=True)
class Unit:
    """A unit with what it lost, by standard and by observation.

    `rows` are observations with the unit's own part of their loss; `tallied` is what it lost by
    answers of residents, which are many and small, so that rows and tallied add up to `finer`.
    """

    id: str
    title: Title
    lost: Decimal
    finer: Decimal
    share: str
    bar: Markup
    faults: int
    standards: tuple[Row, ...]
    rows: tuple[tuple[Observation, Decimal], ...]
    tallied: Decimal

    @property
    def anchor(self) -> str:
        """The id of its sheet."""
        return anchor("u", self.id)

    @property
    def href(self) -> str:
        """Its sheet."""
        return link("u", self.id)

    @property
    def points(self) -> int:
        """At how many points it lost."""
        return len({seen.record["point"] for seen, _ in self.rows} - {""})


@dataclass(frozen=True)
class Units:
    """All units that lost points."""

    reading: Reading
    tree: Tree
    observed: Observed

    @cached_property
    def all(self) -> list[Unit]:
        """Units, who lost most first; together they lost all that was lost."""
        sums = self._summed("unit")
        total = self.tree.figures["total", "total"].lost
        lost = column(total, sums["lost"].to_list(), self.reading.places)
        return [self._unit(row, paid) for row, paid in zip(sums.to_dicts(), lost, strict=True)]

    def _unit(self, row: dict[str, float], lost: Decimal) -> Unit:
        id_, finer = str(row["unit"]), printed(row["lost"], self._places)
        *each, tallied = column(
            finer, [*self._single(id_).values(), self._tallied(id_)], self._places
        )
        seen = [self._by_number[number] for number in self._single(id_)]
        rows = sorted(zip(seen, each, strict=True), key=lambda pair: -pair[1])
        return Unit(
            id=id_,
            title=self.reading.unit_title(id_),
            lost=lost,
            finer=finer,
            share=percent(row["lost"] / self._total),
            bar=charts.loss(row["lost"] / self._most),
            faults=int(row["faults"]),
            standards=tuple(self._standards(id_, finer)),
            rows=tuple(rows),
            tallied=tallied,
        )

    def _standards(self, unit: str, whole: Decimal) -> Iterator[Row]:
        sums = self._by_standard.filter(pl.col("unit") == unit)
        lost = column(whole, sums["lost"].to_list(), self._places)
        for row, paid in zip(sums.to_dicts(), lost, strict=True):
            yield Row(
                title=self.reading.standards[row["standard"]][2].title,
                href=link("s", row["standard"]),
                method=self.reading.methods[row["method"]],
                faults=row["faults"],
                lost=paid,
            )

    def _summed(self, *by: str) -> pl.DataFrame:
        sums = self.reading.losses.group_by(by).agg(pl.col("lost", "faults").sum())
        return sums.sort("lost", *by, descending=[True, *(False for _ in by)])

    @cached_property
    def _by_standard(self) -> pl.DataFrame:
        return self._summed("unit", "standard", "method")

    @cached_property
    def _by_number(self) -> dict[int, Observation]:
        return {seen.number: seen for seen in self.observed.every}

    @cached_property
    def _borne(self) -> dict[str, dict[int, float]]:
        """What each unit lost by each observation."""
        found: dict[str, dict[int, float]] = {}
        for unit, number, lost in self.reading.lost_rows.select(
            "unit", "observation", "lost"
        ).iter_rows():
            found.setdefault(unit, {})[number] = lost
        return found

    def _single(self, unit: str) -> dict[int, float]:
        borne = self._borne.get(unit, {})
        return {n: lost for n, lost in borne.items() if not self._by_number[n].tallied}

    def _tallied(self, unit: str) -> float:
        borne = self._borne.get(unit, {})
        return sum(lost for n, lost in borne.items() if self._by_number[n].tallied)

    @cached_property
    def _total(self) -> float:
        return float(self.reading.losses["lost"].sum()) or 1.0

    @cached_property
    def _most(self) -> float:
        return float(self._summed("unit")["lost"].max() or 1.0)  # type: ignore[arg-type]  # a float

    @property
    def _places(self) -> int:
        return self.reading.places + FINER
