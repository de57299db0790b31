"""The pages of the audit log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.audit import queries
from chuangcheng.ground.audit.rules import SEE
from chuangcheng.ground.audit.verbs import VERBS
from chuangcheng.ground.scope import Person
from chuangcheng.ground.site.pages import Request, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Period, Table
from chuangcheng.ground.subject import fetch


def _actors(person: Person) -> Options:
    actors = queries.events(person).order_by("actor_name").exclude(actor_id=None)
    return actors.values_list("actor_id", "actor_name").distinct()


def _verbs(person: Person) -> Options:
    return [(name, name) for name in sorted(VERBS)]


def _kinds(person: Person) -> Options:
    kinds = queries.events(person).order_by("subject_kind").values_list("subject_kind", flat=True)
    return [(kind, kind) for kind in kinds.distinct()]


EVENTS = Table(
    "audit",
    columns=(
        Column("at", lazy("时间"), lambda e: e.at, "at", lambda e: e.get_absolute_url()),
        Column("actor", lazy("操作人"), lambda e: e.actor_name, "actor_name"),
        Column("what", lazy("做了什么"), queries.sentence),
        Column("why", lazy("原因"), lambda e: e.why),
        Column("verb", lazy("操作"), lambda e: e.verb, "verb"),
        Column("seq", lazy("序号"), lambda e: e.seq, "seq", number=True),
    ),
    filters=(
        Filter("actor", lazy("操作人"), "actor_id", _actors),
        Filter("verb", lazy("操作"), "verb", _verbs),
        Filter("kind", lazy("对象类别"), "subject_kind", _kinds),
        Period("at", lazy("日期"), "at"),
    ),
    search=("title", "why", "actor_name"),
    order=("-seq",),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The events in scope, the newest first."""
    return EVENTS.answer(request, queries.events(request.user), "audit/list.html")


@page(SEE)
def detail(request: Request, seq: int) -> HttpResponse:
    """One event: what was before and after, and its place in the chain."""
    event = fetch(queries.events(request.user), request.user, SEE, seq=seq)
    context = {"event": event, "what": queries.sentence(event), "changes": queries.changes(event)}
    return render(request, "audit/detail.html", context)
