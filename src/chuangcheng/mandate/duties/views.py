"""The pages of duties: the register, one duty, handing over, and what a unit answers for."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.areas.queries import areas
from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.points.queries import pledges_for, points
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Table, Tagged
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.queries import units
from chuangcheng.lib.digits import integer
from chuangcheng.mandate.campaigns.models import Campaign
from chuangcheng.mandate.campaigns.queries import campaigns, open_campaigns
from chuangcheng.mandate.duties import actions, queries, usual
from chuangcheng.mandate.duties.forms import (
    DutyForm,
    HandOverForm,
    NewDutyForm,
    WhyForm,
    known,
    shown,
)
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.rules import CHANGE, SEE
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.mandate.frameworks.models import Standard


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


def _deadline(duty: Duty) -> object:
    day = duty.deadline.isoformat() if duty.deadline else ""
    return Tagged(day, _("已超期")) if duty.late else day


#: Points are told to two decimals in every list.
_CENT = Decimal("0.01")
DUTIES = Table(
    "duties",
    columns=(
        Column("standard", lazy("测评标准"), lambda d: d.standard, "standard__position",
               lambda d: d.get_absolute_url()),
        Column("points", lazy("分值"), lambda d: d.standard.points.quantize(_CENT),
               "standard__points", number=True),
        Column("area", lazy("区域"), lambda d: d.area or d.campaign.area, "area__path"),
        Column("lead", lazy("牵头单位"), lambda d: d.lead() or "—", link=_lead_link),
        Column("partners", lazy("配合单位"), _partners),
        Column("leader", lazy("责任领导"), lambda d: d.leader or "", "leader__name"),
        Column("target", lazy("目标"), lambda d: d.target, "target"),
        Column("deadline", lazy("时限"), _deadline, "deadline"),
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
    """Hand a standard to a unit: which one, then on what terms, the usual ones filled in."""
    campaign = fetch(campaigns(request.user), request.user, CHANGE, pk=pk)
    standard = find(frameworks.standards(request.user, campaign.edition), code=code)
    wanted = integer(request.POST.get("area") or request.GET.get("area"))
    area = None if wanted is None else find(areas(request.user), pk=wanted)
    duty = usual.held(campaign, standard, area)
    context: dict[str, object] = {
        "campaign": campaign,
        "standard": standard,
        "area": area,
        "duty": duty,
    }
    if "unit" not in request.GET:
        takers = queries.takers(request.user, campaign, area or campaign.area)
        return render(request, "duties/hand_over.html", {**context, "takers": takers})
    unit = find(units(request.user).filter(active=True), pk=integer(request.GET["unit"]))
    first = shown(usual.led_by(unit, duty, campaign, standard))
    lead = duty.lead() if duty else None
    form = HandOverForm(
        request.user, request.POST or None, initial={**first, "instead_of": lead and lead.pk}
    )
    done = accept(form, lambda: _hand_over(request.user, campaign, form, standard, area))
    if done:
        said = {"standard": _linked(done, standard), "unit": done.lead()}
        messages.success(request, format_html(_("“{standard}”已交给“{unit}”牵头。"), **said))
        return redirect("duties:coverage", campaign.pk)
    context |= {"form": form, "unit": unit, "lead": lead}
    return render(request, "duties/hand_over_terms.html", context)


def _hand_over(
    person: Person, campaign: Campaign, form: HandOverForm, standard: Standard, area: Area | None
) -> Duty:
    facts, instead = form.said(standard, area), form.cleaned_data["instead_of"]
    return actions.hand_over(person, campaign=campaign, facts=facts, instead_of=instead)


def _linked(duty: Duty, words: object) -> str:
    return format_html('<a href="{}">{}</a>', duty.get_absolute_url(), words)


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
