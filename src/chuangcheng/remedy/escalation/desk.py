"""Escalation on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, settings
from chuangcheng.ground.words import Words
from chuangcheng.remedy.escalation import queries
from chuangcheng.remedy.escalation.rules import SEE

WEEK = timedelta(days=7)

settings(
    Entry(
        "problems",
        Words("督办措施", "Escalation"),
        "escalation:list",
        56,
        SEE,
        Words(
            "超期后采取了哪些措施，按什么规则",
            "What was done about what is overdue, by which rules",
        ),
    ),
)


@cards(14, SEE)
def letters(person: Person) -> Iterator[Card]:
    """Letters and cards of the last seven days."""
    since = timezone.now() - WEEK
    number = queries.taken(person).filter(letter=True, at__gte=since).count()
    if number:
        first = timezone.localdate(since).isoformat()
        words = Words("项督办措施（7 天内）", "letters and cards in 7 days")
        yield Card(words, str(number), f"{reverse('escalation:list')}?at-from={first}", "warn")
