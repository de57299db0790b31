"""The pages of the audit log."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.audit import labels, queries, telling
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
    return [(verb.name, labels.label(verb)) for verb in labels.in_order()]


def _nouns(person: Person) -> Options:
    return {labels.key(v.name): labels.title(v.name) for v in labels.in_order()}.items()


def _of_noun(key: str) -> list[str]:
    return [name for name in VERBS if labels.key(name) == key]


EVENTS = Table(
    "audit",
    columns=(
        Column("at", lazy("时间"), lambda e: e.at, "at", lambda e: e.get_absolute_url()),
        Column("actor", lazy("操作人"), telling.actor, "actor_name", stacked=True),
        Column("what", lazy("做了什么"), telling.sentence, stacked=True),
        Column("why", lazy("理由"), lambda e: e.why),
        Column("kind", lazy("对象类别"), lambda e: labels.title(e.verb), "verb"),
        Column("seq", lazy("序号"), lambda e: e.seq, "seq", number=True),
    ),
    filters=(
        Filter("actor", lazy("操作人"), "actor_id", _actors),
        Filter("kind", lazy("对象类别"), "verb__in", _nouns, _of_noun),
        Filter("verb", lazy("操作"), "verb", _verbs, group=labels.title),
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
    known = VERBS.get(event.verb)
    context = {
        "event": event,
        "actor": telling.actor(event),
        "what": telling.sentence(event),
        "verb": labels.label(known) if known else event.verb,
        "changes": telling.changes(request.user, event),
    }
    return render(request, "audit/detail.html", context)
