"""The rows of the auditor's tables, as the framework and the areas say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.framework import Counted, Framework, Method
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.rules import PASS, Answers, Bands, ByCount, Grade
from chuangcheng.engine.sanctions import Decision

Row = tuple[Any, ...]
#: The fields of the item rules that each number of a slot may come from.
_WANTED, _PRICE, _CAP, _LOW, _HIGH = (
    ("n", "quota", "wanted"),
    ("each",),
    ("cap",),
    ("floor",),
    ("target",),
)


def areas(tree: AreaTree) -> Iterator[Row]:
    """Rows of `area`."""
    for place, area in enumerate(tree.areas):
        yield area.id, area.parent if area.parent in tree.index else "", area.group, place


def decisions(decided: Iterable[Decision]) -> Iterator[Row]:
    """Rows of `decision`."""
    for decision in decided:
        yield decision.area, decision.sanction, decision.times


def settings(framework: Framework) -> Iterator[Row]:
    """The row of `fw_setting`."""
    own = framework.settings
    scale = float(10**own.places)
    yield own.full, scale, own.rounding, own.ranking, own.bonus_cap, own.penalty_cap


def methods(framework: Framework) -> Iterator[Row]:
    """Rows of `fw_method`."""
    stack: list[tuple[str, Method]] = [("", method) for method in framework.methods]
    while stack:
        parent, method = stack.pop()
        yield method.id, parent, method.weight
        stack += [(method.id, child) for child in method.methods]


def parts(framework: Framework) -> Iterator[Row]:
    """Rows of `fw_part`."""
    own = framework.settings
    for project in framework.projects:
        for content in project.contents:
            for standard in content.standards:
                for part in standard.parts:
                    place = (part.id, standard.id, content.id, project.id, part.method)
                    stand_in = (part.absent or own.absent, part.unassessed or own.unassessed)
                    yield (*place, part.points, part.rule.kind, *stand_in)


def unmet(framework: Framework) -> Iterator[Row]:
    """Rows of `fw_unmet`."""
    for part in framework.parts():
        if isinstance(part.rule, Counted):
            yield from ((part.id, band.unmet, band.share) for band in part.rule.bands)


def slots(plan: Plan) -> Iterator[Row]:
    """Rows of `fw_slot`."""
    for number, slot in enumerate(plan.slots):
        item, rule = slot.item, slot.item.rule
        place = (number, item.id, slot.at, plan.parts[slot.part].id, slot.gauge, rule.kind)
        own = (item.weight, item.points, item.cap, item.pass_mark, int(item.veto))
        said = rule.model_dump()
        numbers = [
            next((float(said[name]) for name in names if said.get(name) is not None), None)
            for names in (_WANTED, _PRICE, _CAP, _LOW, _HIGH)
        ]
        yield (*place, *own, rule.fixed, rule.again, *numbers)


def bands(plan: Plan) -> Iterator[Row]:
    """Rows of `fw_band`: each band ends where the next begins."""
    for number, slot in enumerate(plan.slots):
        rule = slot.item.rule
        if isinstance(rule, ByCount | Bands):
            ordered = sorted(rule.bands, key=lambda band: band.least)
            ends = [*(band.least for band in ordered[1:]), None]
            yield from (
                (number, band.least, end, band.share)
                for band, end in zip(ordered, ends, strict=True)
            )


def shares(plan: Plan) -> Iterator[Row]:
    """Rows of `fw_share`: grades and answers, and that a plain pass is met in full."""
    for number, slot in enumerate(plan.slots):
        rule = slot.item.rule
        if isinstance(rule, Grade | Answers):
            own = rule.grades if isinstance(rule, Grade) else rule.answers
            yield from ((number, result, share) for result, share in {PASS: 1.0, **own}.items())


def sanctions(framework: Framework) -> Iterator[Row]:
    """Rows of `fw_sanction`."""
    for entry in framework.sanctions:
        yield entry.id, entry.kind, entry.points, entry.cap
