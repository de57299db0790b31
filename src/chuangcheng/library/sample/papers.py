"""What is judged at no point: materials by their grade, and the answers of residents, tallied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from chuangcheng.engine.framework import Item, Part, Standard
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.rules import Answers
from chuangcheng.library.sample.county import Round, places, whole_county
from chuangcheng.library.sample.dice import Dice, apportioned
from chuangcheng.library.sample.duties import Leads
from chuangcheng.library.sample.results import Result, written

#: Residents asked in each township a round, and how much harder townships are to please than the
#: streets; a material is short of the best grade about this often.
ASKED, TOWN, SHORT = 50, 1.25, 0.42

Row = dict[str, str]


class Asked(NamedTuple):
    """An item with the standard and the part that ask for it."""

    standard: Standard
    part: Part
    item: Item


@dataclass(frozen=True)
class Papers:
    """Materials and questionnaires over all rounds."""

    plan: Plan
    dice: Dice
    leads: Leads

    def materials(self, round_: Round) -> Iterator[Row]:
        """One row for each material: the county's set is graded once a round."""
        for asked in self._judged("materials"):
            item = asked.item
            veto = 0.02 if item.veto else 1.0
            fault = self.dice.unit("grade", item.id, round_.id) < (1.5 - round_.met) * SHORT * veto
            # A material that is weak stays weak for a while: its throw is the year's.
            result = written(item.rule, fault, self.dice.unit("how", item.id, round_.year))
            yield self._row(whole_county(), asked, round_, "M", result)

    def survey(self, round_: Round) -> Iterator[Row]:
        """The answers to each question in each township, equal answers in one row."""
        for place in places():
            dissent = (1.0 - round_.met) * (TOWN if place.is_town else 1.0)
            for asked in self._judged("survey"):
                for n, result in enumerate(self._tallied(asked.item, place.id, round_, dissent), 1):
                    yield self._row(place.id, asked, round_, f"S{n}-{place.id}", result)

    def _tallied(self, item: Item, place: str, round_: Round, dissent: float) -> list[Result]:
        throw = self.dice.unit("answers", item.id, place, round_.id)
        less = dissent * (0.5 + throw)
        if not isinstance(item.rule, Answers):
            met = round(ASKED * (1 - 0.45 * less))
            return [Result("", str(met), str(ASKED))]
        shares = item.rule.answers
        answers = sorted(shares, key=lambda answer: -shares[answer])
        weights = [1.0] + [less / (2 * n) for n in range(1, len(answers))]
        counts = apportioned(ASKED, weights)
        return [Result(a, str(n)) for a, n in zip(answers, counts, strict=True) if n]

    def _judged(self, how: str) -> Iterator[Asked]:
        items = {item.id: item for item in self.plan.framework.items}
        for standard in self.plan.framework.standards():
            for part in standard.parts:
                if self._how[part.method] == how:
                    for item in self.plan.framework.items_of(part):
                        yield Asked(standard, part, items[item])

    def _row(self, area: str, asked: Asked, round_: Round, sheet: str, result: Result) -> Row:
        last = datetime.fromisoformat(round_.first_day) + timedelta(days=round_.days, hours=17)
        return {
            "area": area,
            "unit": self.leads.of(asked.standard),
            "point": "",
            "point_type": "",
            "item": asked.item.id,
            "visit": f"{round_.id}-{sheet}",
            "method": asked.part.method,
            **vars(result),
            "observed_at": last.isoformat(),
        }

    @cached_property
    def _how(self) -> dict[str, str]:
        return ways(self.plan)


def ways(plan: Plan) -> dict[str, str]:
    """Of each leaf method whether it is judged onsite, by survey, or on materials.

    Told by what it asks: items of a checklist are seen on site, and answers come from residents.
    """
    framework = plan.framework
    asked = {item for kind in framework.point_types for item in framework.checklist(kind)}
    answers = {item.id for item in framework.items if isinstance(item.rule, Answers)}
    found: dict[str, str] = {}
    for part in framework.parts():
        items = set(framework.items_of(part))
        way = "onsite" if items & asked else "survey" if items & answers else "materials"
        if found.get(part.method, "materials") == "materials":
            found[part.method] = way
    return found
