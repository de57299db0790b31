"""The pages of people and what they may do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from chuangcheng.ground.audit.queries import story
from chuangcheng.ground.people import actions, queries, rules
from chuangcheng.ground.people.forms import DelegateForm, GrantForm, PersonForm, PlaceForm, WhyForm
from chuangcheng.ground.people.rules import CHANGE, GRANT, SEE
from chuangcheng.ground.scope import may, require
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Filter, Table
from chuangcheng.ground.subject import fetch, find

PEOPLE = Table(
    "people",
    columns=(
        Column("name", lazy("姓名"), str, "name", lambda u: u.get_absolute_url()),
        Column("username", lazy("登录名"), lambda u: u.username, "username"),
        Column("area", lazy("区域"), lambda u: u.area or "", "area__path"),
        Column("phone", lazy("手机"), lambda u: u.phone),
        Column("active", lazy("启用"), lambda u: _("是") if u.is_active else _("否"), "is_active"),
        Column("seen", lazy("上次登录"), lambda u: u.last_login or _("从未登录"), "last_login"),
    ),
    filters=(
        Filter(
            "active", lazy("启用"), "is_active", lambda p: [("True", _("是")), ("False", _("否"))]
        ),
        Filter(
            "role",
            lazy("角色"),
            "pk__in",
            lambda p: [
                *((role.pk, str(role)) for role in queries.roles()),
                (queries.NOBODYS, _("没有角色")),
            ],
            queries.holders,
        ),
    ),
    search=("username", "name"),
)


@page(SEE)
def index(request: Request) -> HttpResponse:
    """The people in scope."""
    context = {"may_change": may(request.user, CHANGE), "ending": queries.ending(request.user)}
    return PEOPLE.answer(request, queries.listed(request.user), "people/list.html", **context)


def detail(request: Request, pk: int) -> HttpResponse:
    """One person, the units they belong to, what they may do, and what was done."""
    user = find(queries.people(request.user), pk=pk)
    if user.pk != request.user.pk:
        require(request.user, SEE, user)
    context = {
        "person": user,
        "memberships": queries.memberships_of(user),
        "grants": queries.grants_of(user),
        "live": set(user.grants.live().values_list("pk", flat=True)),
        "lent": queries.lent_by(user),
        "story": story(request.user, user),
        "may_change": may(request.user, CHANGE, user),
        "may_grant": may(request.user, GRANT, user),
    }
    context["may_take_back"] = user.pk == request.user.pk or context["may_grant"]
    return render(request, "people/detail.html", context)


@page(CHANGE)
def create(request: Request) -> HttpResponse:
    """Make an account; its temporary password is shown once."""
    form = PersonForm(request.user, request.POST or None)
    issued = accept(form, lambda: actions.create(request.user, facts=form.facts()))
    if issued:
        return _handed_over(request, issued)
    return form_page(request, form, title=_("新建人员"), verb=_("新建"), back="people:list")


@page(CHANGE)
def change(request: Request, pk: int) -> HttpResponse:
    """Say something new of a person."""
    user = fetch(queries.people(request.user), request.user, CHANGE, pk=pk)
    known = {name: getattr(user, name) for name in PersonForm.base_fields}
    form = PersonForm(request.user, request.POST or None, initial=known)
    if accept(form, lambda: actions.change(request.user, user=user, facts=form.facts())):
        messages.success(request, _("已保存。"))
        return redirect(user)
    title = _("修改“%s”") % known["name"]
    return form_page(request, form, title=title, verb=_("保存"), back=user)


@page(CHANGE)
def issue_password(request: Request, pk: int) -> HttpResponse:
    """Give a person a temporary password, shown once."""
    user = fetch(queries.people(request.user), request.user, CHANGE, pk=pk)
    if request.method == "POST":
        return _handed_over(request, actions.issue_password(request.user, user=user))
    return render(request, "people/password.html", {"person": user})


@page(CHANGE)
def place(request: Request, pk: int) -> HttpResponse:
    """Say to which units a person belongs."""
    user = fetch(queries.people(request.user), request.user, CHANGE, pk=pk)
    now = list(queries.memberships_of(user))
    known = {"units": [m.unit_id for m in now], "post": now[0].post if now else ""}
    form = PlaceForm(request.user, request.POST or None, initial=known)
    if accept(form, lambda: actions.place(request.user, user=user, posts=form.posts())):
        messages.success(request, _("已保存。"))
        return redirect(user)
    title = _("“%s”所在单位") % user
    return form_page(request, form, title=title, verb=_("保存"), back=user)


@page(GRANT)
def give(request: Request, pk: int) -> HttpResponse:
    """Give a person a role."""
    user = fetch(queries.people(request.user), request.user, GRANT, pk=pk)
    form = GrantForm(request.user, request.POST or None, initial={"area": user.area_id})
    if accept(form, lambda: actions.give(request.user, user=user, **form.cleaned_data)):
        messages.success(request, _("已授予，下一次打开页面即生效。"))
        return redirect(user)
    title = _("给“%s”授予角色") % user
    return form_page(request, form, title=title, verb=_("授予"), back=user)


def withdraw(request: Request, pk: int) -> HttpResponse:
    """End a grant: anybody's by whoever may grant, or one that was lent by whoever lent it."""
    grant = find(queries.grants(request.user), pk=pk)
    mine, origin = rules.lent_it(request.user, grant), grant.delegated_from
    if not mine:
        require(request.user, GRANT, grant)
    form = WhyForm(request.POST or None)
    back = origin.user if mine and origin else grant.user
    if accept(form, lambda: actions.withdraw(request.user, grant=grant, **form.cleaned_data)):
        messages.success(request, _("已收回。"))
        return redirect(back)
    title, lead = _("收回授权"), _("收回“%s”，由它委托出去的代理同时失效。") % grant
    if origin:
        title, lead = _("收回代理"), _("收回“%s”，此人立即不再代理。") % grant
    return form_page(request, form, title=title, verb=_("收回"), back=back, lead=lead)


def delegate(request: Request, pk: int) -> HttpResponse:
    """Lend a grant during an absence: one's own, or anybody's by whoever may grant."""
    grant = find(queries.grants(request.user), pk=pk)
    if grant.user_id != request.user.pk:
        require(request.user, GRANT, grant)
    rules.check_own(grant)
    form = DelegateForm(request.user, grant, request.POST or None)
    if accept(form, lambda: actions.delegate(request.user, grant=grant, **form.cleaned_data)):
        messages.success(request, _("已委托代理，到期自动失效。"))
        return redirect(grant.user)
    title, back = _("委托他人代理"), grant.user
    return form_page(request, form, title=title, verb=_("委托"), back=back, lead=str(grant))


def _handed_over(request: Request, issued: actions.Issued) -> HttpResponse:
    return render(request, "people/issued.html", {"issued": issued})
