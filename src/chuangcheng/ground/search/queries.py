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
from chuangcheng.ground.search.registry import Indexed, in_order
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
    """Something found: its title, the other text it was found by, if any, and its own page."""

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
    wanted = [known for known in in_order() if known.kind in there and kind in {"", known.kind}]
    open_to = [indexed for indexed in wanted if may(person, indexed.right)]
    groups = (_group(indexed, person, query, most, page) for indexed in open_to)
    return [group for group in groups if group.total]


def _group(indexed: Indexed, person: Person, query: str, most: int, number: int) -> Group:
    pages = Paginator(_keys(indexed, person, query), most)
    page = pages.get_page(number)
    things = indexed.found_by(person).in_bulk(list(page.object_list))
    hits = [_hit(indexed, things[key], query) for key in page.object_list if key in things]
    return Group(indexed.kind, indexed.words, pages.count, hits, page)


def _keys(indexed: Indexed, person: Person, query: str) -> QuerySet[Entry, int]:
    # Asked of each hit rather than joined: what costs is what was found, not what there is.
    mine = Exists(indexed.found_by(person).order_by().filter(pk=OuterRef("object_id")))
    found = Entry.objects.matching(query).filter(mine, kind=indexed.kind)
    return found.order_by("size", "object_id").values_list("object_id", flat=True)


def _hit(indexed: Indexed, thing: Subject, query: str) -> Hit:
    title = str(thing)
    others = (text for text in indexed.texts(thing) if text and text != title)
    besides = next((text for text in others if not marks(title, query) and marks(text, query)), "")
    address = resolve_url(thing)
    return Hit(indexed.kind, thing.pk, pieces(title, query), _shortened(besides, query), address)


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
