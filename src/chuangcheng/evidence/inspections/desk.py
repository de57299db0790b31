"""Inspections on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from chuangcheng.evidence.inspections import queries
from chuangcheng.evidence.inspections.rules import CHANGE, SEE
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, menu, steady
from chuangcheng.ground.words import Words

menu(
    Entry(
        "inspections",
        Words("测评", "Inspections"),
        "inspections:list",
        40,
        SEE,
        nouns=("draws", "assignments", "visits", "photographs"),
    )
)


@cards(31, CHANGE)
@steady
def secret(person: Person) -> Iterator[Card]:
    """The rounds that are over and not released yet."""
    over = queries.changeable(person).filter(released_at=None, ends__lt=timezone.localdate())
    if number := over.count():
        words = Words("轮测评已结束、尚未公布", "rounds over and not released")
        yield Card(words, str(number), reverse("inspections:list") + "?secret=1", "warn")
