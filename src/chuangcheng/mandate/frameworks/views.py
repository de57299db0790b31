"""The pages of editions: the list, the tree, standards, items, and what is done with them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng import library
from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.scope import may
from chuangcheng.ground.sheets.writing import XLSX, download
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import fetch, find
from chuangcheng.mandate.frameworks import actions, files, queries, reading
from chuangcheng.mandate.frameworks.forms import KeeperForm, UploadForm, WhyForm
from chuangcheng.mandate.frameworks.models import Edition, Item, Standard, State
from chuangcheng.mandate.frameworks.rules import CHANGE, SEE
from chuangcheng.mandate.frameworks.wording import KINDS
from chuangcheng.tables.frameworks.files import read_framework


def _item_title(item: Item) -> str:
    return item.title


def _issued(edition: Edition) -> str:
    return localdate(edition.issued_at).isoformat() if edition.issued_at else ""


EDITIONS = Table(
    "frameworks",
    columns=(
        Column("title", lazy("名称"), str, "title_zh", lambda e: e.get_absolute_url()),
        Column("version", lazy("版本"), lambda e: e.version, "version"),
        Column("state", lazy("状态"), lambda e: e.get_state_display(), "state"),
        Column("area", lazy("由谁保管"), lambda e: e.area or _("全部区域"), "area__path"),
        Column("made", lazy("导入时间"), lambda e: localdate(e.made_at).isoformat(), "made_at"),
        Column("issued", lazy("印发时间"), _issued,
               "issued_at"),
    ),
    filters=(Filter("state", lazy("状态"), "state", lambda person: State.choices),),
    search=("code", "title_zh", "title_en", "version"),
)  # fmt: skip
ITEMS = Table(
    "items",
    columns=(
        Column("title", lazy("测评条目"), _item_title, "title_zh",
               lambda i: i.get_absolute_url()),
        Column("code", lazy("编号"), lambda i: i.code, "code"),
        Column("points", lazy("分值"), lambda i: i.points.normalize(), "points", number=True),
        Column("way", lazy("方式"), lambda i: i.get_way_display(), "way"),
        Column("rule", lazy("规则"), lambda i: KINDS[i.rule_kind], "rule_kind"),
        Column("standard", lazy("测评标准"), lambda i: i.standard or _("几条标准"),
               "standard__position",
               lambda i: i.standard.get_absolute_url() if i.standard else ""),
    ),
    filters=(
        Filter("way", lazy("方式"), "way", lambda person: Item.Way.choices),
        Filter("rule", lazy("规则"), "rule_kind", lambda person: KINDS.items()),
    ),
    search=("code", "title_zh", "title_en"),
    order=("-points", "position"),
)  # fmt: skip


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The editions in scope, and what ships ready to load."""
    return EDITIONS.answer(
        request,
        queries.editions(request.user),
        "frameworks/list.html",
        shipped=list(queries.shipped(request.user)),
        may_change=may(request.user, CHANGE),
    )


@dataclass(frozen=True)
class Branch:
    """A project of the tree as a page shows it."""

    code: str
    title: str
    points: Decimal
    contents: list[Twig]


@dataclass(frozen=True)
class Twig:
    """A content of the tree with its standards."""

    code: str
    title: str
    standards: list[Standard]


@page(SEE)
def detail(request: Request, pk: int) -> HttpResponse:
    """One edition: its tree, or its standards by the points they carry."""
    edition = find(queries.editions(request.user), pk=pk)
    words = request.GET.get("q", "").strip()
    rows = queries.matching(queries.standards(request.user, edition), words)
    by_points = request.GET.get("order") == "points"
    context = {
        "edition": edition,
        "search": words,
        "by_points": sorted(rows, key=lambda s: (-s.points, s.position)) if by_points else None,
        "branches": [] if by_points else _branches(list(rows)),
        "methods": reading.methods(queries.framework(edition)),
        "may_change": may(request.user, CHANGE, edition),
        "story": story(request.user, edition),
        "others": queries.editions(request.user).exclude(pk=pk),
    }
    return render(request, "frameworks/detail.html", context)


@page(SEE)
def standard(request: Request, pk: int, code: str) -> HttpResponse:
    """One standard: what it asks, its parts, and their items with their rules in words."""
    edition = find(queries.editions(request.user), pk=pk)
    row = find(queries.standards(request.user, edition), code=code)
    whole = queries.framework(edition)
    context = {
        "edition": edition,
        "standard": row,
        "requirement": reading.requirement(whole, code),
        "parts": reading.parts(whole, code),
    }
    return render(request, "frameworks/standard.html", context)


@page(SEE)
def items(request: Request, pk: int) -> HttpResponse:
    """The items of an edition, those worth most first."""
    edition = find(queries.editions(request.user), pk=pk)
    rows = queries.items(request.user, edition)
    return ITEMS.answer(request, rows, "frameworks/items.html", edition=edition)


