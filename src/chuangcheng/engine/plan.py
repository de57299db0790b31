"""A framework compiled to arrays: which item feeds which sum, and which sums decide which part.

Three index spaces follow one another:

- a *slot* is an item, or an item at one kind of point where a part says `at`;
- a *gauge* is the smallest sum that decides a score: one for a part that takes the rate of all its
  observations, one for each item where items count apart (mean, deduct, counted);
- a *part* reads its gauges, which stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.alike import AVERAGED, COUNTED, DEDUCTED, Alike
from chuangcheng.engine.framework import (
    Content,
    Counted,
    Framework,
    Item,
    Part,
    Project,
    Standard,
)
from chuangcheng.engine.rules import Rule

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

_KINDS = {"rate": AVERAGED, "mean": AVERAGED, "deduct": DEDUCTED, "counted": COUNTED}


@dataclass(frozen=True)
class Slot:
    """An item where it counts: `at` is a kind of point, or empty for everywhere else."""

    item: Item
    at: str
    part: int
    gauge: int
    factor: float  # its voice within the gauge, or the points it costs


@dataclass(frozen=True)
class Node:
    """A node of the result: the total, a method, or a node of the tree, and the parts below it."""

    kind: str
    id: str
    parent: str
    title: str
    columns: Ints


@dataclass(frozen=True)
class Plan:
    """Everything the arithmetic reads of a framework; made once by `compile_plan`."""

    framework: Framework
    parts: tuple[Part, ...]
    slots: tuple[Slot, ...]
    gauge_part: Ints
    gauge_weight: Floats
    gauge_cap: Floats
    gauge_pass: Floats
    lookup: dict[tuple[str, str], int] = field(repr=False)

    @cached_property
    def points(self) -> Floats:
        """The points of each part as the framework prints them."""
        return np.array([part.points for part in self.parts])

    @cached_property
    def kinds(self) -> Ints:
        """How each part is decided: AVERAGED, DEDUCTED or COUNTED."""
        return np.array([_KINDS[part.rule.kind] for part in self.parts])

    @cached_property
    def alike(self) -> tuple[Alike, ...]:
        """The parts by how they are decided, each kind that there is once."""
        kind_of_gauge = self.kinds[self.gauge_part]
        found = []
        for kind in np.unique(self.kinds):
            gauges = np.flatnonzero(kind_of_gauge == kind)
            parts = np.flatnonzero(self.kinds == kind)
            found.append(Alike.of(int(kind), parts, gauges, self.gauge_part[gauges]))
        return tuple(found)

    @cached_property
    def leaf_of_part(self) -> Ints:
        """The index of each part's method among the leaf methods."""
        leaves = [method.id for method in self.framework.leaf_methods()]
        return np.array([leaves.index(part.method) for part in self.parts])

    @cached_property
    def first_gauge(self) -> Ints:
        """The first gauge of each part: the offsets that `numpy.add.reduceat` takes."""
        return np.searchsorted(self.gauge_part, np.arange(len(self.parts)))

    @cached_property
    def slot_gauge(self) -> Ints:
        """The gauge that each slot feeds."""
        return np.array([slot.gauge for slot in self.slots])

    @cached_property
    def slot_factor(self) -> Floats:
        """The voice of each slot within its gauge, or the points it costs."""
        return np.array([slot.factor for slot in self.slots])

    @cached_property
    def slot_voice(self) -> Floats:
        """What an observation at each slot counts where its part takes the rate of all of them."""
        pooled = [self.parts[slot.part].rule.kind == "rate" for slot in self.slots]
        return np.where(pooled, self.slot_factor, 1.0)

    @cached_property
    def slot_veto(self) -> NDArray[np.bool_]:
        """Whether a loss at each slot takes the whole part."""
        return np.array([slot.item.veto for slot in self.slots], dtype=np.bool_)

    @cached_property
    def slot_rule(self) -> Ints:
        """The place of each slot's rule among `rules`."""
        places = np.empty(len(self.slots), dtype=np.int64)
        for place, (_, slots) in enumerate(self.rules):
            places[slots] = place
        return places

    @cached_property
    def rules(self) -> tuple[tuple[Rule, Ints], ...]:
        """Each rule in use once, with the slots that follow it."""
        rules = {slot.item.id: slot.item.rule for slot in self.slots}
        words = {item: rule.model_dump_json() for item, rule in rules.items()}
        found: dict[str, tuple[Rule, list[int]]] = {}
        for i, slot in enumerate(self.slots):
            found.setdefault(words[slot.item.id], (slot.item.rule, []))[1].append(i)
        return tuple((rule, np.array(slots)) for rule, slots in found.values())

    @cached_property
    def typed(self) -> tuple[str, ...]:
        """The items for which the kind of point decides where they count."""
        return tuple(sorted({slot.item.id for slot in self.slots if slot.at}))

    @property
    def looks_at_type(self) -> bool:
        """Whether the kind of point decides where any item counts."""
        return bool(self.typed)

    @cached_property
    def bands(self) -> tuple[Ints, Ints, Floats]:
        """The share met for 0, 1, 2 … items unmet of each part that is decided by counting.

        Where the shares of each part begin, the place among them that all further items have, too,
        and the shares of all parts, one after the other; nothing of a part decided otherwise.
        """
        none = np.zeros(0)
        shares = [
            _shares_by_unmet(part.rule) if isinstance(part.rule, Counted) else none
            for part in self.parts
        ]
        number = np.array([len(some) for some in shares])
        return np.cumsum(number) - number, number - 1, np.concatenate(shares)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The total, the methods, and the tree in its own order."""
        return (*_method_nodes(self), *_tree_nodes(self))

    @cached_property
    def part_table(self) -> pl.DataFrame:
        """Where each part stands: part_row, project, content, standard, part, method."""
        places = [
            (project.id, content.id, standard.id, part.id, part.method)
            for project in self.framework.projects
            for content in project.contents
            for standard in content.standards
            for part in standard.parts
        ]
        names = ("project", "content", "standard", "part", "method")
        rows = pl.Series("part_row", np.arange(len(places)))
        return pl.DataFrame(places, schema=names, orient="row").insert_column(0, rows)

    @cached_property
    def slot_table(self) -> pl.DataFrame:
        """The same of each slot, with its item and point_type."""
        part = np.array([slot.part for slot in self.slots], dtype=np.int64)
        names = [(slot.item.id, slot.at) for slot in self.slots]
        items = pl.DataFrame(names, schema={"item": str, "point_type": str}, orient="row")
        return pl.concat([self.part_table[part], items], how="horizontal")

    @cached_property
    def below(self) -> Floats:
        """1 where a part (row) lies below a node (column)."""
        below = np.zeros((len(self.parts), len(self.nodes)))
        for column, node in enumerate(self.nodes):
            below[node.columns, column] = 1.0
        return below

    @cached_property
    def different(self) -> tuple[Ints, Ints]:
        """The nodes with different parts below them, and for each node which of those it is like.

        Many nodes have a single part below them, and the same one.
        """
        seen: dict[bytes, int] = {}
        same = [seen.setdefault(node.columns.tobytes(), len(seen)) for node in self.nodes]
        return np.unique(same, return_index=True)[1], np.array(same)

    @cached_property
    def node_parts(self) -> Ints:
        """How many parts lie below each node."""
        return np.array([len(node.columns) for node in self.nodes])

    @cached_property
    def node_table(self) -> pl.DataFrame:
        """What the nodes are called: kind, node, parent, title."""
        rows = [(node.kind, node.id, node.parent, node.title) for node in self.nodes]
        return pl.DataFrame(rows, schema=["kind", "node", "parent", "title"], orient="row")

    def by_node(self, values: Ints) -> Ints:
        """Whole numbers of shape (rows, parts) summed for every node: shape (rows, nodes)."""
        starts, ends, scattered = self._spans
        running = np.zeros((len(values), len(self.parts) + 1), dtype=np.int64)
        np.cumsum(values, axis=1, out=running[:, 1:])
        sums = running[:, ends] - running[:, starts]
        for node in scattered:
            sums[:, node] = values[:, self.nodes[node].columns].sum(axis=1)
        return sums

    @cached_property
    def _spans(self) -> tuple[Ints, Ints, list[int]]:
        """Where the parts of each node begin and end, and the nodes whose parts lie scattered."""
        columns = [node.columns for node in self.nodes]
        starts = np.array([c[0] if len(c) else 0 for c in columns])
        ends = starts + np.array([len(c) for c in columns])
        scattered = [n for n, c in enumerate(columns) if len(c) and c[-1] + 1 != ends[n]]
        return starts, ends, scattered

    def slot_of(self, item: str, point_type: str) -> int:
        """The slot an observation belongs to, −1 when the item is asked nowhere like that."""
        exact = self.lookup.get((item, point_type))
        return self.lookup.get((item, ""), -1) if exact is None else exact

    def slots_of(self, items: Sequence[str], point_types: Sequence[str]) -> Ints:
        """The slot of each of many observations."""
        untyped = map(self._untyped.get, items)
        rows = zip(items, point_types, untyped, strict=True)
        slots = [self.slot_of(i, kind) if slot is None else slot for i, kind, slot in rows]
        return np.array(slots, dtype=np.int64)

    @cached_property
    def _untyped(self) -> dict[str, int]:
        """The slots of the items for which the kind of point does not matter."""
        typed = set(self.typed)
        return {item: slot for (item, _), slot in self.lookup.items() if item not in typed}


def compile_plan(framework: Framework) -> Plan:
    """The arrays of a framework; a checked framework always compiles."""
    items = {item.id: item for item in framework.items}
    parts = tuple(framework.parts())
    slots: list[Slot] = []
    gauges: list[tuple[int, Item | None]] = []
    for p, part in enumerate(parts):
        pooled = part.rule.kind == "rate"
        if pooled:
            gauges.append((p, None))
        for item in (items[id_] for id_ in framework.items_of(part)):
            if not pooled:
                gauges.append((p, item))
            slots += [
                Slot(item, at, p, len(gauges) - 1, _factor(part, item)) for at in part.at or ("",)
            ]
    return Plan(
        framework=framework,
        parts=parts,
        slots=tuple(slots),
        gauge_part=np.array([p for p, _ in gauges]),
        gauge_weight=np.array([1.0 if item is None else item.weight for _, item in gauges]),
        gauge_cap=np.array([np.inf if i is None or i.cap is None else i.cap for _, i in gauges]),
        gauge_pass=np.array([1.0 if item is None else item.pass_mark for _, item in gauges]),
        lookup={(slot.item.id, slot.at): i for i, slot in enumerate(slots)},
    )


def _factor(part: Part, item: Item) -> float:
    """A slot's voice in a pooled rate, or the price of a share lost where the part deducts."""
    if part.rule.kind == "rate":
        return item.weight
    if part.rule.kind == "deduct" and not item.rule.deducts:
        return item.points or 0.0
    return 1.0


