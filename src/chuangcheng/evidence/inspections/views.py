"""The pages of rounds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from chuangcheng.evidence.inspections import actions, panels, queries, saying
from chuangcheng.evidence.inspections.forms import DecisionForm, NewRoundForm, RoundForm, WhyForm
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.evidence.inspections.rules import CHANGE, DECIDE, JUDGE, SEE
from chuangcheng.evidence.inspections.sections import made_of
from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.scope import Person, may, require
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Table
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.words import Words


def _years(person: Person) -> Options:
    years = queries.visible(person).order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


# As a verb, 公开 is another word in English.
_PUBLIC = Words("公开", "Public")
ROUNDS = Table(
    "rounds",
    columns=(
        Column("title", lazy("名称"), str, "title_zh", lambda r: r.get_absolute_url()),
        Column("year", lazy("年度"), lambda r: r.year, "year", number=True),
        Column("number", lazy("轮次"), lambda r: r.number, "number", number=True),
        Column("kind", lazy("类别"), lambda r: r.get_round_kind_display(), "round_kind"),
        Column("starts", lazy("开始"), lambda r: r.starts, "starts"),
        Column("ends", lazy("结束"), lambda r: r.ends, "ends"),
        Column("campaign", lazy("创建活动"), lambda r: r.campaign, "campaign__title_zh"),
        Column("state", lazy("状态"), lambda r: r.state.label),
        Column("secret", _PUBLIC, lambda r: _("保密") if r.secret else _PUBLIC, "released_at"),
    ),
    filters=(
        Filter("year", lazy("年度"), "year", _years),
        Filter("kind", lazy("类别"), "round_kind", lambda person: RoundKind.choices),
        Filter(
            "secret",
            _PUBLIC,
            "released_at__isnull",
            lambda person: [("1", lazy("保密")), ("0", _PUBLIC)],
            value=lambda chosen: chosen == "1",
        ),
    ),
    search=("title_zh", "title_en"),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The rounds in scope."""
    context = {"may_change": may(request.user, CHANGE)}
    return ROUNDS.answer(request, queries.visible(request.user), "inspections/list.html", **context)


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One round: what was seen where, what was decided, who is on it."""
    round_ = fetch_round(request, pk)
    counts = _counts(request, round_)
    context = {
        "round": round_,
        "members": round_.members.all(),
        "areas": _areas(counts),
        "total": sum(count["n"] for count in counts),
        "methods": _methods(request, round_),
        **made_of(request.user, round_),
        "decisions": _decisions(request, round_),
        "story": story(request.user, round_),
        "may_change": may(request.user, CHANGE, round_),
        "may_judge": may(request.user, JUDGE),
        "may_decide": may(request.user, DECIDE, round_),
        "cards": panels.cards(request.user, round_),
        "work": panels.work(request.user, round_),
        "state": round_.state,
        "items": _items(round_),
        "may_discard": may(request.user, CHANGE, round_) and not queries.in_use(round_),
    }
    return render(request, "inspections/detail.html", context)


@page(CHANGE)
def create(request: Request) -> HttpResponse:
    """Make a round."""
    form = NewRoundForm(request.user, request.POST or None, initial=request.GET.dict())
    round_ = accept(
        form,
        lambda: actions.create(
            request.user,
            campaign=form.cleaned_data["campaign"],
            facts=form.facts(),
            secret=form.cleaned_data["secret"],
            members=form.people(),
        ),
    )
    if round_:
        messages.success(request, _("已新建“%s”。下一步：抽取点位，或导入观察记录。") % round_)
        return redirect(round_)
    context = {"form": form, "title": _("新建测评"), "verb": _("新建")}
    context["back"] = reverse("inspections:list")
    return render(request, "inspections/new.html", context)


@page(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """Say something new of a round."""
    round_ = fetch_round(request, pk, CHANGE)
    form = RoundForm(request.user, request.POST or None, initial=RoundForm.known(round_))
    done = accept(
        form,
        lambda: actions.change(
            request.user, round_=round_, facts=form.facts(), members=form.people()
        ),
    )
    if done:
        messages.success(request, _("已保存。"))
        return redirect(done)
    title = _("修改“%s”") % round_
    return form_page(request, form, title=title, verb=_("保存"), back=round_)


@page(CHANGE)
@require_POST
def release(request: Request, pk: int) -> HttpResponse:
    """Let everybody in scope see the round."""
    round_ = fetch_round(request, pk, CHANGE)
    if round_.secret:
        actions.release(request.user, round_=round_)
        messages.success(request, _("“%s”已公布。") % round_)
    return redirect(round_)


@page(CHANGE)
@require_POST
def close(request: Request, pk: int) -> HttpResponse:
    """Take nothing more in."""
    round_ = fetch_round(request, pk, CHANGE)
    if not round_.closed:
        actions.close(request.user, round_=round_)
        messages.success(request, _("“%s”已关闭，不再收入走访结果。") % round_)
    return redirect(round_)


@page(CHANGE)
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take in what comes from the street again, for a reason."""
    round_ = fetch_round(request, pk, CHANGE)
    form = WhyForm(request.POST or None)
    done = accept(
        form, lambda: actions.reopen(request.user, round_=round_, why=form.cleaned_data["why"])
    )
    if done:
        messages.success(request, _("已重新打开。"))
        return redirect(done)
    title = _("重新打开“%s”") % round_
    return form_page(request, form, title=title, verb=_("重新打开"), back=round_)


