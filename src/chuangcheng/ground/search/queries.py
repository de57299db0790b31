"""Looking into the index, never further than a person's scope."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import resolve_url

from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.search.models import Entry
from chuangcheng.ground.search.registry import HELD, Findable, Held, Indexed, all_in_order
from chuangcheng.ground.subject import Subject
from chuangcheng.ground.words import Words
from chuangcheng.lib.spaced import marks

#: Nobody types more; a longer address is somebody trying something.
LONGEST = 200
_AROUND = 20


@dataclass(frozen=True)
class Piece:
    """A piece of text, and whether it is what was looked for."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Hit:
    """Something found: its title, the other text it was found by or is told by, and its page."""

    kind: str
    key: int
    title: list[Piece]
    besides: list[Piece]
    url: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many in all, and some of them, the closest first."""

    kind: str
    words: Words
    total: int
    hits: list[Hit]
    page: Page[Any]


def search(person: Person, query: str, *, most: int, kind: str = "", page: int = 1) -> list[Group]:
    """What a person finds, by kind; of one kind alone where it is named.

    Kinds of which nothing is found are left out.
    """
    query = query[:LONGEST]
    there = set(Entry.objects.matching(query).values_list("kind", flat=True).distinct())
    wanted = [known for known in all_in_order() if known.kind in there or isinstance(known, Held)]
    open_to = [one for one in wanted if kind in {"", one.kind} and may(person, one.right)]
    groups = (_group(one, person, query, most, page) for one in open_to)
    return [group for group in groups if group.total]


def elsewhere(person: Person, query: str) -> list[tuple[Words, str]]:
    """The lists in which a person can look further, each with its address there."""
    mine = (kind for kind in HELD.values() if may(person, kind.right))
    return [(kind.list, kind.at(query[:LONGEST])) for kind in mine]


def _group(known: Indexed | Held, person: Person, query: str, most: int, number: int) -> Group:
    found = known.keys(person, query) if isinstance(known, Held) else _keys(known, person, query)
    pages = Paginator(found, most)
    page = pages.get_page(number)
    things = known.found_by(person).in_bulk(list(page.object_list))
    hits = [_hit(known, things[key], query) for key in page.object_list if key in things]
    return Group(known.kind, known.words, pages.count, hits, page)


def _keys(indexed: Indexed, person: Person, query: str) -> QuerySet[Entry, int]:
    # Asked of each hit rather than joined: what costs is what was found, not what there is.
    mine = Exists(indexed.found_by(person).order_by().filter(pk=OuterRef("object_id")))
    found = Entry.objects.matching(query).filter(mine, kind=indexed.kind)
    return found.order_by("size", "object_id").values_list("object_id", flat=True)


def _hit(known: Findable, thing: Subject, query: str) -> Hit:
    title = str(thing)
    others = (text for text in known.texts(thing) if text and text != title)
    besides = next((text for text in others if not marks(title, query) and marks(text, query)), "")
    told = _shortened(besides, query) or pieces(known.beside(thing), query)
    return Hit(known.kind, thing.pk, pieces(title, query), told, resolve_url(thing))


def pieces(text: str, query: str) -> list[Piece]:
    """A text cut where it was found by the query; together the pieces are the text."""
    return [piece for piece in _cut(text, marks(text, query)) if piece.text]


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        yield Piece(text[at:start], marked=False)
        yield Piece(text[start:end], marked=True)
        at = end
    yield Piece(text[at:], marked=False)


def _shortened(text: str, query: str) -> list[Piece]:
    """The surroundings of the first place where a long text was found."""
    if not text:
        return []
    start, end = marks(text, query)[0]
    first, last = max(0, start - _AROUND), end + 3 * _AROUND
    shown = ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")
    return pieces(shown, query)
