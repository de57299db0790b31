"""Reading the log: events in scope, their sentences, and the check of the chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language

from chuangcheng.ground.audit.chain import LINKED, START, Verdict, check
from chuangcheng.ground.audit.models import Event, EventQuerySet, Head
from chuangcheng.ground.audit.rules import SEE
from chuangcheng.ground.audit.verbs import VERBS
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


def sentence(event: Event, language: str | None = None) -> str:
    """What happened, in words, after the actor's name."""
    known = VERBS.get(event.verb)
    if known is None:
        return f"{event.verb} {event.title}"
    words = known.words.pick(language or get_language() or "")
    before, after = _Facts(event.before or {}), _Facts(event.after or {})
    return words.format(title=event.title, before=before, after=after)


def story(person: Person, subject: Subject, limit: int = 10) -> list[tuple[Event, str]]:
    """The newest events of one thing with their sentences, for those who may read the log."""
    mine = events(person).filter(subject_kind=subject.kind, subject_id=str(subject.pk))
    return [(event, sentence(event)) for event in mine[:limit]]


@dataclass(frozen=True)
class Change:
    """One field of an event, before and after."""

    field: str
    before: object
    after: object


def changes(event: Event) -> list[Change]:
    """The fields that differ, in the order in which the subject tells them."""
    before, after = event.before or {}, event.after or {}
    return [
        Change(name, before.get(name, ""), after.get(name, ""))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


def verify() -> Verdict:
    """Follow the chain up to its head of this moment and report its first broken link.

    What is added meanwhile lies beyond the head read first, so nobody has to wait.
    """
    head = Head.objects.filter(pk=1).first()
    seq, last = (head.seq, head.hash) if head else (0, START)
    return check(_links(seq), seq, last)


def _links(upto: int) -> Iterator[dict[str, Any]]:
    # An empty head with events below it is itself a break, so nothing is left out then.
    rows = Event.objects.filter(seq__lte=upto) if upto else Event.objects.all()
    yield from rows.order_by("seq").values(*LINKED, "prev", "hash").iterator(1000)


class _Facts(dict[str, Any]):
    """Facts in a sentence: one that was not recorded prints as nothing."""

    def __missing__(self, key: str) -> str:
        return ""
