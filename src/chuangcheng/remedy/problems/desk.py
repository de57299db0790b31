"""Problems on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.desk import (
    Block,
    Card,
    Entry,
    Line,
    blocks,
    cards,
    menu,
    settings,
    steady,
)
from chuangcheng.ground.words import Words
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.models import UNFINISHED, Problem
from chuangcheng.remedy.problems.rules import DISPATCH, EXTEND, RECHECK, SEE, SIGN, own_units
from chuangcheng.remedy.problems.tables import COUNTED

#: So many lines in a block; the rest is behind the link below them.
SHOWN = 5

menu(
    Entry(
        "problems",
        Words("问题", "Problems"),
        "problems:list",
        60,
        SEE,
        nouns=("escalation", "likely"),
    )
)
settings(
    Entry(
        "problems",
        Words("放假和调休", "Days off"),
        "problems:calendar:list",
        55,
        SEE,
        Words("时限按哪些工作日计算", "By which working days time limits are counted"),
    ),
)


def _counted(rows: QuerySet[Problem]) -> str:
    number = rows.order_by().values("pk")[: COUNTED + 1].count()
    return f"{COUNTED}+" if number > COUNTED else str(number)


def _card(words: Words, rows: QuerySet[Problem], view: str, tone: str) -> Iterator[Card]:
    if (figure := _counted(rows)) != "0":
        yield Card(words, figure, f"{reverse('problems:list')}?{view}", tone)


@cards(10, SIGN)
def owed(person: Person) -> Iterator[Card]:
    """What a unit has to do, and what of it is late; for whoever acts for a unit."""
    if not own_units(person):
        return
    mine = queries.owed(person)
    now = timezone.now()
    late = mine.filter(due__lt=now)
    words = Words("个问题已超期", "problems overdue")
    yield from _card(words, late, "view=owed&sort=due", "alert")
    rest = mine.filter(due__gte=now)
    words = Words("个问题待办理", "problems to rectify")
    for card in _card(words, rest, "view=owed&sort=due", "warn"):
        first = rest.first()
        when = (
            timezone.localtime(first.due).strftime("%Y-%m-%d %H:%M") if first and first.due else ""
        )
        said = Words(f"最早 {when} 到期", f"the first due {when}")
        yield Card(card.words, card.figure, card.url, card.tone, str(said))


@cards(11, RECHECK)
@steady
def rechecks(person: Person) -> Iterator[Card]:
    """What waits to be re-checked."""
    words = Words("个问题待复查", "problems to re-check")
    yield from _card(words, queries.rechecks(person), "view=recheck", "warn")


@cards(12, DISPATCH)
def late(person: Person) -> Iterator[Card]:
    """What is overdue, which goes by the clock."""
    rows = queries.overdue(person)
    yield from _card(Words("个问题已超期", "problems overdue"), rows, "view=overdue", "alert")


@cards(12, DISPATCH)
@steady
def waiting(person: Person) -> Iterator[Card]:
    """What waits for the office: to be dispatched, and to be decided."""
    rows = queries.problems(person).filter(UNFINISHED)
    for verb, words in (
        ("dispatch", Words("个问题待交办", "problems to dispatch")),
        ("arbitrate", Words("个问题待裁定", "problems to decide")),
    ):
        states = queries.states_offering(verb)
        link = f"view=open&state={states[0]}" if len(states) == 1 else "view=open"
        yield from _card(words, rows.filter(state__in=states), link, "warn")


@cards(13, EXTEND)
@steady
def asked(person: Person) -> Iterator[Card]:
    """The extensions that wait for an answer."""
    rows = queries.problems(person).filter(UNFINISHED, asked__isnull=False)
    words = Words("份延期申请待审批", "requests for more time")
    yield from _card(words, rows, "view=open", "warn")


@blocks(11, SIGN)
def due_first(person: Person) -> Iterator[Block]:
    """For whoever acts for a unit: what is owed, by when, and how many points it is about."""
    if not own_units(person):
        return
    now = timezone.now()
    lines = tuple(
        _owed(problem, now) for problem in queries.with_names(queries.owed(person))[:SHOWN]
    )
    url = f"{reverse('problems:list')}?view=owed&sort=due"
    words = Words("本单位要办的问题", "Problems of my unit")
    yield Block(words, lines, url, Words("全部待办问题", "All that is owed"))


@blocks(12, RECHECK)
def recheck_first(person: Person) -> Iterator[Block]:
    """What has waited longest to be re-checked; the office, which has a card of it, looks on."""
    if may(person, DISPATCH):
        return
    rows = queries.rechecks(person)[:SHOWN]
    lines = tuple(
        Line(
            problem.heading,
            problem.get_absolute_url(),
            _moment(problem.rectified_at),
            _where(problem),
        )
        for problem in rows
    )
    url = f"{reverse('problems:list')}?view=recheck"
    words = Words("待复查，报告整改最早的在前", "To re-check, reported earliest first")
    yield Block(words, lines, url, Words("全部待复查", "All to re-check"))


def _owed(problem: Problem, now: datetime) -> Line:
    late = problem.due is not None and problem.due < now
    told = [_where(problem), _("关系 %s 分") % f"{problem.stake:.2f}" if problem.stake else ""]
    return Line(
        problem.heading,
        problem.get_absolute_url(),
        _moment(problem.due),
        _("；").join(text for text in told if text),
        "alert" if late else "",
    )


def _where(problem: Problem) -> str:
    return str(problem.point or problem.address or problem.area)


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M") if at else ""
