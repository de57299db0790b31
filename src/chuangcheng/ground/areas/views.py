"""The pages of areas."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.areas import actions, queries
from chuangcheng.ground.areas.forms import AreaForm, NewAreaForm, ParentForm, RemoveForm
from chuangcheng.ground.areas.models import Level, group_in_words
from chuangcheng.ground.areas.rules import CHANGE, SEE
from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.scope import may
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import fetch

AREAS = Table(
    "areas",
    columns=(
        Column("title", lazy("名称"), str, "title_zh", lambda a: a.get_absolute_url()),
        Column("code", lazy("代码"), lambda a: a.code, "code"),
        Column("level", lazy("层级"), lambda a: a.get_level_display(), "level"),
        Column("parent", lazy("上级"), lambda a: a.parent or "", "parent__title_zh"),
        Column("group", lazy("排名组别"), lambda a: group_in_words(a.group), "group"),
        Column("weight", lazy("权重"), lambda a: a.weight.normalize(), "weight", number=True),
    ),
    filters=(Filter("level", lazy("层级"), "level", lambda person: Level.choices),),
    search=("code", "title_zh", "title_en"),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The areas in scope."""
    return AREAS.answer(
        request,
        queries.areas(request.user),
        "areas/list.html",
        may_change=may(request.user, CHANGE),
    )


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One area, what it is part of, its parts, and what was done with it."""
    area = fetch(queries.areas(request.user), request.user, SEE, pk=pk)
    context = {
        "area": area,
        "group": group_in_words(area.group),
        "above": queries.ancestors(area),
        "parts": queries.areas(request.user).filter(parent=area),
        "story": story(request.user, area),
        "may_change": may(request.user, CHANGE, area),
    }
    return render(request, "areas/detail.html", context)


@page(CHANGE)
def create(request: Request) -> HttpResponse:
    """Make an area."""
    form = NewAreaForm(request.user, request.POST or None, initial=request.GET.dict())
    area = accept(
        form,
        lambda: actions.create(
            request.user, facts=form.facts(), parent=form.cleaned_data["parent"]
        ),
    )
    if area:
        messages.success(request, _("已新建“%s”。") % area)
        return redirect(area)
    return form_page(request, form, title=_("新建区域"), verb=_("新建"), back="areas:list")


@page(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """Say something new of an area."""
    area = fetch(queries.areas(request.user), request.user, CHANGE, pk=pk)
    title = str(area)
    form = AreaForm(request.POST or None, initial=area.facts())
    if accept(form, lambda: actions.change(request.user, area=area, facts=form.facts())):
        messages.success(request, _("已保存。"))
        return redirect(area)
    return form_page(request, form, title=_("修改“%s”") % title, verb=_("保存"), back=area)


@page(CHANGE)
def move(request: Request, pk: int) -> HttpResponse:
    """Hang an area elsewhere."""
    area = fetch(queries.areas(request.user), request.user, CHANGE, pk=pk)
    form = ParentForm(request.user, request.POST or None, initial={"parent": area.parent_id})
    if accept(form, lambda: actions.move(request.user, area=area, **form.cleaned_data)):
        messages.success(request, _("已移动，下级区域随之移动。"))
        return redirect(area)
    return form_page(request, form, title=_("移动“%s”") % area, verb=_("移动"), back=area)


@page(CHANGE)
def remove(request: Request, pk: int) -> HttpResponse:
    """Take an area away, confirmed by typing its code."""
    area = fetch(queries.areas(request.user), request.user, CHANGE, pk=pk)
    title = str(area)
    form = RemoveForm(area, request.POST or None)
    why = form.data.get("why", "")
    if accept(form, lambda: actions.remove(request.user, area=area, why=why)):
        messages.success(request, _("已删除“%s”。") % title)
        return redirect("areas:list")
    title, lead = _("删除“%s”") % area, _("只有没有任何内容的区域才能删除。操作会留下记录。")
    return form_page(request, form, title=title, verb=_("删除"), back=area, lead=lead)
