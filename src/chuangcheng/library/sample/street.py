"""What was seen in the street: faults that stay, are cured, and come back.

Every item at every point has a hidden state of neglect that stays for some rounds and then changes.
It is a fault when it is worse than what passes in that round; before the year's end more passes, so
some of what a campaign cured in autumn is at fault again in spring.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from chuangcheng.engine.framework import Item, PointType
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.rules import AGAIN, FAIL, FIXED, NOT_APPLICABLE, PassFail, PerOccurrence
from chuangcheng.library.sample.county import Round, places, rounds
from chuangcheng.library.sample.dice import Dice
from chuangcheng.library.sample.points import Point, kind_of
from chuangcheng.library.sample.results import Result, written
from chuangcheng.library.sample.visits import Visit

#: How often a state stays from one round to the next, an item does not apply, and a fault is put
#: right before the inspector leaves.
STAYS, DOES_NOT_APPLY, PUT_RIGHT = 0.72, 0.012, 0.06
#: No place is so good or so bad that it could never surprise.
LEAST, MOST = 0.015, 0.93
#: Inspectors go about in three teams, from half past eight, an hour for each point.
TEAMS, STARTS = 3, timedelta(hours=8, minutes=30)

Row = dict[str, str]
Named = dict[tuple[str, str], bool]


@dataclass(frozen=True)
class Street:
    """The county's streets over all rounds."""

    plan: Plan
    dice: Dice

    def rows(self, visits: list[Visit], round_: Round, named: Named) -> Iterator[Row]:
        """The observations of a round.

        `named` says of (point, item) whether it was at fault when last seen; it is brought up to
        date with this round.
        """
        scale = self._scale(visits, round_)
        for n, visit in enumerate(visits):
            for m, item in enumerate(visit.items):
                chance = _within(scale * self._neglect(visit.point, item))
                fault = self._state(visit.point.id, item, round_.id) < chance
                result = self._result(visit.point.id, item, round_.id, fault, named)
                yield self._row(visit.point, item, round_, result, _time(round_, n, m))

    def _scale(self, visits: list[Visit], round_: Round) -> float:
        """The factor that brings the neglect of all that is judged to the rate of the round."""
        neglect = [self._neglect(visit.point, item) for visit in visits for item in visit.items]
        wanted, scale = (1 - round_.met) * len(neglect), 0.3
        for _ in range(12):
            scale *= wanted / sum(_within(scale * n) for n in neglect)
        return scale

    def _neglect(self, point: Point, item: str) -> float:
        """How often the item is at fault there, as a multiple of the usual."""
        place = 0.8 + 0.08 * self._places.index(point.area)
        hard = 0.35 + 1.3 * self.dice.unit("hard", item)
        rare = 0.04 if self._items[item].veto else 1.0
        return kind_of(self._types[point.kind]).neglect * place * hard * rare

    def _state(self, point: str, item: str, round_: str) -> float:
        """The hidden state: as in the round before, unless it changed since."""
        for name in self._until[round_]:
            if self.dice.unit("stays", point, item, name) >= STAYS:
                return self.dice.unit("state", point, item, name)
        return self.dice.unit("state", point, item)

    def _result(self, point: str, item: str, round_: str, fault: bool, named: Named) -> Result:
        throw = self.dice.unit("result", point, item, round_)
        rule = self._items[item].rule
        if self.dice.unit("applies", point, item, round_) < DOES_NOT_APPLY:
            return Result(NOT_APPLICABLE)
        before, named[point, item] = named.get((point, item), False), fault
        result = written(rule, fault, throw)
        if result.result != FAIL:
            return result
        if before:
            return replace(result, result=AGAIN)
        right = isinstance(rule, PassFail | PerOccurrence) and (throw * 7) % 1 < PUT_RIGHT
        return replace(result, result=FIXED) if right else result

    def _row(self, point: Point, item: str, round_: Round, result: Result, time: str) -> Row:
        return {
            "area": point.area,
            "unit": point.unit,
            "point": point.id,
            "point_type": point.kind,
            "item": item,
            "visit": f"{round_.id}-{point.id}",
            "method": self.plan.parts[
                self.plan.slots[self.plan.slot_of(item, point.kind)].part
            ].method,
            **vars(result),
            "observed_at": time,
        }

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.id: item for item in self.plan.framework.items}

    @cached_property
    def _types(self) -> dict[str, PointType]:
        return {kind.id: kind for kind in self.plan.framework.point_types}

    @cached_property
    def _places(self) -> list[str]:
        return [place.id for place in places()]

    @cached_property
    def _until(self) -> dict[str, list[str]]:
        """For each round the rounds up to it, the latest first."""
        names = [round_.id for round_ in rounds()]
        return {name: names[n::-1] for n, name in enumerate(names)}


def _within(chance: float) -> float:
    return min(max(chance, LEAST), MOST)


def _time(round_: Round, visit: int, item: int) -> str:
    """When the item was judged: visits go round the days, then the teams, then the hours."""
    hour = visit // (round_.days * TEAMS)
    start = datetime.fromisoformat(round_.first_day) + timedelta(days=visit % round_.days) + STARTS
    return (start + timedelta(hours=hour, minutes=2 * item)).isoformat()
