"""Steps of escalation: reminders of what is due, letters, cards, and what follows on the lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from chuangcheng.adapters.notices.sources.source import Told
from chuangcheng.ground.words import Words
from chuangcheng.remedy.escalation import queries
from chuangcheng.remedy.escalation.models import Taken


def told(since: datetime, now: datetime) -> Iterator[Told]:
    """Each step, to those whom its rung names."""
    rows = Taken.objects.filter(at__gt=since, at__lte=now).order_by("at", "pk")
    for step in rows.select_related("campaign__area", "area", "ladder"):
        yield Told(
            ref=str(step.pk),
            title=Words(step.title_zh, step.title_en),
            text=Words(step.text_zh, step.text_en),
            link=step.get_absolute_url(),
            at=step.at,
            people=partial(_people, step),
        )


def _people(step: Taken) -> list[int]:
    return [person.pk for person in queries.recipients(step)]
