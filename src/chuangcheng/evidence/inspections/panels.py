"""What the nouns above put on the page of a round: cards, each linked to what it is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.desk import Card

Make = Callable[[Person, Round], Iterable[Card]]
_panels: list[tuple[int, str, Make]] = []


def panel(order: int, right: str) -> Callable[[Make], Make]:
    """Add cards to the page of each round for those who hold a right there; small orders first."""

    def add(make: Make) -> Make:
        _panels.append((order, right, make))
        _panels.sort(key=lambda known: known[:2])
        return make

    return add


def cards(person: Person, round_: Round) -> list[Card]:
    """The cards of a round for a person."""
    mine = (make for _order, right, make in _panels if may(person, right, round_))
    return [card for make in mine for card in make(person, round_)]
