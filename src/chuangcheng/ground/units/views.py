"""The pages of units."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.scope import Person, may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Options, Table
from chuangcheng.ground.subject import fetch
from chuangcheng.ground.units import actions, queries
from chuangcheng.ground.units.forms import HeadquartersForm, UnitForm
from chuangcheng.ground.units.models import Kind
from chuangcheng.ground.units.rules import CHANGE, SEE
from chuangcheng.ground.units.structures import structures


def _areas(person: Person) -> Options:
    areas = queries.units(person).order_by("area__path").values_list("area_id", "area__title_zh")
    return areas.distinct()


UNITS = Table(
    "units",
    columns=(
        Column("title", lazy("名称"), str, "title_zh", lambda u: u.get_absolute_url()),
        Column("code", lazy("代码"), lambda u: u.code, "code"),
        Column("kind", lazy("类别"), lambda u: u.get_unit_kind_display(), "unit_kind"),
        Column("area", lazy("区域"), lambda u: u.area, "area__path"),
        Column("contact", lazy("联系人"), lambda u: u.contact, "contact"),
        Column("phone", lazy("电话"), lambda u: u.phone),
        Column("active", lazy("在用"), lambda u: _("是") if u.active else _("否"), "active"),
    ),
    filters=(
        Filter("kind", lazy("类别"), "unit_kind", lambda person: Kind.choices),
        Filter("area", lazy("区域"), "area", _areas),
    ),
    search=("code", "title_zh", "title_en"),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The units in scope."""
    context = {"may_change": may(request.user, CHANGE)}
    return UNITS.answer(request, queries.units(request.user), "units/list.html", **context)


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One unit, whom it answers to, who answers to it, and what was done with it."""
    unit = fetch(queries.units(request.user), request.user, SEE, pk=pk)
    mine = queries.units(request.user)
    context = {
        "unit": unit,
        "superiors": mine.filter(subordinates=unit),
        "subordinates": mine.filter(superiors=unit),
        "story": story(request.user, unit),
        "may_change": may(request.user, CHANGE, unit),
    }
    return render(request, "units/detail.html", context)


@page(CHANGE)
def create(request: Request) -> HttpResponse:
    """Make a unit."""
    form = UnitForm(request.user, request.POST or None, initial=request.GET.dict())
    unit = accept(
        form,
        lambda: actions.create(request.user, facts=form.facts(), superiors=form.superior_units()),
    )
    if unit:
        messages.success(request, _("已新建“%s”。") % unit)
        return redirect(unit)
    return form_page(request, form, title=_("新建单位"), verb=_("新建"), back="units:list")


@page(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """Say something new of a unit."""
    unit = fetch(queries.units(request.user), request.user, CHANGE, pk=pk)
    title = _("修改“%s”") % unit  # as it is called before anything is said of it
    known = {name: getattr(unit, name) for name in UnitForm.base_fields if name != "superiors"}
    known["superiors"] = list(unit.superiors.values_list("pk", flat=True))
    form = UnitForm(request.user, request.POST or None, initial=known)
    done = accept(
        form,
        lambda: actions.change(
            request.user, unit=unit, facts=form.facts(), superiors=form.superior_units()
        ),
    )
    if done:
        messages.success(request, _("已保存。"))
        return redirect(done)
    return form_page(request, form, title=title, verb=_("保存"), back=unit)


@page(CHANGE)
def set_up_headquarters(request: Request) -> HttpResponse:
    """Make a headquarters with its office and groups."""
    form = HeadquartersForm(request.user, request.POST or None)
    whole = accept(
        form,
        lambda: actions.set_up_headquarters(
            request.user,
            area=form.cleaned_data["area"],
            structure=structures()[form.cleaned_data["structure"]],
        ),
    )
    if whole:
        messages.success(request, _("指挥部、办公室和工作组都已设立。"))
        return redirect(whole)
    title, lead = _("设立指挥部"), _("一次建好指挥部、办公室和各工作组，之后可以逐个修改。")
    return form_page(request, form, title=title, verb=_("设立"), back="units:list", lead=lead)
