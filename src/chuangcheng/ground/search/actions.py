"""Keeping the index: every verb brings it up to date within its own transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from chuangcheng.ground.audit.verbs import Told, follower
from chuangcheng.ground.bulk import make_rows
from chuangcheng.ground.scope import System
from chuangcheng.ground.search.models import Entry
from chuangcheng.ground.search.registry import INDEX, Indexed, in_order
from chuangcheng.lib.spaced import spaced_apart

_AT_ONCE = 2000
#: Longer texts are found by their beginning: a database numbers no more words than this holds.
_MOST = 20_000


@follower
def keep(events: Sequence[Told]) -> None:
    """Bring up to date what the events of a verb, and of those it called, tell of.

    An event of one thing costs that alone; an event of many costs a look at all of their kind.
    """
    for indexed in INDEX.values():
        kinds = {indexed.kind, *indexed.told_as}
        # What happened within a thing changed none of its words.
        mine = [event for event in events if event.kind in kinds and not event.within]
        one_by_one = all(event.key and event.kind == indexed.kind for event in mine)
        if mine:
            keys = {int(event.key) for event in mine} if one_by_one else None
            bring_up_to_date(indexed, keys)


@transaction.atomic
def rebuild() -> dict[str, int]:
    """Make the index agree with all there is; the number of entries put right, by kind."""
    Entry.objects.exclude(kind__in=INDEX).delete()
    return {indexed.kind: bring_up_to_date(indexed, None) for indexed in in_order()}


def bring_up_to_date(indexed: Indexed, keys: Collection[int] | None) -> int:
    """Make the entries of these things, or of all of a kind, agree with them.

    Gives the number of entries written or removed.
    """
    things = indexed.rows(System()).select_related(None).prefetch_related(None).order_by("pk")
    entries = Entry.objects.filter(kind=indexed.kind)
    if keys is not None:
        things, entries = things.filter(pk__in=keys), entries.filter(object_id__in=keys)
    gone, _ = entries.exclude(object_id__in=things.order_by().values("pk")).delete()
    words = things.values_list("pk", *indexed.columns)
    return gone + sum(_write(indexed.kind, part) for part in _parts(words))


def _write(kind: str, things: Sequence[tuple[Any, ...]]) -> int:
    """Write the entries of some things, each a key and its texts, where they differ."""
    known = Entry.objects.filter(kind=kind, object_id__range=(things[0][0], things[-1][0]))
    there = dict(known.values_list("object_id", "spaced"))
    wanted = ((key, spaced_apart(texts)[:_MOST]) for key, *texts in things)
    rows = [(kind, key, len(words), words) for key, words in wanted if there.get(key) != words]
    # Whoever else has just written the same entry wrote the same words.
    make_rows(Entry, ("kind", "object_id", "size", "spaced"), rows, once=("object_id", "kind"))
    return len(rows)


def _parts(things: QuerySet[Any, tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """The things by the thousand, so that a province's fit into memory."""
    last = 0
    while part := list(things.filter(pk__gt=last)[:_AT_ONCE]):
        yield part
        last = part[-1][0]
