"""How far inspectors agree who visited the same points blind: pairs of judgements, and figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from chuangcheng.engine import agreement as engine
from chuangcheng.engine.agreement import Agreement
from chuangcheng.engine.framework import Item
from chuangcheng.engine.rules import UNJUDGED, Seen
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.queries import assignments
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.scope import Person

MET, UNMET, NONE = "met", "unmet", "none"
ANSWERS = (MET, UNMET, NONE)


@dataclass(frozen=True)
class Pair:
    """One item of one point as the two visits judged it, before any correction."""

    point: Point
    item: str
    first: Observation
    second: Observation
    answers: tuple[str, str]

    @property
    def agrees(self) -> bool:
        """Whether both found it met, both unmet, or both not to be judged."""
        return self.answers[0] == self.answers[1]


@dataclass(frozen=True)
class Figures:
    """The coefficients over some pairs; `key` is the kind or item they are about."""

    key: str
    pairs: tuple[Pair, ...]

    @cached_property
    def _rated(self) -> engine.Ratings:
        return engine.ratings([pair.answers for pair in self.pairs], ANSWERS)

    @cached_property
    def _clusters(self) -> list[int]:
        return [pair.point.pk for pair in self.pairs]

    @cached_property
    def ac1(self) -> Agreement:
        """Gwet's AC1."""
        return engine.ac1(self._rated, clusters=self._clusters)

    @cached_property
    def kappa(self) -> Agreement:
        """Cohen's kappa."""
        return engine.kappa(self._rated, clusters=self._clusters)

    @cached_property
    def alpha(self) -> Agreement:
        """Krippendorff's alpha."""
        return engine.alpha(self._rated, clusters=self._clusters)

    @property
    def same(self) -> int:
        """In how many pairs both visits say the same."""
        return sum(pair.agrees for pair in self.pairs)

    @property
    def points(self) -> int:
        """At how many points."""
        return len(set(self._clusters))


def pairs_of(person: Person, round_: Round) -> list[Pair]:
    """What was judged at both visits of a point, as it was first recorded.

    Corrections are left out: they would make people agree who did not.
    """
    twice = assignments(person, round_).exclude(repeat_of=None).select_related("repeat_of")
    visits = {row.visit: row for row in twice} | {
        first.visit: row for row in twice if (first := row.repeat_of) is not None
    }
    seen = Observation.objects.filter(round=round_, corrects=None, visit__in=list(visits))
    found: dict[tuple[int, str, str], dict[bool, Observation]] = defaultdict(dict)
    rows: dict[int, Assignment] = {row.pk: row for row in twice}
    for one in seen.order_by("pk"):
        row = visits[one.visit]
        found[row.pk, one.item, one.repeat].setdefault(one.visit == row.visit, one)
    items = {item.id: item for item in inspections.framework(round_).items}
    return [
        Pair(rows[key].point, item, both[False], both[True], _answers(items[item], both))
        for (key, item, _repeat), both in found.items()
        if len(both) == 2 and item in items
    ]


def agreed(person: Person, round_: Round) -> float | None:
    """In how many of a hundred pairs both visits say the same; None where there is no pair yet."""
    pairs = pairs_of(person, round_)
    return Figures("", tuple(pairs)).same / len(pairs) * 100 if pairs else None


def by(pairs: Sequence[Pair], what: str) -> list[Figures]:
    """The figures by `kind` of point or by `item`, those with the most pairs first."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair.item if what == "item" else pair.point.point_kind.code].append(pair)
    ordered = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return [Figures(key, tuple(some)) for key, some in ordered]


def _answers(item: Item, both: dict[bool, Observation]) -> tuple[str, str]:
    return _answer(item, both[False]), _answer(item, both[True])


def _answer(item: Item, one: Observation) -> str:
    if one.result in UNJUDGED:
        return NONE
    seen = Seen(np.array([one.result]), _number(one.count), _number(one.of))
    return MET if item.rule.lost(seen)[0] <= 0 else UNMET


def _number(value: float | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value], dtype=np.float64)
