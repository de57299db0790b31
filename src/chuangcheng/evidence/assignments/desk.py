"""Assignments on the page of their round."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from chuangcheng.evidence.assignments import queries
from chuangcheng.evidence.assignments.rules import CHANGE, SEE
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections import rules as inspections_rules
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.panels import Work, given_out, panel
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.desk import Block, Card, Line, blocks, steady
from chuangcheng.ground.words import Words

#: So many rounds in a block; the rest is behind the link below them.
SHOWN = 3


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


@given_out
def given(person: Person, round_: Round) -> Work | None:
    """The visits of a round that people were given."""
    visits = queries.given(person, round_).count() if may(person, SEE, round_) else 0
    return Work(visits, reverse("assignments:detail", args=[round_.pk])) if visits else None


@panel(21, SEE)
def agreement(person: Person, round_: Round) -> Iterator[Card]:
    """How many points are visited twice."""
    number = queries.assignments(person, round_).exclude(repeat_of=None).count()
    if number:
        words = Words("双盲复查：一致性", "second visits: agreement")
        yield Card(words, str(number), reverse("assignments:agreement", args=[round_.pk]))


@blocks(20, inspections_rules.SEE)
@steady
def rounds_under_way(person: Person) -> Iterator[Block]:
    """The rounds of today, and how far each is."""
    today = timezone.localdate()
    rows = inspections.visible(person).filter(starts__lte=today, ends__gte=today, closed_at=None)
    lines = tuple(_progress(person, round_) for round_ in rows[:SHOWN])
    words = Words("正在进行的测评", "Rounds under way")
    more = Words("全部测评", "All rounds")
    yield Block(words, lines, reverse("inspections:list"), more)


def _progress(person: Person, round_: Round) -> Line:
    done, total = queries.counted(person, round_)
    until = Words(f"到 {round_.ends} 结束", f"ends {round_.ends}")
    if not total:
        return Line(str(round_), round_.get_absolute_url(), note=str(until))
    url = reverse("assignments:detail", args=[round_.pk])
    return Line(str(round_), url, f"{done} / {total}", str(until), done=done, of=total)
