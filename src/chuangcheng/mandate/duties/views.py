"""The pages of duties: the register, one duty, handing over, and what a unit answers for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.areas.queries import areas
from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.points.queries import pledges_for, points
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Table
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.queries import units
from chuangcheng.mandate.campaigns.queries import campaigns, open_campaigns
from chuangcheng.mandate.duties import actions, queries
from chuangcheng.mandate.duties.forms import DutyForm, NewDutyForm, WhyForm, known
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.rules import CHANGE, SEE
from chuangcheng.mandate.frameworks import queries as frameworks


def _campaigns(person: Person) -> Options:
    return [(campaign.pk, str(campaign)) for campaign in campaigns(person)]


def _areas(person: Person) -> Options:
    return [(area.pk, str(area)) for area in areas(person)]


def _units(person: Person) -> Options:
    return [(unit.pk, str(unit)) for unit in units(person)]


def _partners(duty: Duty) -> str:
    return _("、").join(str(unit) for unit in duty.partners())


def _lead_link(duty: Duty) -> str:
    lead = duty.lead()
    return reverse("duties:unit", args=[lead.pk]) if lead else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


DUTIES = Table(
    "duties",
    columns=(
        Column("standard", lazy("测评标准"), lambda d: d.standard, "standard__position",
               lambda d: d.get_absolute_url()),
        Column("points", lazy("分值"), lambda d: d.standard.points.normalize(),
               "standard__points", number=True),
        Column("area", lazy("区域"), lambda d: d.area or d.campaign.area, "area__path"),
        Column("lead", lazy("牵头单位"), lambda d: d.lead() or "—", link=_lead_link),
        Column("partners", lazy("配合单位"), _partners),
        Column("leader", lazy("责任领导"), lambda d: d.leader or "", "leader__name"),
        Column("target", lazy("目标"), lambda d: d.target, "target"),
        Column("deadline", lazy("时限"), lambda d: _day(d.deadline), "deadline"),
    ),
    filters=(
        Filter("campaign", lazy("创建活动"), "campaign", _campaigns),
        Filter("unit", lazy("单位"), "shares__unit", _units),
        Filter("area", lazy("区域"), "area", _areas),
    ),
    search=("standard__code", "standard__title_zh", "standard__title_en", "task", "target"),
)  # fmt: skip


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The register of duties in scope, with the ways to fill it."""
    running = open_campaigns(request.user)
    return DUTIES.answer(
        request,
        queries.duties(request.user),
        "duties/list.html",
        campaigns=[(campaign, may(request.user, CHANGE, campaign)) for campaign in running],
        may_change=may(request.user, CHANGE),
    )


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One duty: the standard, who answers for it by how much, what is to be done by when."""
    duty = find(queries.duties(request.user), pk=pk)
    context = {
        "duty": duty,
        "burdens": queries.portions(duty),
        "late": bool(duty.deadline and duty.deadline < timezone.localdate()),
        "may_change": may(request.user, CHANGE, duty),
        "story": story(request.user, duty),
    }
    return render(request, "duties/detail.html", context)


@page(CHANGE)
def create(request: Request, pk: int) -> HttpResponse:
    """Hand a standard out with everything that belongs to it."""
    campaign = fetch(campaigns(request.user), request.user, CHANGE, pk=pk)
    form = NewDutyForm(request.user, campaign, request.POST or None, initial=request.GET.dict())
    duty = accept(form, lambda: actions.create(request.user, campaign=campaign, facts=form.facts()))
    if duty:
        messages.success(request, _("已分解。"))
        return redirect(duty)
    return form_page(request, form, title=_("分解责任"), verb=_("分解"), back="duties:list")


@page(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """Say something new of a duty."""
    duty = fetch(queries.duties(request.user), request.user, CHANGE, pk=pk)
    form = DutyForm(request.user, request.POST or None, initial=known(duty))
    done = accept(
        form,
        lambda: actions.change(request.user, duty=duty, facts=form.said(duty.standard, duty.area)),
    )
    if done:
        messages.success(request, _("已保存。"))
        return redirect(done)
    return form_page(request, form, title=_("修改“%s”") % duty, verb=_("保存"), back=duty)


@page(CHANGE)
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a duty back."""
    duty = fetch(queries.duties(request.user), request.user, CHANGE, pk=pk)
    form = WhyForm(request.POST or None)
    title, lead = _("撤销“%s”") % duty, _("撤销后这条标准在这里就没有责任单位了。操作会留下记录。")
    campaign = duty.campaign
    done = accept(form, lambda: actions.remove(request.user, duty=duty, **form.cleaned_data))
    if done:
        messages.success(request, _("已撤销。"))
        return redirect("duties:coverage", campaign.pk)
    return form_page(request, form, title=title, verb=_("撤销"), back=duty, lead=lead)


@page(CHANGE)
def hand_over(request: Request, pk: int, code: str) -> HttpResponse:
    """Hand a standard to a unit: one press here beside the unit's name."""
    campaign = fetch(campaigns(request.user), request.user, CHANGE, pk=pk)
    standard = find(frameworks.standards(request.user, campaign.edition), code=code)
    wanted = request.POST.get("area") or request.GET.get("area")
    area = find(areas(request.user), pk=wanted) if wanted and wanted.isdigit() else None
    if request.method == "POST":
        chosen = request.POST.get("unit", "")
        unit = find(units(request.user), pk=chosen if chosen.isdigit() else None)
        actions.hand_over(request.user, campaign=campaign, standard=standard, unit=unit, area=area)
        messages.success(request, _("“%(standard)s”已交给“%(unit)s”牵头。")
                         % {"standard": standard, "unit": unit})  # fmt: skip
        return redirect("duties:coverage", campaign.pk)
    takers = queries.takers(request.user, campaign, area or campaign.area)
    context = {"campaign": campaign, "standard": standard, "area": area, "takers": takers}
    return render(request, "duties/hand_over.html", context)


@page(SEE)
def unit(request: Request, pk: int) -> HttpResponse:
    """Everything a unit answers for, with the points at stake, the most first."""
    answering = find(units(request.user), pk=pk)
    carried = [
        (campaign, burdens, sum((burden.points for burden in burdens), Decimal(0)))
        for campaign in open_campaigns(request.user)
        if (burdens := queries.burdens(request.user, answering, campaign))
    ]
    context = {
        "unit": answering,
        "carried": carried,
        "points": points(request.user).filter(unit=answering, active=True),
        "pledges": pledges_for(request.user, answering).live(),
        "subordinates": answering.subordinates.all(),
        "story": [],
    }
    return render(request, "duties/unit.html", context)
