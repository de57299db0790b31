"""The pages of points and their kinds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.areas.queries import areas
from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.points import actions, queries
from chuangcheng.ground.points.forms import HandOverForm, KindForm, PointForm
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.points.rules import CHANGE, KINDS, PLEDGE, SEE
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Table
from chuangcheng.ground.subject import fetch, find
from chuangcheng.ground.units.queries import units


def _areas(person: Person) -> Options:
    return [(area.path, f"{'　' * (area.path.count('/') - 2)}{area}") for area in areas(person)]


def _units(person: Person) -> Options:
    return [(unit.pk, str(unit)) for unit in units(person)]


def _kinds(person: Person) -> Options:
    return [(kind.pk, str(kind)) for kind in queries.kinds()]


def _owned(person: Person) -> Options:
    return [("1", _("还没有责任单位")), ("0", _("已有责任单位"))]


def _unit_link(point: Point) -> str:
    return point.unit.get_absolute_url() if point.unit else ""


AREA = Filter("area", lazy("区域"), "area__path__startswith", _areas)
POINTS = Table(
    "points",
    columns=(
        Column("title", lazy("名称"), str, "title_zh", lambda p: p.get_absolute_url()),
        Column("code", lazy("代码"), lambda p: p.code, "code"),
        Column("kind", lazy("类型"), lambda p: p.point_kind, "point_kind__title_zh"),
        Column("area", lazy("区域"), lambda p: p.area, "area__path"),
        Column("unit", lazy("责任单位"), lambda p: p.unit or "—", "unit__title_zh", _unit_link),
        Column("address", lazy("地址"), lambda p: p.address, "address"),
        Column("active", lazy("在用"), lambda p: _("是") if p.active else _("否"), "active"),
    ),
    filters=(
        AREA,
        Filter("kind", lazy("类型"), "point_kind", _kinds),
        Filter("unit", lazy("责任单位"), "unit", _units),
        Filter("owner", lazy("有无责任单位"), "unit__isnull", _owned, lambda v: v == "1"),
    ),
    search=("code", "title_zh", "title_en", "address"),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The points in scope."""
    return POINTS.answer(
        request,
        queries.points(request.user),
        "points/list.html",
        may_change=may(request.user, CHANGE),
    )


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One point: what and where it is, who answers for it, who vouches for it."""
    point = fetch(queries.points(request.user), request.user, SEE, pk=pk)
    context = {
        "point": point,
        "pledges": queries.pledges_for(request.user, point),
        "story": story(request.user, point),
        "may_change": may(request.user, CHANGE, point),
        "may_pledge": may(request.user, PLEDGE, point),
    }
    return render(request, "points/detail.html", context)


@page(CHANGE)
def create(request: Request) -> HttpResponse:
    """Put a point on the ground."""
    form = PointForm(request.user, request.POST or None, initial=request.GET.dict())
    point = accept(form, lambda: actions.create(request.user, facts=form.facts()))
    if point:
        messages.success(request, _("已新建“%s”。") % point)
        return redirect(point)
    return form_page(request, form, title=_("新建点位"), verb=_("新建"), back="points:list")


@page(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """Say something new of a point."""
    point = fetch(queries.points(request.user), request.user, CHANGE, pk=pk)
    title = str(point)
    known = {name: getattr(point, name) for name in PointForm.base_fields}
    form = PointForm(request.user, request.POST or None, initial=known)
    if accept(form, lambda: actions.change(request.user, point=point, facts=form.facts())):
        messages.success(request, _("已保存。"))
        return redirect(point)
    return form_page(request, form, title=_("修改“%s”") % title, verb=_("保存"), back=point)


@page(CHANGE)
def hand_over(request: Request) -> HttpResponse:
    """Let a unit answer for all points of a kind in an area."""
    form = HandOverForm(request.user, request.POST or None, initial=request.GET.dict())
    unit = accept(
        form,
        lambda: actions.hand_over(
            request.user, points=form.points(), unit=form.cleaned_data["unit"]
        ),
    )
    if unit:
        messages.success(request, _("已交给“%s”。") % unit)
        return redirect("points:list")
    title, lead = _("成批移交点位"), _("把一个区域里的某类点位一次交给一个单位负责。")
    return form_page(request, form, title=title, verb=_("交办"), back="points:list", lead=lead)


@page(SEE)
def kinds(request: Request) -> HttpResponse:
    """All kinds of point with the number of points of each."""
    context = {"kinds": queries.counted_kinds(request.user), "may_change": may(request.user, KINDS)}
    return render(request, "points/kinds.html", context)


@page(KINDS)
def create_kind(request: Request) -> HttpResponse:
    """Make a kind of point."""
    form = KindForm(request.POST or None)
    kind = accept(form, lambda: actions.create_kind(request.user, facts=form.facts()))
    if kind:
        messages.success(request, _("已新建“%s”。") % kind)
        return redirect("points:kinds")
    return form_page(request, form, title=_("新建点位类型"), verb=_("新建"), back="points:kinds")


@page(KINDS)
def kind(request: Request, pk: int) -> HttpResponse:
    """Say something new of a kind; its code stays."""
    known = find(queries.kinds(), pk=pk)
    title = str(known)
    form = KindForm(request.POST or None, initial=known.facts())
    form.fields["code"].disabled = True
    done = accept(
        form, lambda: actions.change_kind(request.user, point_kind=known, facts=form.facts())
    )
    if done:
        messages.success(request, _("已保存。"))
        return redirect("points:kinds")
    return form_page(
        request, form, title=_("修改“%s”") % title, verb=_("保存"), back="points:kinds"
    )
