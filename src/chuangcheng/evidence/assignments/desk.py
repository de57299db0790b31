"""Assignments on the page of their round."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from chuangcheng.evidence.assignments import queries
from chuangcheng.evidence.assignments.rules import CHANGE, SEE
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.panels import panel
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.desk import Card
from chuangcheng.ground.words import Words


@panel(20, SEE)
def under_way(person: Person, round_: Round) -> Iterator[Card]:
    """What nobody has been given, and how many visits are left."""
    if round_.closed or not may(person, CHANGE, round_):
        waiting = 0
    else:
        waiting = len(queries.to_share_out(round_))
    if waiting:
        words = Words("点位没有分派", "points given to nobody")
        yield Card(words, str(waiting), reverse("assignments:plan", args=[round_.pk]), "alert")
    done, total = queries.counted(person, round_)
    if total:
        words = Words("次走访还没有做", "visits still to be made")
        url = reverse("assignments:detail", args=[round_.pk])
        note = str(Words(f"已走访 {done} / {total}", f"{done} of {total} made"))
        yield Card(words, str(total - done), url, "calm", note)


@panel(21, SEE)
def agreement(person: Person, round_: Round) -> Iterator[Card]:
    """How many points are visited twice."""
    number = queries.assignments(person, round_).exclude(repeat_of=None).count()
    if number:
        words = Words("双盲复查：一致性", "second visits: agreement")
        yield Card(words, str(number), reverse("assignments:agreement", args=[round_.pk]))