@page(SEE)
def item(request: Request, pk: int, code: str) -> HttpResponse:
    """One item: how it is judged, what does not count, where it is asked, for what it counts."""
    edition = find(queries.editions(request.user), pk=pk)
    row = find(queries.items(request.user, edition), code=code)
    told = reading.item(queries.framework(edition), code)
    standards = queries.standards(request.user, edition).filter(code__in=told.standards)
    context = {"edition": edition, "item": row, "told": told, "standards": standards}
    return render(request, "frameworks/item.html", context)


@page(CHANGE)
def take_in(request: Request) -> HttpResponse:
    """Upload a framework; it becomes a draft to be looked through."""
    form = UploadForm(request.user, request.POST or None, request.FILES or None)
    edition = accept(form, lambda: _taken_in(request, form))
    if edition:
        messages.success(request, _("已存为草稿。请核对下面的内容，再印发。"))
        return redirect(edition)
    title, lead = _("导入测评体系"), _("先存为草稿，核对之后再印发；印发之后不能再改。")
    back = "frameworks:list"
    return form_page(request, form, title=title, verb=_("导入"), back=back, lead=lead)


@page(CHANGE)
def load(request: Request, name: str) -> HttpResponse:
    """Load a framework that ships."""
    if name not in library.names():
        raise Http404
    framework = read_framework(library.path(name))
    form = KeeperForm(request.user, request.POST or None)
    edition = accept(
        form, lambda: actions.take_in(request.user, framework=framework, **form.cleaned_data)
    )
    if edition:
        messages.success(request, _("已存为草稿。请核对下面的内容，再印发。"))
        return redirect(edition)
    title, lead = _("载入“%s”") % reading.said(framework.title), reading.text(framework.note)
    back = "frameworks:list"
    return form_page(request, form, title=title, verb=_("载入"), back=back, lead=lead)


@page(CHANGE)
def issue(request: Request, pk: int) -> HttpResponse:
    """Let a draft hold, after saying what that means."""
    edition = fetch(queries.editions(request.user), request.user, CHANGE, pk=pk)
    form = Form(request.POST or None)
    if accept(form, lambda: actions.issue(request.user, edition=edition)):
        messages.success(request, _("已印发。现在可以用它建立创建活动。"))
        return redirect(edition)
    title, lead = _("印发“%s”") % edition, _("印发之后内容不能再改，要改只能另出一版。")
    return form_page(request, form, title=title, verb=_("印发"), back=edition, lead=lead)


@page(CHANGE)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Let no new campaign begin by an edition."""
    edition = fetch(queries.editions(request.user), request.user, CHANGE, pk=pk)
    form = WhyForm(request.POST or None)
    done = accept(
        form, lambda: actions.withdraw(request.user, edition=edition, **form.cleaned_data)
    )
    if done:
        messages.success(request, _("已停用。"))
        return redirect(edition)
    title, lead = _("停用“%s”") % edition, _("停用后不能再用来新建活动；正在使用的活动不受影响。")
    return form_page(request, form, title=title, verb=_("停止使用"), back=edition, lead=lead)


@page(CHANGE)
def discard(request: Request, pk: int) -> HttpResponse:
    """Throw a draft away."""
    edition = fetch(queries.editions(request.user), request.user, CHANGE, pk=pk)
    title, lead = _("删除草稿“%s”") % edition, _("只有草稿才能删除。操作会留下记录。")
    form = WhyForm(request.POST or None)
    done = accept(form, lambda: actions.discard(request.user, edition=edition, **form.cleaned_data))
    if done:
        messages.success(request, _("已删除草稿。"))
        return redirect("frameworks:list")
    return form_page(request, form, title=title, verb=_("删除"), back=edition, lead=lead)


@page(SEE)
def export(request: Request, pk: int, form: str) -> HttpResponse:
    """An edition as a file that can come back in."""
    edition = find(queries.editions(request.user), pk=pk)
    kinds = {"yaml": "application/yaml", "json": "application/json", "xlsx": XLSX}
    if form not in kinds:
        raise Http404
    content = files.written(queries.framework(edition), form)
    return download(content, f"{edition.code}-{edition.version}.{form}", kinds[form])


def _branches(standards: list[Standard]) -> list[Branch]:
    return [
        Branch(code, rows[0].project, sum((s.points for s in rows), Decimal(0)), _twigs(rows))
        for code, rows in _grouped(standards, "project_code")
    ]


def _twigs(standards: list[Standard]) -> list[Twig]:
    return [Twig(code, rows[0].content, rows) for code, rows in _grouped(standards, "content_code")]


def _grouped(standards: list[Standard], name: str) -> list[tuple[str, list[Standard]]]:
    rows = groupby(standards, key=lambda standard: str(getattr(standard, name)))
    return [(code, list(group)) for code, group in rows]


def _taken_in(request: Request, form: UploadForm) -> Edition:
    framework = files.uploaded(*form.content())
    area = form.cleaned_data["area"]
    return actions.take_in(request.user, framework=framework, area=area)
