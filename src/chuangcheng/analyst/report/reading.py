"""The round read for one area: every fact that more than one page of the report needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import numpy as np
import polars as pl

from chuangcheng.analyst.report.inputs import Source
from chuangcheng.analyst.report.words import word
from chuangcheng.engine.framework import Content, Framework, Item, Part, Project, Standard, Title
from chuangcheng.engine.gains import gains
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.rows import row_losses, valued

#: Finer figures, of items and observations, are printed with so many more places than the total.
FINER = 2

Record = dict[str, Any]

#: Columns of an observation that are shown as they stand; those that are missing are empty.
_SEEN = ("point", "point_type", "visit", "result", "observed_at")


def anchor(kind: str, id_: str) -> str:
    """The id of an element that stands for something: `s-1-1-1` is the sheet of standard 1-1-1."""
    return f"{kind}-{'_'.join(id_.split())}"


def link(kind: str, id_: str) -> str:
    """The address of that element within the report."""
    return "#" + quote(anchor(kind, id_), safe="")


@dataclass(frozen=True)
class Reading:
    """A source with what follows from it, worked out once."""

    source: Source

    @property
    def framework(self) -> Framework:
        """The framework of the round."""
        return self.plan.framework

    @property
    def plan(self) -> Plan:
        """The framework compiled."""
        return self.source.assessment.plan

    @property
    def area(self) -> str:
        """The area the report is about."""
        return self.source.area

    @property
    def places(self) -> int:
        """Decimal places of scores."""
        return self.framework.settings.places

    @cached_property
    def scores(self) -> pl.DataFrame:
        """Scores of all areas, with low and high where margins are known."""
        scores = self.source.assessment.scores()
        if self.source.resampled is None:
            empty = pl.lit(None, dtype=pl.Float64)
            return scores.with_columns(low=empty, high=empty)
        margins = self.source.resampled.intervals().select("area", "kind", "node", "low", "high")
        on = ["area", "kind", "node"]
        return scores.join(margins, on=on, how="left", maintain_order="left")

    @cached_property
    def nodes(self) -> dict[tuple[str, str], Record]:
        """The scores of the report's area by (kind, node)."""
        return self.nodes_of(self.area)

    def nodes_of(self, area: str) -> dict[tuple[str, str], Record]:
        """The scores of an area by (kind, node)."""
        rows = self.scores.filter(pl.col("area") == area).to_dicts()
        return {(row["kind"], row["node"]): row for row in rows}

    @cached_property
    def losses(self) -> pl.DataFrame:
        """Losses of the report's area by unit and item."""
        return self.source.assessment.losses().filter(pl.col("area") == self.area)

    @cached_property
    def ranks(self) -> dict[str, Record]:
        """The table of ranks by area."""
        return {row["area"]: row for row in self.source.assessment.ranks().to_dicts()}

    @cached_property
    def judged(self) -> pl.DataFrame:
        """Every judged observation: its columns, `observation`, and whether it was `met`."""
        rows, marks = valued(self.source.assessment, self.source.observations, self.area)
        part = self.plan.gauge_part[self.plan.slot_gauge[marks.slot]]
        seen = rows.select("observation").with_columns(
            judged=pl.Series(marks.counts),
            met=pl.Series(marks.counts & (marks.lost == 0)),
            part_row=pl.Series(part, dtype=pl.Int64),
        )
        return self._numbered.join(seen.filter("judged").drop("judged"), on="observation")

    @cached_property
    def onsite(self) -> pl.DataFrame:
        """Judged observations that belong to a point."""
        return self.judged.filter(pl.col("point") != "")

    @cached_property
    def lost_rows(self) -> pl.DataFrame:
        """Every loss of an observation with what was observed; `share` is the unit's part of it."""
        losses = row_losses(self.source.assessment, self.source.observations, self.area)
        whole = pl.col("lost").sum().over("observation")
        shared = losses.with_columns(share=pl.col("lost") / whole).drop("area", "item")
        seen = self._numbered.select("observation", "area", "item", *_SEEN, "count", "of")
        return shared.join(seen, on="observation", how="left", maintain_order="left")

    @cached_property
    def lost_by_point(self) -> dict[str, float]:
        """Points lost at each point."""
        return _sums(self.lost_rows, "point")

    @cached_property
    def lost_by_kind(self) -> dict[str, float]:
        """Points lost at each kind of point."""
        return _sums(self.lost_rows, "point_type")

    @cached_property
    def gains(self) -> dict[tuple[str, str], Record]:
        """What mending an item would win, by (part, item), the largest first."""
        found = gains(self.source.assessment, self.source.observations, self.area)
        return {(row["part"], row["item"]): row for row in found.to_dicts()}

    @cached_property
    def _numbered(self) -> pl.DataFrame:
        present = self.source.observations
        filled = [
            (pl.col(name) if name in present.columns else pl.lit(None)).cast(kind).alias(name)
            for names, kind in ((("unit", *_SEEN), pl.String), (("count", "of"), pl.Float64))
            for name in names
        ]
        text = pl.col("unit", *_SEEN).fill_null("")
        return present.with_columns(filled).with_columns(text).with_row_index("observation")

    # What things are called

    def area_title(self, id_: str) -> Title:
        """The title of an area."""
        tree = self.source.assessment.tree
        named = tree.areas[tree.index[id_]].title if id_ in tree.index else ""
        return self.source.names.areas.get(id_, Title(zh=named or id_))

    def unit_title(self, id_: str) -> Title:
        """The title of a unit; losses of substitutes have none."""
        if not id_:
            return word("nobody")
        return self.source.names.units.get(id_, Title(zh=id_))

    def point_title(self, id_: str) -> Title:
        """The title of a point."""
        return self.source.names.points.get(id_, Title(zh=id_))

    def kind_title(self, id_: str) -> Title:
        """The title of a kind of point."""
        found = next((kind.title for kind in self.framework.point_types if kind.id == id_), None)
        return found or Title(zh=id_ or "—")

    @cached_property
    def items(self) -> dict[str, Item]:
        """Items by id."""
        return {item.id: item for item in self.framework.items}

    @cached_property
    def standards(self) -> dict[str, tuple[Project, Content, Standard]]:
        """Standards with what they stand in, by id."""
        return {standard.id: (p, c, standard) for p, c, standard in self.walk()}

    @cached_property
    def methods(self) -> dict[str, Title]:
        """Titles of all methods by id."""
        found: dict[str, Title] = {}
        stack = list(self.framework.methods)
        while stack:
            method = stack.pop()
            found[method.id] = method.title
            stack.extend(method.methods)
        return found

    @cached_property
    def part_rows(self) -> dict[str, int]:
        """The place of each part among the parts of the plan."""
        return {part.id: row for row, part in enumerate(self.plan.parts)}

    @cached_property
    def row(self) -> int:
        """The row of the report's area."""
        return self.source.assessment.tree.index[self.area]

    def walk(self) -> Iterator[tuple[Project, Content, Standard]]:
        """Every standard with its project and content."""
        for project in self.framework.projects:
            for content in project.contents:
                for standard in content.standards:
                    yield project, content, standard

    def substitute(self, part: Part) -> Title | None:
        """Why a part was not judged and what stands in, or None for one that was."""
        points, at = self.source.assessment.points, self.part_rows[part.id]
        status = str(points.status[self.row, at])
        if status == "assessed":
            return None
        why, what = word(f"why_{status}"), word(f"sub_{points.substitute[self.row, at]}")
        return Title(zh=f"{why.zh}：{what.zh}", en=f"{why.en}: {what.en}")

    @property
    def children(self) -> list[str]:
        """The areas right below the report's."""
        tree = self.source.assessment.tree
        return [tree.areas[row].id for row in tree.children[self.row]]


def _sums(rows: pl.DataFrame, by: str) -> dict[str, float]:
    summed = rows.group_by(by).agg(pl.col("lost").sum())
    return {key: float(np.round(lost, 11)) for key, lost in summed.iter_rows()}
