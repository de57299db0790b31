"""What the nouns above put on the page of a round: cards, each linked to what it is made of.

A noun above may also say that work was given out for a round; then the page leads there first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.desk import Card

Make = Callable[[Person, Round], Iterable[Card]]


@dataclass(frozen=True)
class Work:
    """How many visits of a round were given to people, and where they are looked up."""

    visits: int
    url: str


Given = Callable[[Person, Round], Work | None]
_given: list[Given] = []
_panels: list[tuple[int, str, Make]] = []


def panel(order: int, right: str) -> Callable[[Make], Make]:
    """Add cards to the page of each round for those who hold a right there; small orders first."""

    def add(make: Make) -> Make:
        _panels.append((order, right, make))
        _panels.sort(key=lambda known: known[:2])
        return make

    return add


def given_out(find: Given) -> Given:
    """Let a noun above say what work was given out for a round, as far as a person may know."""
    _given.append(find)
    return find


def work(person: Person, round_: Round) -> Work | None:
    """The work that was given out for a round, if any was."""
    found = (find(person, round_) for find in _given)
    return next((one for one in found if one is not None), None)


def cards(person: Person, round_: Round) -> list[Card]:
    """The cards of a round for a person."""
    mine = (make for _order, right, make in _panels if may(person, right, round_))
    return [card for make in mine for card in make(person, round_)]
