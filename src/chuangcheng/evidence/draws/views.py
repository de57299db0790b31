"""The pages of draws."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.evidence.draws import actions, forms, queries
from chuangcheng.evidence.draws import estimates as estimating
from chuangcheng.evidence.draws.models import Draw, Drawn
from chuangcheng.evidence.draws.rules import CHANGE, SEE
from chuangcheng.evidence.inspections import panels
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.queries import visible
from chuangcheng.ground.scope import may
from chuangcheng.ground.sheets import writing
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Table
from chuangcheng.ground.subject import fetch
from chuangcheng.lib.digits import integer


def _order(one: Drawn) -> str:
    return _("替补第 %d 位") % one.order if one.probability is None else str(one.order)


DRAWN = Table(
    "drawn",
    columns=(
        Column("point", lazy("点位"), str, "point__code", lambda one: one.point.get_absolute_url()),
        Column("code", lazy("代码"), lambda one: one.point.code, "point__code"),
        Column("kind", lazy("类型"), lambda one: one.point.point_kind, "point__point_kind__code"),
        Column("area", lazy("区域"), lambda one: one.point.area, "point__area__path"),
        Column("order", lazy("次序"), _order, "order"),
        Column(
            "probability",
            lazy("入样概率"),
            lambda one: "—" if one.probability is None else f"{one.probability:.4f}",
            "probability",
            number=True,
        ),
        Column("replaced", lazy("替换为"), lambda one: one.replaced_by or "—"),
        Column("why", lazy("替换原因"), lambda one: one.why),
    ),
    search=("point__title_zh", "point__title_en", "point__code"),
)


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """The draw of a round: what was announced, and, once drawn, the points and their record."""
    round_ = fetch(visible(request.user), request.user, SEE, pk=pk)
    draw = queries.draw_of(request.user, round_)
    context = {
        "round": round_,
        "draw": draw,
        "seed_form": forms.SeedForm(),
        "quotas": sum(quota["number"] for quota in draw.quotas) if draw else 0,
        "may_change": may(request.user, CHANGE, round_),
        "work": panels.work(request.user, round_),
    }
    if draw is None or not draw.drawn:
        return render(request, "draws/detail.html", context)
    context["record"] = draw.engine_record()
    rows = queries.drawn(request.user, round_)
    context["replaceable"] = rows.to_visit()
    return DRAWN.answer(request, rows, "draws/detail.html", **context)


@page(SEE)
def estimates(request: Request, pk: int) -> HttpResponse:
    """What the points drawn say of all that could have been: shares met, with their margins."""
    round_ = fetch(visible(request.user), request.user, SEE, pk=pk)
    draw = queries.draw_of(request.user, round_)
    if draw is None or not draw.drawn:
        raise Http404
    lines = estimating.estimates(round_, draw)
    return render(request, "draws/estimates.html", {"round": round_, "draw": draw, "lines": lines})


@page(CHANGE)
def plan(request: Request, pk: int) -> HttpResponse:
    """Announce how the points will be drawn; `?total=` suggests quotas in proportion."""
    round_ = _round(request, pk)
    frame = queries.frame(round_)
    draw = queries.draw_of(request.user, round_)
    total = request.GET.get("total", "")
    number = integer(total)
    wanted = queries.suggested(frame, number) if frame and number is not None else {}
    form = forms.PlanForm(frame, request.POST or None, initial=forms.known(frame, draw, wanted))
    done = accept(form, lambda: actions.announce(request.user, round_=round_, facts=form.facts()))
    if done:
        messages.success(request, _("已记下抽取办法。下一步：种子产生之后，填入种子。"))
        return redirect(done)
    context = {"round": round_, "form": form, "frame": frame, "total": total}
    context["beyond"] = _beyond(number, *queries.reach(frame)) if wanted else ""
    return render(request, "draws/plan.html", context)


def _beyond(number: int | None, least: int, most: int) -> str:
    """What is said when quotas in proportion cannot come to the number asked for."""
    if number is None or least <= number <= most:
        return ""
    if number > most:
        return _("点位库一共只有 %d 个点位；下面是全部抽取的配额。") % most
    said = _(
        "每个区域的每类点位至少抽 1 个，一共至少 %d 个；下面是抽这么多的配额。"
        "要再少抽，就把不抽的格子清空。"
    )
    return said % least


@page(CHANGE)
def draw_points(request: Request, pk: int) -> HttpResponse:
    """Draw the points from the seed."""
    draw = _draw(request, pk)
    form = forms.SeedForm(request.POST or None)
    done = accept(
        form,
        lambda: actions.draw_points(request.user, draw=draw, seed=form.cleaned_data["seed"]),
    )
    if done:
        messages.success(request, _("已抽出点位。下一步：分派任务。"))
        return redirect(done)
    return form_page(request, form, title=_("抽取点位"), verb=_("抽取"), back=draw)


@page(CHANGE)
def discard(request: Request, pk: int) -> HttpResponse:
    """Throw the draw away."""
    draw = _draw(request, pk)
    form = forms.WhyForm(request.POST or None)
    done = accept(
        form, lambda: actions.discard(request.user, draw=draw, why=form.cleaned_data["why"])
    )
    if done:
        messages.success(request, _("已作废；种子和理由留在日志里。"))
        return redirect("draws:detail", pk)
    return form_page(request, form, title=_("作废这次抽取"), verb=_("作废"), back=draw)


@page(SEE)
def record(request: Request, pk: int) -> HttpResponse:
    """The record of the draw, which `chuangcheng draw --verify` repeats."""
    draw = _drawn(request, pk)
    text = json.dumps(draw.record, ensure_ascii=False, indent=2)
    return writing.download(text.encode(), f"draw-{pk}.json", "application/json")


@page(SEE)
def frame(request: Request, pk: int) -> HttpResponse:
    """The points that could have been drawn, as `chuangcheng draw` reads them."""
    draw = _drawn(request, pk)
    content = writing.comma_separated(["area", "point_type", "point"], draw.frame)
    return writing.download(content, f"points-{pk}.csv", "text/csv")


def _round(request: Request, pk: int) -> Round:
    return fetch(visible(request.user), request.user, CHANGE, pk=pk)


def _draw(request: Request, pk: int) -> Draw:
    return fetch(queries.draws(request.user), request.user, CHANGE, round=pk)


def _drawn(request: Request, pk: int) -> Draw:
    draw = fetch(queries.draws(request.user), request.user, SEE, round=pk)
    if not draw.drawn:
        raise Http404
    return draw
