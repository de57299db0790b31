"""Notices on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from chuangcheng.adapters.notices import queries
from chuangcheng.adapters.notices.rules import LOG
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, settings
from chuangcheng.ground.words import Words
from chuangcheng.remedy.escalation.rules import SEE
from chuangcheng.remedy.problems.wording import beside

WEEK = timedelta(days=7)

settings(
    Entry(
        "notices",
        Words("我的通知", "My notices"),
        "notices:own",
        31,
        None,
        Words("收到了什么，还要用什么渠道接收", "What you were told, and by which channels"),
    ),
    Entry(
        "notices",
        Words("发出的通知", "Messages sent"),
        "notices:log",
        57,
        LOG,
        Words("哪些发出去了，哪些没有", "Which went out and which did not"),
    ),
)


@cards(15, SEE)
def recent(person: Person) -> Iterator[Card]:
    """One's own notices of the last seven days."""
    first = timezone.localdate() - WEEK
    if number := queries.own(person).filter(at__date__gte=first).count():
        words = beside(str(number), "条通知（7 天内）", "notice in 7 days", "notices in 7 days")
        yield Card(words, str(number), f"{reverse('notices:own')}?at-from={first}")
