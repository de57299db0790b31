"""A round on paper: which points are visited, and which lines of their checklists are judged.

A full checklist is longer than one visit judges, so every visit takes some standards and of these
some items, dealt in turn so that together the visits of a kind go through the whole checklist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice

from chuangcheng.engine.plan import Plan
from chuangcheng.library.sample.dice import Dice, apportioned
from chuangcheng.library.sample.points import Point, fixed_points, kind_of

#: The shape of a published mock assessment (Jiaozuo 2019): points, standards at points, and
#: observations of one round.
SAMPLED, PAIRS, OBSERVATIONS = 78, 328, 1166


@dataclass(frozen=True)
class Visit:
    """One point in one round, with the items judged there."""

    point: Point
    items: tuple[str, ...]


@dataclass(frozen=True)
class _Pair:
    """A standard at a point, with the items of it that could be judged there, in order."""

    point: Point
    standard: str
    items: tuple[str, ...]


def visits(plan: Plan, points: list[Point], round_: str, dice: Dice) -> list[Visit]:
    """The visits of a round: as many points, pairs and observations as its shape says.

    Fewer where the framework asks too little to fill them.
    """
    drawn = _drawn(plan, points, round_, dice)
    pairs = _pairs(plan, drawn, round_, dice)
    sizes = [len(pair.items) for pair in pairs]
    judged = apportioned(min(OBSERVATIONS, sum(sizes)), sizes, sizes)
    items: dict[str, list[str]] = {point.id: [] for point in drawn}
    for pair, count in zip(pairs, judged, strict=True):
        items[pair.point.id] += pair.items[:count]
    return [Visit(point, tuple(items[point.id])) for point in drawn]


def _drawn(plan: Plan, points: list[Point], round_: str, dice: Dice) -> list[Point]:
    """By kind of point: those seen in every round first, then those drawn for this one."""
    types = plan.framework.point_types
    quotas = apportioned(SAMPLED, [kind_of(t).sampled for t in types])
    drawn: list[Point] = []
    for point_type, quota in zip(types, quotas, strict=True):
        here = [point for point in points if point.kind == point_type.id]
        fixed = here[: min(fixed_points(point_type.id), quota)]
        others = sorted(here[len(fixed) :], key=lambda point: dice.unit(round_, point.id))
        drawn += [*fixed, *others[: quota - len(fixed)]]
    return drawn


def _pairs(plan: Plan, drawn: list[Point], round_: str, dice: Dice) -> list[_Pair]:
    """The standards judged at each point, dealt so that every visit gets nearly as many."""
    decks = {kind: _deck(plan, kind) for kind in dict.fromkeys(point.kind for point in drawn)}
    most = [len(decks[point.kind]) for point in drawn]
    counts = apportioned(min(PAIRS, sum(most)), [1.0] * len(drawn), most)
    pairs: list[_Pair] = []
    for kind, deck in decks.items():
        here = [(point, n) for point, n in zip(drawn, counts, strict=True) if point.kind == kind]
        for point, standard in _dealt(here, list(deck), round_, dice):
            pairs.append(_Pair(point, standard, tuple(dice.shuffled(deck[standard], point.id))))
    return pairs


def _dealt(
    here: list[tuple[Point, int]], deck: list[str], round_: str, dice: Dice
) -> Iterator[tuple[Point, str]]:
    """(point, standard): points seen in every round are asked the same, the others in turn."""
    kind = here[0][0].kind
    fixed = fixed_points(kind)
    usual = cycle(dice.shuffled(deck, kind))
    asked = set()
    for point, count in here[:fixed]:
        for standard in islice(usual, count):
            asked.add(standard)
            yield point, standard
    turn = sorted(dice.shuffled(deck, kind, round_), key=lambda standard: standard in asked)
    rest = cycle(turn)
    for point, count in here[fixed:]:
        yield from ((point, standard) for standard in islice(rest, count))


def _deck(plan: Plan, kind: str) -> dict[str, list[str]]:
    """Standard → items of the checklist of a kind of point."""
    framework = plan.framework
    point_type = next(t for t in framework.point_types if t.id == kind)
    standard_of = {part.id: s.id for s in framework.standards() for part in s.parts}
    deck: dict[str, list[str]] = {}
    for item in framework.checklist(point_type):
        slot = plan.slot_of(item, kind)
        if slot >= 0:
            part = plan.parts[plan.slots[slot].part]
            deck.setdefault(standard_of[part.id], []).append(item)
    return deck
