"""Reading the log: events in scope, their sentences, and the check of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import Q

from chuangcheng.ground import often
from chuangcheng.ground.audit.chain import LINKED, START, Verdict, check
from chuangcheng.ground.audit.models import Event, EventQuerySet, Head
from chuangcheng.ground.audit.rules import SEE
from chuangcheng.ground.audit.telling import actor, sentence
from chuangcheng.ground.scope import Person
from chuangcheng.ground.subject import Subject

Veil = Callable[[Person], Q]
VEILS: list[Veil] = []


def veil(hidden: Veil) -> Veil:
    """Keep events from those who must not even know of what they tell, such as a secret round.

    The condition goes by `subject_kind` and `subject_id`, which jobs have as well.
    """
    VEILS.append(hidden)
    return hidden


def events(person: Person) -> EventQuerySet:
    """The events that a person's right to read the log reaches, newest first."""
    rows = Event.objects.with_right(person, SEE)
    for hidden in VEILS:
        rows = rows.exclude(hidden(person))
    return rows


class Did(NamedTuple):
    """An event, who acted, and what they did."""

    event: Event
    actor: str
    sentence: str


def story(person: Person, subject: Subject, limit: int = 10) -> list[Did]:
    """The newest events of one thing in words, for those who may read the log."""
    mine = events(person).filter(subject_kind=subject.kind, subject_id=str(subject.pk))
    return [Did(event, actor(event), sentence(event)) for event in mine[:limit]]


class Link(NamedTuple):
    """A place in the chain. Its hash follows from all that was done up to it, in that order."""

    seq: int
    hash: str


class News(NamedTuple):
    """What was done since a link: the newest link, and the names of the verbs."""

    link: Link
    verbs: frozenset[str]


#: Whoever has missed more than this looks at everything again.
_MOST = 1000
_HEAD = "SELECT seq, hash FROM audit_head WHERE id = 1"
_AFTER = "SELECT seq, hash, verb FROM audit_event WHERE seq >= %s ORDER BY seq LIMIT %s"


def head() -> Link:
    """The newest link of the chain."""
    return Link(*next(iter(often.rows(Head, _HEAD, [])), (0, START)))


def after(link: Link) -> News | None:
    """What was done since a link; None when that was too much to tell.

    None, too, when the chain does not hold the link, as after a restore: then nothing that was
    known at the link needs to be true.
    """
    found = often.rows(Event, _AFTER, [link.seq, _MOST])
    if not found or len(found) == _MOST or Link(*found[0][:2]) != link:
        return None
    return News(Link(*found[-1][:2]), frozenset(verb for _seq, _hash, verb in found[1:]))


def verify() -> Verdict:
    """Follow the chain up to its head of this moment and report its first broken link.

    What is added meanwhile lies beyond the head read first, so nobody has to wait.
    """
    seq, last = head()
    return check(_links(seq), seq, last)


def _links(upto: int) -> Iterator[dict[str, Any]]:
    # An empty head with events below it is itself a break, so nothing is left out then.
    rows = Event.objects.filter(seq__lte=upto) if upto else Event.objects.all()
    yield from rows.order_by("seq").values(*LINKED, "prev", "hash").iterator(1000)
