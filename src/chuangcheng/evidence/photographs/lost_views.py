"""The pages of photographs whose visit never came."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.evidence.photographs import actions, queries
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import Photograph
from chuangcheng.evidence.photographs.rules import REVIEW
from chuangcheng.evidence.visits.forms import WhyForm
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Table


def _address(photograph: Photograph) -> str:
    return reverse("photographs:set-aside", args=[photograph.visit])


LOST = Table(
    "lost-photographs",
    columns=(
        Column("received", lazy("收到时间"), lambda p: p.received_at, "received_at"),
        Column("person", lazy("拍摄人"), lambda p: p.person or "—", "person__name"),
        Column("taken", lazy("拍摄时间"), lambda p: p.taken_at or "—", "taken_at"),
        Column("item", lazy("测评条目"), lambda p: p.item or "—", "item"),
        Column("visit", lazy("走访"), lambda p: str(p.visit)[:8], "visit", _address),
    ),
    search=("person__name", "item"),
    order=("-received_at", "-pk"),
)


@page(REVIEW)
def index(request: Request) -> HttpResponse:
    """The photographs whose visit has not come for a day or more."""
    rows, hours = queries.lost(request.user), limits().lost_hours
    return LOST.answer(request, rows, "photographs/lost.html", hours=hours)


@page(REVIEW)
def set_aside(request: Request, visit: UUID) -> HttpResponse:
    """Wait no longer for a visit and its photographs."""
    found = queries.lost(request.user).filter(visit=visit)
    if not found:
        raise Http404
    form = WhyForm(request.POST or None)
    why = form.data.get("why", "")
    if accept(form, lambda: actions.set_aside(request.user, visit=visit, why=why)):
        messages.success(request, _("不再等待；照片原样保留。"))
        return redirect("photographs:lost")
    title = _("不再等待 %(person)s 的 %(count)d 张照片") % {
        "person": found[0].person,
        "count": len(found),
    }
    lead = _("照片原样保留，走访以后来了仍会归位；现在只是不再列出。")
    back = reverse("photographs:lost")
    return form_page(request, form, title=title, verb=_("不再等待"), back=back, lead=lead)
