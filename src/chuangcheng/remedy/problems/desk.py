"""Problems on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.evidence.inspections.links import Link, link
from chuangcheng.evidence.inspections.models import Observation
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
from chuangcheng.remedy.problems.cases import condition
from chuangcheng.remedy.problems.models import UNFINISHED, Problem
from chuangcheng.remedy.problems.rules import DISPATCH, EXTEND, RECHECK, SEE, SIGN, own_units
from chuangcheng.remedy.problems.showing import place, state
from chuangcheng.remedy.problems.tables import COUNTED
from chuangcheng.remedy.problems.wording import beside

#: So many lines in a block; the rest is behind the link below them.
SHOWN = 5
OVERDUE = ("个问题已超期", "problem overdue", "problems overdue")

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


#: What stands beside the figure of a card: Chinese, English for one, English for all others.
Named = tuple[str, str, str]


def _card(
    named: Named, rows: QuerySet[Problem], view: str, tone: str, case: str = ""
) -> Iterator[Card]:
    """A card of some rows, or of those of them that are a case; none where there are none."""
    address = f"{view}&case={case}" if case else view
    if (figure := _counted(rows.filter(condition(case)))) != "0":
        yield Card(beside(figure, *named), figure, f"{reverse('problems:list')}?{address}", tone)


@cards(10, SIGN)
def owed(person: Person) -> Iterator[Card]:
    """What a unit has to do, and what of it is late; for whoever acts for a unit."""
    if not own_units(person):
        return
    mine = queries.owed(person)
    yield from _card(OVERDUE, mine, "view=owed&sort=due", "alert", "late")
    named = ("个问题待办理", "problem to rectify", "problems to rectify")
    for card in _card(named, mine, "view=owed&sort=due", "warn", "in-time"):
        first = mine.filter(condition("in-time")).first()
        when = (
            timezone.localtime(first.due).strftime("%Y-%m-%d %H:%M") if first and first.due else ""
        )
        said = Words(f"最早 {when} 到期", f"the first due {when}")
        yield Card(card.words, card.figure, card.url, card.tone, str(said))


@cards(11, RECHECK)
@steady
def rechecks(person: Person) -> Iterator[Card]:
    """What waits to be re-checked."""
    named = ("个问题待复查", "problem to re-check", "problems to re-check")
    yield from _card(named, queries.rechecks(person), "view=recheck", "warn")


@cards(12, SEE)
def late(person: Person) -> Iterator[Card]:
    """What is overdue of all that a person sees; whoever sees no more than they owe knows it."""
    if _reach(person, SEE) <= _reach(person, SIGN) and own_units(person):
        return
    rows = queries.overdue(person)
    yield from _card(OVERDUE, rows, "view=overdue", "alert")


@cards(12, DISPATCH)
@steady
def waiting(person: Person) -> Iterator[Card]:
    """What waits for the office: to be dispatched, and to be decided."""
    rows = queries.problems(person).filter(UNFINISHED)
    for case, named in (
        ("dispatch", ("个问题待交办", "problem to dispatch", "problems to dispatch")),
        ("arbitrate", ("个问题待裁定", "problem to decide", "problems to decide")),
    ):
        yield from _card(named, rows, "view=open", "warn", case)


@cards(13, EXTEND)
@steady
def asked(person: Person) -> Iterator[Card]:
    """The extensions that wait for an answer."""
    rows = queries.problems(person).filter(UNFINISHED)
    named = ("份延期申请待审批", "request for more time", "requests for more time")
    yield from _card(named, rows, "view=open", "warn", "asked")


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
            place(problem),
        )
        for problem in rows
    )
    url = f"{reverse('problems:list')}?view=recheck"
    words = Words("待复查，报告整改最早的在前", "To re-check, reported earliest first")
    yield Block(words, lines, url, Words("全部待复查", "All to re-check"))


def _reach(person: Person, right: str) -> set[tuple[str, frozenset[int]]]:
    """Where, and for which units, a person holds a right."""
    held = (one for one in person.holdings if {right, "*"} & one.rights)
    return {(one.area, one.units) for one in held}


def _owed(problem: Problem, now: datetime) -> Line:
    late = problem.due is not None and problem.due < now
    told = [place(problem), _("涉及 %s 分") % f"{problem.stake:.2f}" if problem.stake else ""]
    return Line(
        problem.heading,
        problem.get_absolute_url(),
        _moment(problem.due),
        _("；").join(text for text in told if text),
        "alert" if late else "",
        tag=_("已超期") if late else "",
    )


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%m-%d %H:%M") if at else ""


@link(20, SEE)
def seen_as(person: Person, observation: Observation) -> Iterator[Link]:
    """The problems that an observation gave rise to, and how far each is."""
    for one in queries.seen_as(person, observation):
        text = f"{one} · {state(one)}"
        yield Link(Words("问题", "Problems"), text, one.get_absolute_url())
