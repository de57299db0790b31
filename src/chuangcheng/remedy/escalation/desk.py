"""Escalation on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.desk import Block, Card, Entry, Line, blocks, cards, settings
from chuangcheng.ground.words import Words
from chuangcheng.remedy.escalation import queries
from chuangcheng.remedy.escalation.coming import coming
from chuangcheng.remedy.escalation.ladder import Rung
from chuangcheng.remedy.escalation.lists import queries as lists
from chuangcheng.remedy.escalation.rules import SEE
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.rules import DISPATCH, URGE, own_units

WEEK = timedelta(days=7)
#: So many lines in a block; the rest is behind the link below them.
SHOWN = 5

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
    Entry(
        "problems",
        Words("红黑榜", "Red and black lists"),
        "escalation:lists",
        56,
        SEE,
        Words(
            "每周谁上红榜、谁上黑榜，连续几周",
            "Who is on which list each week, and how many weeks running",
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


@blocks(13, URGE)
def next_steps(person: Person) -> Iterator[Block]:
    """What will be escalated within a day unless it is put right; the office has its cards."""
    if may(person, DISPATCH):
        return
    if not (found := coming(person, timezone.now())):
        return
    shown = problems.problems(person).in_bulk([one.problem for one in found[:SHOWN]])
    lines = tuple(_step(shown[one.problem], one.rung) for one in found[:SHOWN])
    said = Words(f"共 {len(found)} 个问题", f"{len(found)} problems")
    words = Words("一天之内将要升级", "Will be escalated within a day")
    more = Words("全部超期问题", "All overdue problems")
    yield Block(words, lines, f"{reverse('problems:list')}?view=overdue", more, str(said))


def _step(problem: Problem, rung: Rung) -> Line:
    """A problem with when it is due, its unit, and what comes next."""
    due = timezone.localtime(problem.due).strftime("%m-%d %H:%M") if problem.due else ""
    return Line(problem.heading, problem.get_absolute_url(), due, f"{problem.lead} · {rung.title}")


@cards(16, SEE)
def listed(person: Person) -> Iterator[Card]:
    """The black list of the last seven days: one's own units on it, else how many there are."""
    black = lists.entries(person).filter(colour="black", week__cut__gte=timezone.now() - WEEK)
    own = black.filter(unit__in=own_units(person)).first()
    if own is not None:
        words = Words("周连续在黑榜上", "weeks running on the black list")
        yield Card(words, str(own.running), own.get_absolute_url(), "alert", str(own.unit))
        return
    if number := black.count():
        words = Words("个单位在黑榜上", "units on the black list")
        yield Card(words, str(number), reverse("escalation:lists"), "warn")
