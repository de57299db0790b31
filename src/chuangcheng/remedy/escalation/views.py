"""The pages of escalation: what was taken, one step to be printed, and the ladder."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Period, Table
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.queries import units
from chuangcheng.library import escalation
from chuangcheng.mandate.campaigns import queries as campaigns
from chuangcheng.mandate.campaigns.documents import DocumentPages
from chuangcheng.remedy.escalation import actions, queries, showing
from chuangcheng.remedy.escalation.coming import coming
from chuangcheng.remedy.escalation.forms import AnswerForm
from chuangcheng.remedy.escalation.models import Taken
from chuangcheng.remedy.escalation.rules import ANSWER, CONFIGURE, SEE
from chuangcheng.remedy.problems import queries as problems
from chuangcheng.remedy.problems.rules import URGE
from chuangcheng.remedy.problems.showing import due, place


def _about(step: Taken) -> str:
    return str(step.problem.heading if step.problem else step.unit)


def _rungs(person: Person) -> Options:
    mine = campaigns.open_campaigns(person).first()
    rungs = queries.ladder(mine).rungs if mine else ()
    return [(rung.code, str(rung.title)) for rung in rungs]


def _units(person: Person) -> Options:
    return [(unit.pk, str(unit)) for unit in units(person)]


def _answered(step: Taken) -> str:
    if step.answered:  # type: ignore[attr-defined]  # asked for by the query
        return _("已答复")
    return _("未答复") if step.letter else "—"


def _answers(_person: Person) -> Options:
    return [("yes", lazy("已答复")), ("no", lazy("未答复"))]


def _letters(_person: Person) -> Options:
    return [("yes", lazy("督办函、黄红牌和约谈")), ("no", lazy("提醒和通知"))]


TAKEN = Table(
    "escalation",
    columns=(
        Column("title", lazy("措施"), lambda s: s.title, "rung", lambda s: s.get_absolute_url()),
        Column("about", lazy("对象"), _about),
        Column("unit", lazy("单位"), lambda s: s.unit or "—"),
        Column("due", lazy("时限"), lambda s: s.due or "", "due"),
        Column("at", lazy("时间"), lambda s: s.at, "at"),
        Column("area", lazy("区域"), lambda s: s.area),
        Column("answered", lazy("答复"), _answered),
    ),
    filters=(
        Filter("rung", lazy("措施"), "rung", _rungs),
        Filter("unit", lazy("单位"), "unit", _units),
        Filter("letter", lazy("种类"), "letter", _letters, lambda chosen: chosen == "yes"),
        Period("at", lazy("时间"), "at"),
        Filter("answered", lazy("答复"), "answered", _answers, lambda chosen: chosen == "yes"),
    ),
    search=("text_zh", "text_en"),
)
COMING = Table(
    "coming",
    columns=(
        Column("number", lazy("编号"), lambda p: p.number, "", lambda p: p.get_absolute_url()),
        Column("title", lazy("问题"), lambda p: p.heading, stacked=True),
        Column("place", lazy("地点"), place, stacked=True),
        Column("due", lazy("时限"), due, "due", stacked=True),
        Column("lead", lazy("牵头单位"), lambda p: p.lead, stacked=True),
    ),
    order=("due", "pk"),
)
LADDER = DocumentPages(
    page="escalation:ladder",
    file="escalation",
    see=SEE,
    configure=CONFIGURE,
    title=lazy("设定升级规则"),
    help=lazy("升级规则的 YAML 文件；先下载现行的，改好再上传。"),
    done=lazy("已设定；已经采取的措施不变，以后按新的规则。"),
    there=queries.document,
    names=escalation.names,
    ships=escalation.ladder,
    set_=actions.set_ladder,
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The steps that were taken, the latest first."""
    campaign = campaigns.open_campaigns(request.user).first()
    rows = queries.taken(request.user)
    return TAKEN.answer(request, rows, "escalation/list.html", campaign=campaign)


@page(URGE)
def soon(request: Request) -> HttpResponse:
    """The problems that will be escalated within a day, each with what comes next."""
    found = {one.problem: one.rung.title for one in coming(request.user, timezone.now())}
    rows = problems.problems(request.user).filter(pk__in=found)
    next_ = Column("rung", lazy("下一步"), lambda problem: found[problem.pk], stacked=True)
    table = replace(COMING, columns=(*COMING.columns, next_))
    return table.answer(request, rows, "escalation/coming.html")


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One step as it was worded; a letter prints on A4."""
    step = find(queries.taken(request.user), pk=pk)
    context = {
        "step": step,
        "people": queries.recipients(step),
        "unheard": queries.is_unheard(step),
        "office": step.campaign.area,
        "number": showing.letter_number(step),
        "answers": step.answers.all(),
        "may_answer": step.letter and may(request.user, ANSWER, step),
    }
    return render(request, "escalation/detail.html", context)


@page(ANSWER)
def answer(request: Request, pk: int) -> HttpResponse:
    """Record a unit's answer, or what was said at an interview."""
    step = fetch(queries.taken(request.user), request.user, ANSWER, pk=pk)
    form = AnswerForm(request.POST or None)
    if accept(form, lambda: actions.answer(request.user, step=step, **form.cleaned_data)):
        messages.success(request, _("已登记。"))
        return redirect(step)
    title = _("登记“%s”的答复") % step.title
    return form_page(request, form, title=title, verb=_("登记答复"), back=step, lead=step.text)


@page(SEE)
def ladder(request: Request, pk: int) -> HttpResponse:
    """What follows in a campaign when time runs out."""
    campaign = find(campaigns.campaigns(request.user), pk=pk)
    known = queries.ladder(campaign)
    context = {
        "campaign": campaign,
        "version": queries.version(campaign),
        "rungs": [showing.rung(known, one) for one in known.rungs],
        "heads": _("、").join(known.heads),
        "may_change": may(request.user, CONFIGURE, campaign),
    }
    return render(request, "escalation/ladder.html", context)
