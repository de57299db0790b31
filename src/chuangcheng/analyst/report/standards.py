"""The sheets of the standards: parts, items, and every observation that lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import polars as pl

from chuangcheng.analyst.report import explain
from chuangcheng.analyst.report.figures import column, printed
from chuangcheng.analyst.report.observed import Bearer, Observation, Observed, by_part_and_item
from chuangcheng.analyst.report.reading import FINER, Reading, anchor, link
from chuangcheng.analyst.report.tree import Line, Printed, Tree
from chuangcheng.engine.framework import Item, Part, Standard, Text, Title

Crumb = tuple[Title, str]


@dataclass(frozen=True)
class ItemView:
    """An item of a part: how it is judged, what it lost, and the observations that lost it."""

    anchor: str
    title: Title
    rule: Title
    exceptions: Text
    guidance: Text
    judged: int
    faults: int
    lost: Decimal
    gain: Decimal
    rows: tuple[tuple[Observation, Decimal], ...]


@dataclass(frozen=True)
class PartView:
    """A part of a standard."""

    method: Title
    href: str
    rule: Title
    figures: Printed
    substitute: Title | None
    stood_in: Decimal
    items: tuple[ItemView, ...]


@dataclass(frozen=True)
class Sheet:
    """A standard."""

    line: Line
    crumbs: tuple[Crumb, ...]
    requirement: Text
    finer: Printed
    parts: tuple[PartView, ...]
    bearers: tuple[tuple[Bearer, Decimal], ...]

    @property
    def anchor(self) -> str:
        """The id of the sheet."""
        return anchor("s", self.line.id)


@dataclass(frozen=True)
class Standards:
    """All sheets of standards."""

    reading: Reading
    tree: Tree
    observed: Observed

    def sheets(self) -> Iterator[Sheet]:
        """A sheet for every standard."""
        found = {line.id: line for line in self.tree.lines() if line.kind == "standard"}
        for project, content, standard in self.reading.walk():
            finer = self.tree.finer(("standard", standard.id))
            crumbs = (
                (project.title, link("n", project.id)),
                (content.title, link("n", content.id)),
            )
            yield Sheet(
                line=found[standard.id],
                crumbs=crumbs,
                requirement=standard.requirement,
                finer=finer,
                parts=tuple(self._parts(standard, finer)),
                bearers=self._bearers(standard, finer.lost),
            )

    def _parts(self, standard: Standard, whole: Printed) -> Iterator[PartView]:
        nodes = [self.reading.nodes["part", part.id] for part in standard.parts]
        possible = column(whole.possible, [node["possible"] for node in nodes], self._places)
        lost = column(whole.lost, [node["lost"] for node in nodes], self._places)
        for part, most, paid in zip(standard.parts, possible, lost, strict=True):
            substitute = self.reading.substitute(part)
            yield PartView(
                method=self.reading.methods[part.method],
                href=link("m", part.method),
                rule=explain.part_rule(part),
                figures=Printed(most, paid),
                substitute=substitute,
                stood_in=paid if substitute else Decimal(0),
                items=tuple(self._items(part, Decimal(0) if substitute else paid)),
            )

    def _items(self, part: Part, lost: Decimal) -> Iterator[ItemView]:
        items = [self.reading.items[id_] for id_ in self.reading.framework.items_of(part)]
        rows = [self.observed.of_item.get((part.id, item.id), []) for item in items]
        sums = column(lost, [sum(row.lost for row in some) for some in rows], self._places)
        views = [self._item(part, *each) for each in zip(items, rows, sums, strict=True)]
        yield from sorted(views, key=lambda view: -view.lost)

    def _item(self, part: Part, item: Item, rows: list[Observation], lost: Decimal) -> ItemView:
        seen = self._judged.get((self.reading.part_rows[part.id], item.id))
        gain = self.reading.gains.get((part.id, item.id))
        each = column(lost, [row.lost for row in rows], self._places)
        return ItemView(
            anchor=anchor("i", f"{part.id}-{item.id}"),
            title=item.title,
            rule=explain.item_rule(item.rule, veto=item.veto),
            exceptions=item.exceptions,
            guidance=item.guidance,
            judged=seen["judged"] if seen else 0,
            faults=seen["judged"] - seen["met"] if seen else 0,
            lost=lost,
            gain=printed(gain["gain"] if gain else 0.0, self._places),
            rows=tuple(zip(rows, each, strict=True)),
        )

    def _bearers(self, standard: Standard, lost: Decimal) -> tuple[tuple[Bearer, Decimal], ...]:
        borne = self._borne.get(standard.id, [])
        each = column(lost, [paid for _, paid in borne], self._places)
        units = [Bearer(unit, self.reading.unit_title(unit), 1.0) for unit, _ in borne]
        return tuple(zip(units, each, strict=True))

    @cached_property
    def _borne(self) -> dict[str, list[tuple[str, float]]]:
        """(unit, lost) of each standard, the most first."""
        sums = self.reading.losses.group_by("standard", "unit").agg(pl.col("lost").sum())
        found: dict[str, list[tuple[str, float]]] = {}
        for standard, unit, lost in sums.sort("lost", "unit", descending=[True, False]).iter_rows():
            found.setdefault(standard, []).append((unit, lost))
        return found

    @cached_property
    def _judged(self) -> dict[tuple[int, str], dict[str, int]]:
        return by_part_and_item(self.reading.judged)

    @property
    def _places(self) -> int:
        return self.reading.places + FINER
