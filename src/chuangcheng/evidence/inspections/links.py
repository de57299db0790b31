"""What the nouns above know of an observation: where it leads to from its own page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.words import Words


@dataclass(frozen=True)
class Link:
    """A thing that an observation led to or is shown by: under which words, its name, its page."""

    words: Words
    text: str
    url: str


Find = Callable[[Person, Observation], Iterable[Link]]
_known: list[tuple[int, str, Find]] = []


def link(order: int, right: str) -> Callable[[Find], Find]:
    """Let a noun above lead on from observations those who hold a right there; small orders first."""

    def add(find: Find) -> Find:
        _known.append((order, right, find))
        _known.sort(key=lambda known: known[:2])
        return find

    return add


def links(person: Person, observation: Observation) -> list[tuple[Words, list[Link]]]:
    """All that an observation leads a person to, gathered under its words."""
    mine = (find for _order, right, find in _known if may(person, right, observation))
    found = (one for find in mine for one in find(person, observation))
    return [(words, list(some)) for words, some in groupby(found, key=lambda one: one.words)]
