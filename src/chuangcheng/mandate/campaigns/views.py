"""The pages of campaigns."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import fetch, find
from chuangcheng.mandate.campaigns import actions, queries
from chuangcheng.mandate.campaigns.forms import CampaignForm
from chuangcheng.mandate.campaigns.models import Campaign, Lane, Stage
from chuangcheng.mandate.campaigns.rules import CHANGE, SEE
from chuangcheng.mandate.frameworks import queries as frameworks
from chuangcheng.mandate.frameworks import reading


def _cycle(campaign: Campaign) -> str:
    return f"{campaign.first_year}–{campaign.last_year}"


CAMPAIGNS = Table(
    "campaigns",
    columns=(
        Column("title", lazy("名称"), str, "title_zh", lambda c: c.get_absolute_url()),
        Column("area", lazy("区域"), lambda c: c.area, "area__path"),
        Column("lane", lazy("梯队"), lambda c: c.get_lane_display(), "lane"),
        Column("stage", lazy("阶段"), lambda c: c.get_stage_display(), "stage"),
        Column("cycle", lazy("周期"), _cycle, "first_year"),
        Column("edition", lazy("测评体系"), lambda c: c.edition, "edition__title_zh",
               lambda c: c.edition.get_absolute_url()),
        Column("closed", lazy("状态"), lambda c: _("已结束") if c.closed else _("进行中"), "closed"),
    ),
    filters=(
        Filter("lane", lazy("梯队"), "lane", lambda person: Lane.choices),
        Filter("stage", lazy("阶段"), "stage", lambda person: Stage.choices),
    ),
    search=("code", "title_zh", "title_en"),
)  # fmt: skip


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The campaigns in scope; there may well be several at once."""
    rows = queries.campaigns(request.user)
    change_ = may(request.user, CHANGE)
    return CAMPAIGNS.answer(request, rows, "campaigns/list.html", may_change=change_)


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One campaign: its cycle year by year, its lane and stage, and what it is judged by."""
    campaign = find(queries.campaigns(request.user), pk=pk)
    whole = frameworks.framework(campaign.edition)
    weights = whole.settings.year_weights
    context = {
        "campaign": campaign,
        "cycle": [
            (year, weights[n] if n < len(weights) else None)
            for n, year in enumerate(campaign.cycle())
        ],
        "this_year": timezone.localdate().year,
        "stages": [(value, label, value == campaign.stage) for value, label in Stage.choices],
        "methods": reading.methods(whole),
        "may_change": may(request.user, CHANGE, campaign),
        "story": story(request.user, campaign),
    }
    return render(request, "campaigns/detail.html", context)


@page(CHANGE)
def create(request: Request) -> HttpResponse:
    """Set up a campaign."""
    form = CampaignForm(request.user, None, request.POST or None)
    campaign = accept(form, lambda: actions.create(request.user, facts=form.facts()))
    if campaign:
        messages.success(request, _("已建立“%s”。下一步：分解责任。") % campaign)
        return redirect(campaign)
    back = "campaigns:list"
    return form_page(request, form, title=_("建立创建活动"), verb=_("建立"), back=back)


@page(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """Say something new of a campaign."""
    campaign = fetch(queries.campaigns(request.user), request.user, CHANGE, pk=pk)
    title = str(campaign)
    known = {name: getattr(campaign, name) for name in CampaignForm.base_fields}
    form = CampaignForm(request.user, campaign, request.POST or None, initial=known)
    done = accept(form, lambda: actions.change(request.user, campaign=campaign, facts=form.facts()))
    if done:
        messages.success(request, _("已保存。"))
        return redirect(campaign)
    return form_page(request, form, title=_("修改“%s”") % title, verb=_("保存"), back=campaign)
