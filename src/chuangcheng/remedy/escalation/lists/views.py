"""The pages of the red and black lists: all weeks, one week to be printed, and what is behind it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Table
from chuangcheng.ground.subject import find
from chuangcheng.library import lists
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.mandate.campaigns.documents import DocumentPages
from chuangcheng.remedy.escalation import queries as steps
from chuangcheng.remedy.escalation import showing
from chuangcheng.remedy.escalation.lists import actions, queries
from chuangcheng.remedy.escalation.lists.scheme import Group, default
from chuangcheng.remedy.escalation.models import ListColour, ListEntry, WeekList
from chuangcheng.remedy.escalation.rules import CONFIGURE, SEE
from chuangcheng.remedy.problems import queries as problems


def _campaigns(person: Person) -> Options:
    return [(campaign.pk, str(campaign)) for campaign in campaigns.campaigns(person)]


WEEKS = Table(
    "red-black-lists",
    columns=(
        Column("week", lazy("周"), lambda w: w.week, "starts", lambda w: w.get_absolute_url()),
        Column("red", lazy("红榜"), lambda w: w.red, "red", number=True),
        Column("black", lazy("黑榜"), lambda w: w.black, "black", number=True),
        Column("campaign", lazy("创建活动"), lambda w: w.campaign),
        Column("cut", lazy("截止时间"), lambda w: w.cut, "cut"),
    ),
    filters=(Filter("campaign", lazy("创建活动"), "campaign", _campaigns),),
)


def _rate(entry: ListEntry) -> str:
    return f"{entry.rate:.1f}%"


def _what_follows(entry: ListEntry) -> str:
    return entry.taken.title if hasattr(entry, "taken") else ""


ENTRIES = Table(
    "red-black-list",
    columns=(
        Column("unit", lazy("单位"), lambda e: e.unit, "unit__title_zh"),
        Column("group", lazy("组别"), queries.group_title, "group"),
        Column("found", lazy("交办数"), lambda e: e.found, "found", number=True),
        Column(
            "rectified",
            lazy("已整改"),
            lambda e: e.rectified,
            "rectified",
            lambda e: e.get_absolute_url(),
            number=True,
        ),
        Column("rate", lazy("整改率"), _rate, "share", number=True),
        Column("colour", lazy("榜"), lambda e: e.get_colour_display() or "—", "colour"),
        Column("running", lazy("连续周数"), lambda e: e.running or "", "running", number=True),
        Column("follows", lazy("后续措施"), _what_follows),
    ),
    filters=(Filter("colour", lazy("榜"), "colour", lambda person: ListColour.choices),),
    search=("unit__title_zh", "unit__title_en"),
)
SCHEME = DocumentPages(
    page="escalation:scheme",
    file="red-black-lists",
    see=SEE,
    configure=CONFIGURE,
    title=lazy("设定红黑榜办法"),
    help=lazy("红黑榜办法的 YAML 文件；先下载，改好再上传。"),
    done=lazy("已设定；已经列出的榜不变，从下一周起按新的办法。"),
    there=queries.document,
    names=lists.names,
    ships=lists.lists,
    set_=actions.set_scheme,
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The lists of all weeks, the latest first."""
    campaign = campaigns.open_campaigns(request.user).first()
    rows = queries.counts(queries.weeks(request.user))
    there = queries.version(campaign) if campaign else None
    context = {
        "campaign": campaign,
        "set": there,
        "may_change": campaign and may(request.user, CONFIGURE, campaign),
    }
    return WEEKS.answer(request, rows, "escalation/lists.html", **context)


@dataclass(frozen=True)
class Shown:
    """The two lists of one group."""

    group: Group
    red: list[ListEntry]
    black: list[ListEntry]


@page(SEE)
def week(request: Request, pk: int) -> HttpResponse:
    """The red and the black lists of a week, as they are passed round, and the table behind them."""
    found = find(queries.weeks(request.user), pk=pk)
    rows = queries.ranked(queries.entries(request.user).filter(week=found))
    context = {"week": found, "groups": _groups(found, list(rows)), **_around(request, found)}
    return ENTRIES.answer(request, rows, "escalation/week.html", **context)


def _groups(found: WeekList, rows: list[ListEntry]) -> list[Shown]:
    known = queries.read(found.scheme)
    return [
        Shown(
            group,
            red=[row for row in rows if row.group == group.code and row.colour == "red"],
            black=[
                row for row in reversed(rows) if (row.group, row.colour) == (group.code, "black")
            ],
        )
        for group in known.groups
    ]


def _around(request: Request, found: WeekList) -> dict[str, object]:
    """The weeks before and after, and how the figures are meant."""
    mine = queries.weeks(request.user).filter(campaign=found.campaign_id)
    return {
        "before": mine.filter(starts__lt=found.starts).first(),
        "after": mine.filter(starts__gt=found.starts).last(),
        "scheme": showing.scheme(queries.read(found.scheme)),
        "rungs": showing.listed_rungs(steps.ladder(found.campaign)),
    }


@page(SEE)
def entry(request: Request, pk: int) -> HttpResponse:
    """What the figures of a unit are made of: the problems, as far as one may see them."""
    found = get_object_or_404(queries.entries(request.user), pk=pk)
    counted = {one.problem_id: one.rectified for one in found.counted.all()}
    seen = problems.problems(request.user).filter(pk__in=counted)
    context = {
        "entry": found,
        "rate": _rate(found),
        "problems": sorted(((p, counted[p.pk]) for p in seen), key=lambda one: one[1]),
        "unseen": len(counted) - len(seen),
        "step": steps.taken(request.user).filter(entry=found).first(),
    }
    return render(request, "escalation/entry.html", context)


@page(SEE)
def scheme(request: Request, pk: int) -> HttpResponse:
    """How a campaign draws up its lists, and what follows."""
    campaign = find(campaigns.campaigns(request.user), pk=pk)
    kept = queries.version(campaign)
    known = queries.read(kept) if kept else default()
    context = {
        "campaign": campaign,
        "version": kept,
        "scheme": showing.scheme(known),
        "rungs": showing.listed_rungs(steps.ladder(campaign)),
        "may_change": may(request.user, CONFIGURE, campaign),
    }
    return render(request, "escalation/scheme.html", context)
