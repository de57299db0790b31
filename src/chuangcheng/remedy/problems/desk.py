"""Problems on the desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.desk import Card, Entry, cards, menu, settings
from chuangcheng.ground.words import Words
from chuangcheng.remedy.problems import queries
from chuangcheng.remedy.problems.models import UNFINISHED, Problem
from chuangcheng.remedy.problems.rules import DISPATCH, EXTEND, RECHECK, SEE, SIGN
from chuangcheng.remedy.problems.tables import COUNTED

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
    """What a unit has to do, and what of it is late or due within a day."""
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
def rechecks(person: Person) -> Iterator[Card]:
    """What waits to be re-checked."""
    words = Words("个问题待复查", "problems to re-check")
    yield from _card(words, queries.rechecks(person), "view=recheck", "warn")


@cards(12, DISPATCH)
def waiting(person: Person) -> Iterator[Card]:
    """What waits for the office: to be dispatched, and to be decided."""
    rows = queries.problems(person).filter(UNFINISHED)
    late = queries.overdue(person)
    yield from _card(Words("个问题已超期", "problems overdue"), late, "view=overdue", "alert")
    for verb, words in (
        ("dispatch", Words("个问题待交办", "problems to dispatch")),
        ("arbitrate", Words("个问题待裁定", "problems to decide")),
    ):
        states = queries.states_offering(verb)
        link = f"view=open&state={states[0]}" if len(states) == 1 else "view=open"
        yield from _card(words, rows.filter(state__in=states), link, "warn")


@cards(13, EXTEND)
def asked(person: Person) -> Iterator[Card]:
    """The extensions that wait for an answer."""
    rows = queries.problems(person).filter(UNFINISHED, asked__isnull=False)
    words = Words("份延期申请待审批", "requests for more time")
    yield from _card(words, rows, "view=open", "warn")
