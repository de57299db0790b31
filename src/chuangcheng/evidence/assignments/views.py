"""The pages of assignments: the plan of a round, its progress, routes, and single assignments."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.evidence.assignments import actions, planning, queries, sketch
from chuangcheng.evidence.assignments.agreement import agreed
from chuangcheng.evidence.assignments.forms import AssignmentForm, OrderForm, WhyForm
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import CHANGE, SEE
from chuangcheng.evidence.draws import queries as draws
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.queries import visible
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import may
from chuangcheng.ground.site import maps
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.subject import fetch, find
from chuangcheng.lib.digits import integer


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """How far a round is: by day and team, by area, by inspector."""
    round_ = fetch_round(request, pk)
    found = queries.progress(request.user, round_)
    people = {key: tally.of for key, tally in found.inspectors.items()}
    days = [
        (day, [([people[key] for key in team], rows, rows[0]) for team, rows in teams.items()])
        for day, teams in sorted(found.days.items())
    ]
    context = {
        "round": round_,
        "progress": found,
        "days": days,
        "areas": sorted(found.areas.values(), key=lambda tally: -tally.left),
        "inspectors": sorted(found.inspectors.values(), key=lambda tally: -tally.left),
        "to_share_out": len(queries.to_share_out(round_)),
        "agreed": agreed(request.user, round_),
        "may_change": may(request.user, CHANGE, round_),
    }
    return render(request, "assignments/detail.html", context)


@page(CHANGE)
def plan(request: Request, pk: int) -> HttpResponse:
    """Share out the points that nobody has."""
    round_ = fetch_round(request, pk, CHANGE)
    form = OrderForm(round_, request.POST or None)
    made = accept(form, lambda: actions.share_out(request.user, round_=round_, order=form.order()))
    if made is not None:
        messages.success(request, _("已分派 %d 次走访，每天的路线已排好。") % len(made))
        for (day, who, other), number in queries.beside(request.user, made).items():
            told = {"who": who, "day": day, "round": other, "n": number}
            said = _("%(who)s %(day)s 同一天在“%(round)s”还有 %(n)s 个点位。")
            messages.warning(request, said % told)
        return redirect("assignments:detail", pk)
    number = len(queries.to_share_out(round_))
    lead = _("待分派的点位：%d 个。") % number
    back = reverse("assignments:detail", args=[pk])
    return form_page(request, form, title=_("分派任务"), verb=_("分派"), back=back, lead=lead)


@page(SEE)
def route(request: Request, pk: int, day: str, inspector: int) -> HttpResponse:
    """One inspector's day: the stops in order, on a map and as a list; on paper with a sketch."""
    round_, rows = _route(request, pk, day, inspector)
    stops, metres = planning.planned(round_, rows)
    done = queries.visited(rows)
    context = {
        "round": round_,
        "day": parse_date(day),
        "inspector": inspector,
        "people": _people(rows),
        "stops": [(stop, stop.it.pk in done) for stop in stops],
        "kilometres": metres / 1000,
        "sketch": sketch.of(rows),
        "basemap": maps.basemap(),
        "may_change": may(request.user, CHANGE, round_) and not round_.closed,
    }
    return render(request, "assignments/route.html", context)


@page(SEE)
def marks(request: Request, pk: int, day: str, inspector: int) -> JsonResponse:
    """The stops of a day on the map, numbered, with the way between them."""
    round_, rows = _route(request, pk, day, inspector)
    return maps.way(planning.marks(round_, rows, queries.visited(rows)))


@page(CHANGE)
@require_POST
def reorder(request: Request, pk: int, day: str, inspector: int) -> HttpResponse:
    """Take the order in which the stops stand, one of them moved up or down by its button."""
    round_, rows = _route(request, pk, day, inspector, CHANGE)
    said = (integer(key) for key in request.POST.getlist("order"))
    wanted = [key for key in said if key is not None]
    for name, step in (("up", -1), ("down", 1)):
        wanted = _moved(wanted, request.POST.get(name, ""), step)
    try:
        actions.reorder(request.user, round_=round_, route=rows, wanted=wanted)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("assignments:route", pk, day, inspector)


@page(CHANGE)
@require_POST
def shorten(request: Request, pk: int, day: str, inspector: int) -> HttpResponse:
    """Compute the route anew."""
    round_, rows = _route(request, pk, day, inspector, CHANGE)
    actions.shorten(request.user, round_=round_, route=rows)
    messages.success(request, _("路线已重新计算。"))
    return redirect("assignments:route", pk, day, inspector)


@page(CHANGE)
def change(request: Request, pk: int, assignment: int) -> HttpResponse:
    """Give one assignment another day, other people, hours or weight."""
    found = _assignment(request, pk, assignment)
    form = AssignmentForm(found, request.POST or None)
    done = accept(form, lambda: actions.change(request.user, assignment=found, facts=form.facts()))
    if done:
        messages.success(request, _("已保存。"))
        return redirect("assignments:detail", pk)
    back = reverse("assignments:detail", args=[pk])
    return form_page(request, form, title=str(found), verb=_("保存"), back=back)


@page(CHANGE)
def drop(request: Request, pk: int, assignment: int) -> HttpResponse:
    """Take one assignment back."""
    found = _assignment(request, pk, assignment)
    form = WhyForm(request.POST or None)
    done = accept(
        form,
        lambda: actions.drop(request.user, assignment=found, why=form.cleaned_data["why"]),
    )
    if done:
        messages.success(request, _("已撤销。"))
        return redirect("assignments:detail", pk)
    back = reverse("assignments:detail", args=[pk])
    title = _("撤销“%s”的任务") % found
    return form_page(request, form, title=title, verb=_("撤销任务"), back=back)


@page(CHANGE)
def replace(request: Request, pk: int, drawn: int) -> HttpResponse:
    """Replace a drawn point by the next in order, its assignments with it."""
    round_ = fetch_round(request, pk, CHANGE)
    found = find(draws.drawn(request.user, round_).to_visit(), pk=drawn)
    form = WhyForm(request.POST or None)
    other = accept(
        form, lambda: actions.replace(request.user, drawn=found, why=form.cleaned_data["why"])
    )
    if other:
        messages.success(request, _("已换成“%s”。") % other)
        return redirect("draws:detail", pk)
    back = reverse("draws:detail", args=[pk])
    lead = _("将按抽取的次序换成同区域、同类型的下一个点位；理由公开在抽取记录里。")
    title = _("替换“%s”") % found
    return form_page(request, form, title=title, verb=_("替换"), back=back, lead=lead)


def fetch_round(request: Request, pk: int, right: str = SEE) -> Round:
    """A round in scope on which the person holds the right."""
    return fetch(visible(request.user), request.user, right, pk=pk)


def _route(
    request: Request, pk: int, day: str, inspector: int, right: str = SEE
) -> tuple[Round, list[Assignment]]:
    round_ = fetch_round(request, pk, right)
    rows = queries.route(request.user, round_, _day(day), inspector)
    if not rows:
        raise Http404
    return round_, rows


def _day(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def _assignment(request: Request, pk: int, key: int) -> Assignment:
    round_ = fetch_round(request, pk, CHANGE)
    return find(queries.changeable(request.user, round_), pk=key)


def _people(rows: list[Assignment]) -> list[User]:
    found = {one.pk: one for row in rows for one in row.inspectors.all()}
    return list(found.values())


def _moved(order: list[int], key: str, step: int) -> list[int]:
    moved = integer(key)
    if moved is None or moved not in order:
        return order
    place = order.index(moved)
    other = place + step
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order
