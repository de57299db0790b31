"""A framework read line by line: what each standard and item is worth and how it is looked at.

Pure: an engine's Framework in, plain lines out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from chuangcheng.engine.framework import Content, Framework, Item, Part, Project, Standard
from chuangcheng.engine.plan import compile_plan
from chuangcheng.engine.scoring import points_carried

ONSITE, MATERIALS, SURVEY = "onsite", "materials", "survey"
_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class StandardLine:
    """A standard where it stands, the points it carries, and how and where it is judged."""

    project: Project
    content: Content
    standard: Standard
    points: Decimal
    methods: tuple[str, ...]
    point_types: tuple[str, ...]


@dataclass(frozen=True)
class ItemLine:
    """An item, the standards it counts for, the points it carries, its methods and its way.

    `points` is the item's even part, by weight, of what the parts it stands in carry.
    """

    item: Item
    standards: tuple[str, ...]
    points: Decimal
    methods: tuple[str, ...]
    way: str


def carried(framework: Framework) -> dict[str, float]:
    """Of each part by id the points it carries of the full marks when everything is judged."""
    plan = compile_plan(framework)
    points = points_carried(plan, np.full((1, len(plan.parts)), ""))[0]
    return {part.id: float(value) for part, value in zip(plan.parts, points, strict=True)}


def standard_lines(framework: Framework) -> Iterator[StandardLine]:
    """Every standard in the order of the tree."""
    points, asked = carried(framework), asked_at(framework)
    for project in framework.projects:
        for content in project.contents:
            for standard in content.standards:
                yield StandardLine(
                    project,
                    content,
                    standard,
                    exact(sum(points[part.id] for part in standard.parts)),
                    unique(part.method for part in standard.parts),
                    unique(t for part in standard.parts for t in seen_at(framework, part, asked)),
                )


def item_lines(framework: Framework) -> Iterator[ItemLine]:
    """Every item in the order of the framework."""
    points, asked, surveys = carried(framework), asked_at(framework), surveyed(framework)
    weights = {item.id: item.weight for item in framework.items}
    stands: dict[str, list[tuple[Standard, Part, float]]] = {item: [] for item in weights}
    for standard in framework.standards():
        for part in standard.parts:
            ids = framework.items_of(part)
            whole = sum(weights[id_] for id_ in ids)
            for id_ in ids:
                worth = points[part.id] * weights[id_] / whole
                stands[id_].append((standard, part, worth))
    for item in framework.items:
        yield ItemLine(
            item,
            unique(standard.id for standard, _, _ in stands[item.id]),
            exact(sum(worth for _, _, worth in stands[item.id])),
            unique(part.method for _, part, _ in stands[item.id]),
            way(item.id, (part for _, part, _ in stands[item.id]), asked, surveys),
        )


def asked_at(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Of each item on a checklist the kinds of point that ask it."""
    found: dict[str, list[str]] = {}
    for kind in framework.point_types:
        for item in framework.checklist(kind):
            found.setdefault(item, []).append(kind.id)
    return {item: tuple(kinds) for item, kinds in found.items()}


def seen_at(framework: Framework, part: Part, asked: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The kinds of point at which a part is judged: those it names, else all that ask its items."""
    return part.at or unique(k for id_ in framework.items_of(part) for k in asked.get(id_, ()))


def surveyed(framework: Framework) -> set[str]:
    """The methods by which residents are asked: those with a question among their items."""
    questions = {item.id for item in framework.items if item.rule.kind == "answers"}
    return {part.method for part in framework.parts() if questions & set(framework.items_of(part))}


def way(
    item: str, parts: Iterable[Part], asked: dict[str, tuple[str, ...]], surveys: set[str]
) -> str:
    """How an item is looked at: at a point that asks it, by asking residents, else on paper."""
    if item in asked:
        return ONSITE
    return SURVEY if any(part.method in surveys for part in parts) else MATERIALS


def exact(value: float) -> Decimal:
    """Points as they are kept: to a ten-thousandth."""
    return Decimal(str(value)).quantize(_PLACES)


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order of its first appearance."""
    return tuple(dict.fromkeys(values))
