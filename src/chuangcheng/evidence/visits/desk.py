"""Visits on the desk: what waits for a supervisor."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from chuangcheng.evidence.assignments import queries as assignments
from chuangcheng.evidence.assignments.models import Assignment
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
        words = Words("待核查的走访疑点", "Doubtful visits to decide")
        yield Card(words, str(doubts), f"{reverse('visits:flags')}?open=1", "warn")
    if stuck:
        words = Words("未能收入的走访", "Visits that could not be taken in")
        yield Card(words, str(stuck), f"{reverse('visits:refused')}?state=refused", "warn")


def lost(person: Person) -> Iterator[Card]:
    """What names no assignment and waits for a decision."""
    if number := queries.lost(person).filter(state=State.REFUSED).count():
        words = Words("找不到任务的走访", "Visits without an assignment")
        yield Card(words, str(number), f"{reverse('visits:lost')}?state=refused", "warn")


cards(35, REVIEW)(waiting)
cards(36, REVIEW)(lost)


@blocks(5, JUDGE)
@steady
def today(person: Person) -> Iterator[Block]:
    """One's own points of today in their order, or of the next day there is something to do."""
    rows = assignments.of(person) if isinstance(person, User) else Assignment.objects.none()
    ahead = rows.filter(day__gte=timezone.localdate()).order_by("day", "order", "pk")
    if (first := ahead.first()) is None:
        return
    mine = list(ahead.filter(day=first.day))
    done = assignments.visited(mine)
    words = Words("今天的点位", "My points today")
    if first.day > timezone.localdate():
        words = Words(f"{first.day} 的点位", f"My points on {first.day}")
    said = Words(f"已走访 {len(done)} / {len(mine)}", f"{len(done)} of {len(mine)} visited")
    lines = tuple(_visit(n, one, done) for n, one in enumerate(mine, 1))
    more = Words("在手机上打开", "Open on the phone")
    yield Block(words, lines, reverse("visits:app"), more, str(said))


def _visit(number: int, one: Assignment, done: set[int]) -> Line:
    """A point to visit; it leads to the app, which has the way and the checklist."""
    made = one.pk in done
    figure = str(Words("已走访", "visited")) if made else ""
    hours = [f"{at:%H:%M}" for at in (one.opens, one.closes) if at]
    note = " · ".join([str(one.point.point_kind), str(one.point.area), "–".join(hours)]).strip(" ·")
    url = f"{reverse('visits:app')}#point/{one.uuid}"
    return Line(f"{number}. {one.point}", url, figure, note, "good" if made else "")
