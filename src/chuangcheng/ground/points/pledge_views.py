"""The pages of pledges: the register, by person, by place."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.areas.models import Level
from chuangcheng.ground.areas.queries import areas
from chuangcheng.ground.people.queries import people
from chuangcheng.ground.points import actions, queries
from chuangcheng.ground.points.forms import EndForm, PledgeForm
from chuangcheng.ground.points.models import Pledge, PledgeKind
from chuangcheng.ground.points.rules import PLEDGE, SEE
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import fetch, find


def _for(pledge: Pledge) -> str:
    return f"{pledge.target} {pledge.cell}".strip()


PLEDGES = Table(
    "pledges",
    columns=(
        Column("target", lazy("对象"), _for, link=lambda p: p.target.get_absolute_url()),
        Column("kind", lazy("类别"), lambda p: p.get_pledge_kind_display(), "pledge_kind"),
        Column("person", lazy("包保人"), lambda p: p.person, "person__name",
               lambda p: f"by/{p.person_id}/"),
        Column("since", lazy("自"), lambda p: p.since.isoformat(), "since"),
        Column("until", lazy("至"), lambda p: p.until.isoformat() if p.until else "", "until"),
        Column("note", lazy("备注"), lambda p: p.note or _("查看"),
               link=lambda p: p.get_absolute_url()),
    ),
    filters=(Filter("kind", lazy("类别"), "pledge_kind", lambda person: PledgeKind.choices),),
    search=("person__name", "area__title_zh", "unit__title_zh", "point__title_zh", "cell", "note"),
)  # fmt: skip


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The pledges in scope."""
    return PLEDGES.answer(
        request,
        queries.pledges(request.user),
        "points/pledges.html",
        may_pledge=may(request.user, PLEDGE),
    )


@page(SEE)
def by_person(request: Request, pk: int) -> HttpResponse:
    """Everything that one person vouches for."""
    giver = find(people(request.user), pk=pk)
    given = queries.pledges_by(request.user, giver).order_by("pledge_kind", "pk")
    grouped = [
        (PledgeKind(kind).label, list(rows))
        for kind, rows in groupby(given, key=lambda pledge: pledge.pledge_kind)
    ]
    return render(request, "points/pledges_by.html", {"giver": giver, "grouped": grouped})


@page(SEE)
def by_place(request: Request) -> HttpResponse:
    """Township by township: who vouches for it, and how many of its points have somebody."""
    live = list(queries.pledges(request.user).live())
    points = queries.points(request.user).filter(active=True)
    vouched = {pledge.point_id for pledge in live if pledge.point_id}
    places = [
        {
            "area": area,
            "pledges": [p for p in live if p.area and p.area.path.startswith(area.path)],
            "points": len(inside := [p for p in points if p.area.path.startswith(area.path)]),
            "vouched": sum(point.pk in vouched for point in inside),
        }
        for area in areas(request.user).filter(level=Level.TOWNSHIP)
    ]
    units = [pledge for pledge in live if pledge.unit]
    context = {"places": places, "units": units, "may_pledge": may(request.user, PLEDGE)}
    return render(request, "points/pledges_by_place.html", context)


@page(PLEDGE)
def create(request: Request) -> HttpResponse:
    """Register a pledge."""
    form = PledgeForm(request.user, request.POST or None, initial=request.GET.dict())
    given = accept(form, lambda: actions.pledge(request.user, facts=form.facts()))
    if given:
        messages.success(request, _("已登记“%s”。") % given)
        return redirect("points:pledges:list")
    title = _("登记包保")
    return form_page(request, form, title=title, verb=_("登记"), back="points:pledges:list")


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One pledge."""
    pledge = fetch(queries.pledges(request.user), request.user, SEE, pk=pk)
    context = {"pledge": pledge, "may_pledge": may(request.user, PLEDGE, pledge)}
    return render(request, "points/pledge.html", context)


@page(PLEDGE)
def end(request: Request, pk: int) -> HttpResponse:
    """Say on which day a pledge ends."""
    pledge = fetch(queries.pledges(request.user), request.user, PLEDGE, pk=pk)
    form = EndForm(request.POST or None)
    done = accept(form, lambda: actions.end_pledge(request.user, given=pledge, **form.cleaned_data))
    if done:
        messages.success(request, _("已保存。"))
        return redirect(pledge)
    return form_page(request, form, title=_("结束“%s”") % pledge, verb=_("结束"), back=pledge)
