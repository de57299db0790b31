"""Visits on the desk: what waits for a supervisor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.urls import reverse
from django.utils import timezone

from chuangcheng.evidence.assignments import queries as assignments
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.panels import panel
from chuangcheng.evidence.inspections.rules import JUDGE
from chuangcheng.evidence.visits import queries
from chuangcheng.evidence.visits.models import State
from chuangcheng.evidence.visits.rules import REVIEW, SEE
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Block, Card, Entry, Line, blocks, cards, settings, steady
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
        words = Words("待核查的走访疑点", "doubtful visits to decide")
        yield Card(words, str(doubts), f"{reverse('visits:flags')}?open=1", "warn")
    if stuck:
        words = Words("未能收入的走访", "visits that could not be taken in")
        yield Card(words, str(stuck), f"{reverse('visits:refused')}?state=refused", "warn")


def lost(person: Person) -> Iterator[Card]:
    """What names no assignment and waits for a decision."""
    if number := queries.lost(person).filter(state=State.REFUSED).count():
        words = Words("找不到任务的走访", "visits without an assignment")
        yield Card(words, str(number), f"{reverse('visits:lost')}?state=refused", "warn")


@panel(25, REVIEW)
def stuck(person: Person, round_: Round) -> Iterator[Card]:
    """What phones sent for a round that was refused and waits for a decision."""
    if number := queries.stuck(person).filter(round=round_).count():
        words = Words("次走访未能收入", "visits that could not be taken in")
        url = f"{reverse('visits:refused')}?state=refused&round={round_.pk}"
        yield Card(words, str(number), url, "warn")


cards(35, REVIEW)(waiting)
cards(36, REVIEW)(lost)


@blocks(5, JUDGE)
@steady
def today(person: Person) -> Iterator[Block]:
    """One's own points of today in their order, or of the next day there is something to do."""
    rows = assignments.of(person) if isinstance(person, User) else Assignment.objects.none()
    ahead = rows.filter(day__gte=timezone.localdate()).order_by("day", "round_id", "order", "pk")
    if (first := ahead.first()) is None:
        return
    mine = list(ahead.filter(day=first.day))
    done = assignments.visited(mine)
    words = Words("今天的点位", "My points today")
    if first.day > timezone.localdate():
        words = Words(f"{first.day} 的点位", f"My points on {first.day}")
    said = Words(f"已走访 {len(done)} / {len(mine)}", f"{len(done)} of {len(mine)} visited")
    lines = tuple(_lines(mine, done))
    more = Words("在手机上打开", "Open on the phone")
    yield Block(words, lines, reverse("visits:app"), more, str(said))


def _lines(day: Iterable[Assignment], done: set[int]) -> Iterator[Line]:
    """The points of a day with the numbers that the phone gives them, each round from one on.

    Where there are several rounds, letters and names tell them apart.
    """
    rounds = [list(rows) for _round, rows in groupby(day, lambda one: one.round_id)]
    for place, rows in enumerate(rounds):
        several = len(rounds) > 1
        letter = chr(ord("A") + place) if several else ""
        for number, one in enumerate(rows, 1):
            yield _visit(f"{letter}{number}", str(one.round) if several else "", one, done)


def _visit(number: str, of: str, one: Assignment, done: set[int]) -> Line:
    """A point to visit; it leads to the app, which has the way and the checklist."""
    made = one.pk in done
    figure = str(Words("已走访", "visited")) if made else ""
    hours = [f"{at:%H:%M}" for at in (one.opens, one.closes) if at]
    told = [of, str(one.point.point_kind), str(one.point.area), "–".join(hours)]
    note = " · ".join(filter(None, told))
    url = f"{reverse('visits:app')}#point/{one.uuid}"
    return Line(f"{number}. {one.point}", url, figure, note, "good" if made else "")
