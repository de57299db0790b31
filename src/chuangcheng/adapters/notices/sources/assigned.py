"""Rounds in which an inspector has points to visit. Of a round that is secret nobody is told.

Whoever is on one learns of it on the site and on the phone: messages pass through other people's
machines, and that there is one would be told already by its coming.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import Count, Min
from django.urls import reverse

from chuangcheng.adapters.notices.sources.source import Told, worded
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.words import Words
from chuangcheng.remedy.problems.wording import beside

TITLE = Words("测评任务", "Points to visit")
TEXT = (
    "“{round}”：您有 {points} 个点位要走访，{first} 起。",
    "“{round}”: {points} point for you to visit, from {first}.",
    "“{round}”: {points} points for you to visit, from {first}.",
)


def told(since: datetime, now: datetime) -> Iterator[Told]:
    """Each inspector with points in a round under way, once for each round."""
    rows = Assignment.objects.live().in_open_rounds().filter(round__released_at__lte=now)
    rows = rows.filter(inspectors__isnull=False).order_by()
    grouped = rows.values_list("round_id", "inspectors").annotate(Count("pk"), Min("day"))
    found = list(grouped.order_by("round_id", "inspectors"))
    rounds = Round.objects.select_related("campaign").in_bulk({row[0] for row in found})
    for round_id, person, points, first in found:
        named = {"round": rounds[round_id], "points": points, "first": first}
        yield Told(
            ref=f"{round_id}:{person}",
            title=TITLE,
            text=worded(beside(str(points), *TEXT), **named),
            link=reverse("visits:app"),
            at=now,
            people=partial(_only, person),
        )


def _only(person: int) -> list[int]:
    return [person]
