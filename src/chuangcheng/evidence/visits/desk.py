"""Visits on the desk: what waits for a supervisor."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.evidence.visits import queries
from chuangcheng.evidence.visits.rules import REVIEW, SEE
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, settings
from chuangcheng.ground.words import Words

settings(
    Entry(
        "visits",
        Words("走访", "Visits"),
        "visits:list",
        55,
        SEE,
        Words("手机发来的走访、疑点和未能收入的", "What phones sent, doubts, and what was refused"),
    )
)


def waiting(person: Person) -> Iterator[Card]:
    """What waits for a person's decision."""
    doubts, stuck = queries.to_review(person)
    if doubts:
        words = Words("待核查的走访疑点", "Doubtful visits to decide")
        yield Card(words, str(doubts), f"{reverse('visits:flags')}?open=1", "warn")
    if stuck:
        words = Words("未能收入的走访", "Visits that could not be taken in")
        yield Card(words, str(stuck), f"{reverse('visits:refused')}?state=refused", "warn")


cards(35, REVIEW)(waiting)
