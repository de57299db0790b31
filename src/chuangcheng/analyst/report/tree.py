"""The tree of the score with printed figures: every column adds up to the line above it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from chuangcheng.analyst.report.figures import column, exact, number, percent, printed, within
from chuangcheng.analyst.report.reading import Reading, Record, anchor, link
from chuangcheng.engine.framework import Title
from chuangcheng.lib import charts

Key = tuple[str, str]
TOTAL: Key = ("total", "total")


@dataclass(frozen=True)
class Printed:
    """The three figures of a node as they are printed."""

    possible: Decimal
    lost: Decimal

    @property
    def earned(self) -> Decimal:
        """Possible less lost, so that a line adds up as well."""
        return self.possible - self.lost


@dataclass(frozen=True)
class Line:
    """A line of the tree."""

    kind: str
    id: str
    level: int
    title: Title
    figures: Printed
    node: Record
    parent: str = ""
    unfolds: bool = False

    @property
    def anchor(self) -> str:
        """The id of its row."""
        return anchor("n", self.id)

    @property
    def href(self) -> str:
        """What it is made of: the lines below it, or the sheet of a standard."""
        return {"standard": link("s", self.id), "method": link("m", self.id)}.get(
            self.kind, link("n", self.id)
        )

    @property
    def rate(self) -> str:
        """The share earned, in per cent."""
        return percent(self.node["rate"])

    @property
    def bar(self) -> Markup:
        """Earned of possible, with the interval."""
        whole = self.node["possible"]
        if not whole:
            return Markup()
        ends = [
            None if self.node[end] is None else self.node[end] / whole for end in ("low", "high")
        ]
        return charts.bar(self.node["earned"] / whole, *ends)

    @property
    def interval(self) -> str:
        """The interval of the points earned, empty where no margin is known."""
        return interval(self.node, len(str(self.figures.lost).partition(".")[2]))

    @property
    def substituted(self) -> bool:
        """Whether something below was not judged."""
        return bool(self.node["status"] != "assessed")


def interval(node: Record, places: int) -> str:
    """The ends of a node's interval as text."""
    if node["low"] is None:
        return ""
    return f"{number(node['low'], places)}–{number(node['high'], places)}"


@dataclass(frozen=True)
class Tree:
    """The figures of one area, printed."""

    reading: Reading
    area: str

    @cached_property
    def nodes(self) -> dict[Key, Record]:
        """The scores of the area."""
        return self.reading.nodes_of(self.area)

    @cached_property
    def figures(self) -> dict[Key, Printed]:
        """Printed figures of the total, the methods, and the tree down to the standards."""
        settings = self.reading.framework.settings
        total = self.nodes[TOTAL]
        possible = printed(total["possible"], settings.places, settings.rounding)
        earned = printed(total["earned"], settings.places, settings.rounding)
        found = {TOTAL: Printed(possible, possible - earned)}
        for key in self.nodes:
            for below in (self._below[key, "tree"], self._below[key, "method"]):
                found |= self._split(found[key], below) if below and key in found else {}
        return found

    def _split(self, whole: Printed, below: list[Key]) -> dict[Key, Printed]:
        places = self.reading.places
        rows = [self.nodes[key] for key in below]
        possible = column(whole.possible, [row["possible"] for row in rows], places)
        lost = column(whole.lost, [row["lost"] for row in rows], places)
        lost = within(lost, possible, Decimal(1).scaleb(-places))
        return {
            k: Printed(*each)
            for k, each in zip(below, zip(possible, lost, strict=True), strict=True)
        }

    @cached_property
    def _below(self) -> defaultdict[tuple[Key, str], list[Key]]:
        """The keys right below each key, in the tree or by method."""
        below: defaultdict[tuple[Key, str], list[Key]] = defaultdict(list)
        levels = {"project": "total", "content": "project", "standard": "content"}
        for key, row in self.nodes.items():
            if key[0] in levels:
                below[(levels[key[0]], row["parent"]), "tree"].append(key)
            elif key[0] == "method":
                above = TOTAL if row["parent"] == "total" else ("method", row["parent"])
                below[above, "method"].append(key)
        return below

    def total(self) -> Line:
        """The line of the total."""
        return self._line(TOTAL, 0, self.reading.framework.title)

    def methods(self) -> list[Line]:
        """The methods right below the total."""
        return [
            self._line(key, 1, self.reading.methods[key[1]]) for key in self._below[TOTAL, "method"]
        ]

    def every_method(self) -> list[Line]:
        """All methods, also those below others."""
        keys = [key for key in self.nodes if key[0] == "method"]
        return [self._line(key, 1, self.reading.methods[key[1]]) for key in keys]

    def projects(self) -> list[Line]:
        """The projects."""
        return [line for line in self.lines() if line.kind == "project"]

    def lines(self) -> Iterator[Line]:
        """Projects, contents and standards in the order of the tree."""
        for project in self.reading.framework.projects:
            yield self._line(("project", project.id), 1, project.title, "", unfolds=True)
            for content in project.contents:
                key = ("content", content.id)
                yield self._line(key, 2, content.title, project.id, unfolds=True)
                for standard in content.standards:
                    key = ("standard", standard.id)
                    yield self._line(key, 3, standard.title, content.id)

    def finer(self, key: Key) -> Printed:
        """A node's figures with the places of items and observations."""
        node, places = self.nodes[key], self.reading.places + 2
        return Printed(
            printed(node["possible"], places),
            exact(node["lost"]).quantize(Decimal(1).scaleb(-places)),
        )

    def _line(
        self, key: Key, level: int, title: Title, parent: str = "", *, unfolds: bool = False
    ) -> Line:
        return Line(
            kind=key[0],
            id=key[1],
            level=level,
            title=title,
            figures=self.figures[key],
            node=self.nodes[key],
            parent=parent and anchor("n", parent),
            unfolds=unfolds,
        )
