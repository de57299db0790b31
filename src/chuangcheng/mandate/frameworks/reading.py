"""A framework as pages show it: parts and items with their rules in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chuangcheng.engine.framework import Framework, Item, Method, Standard, Text, Title
from chuangcheng.mandate.frameworks import lines, wording


@dataclass(frozen=True)
class ItemShown:
    """An item with its rule in words; `points` is its even part of the part's points."""

    code: str
    title: str
    rule: str
    points: Decimal
    veto: bool
    exceptions: str
    guidance: str


@dataclass(frozen=True)
class PartShown:
    """A part with its method and rule in words, where it is judged, and its items."""

    code: str
    method: str
    points: Decimal
    rule: str
    at: str
    items: list[ItemShown]


@dataclass(frozen=True)
class ItemTold:
    """Everything about an item: how it is judged, where it is asked, for which standards."""

    shown: ItemShown
    standards: tuple[str, ...]
    asked_at: str
    methods: str


@dataclass(frozen=True)
class MethodShown:
    """A method that parts name, with the points it carries of the full marks."""

    code: str
    title: str
    points: Decimal


def said(title: Title) -> str:
    """A title in the reader's language."""
    return title.said(get_language() or "")


def text(of: Text) -> str:
    """A longer text in the reader's language, or in the other where there is none in that one."""
    return of.said(get_language() or "")


def requirement(framework: Framework, code: str) -> str:
    """What one standard asks, in the reader's language."""
    return text(next(s for s in framework.standards() if s.id == code).requirement)


def methods(framework: Framework) -> list[MethodShown]:
    """The methods in their order, each with what its parts carry together."""
    carried = lines.carried(framework)
    whole: dict[str, float] = {}
    for part in framework.parts():
        whole[part.method] = whole.get(part.method, 0.0) + carried[part.id]
    return [
        MethodShown(method.id, said(method.title), lines.exact(whole.get(method.id, 0.0)))
        for method in framework.leaf_methods()
    ]


def method_titles(framework: Framework) -> dict[str, str]:
    """The name of each method in the reader's language."""
    return {method.id: said(method.title) for method in _all(framework.methods)}


def parts(framework: Framework, code: str) -> list[PartShown]:
    """The parts of one standard."""
    standard = next(s for s in framework.standards() if s.id == code)
    return list(_parts(framework, standard))


def item(framework: Framework, code: str) -> ItemTold:
    """Everything about one item."""
    line = next(line for line in lines.item_lines(framework) if line.item.id == code)
    titles = method_titles(framework)
    asked = lines.asked_at(framework).get(code, ())
    return ItemTold(
        _item(line.item, line.points),
        line.standards,
        _listed(said(kind.title) for kind in framework.point_types if kind.id in asked),
        _listed(titles[method] for method in line.methods),
    )


def _parts(framework: Framework, standard: Standard) -> Iterator[PartShown]:
    carried, titles = lines.carried(framework), method_titles(framework)
    kinds = {kind.id: said(kind.title) for kind in framework.point_types}
    items, asked = {item.id: item for item in framework.items}, lines.asked_at(framework)
    for part in standard.parts:
        mine = [items[id_] for id_ in framework.items_of(part)]
        whole = sum(item.weight for item in mine)
        yield PartShown(
            part.id,
            titles[part.method],
            lines.exact(carried[part.id]),
            wording.part_rule(part),
            _listed(kinds[kind] for kind in lines.seen_at(framework, part, asked)),
            [_item(i, lines.exact(carried[part.id] * i.weight / whole)) for i in mine],
        )


def _item(item: Item, points: Decimal) -> ItemShown:
    return ItemShown(
        item.id,
        said(item.title),
        wording.item_rule(item),
        points,
        item.veto,
        text(item.exceptions),
        text(item.guidance),
    )


def _listed(names: Iterable[str]) -> str:
    return _("、").join(names)


def _all(methods: tuple[Method, ...]) -> Iterator[Method]:
    for method in methods:
        yield method
        yield from _all(method.methods)