def _shares_by_unmet(rule: Counted) -> Floats:
    most = max(band.unmet for band in rule.bands)
    best = [
        max((b.share for b in rule.bands if b.unmet >= n), default=0.0) for n in range(most + 1)
    ]
    return np.array([*best, 0.0])


def _method_nodes(plan: Plan) -> list[Node]:
    every = np.arange(len(plan.parts))
    nodes = [Node("total", "total", "", str(plan.framework.title), every)]
    stack = [("total", method) for method in reversed(plan.framework.methods)]
    while stack:
        parent, method = stack.pop()
        leaves = {leaf.id for leaf in method.leaves()}
        below = np.array([p for p in every if plan.parts[p].method in leaves], dtype=np.int64)
        nodes.append(Node("method", method.id, parent, str(method.title), below))
        stack += [(method.id, child) for child in reversed(method.methods)]
    return nodes


def _tree_nodes(plan: Plan) -> list[Node]:
    nodes: list[Node] = []
    start = 0
    for project in plan.framework.projects:
        here = len(nodes)
        first = start
        for content in project.contents:
            inner, begin = len(nodes), start
            for standard in content.standards:
                end = start + len(standard.parts)
                nodes.append(_node("standard", standard, content.id, start, end))
                nodes += [
                    Node("part", part.id, standard.id, str(standard.title), np.array([start + k]))
                    for k, part in enumerate(standard.parts)
                ]
                start = end
            nodes.insert(inner, _node("content", content, project.id, begin, start))
        nodes.insert(here, _node("project", project, "total", first, start))
    return nodes


def _node(kind: str, of: Project | Content | Standard, parent: str, start: int, end: int) -> Node:
    return Node(kind, of.id, parent, str(of.title), np.arange(start, end))