@page(CHANGE)
def discard(request: Request, pk: int) -> HttpResponse:
    """Take a round away on which nothing rests, for a reason."""
    round_ = fetch_round(request, pk, CHANGE)
    form = WhyForm(request.POST or None)
    done = accept(
        form, lambda: actions.discard(request.user, round_=round_, why=form.cleaned_data["why"])
    )
    if done:
        messages.success(request, _("“%s”已作废；经过和理由留在日志里。") % done)
        return redirect("inspections:list")
    lead = "" if round_.secret else _("这一轮是公开的：在此之前看到过它的人仍然知道。")
    title = _("作废“%s”") % round_
    return form_page(request, form, title=title, verb=_("作废"), back=round_, lead=lead)


@page(DECIDE)
def decide(request: Request, pk: int) -> HttpResponse:
    """Lay a bonus, penalty or veto on an area."""
    round_ = fetch_round(request, pk, DECIDE)
    form = DecisionForm(request.user, round_, request.POST or None)
    done = accept(form, lambda: actions.decide(request.user, round_=round_, **form.cleaned_data))
    if done:
        messages.success(request, _("已记入。成绩将在下次计算时更新。"))
        return redirect(round_)
    return form_page(request, form, title=_("加分、减分和否决"), verb=_("记入"), back=round_)


@page(DECIDE)
def take_back(request: Request, pk: int, decision: int) -> HttpResponse:
    """Take a decision back, for a reason."""
    round_ = fetch_round(request, pk, DECIDE)
    found = find(queries.decisions(request.user), round=round_, pk=decision)
    require(request.user, DECIDE, found)
    form = WhyForm(request.POST or None)
    done = accept(
        form,
        lambda: actions.take_back(request.user, decision=found, why=form.cleaned_data["why"]),
    )
    if done:
        messages.success(request, _("已撤销。"))
        return redirect(round_)
    title = _("撤销“%s”") % found
    return form_page(request, form, title=title, verb=_("撤销"), back=round_)


def fetch_round(request: Request, pk: int, right: str = "") -> Round:
    """A round that the person sees; with a right, one on which they hold it."""
    rounds = queries.visible(request.user)
    return fetch(rounds, request.user, right, pk=pk) if right else find(rounds, pk=pk)


def _counts(request: Request, round_: Round) -> list[dict[str, Any]]:
    by = ("area__path", "area__code", "area__title_zh", "area__title_en")
    return queries.counted(request.user, round_, *by)


def _areas(counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The areas with their titles, each with what lies below it, as its list has them."""
    return [
        row
        | {"title": saying.titled(row, "area__")}
        | {"n": sum(c["n"] for c in counts if c["area__path"].startswith(row["area__path"]))}
        for row in counts
    ]


def _methods(request: Request, round_: Round) -> list[dict[str, object]]:
    names = queries.names(round_)
    rows = queries.counted(request.user, round_, "method")
    return [row | {"title": names.of("method", row["method"])} for row in rows]


def _items(round_: Round) -> list[str]:
    """The titles of the items that the round is limited to, none where it looks at all."""
    names = queries.names(round_)
    return [f"{item} {names.of('item', item)}" for item in round_.items]


def _decisions(request: Request, round_: Round) -> list[dict[str, object]]:
    names = queries.names(round_)
    rows = queries.decisions(request.user).filter(round=round_)
    return [{"it": row, "title": names.of("sanction", row.sanction)} for row in rows]
