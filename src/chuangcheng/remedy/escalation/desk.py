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
from chuangcheng.remedy.problems.showing import place
from chuangcheng.remedy.problems.wording import beside

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
    # Whole days, as the list takes them.
    since = (timezone.localtime() - WEEK).replace(hour=0, minute=0, second=0, microsecond=0)
    if number := queries.taken(person).filter(letter=True, at__gte=since).count():
        named = ("项督办措施（7 天内）", "letter or card in 7 days", "letters and cards in 7 days")
        address = f"{reverse('escalation:list')}?letter=yes&at-from={since:%Y-%m-%d}"
        yield Card(beside(str(number), *named), str(number), address, "warn")


@blocks(13, URGE)
def next_steps(person: Person) -> Iterator[Block]:
    """What will be escalated within a day unless it is put right; the office has its cards."""
    if may(person, DISPATCH):
        return
    if not (found := coming(person, timezone.now())):
        return
    shown = problems.problems(person).in_bulk([one.problem for one in found[:SHOWN]])
    lines = tuple(_step(shown[one.problem], one.rung) for one in found[:SHOWN])
    number = str(len(found))
    said = beside(number, f"共 {number} 个问题", "1 problem", f"{number} problems")
    words = Words("一天之内将要升级", "Will be escalated within a day")
    more = Words("全部将要升级的", "All that will be escalated")
    yield Block(words, lines, reverse("escalation:coming"), more, str(said))


def _step(problem: Problem, rung: Rung) -> Line:
    """A problem with when it is due, where it is, its unit, and what comes next."""
    due = timezone.localtime(problem.due).strftime("%m-%d %H:%M") if problem.due else ""
    note = f"{place(problem)} · {problem.lead} · {rung.title}"
    return Line(problem.heading, problem.get_absolute_url(), due, note)


@cards(16, SEE)
def listed(person: Person) -> Iterator[Card]:
    """The black list of the last seven days: one's own units on it, else how many there are."""
    black = lists.entries(person).filter(colour="black", week__cut__gte=timezone.now() - WEEK)
    own = black.filter(unit__in=own_units(person)).first()
    if own is not None:
        weeks = str(own.running)
        words = beside(
            weeks, "周连续在黑榜上", "week on the black list", "weeks running on the black list"
        )
        yield Card(words, weeks, own.get_absolute_url(), "alert", str(own.unit))
        return
    if number := black.count():
        named = ("个单位在黑榜上", "unit on the black list", "units on the black list")
        yield Card(beside(str(number), *named), str(number), reverse("escalation:lists"), "warn")
