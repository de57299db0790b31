"""The desk: the menu on the left, the entries of the settings page, the cards of the overview.

Each noun adds its own in its `desk.py`; a person sees those whose right they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TypeVar

import yaml
from django.utils import timezone
from django.utils.translation import get_language

from chuangcheng.ground.audit.floors import so_far
from chuangcheng.ground.kept import kept
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.words import NOTHING, Words

T = TypeVar("T")


@dataclass(frozen=True)
class Entry:
    """One entry of the menu or of the settings page. Without a right everybody sees it.

    `nouns` are others whose pages belong under it.
    """

    key: str
    words: Words
    url: str
    order: int
    right: str | None = None
    help: Words = NOTHING
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """One figure of the overview, linked to what it is made of.

    `tone` is `alert` for what cannot wait, `warn` for what must not be forgotten, else `calm`.
    """

    words: Words
    figure: str
    url: str
    tone: str = "calm"
    note: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a block: what it is about, the figure it comes to, and where both lead.

    `tone` is `alert`, `good` or nothing; `done` of `of` are drawn as a bar. `tag` says in a word
    what must not be missed: no tone says it to whoever sees no colours.
    """

    text: str
    url: str
    figure: str = ""
    note: str = ""
    tone: str = ""
    done: int = 0
    of: int = 0
    tag: str = ""


@dataclass(frozen=True)
class Block:
    """A few lines of one subject on the overview, with the way to all of it."""

    words: Words
    lines: tuple[Line, ...]
    url: str
    more: Words
    lead: str = ""


@dataclass
class Desk:
    """All that the nouns have put on the desk."""

    menu: list[Entry] = field(default_factory=list)
    settings: list[Entry] = field(default_factory=list)
    cards: list[tuple[int, str, Callable[[Person], Iterable[Card]]]] = field(default_factory=list)
    blocks: list[tuple[int, str, Callable[[Person], Iterable[Block]]]] = field(default_factory=list)
    steady: set[Callable[[Person], Iterable[object]]] = field(default_factory=set)


DESK = Desk()


def menu(*entries: Entry) -> None:
    """Put entries into the menu, which holds ten at most."""
    DESK.menu = sorted([*DESK.menu, *entries], key=lambda entry: entry.order)
    if len(DESK.menu) > 10:
        raise ValueError("The menu holds ten entries at most.")


def settings(*entries: Entry) -> None:
    """Put entries onto the settings page."""
    DESK.settings = sorted([*DESK.settings, *entries], key=lambda entry: entry.order)


def cards(order: int, right: str = "") -> Callable[[Callable[[Person], Iterable[Card]]], None]:
    """Add a noun's cards to the overview of those who hold a right, or of everybody.

    Small orders come first.
    """

    def add(make: Callable[[Person], Iterable[Card]]) -> None:
        DESK.cards = sorted([*DESK.cards, (order, right, make)], key=lambda known: known[:2])

    return add


def blocks(order: int, right: str) -> Callable[[Callable[[Person], Iterable[Block]]], None]:
    """Add a noun's blocks to the overview of those who hold a right; small orders come first."""

    def add(make: Callable[[Person], Iterable[Block]]) -> None:
        DESK.blocks = sorted([*DESK.blocks, (order, right, make)], key=lambda known: known[:2])

    return add


def steady(make: Callable[[Person], Iterable[T]]) -> Callable[[Person], Iterable[T]]:
    """Say of a noun's cards or blocks that nothing but verbs and the turn of a day changes them.

    They are then kept for each person until something has been done on the noun's floor of the
    house or on one below. What also goes by the hour, or by what is written without an event, such
    as jobs and what phones send, is not steady; nor is what floors above have a say in.
    """
    DESK.steady.add(make)
    return make


def seen(entries: Iterable[Entry], person: Person) -> list[Entry]:
    """The entries that a person may open."""
    return [entry for entry in entries if entry.right is None or may(person, entry.right)]


@dataclass(frozen=True)
class Group:
    """Entries of the settings page under one heading."""

    words: Words
    entries: list[Entry]


@cache
def _headings() -> list[tuple[Words, list[str]]]:
    text = files(__package__).joinpath("data/settings.yaml").read_text("utf-8")
    return [(Words(**one["title"]), one["entries"]) for one in yaml.safe_load(text)]


def unplaced() -> set[str]:
    """The addresses of settings entries that stand under no heading of their own."""
    placed = {url for _words, urls in _headings() for url in urls}
    return {entry.url for entry in DESK.settings} - placed


def grouped(person: Person) -> list[Group]:
    """The settings that a person may open, under their headings; none of these is empty."""
    left = {entry.url: entry for entry in seen(DESK.settings, person)}
    groups = [
        Group(words, [left.pop(url) for url in urls if url in left]) for words, urls in _headings()
    ]
    groups[-1].entries.extend(left.values())
    return [group for group in groups if group.entries]


def overview(person: Person) -> list[Card]:
    """The cards for a person, exceptions before totals."""
    tones = {"alert": 0, "warn": 1, "calm": 2}
    return sorted(_made(DESK.cards, person), key=lambda card: tones[card.tone])


def subjects(person: Person) -> list[Block]:
    """The blocks for a person, in their order; a block without lines is left out."""
    return [block for block in _made(DESK.blocks, person) if block.lines]


def _made(
    makers: Iterable[tuple[int, str, Callable[[Person], Iterable[T]]]], person: Person
) -> Iterator[T]:
    """What the makers whose right a person holds say to them."""
    ends, today = so_far(), timezone.localdate()
    for _order, right, make in makers:
        if right and not may(person, right):
            continue
        done = ends.of(make) if make in DESK.steady else None
        yield from _kept(make, person, (done, today)) if done else make(person)


def _kept(make: Callable[[Person], Iterable[T]], person: Person, stamp: Hashable) -> tuple[T, ...]:
    asked = (make, person.pk, tuple(person.holdings), get_language())
    return kept(asked, stamp, lambda: tuple(make(person)))


menu(
    Entry("overview", Words("总览", "Overview"), "overview", 0),
    Entry("settings", Words("设置", "Settings"), "settings", 90),
)
settings(
    Entry(
        "api",
        Words("接口文档", "API reference"),
        "api:openapi-view",
        90,
        help=Words("其他系统如何读写本站", "How other systems read and write here"),
    )
)
