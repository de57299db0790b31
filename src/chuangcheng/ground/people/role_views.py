"""The pages of roles."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from chuangcheng.ground.people import actions, queries
from chuangcheng.ground.people.forms import NewRoleForm, RoleForm
from chuangcheng.ground.people.rules import ROLES
from chuangcheng.ground.rights import RIGHTS
from chuangcheng.ground.site.pages import Request, accept, form_page, page


@page(ROLES)
def roles(request: Request) -> HttpResponse:
    """Every role against every right."""
    rows = list(queries.roles())
    matrix = [(right, [right.name in role.rights for role in rows]) for right in RIGHTS.values()]
    return render(request, "people/roles.html", {"roles": rows, "matrix": matrix})


@page(ROLES)
def create_role(request: Request) -> HttpResponse:
    """Make a role."""
    form = NewRoleForm(request.POST or None)
    role = accept(form, lambda: actions.create_role(request.user, **form.cleaned_data))
    if role:
        return redirect(role)
    return form_page(request, form, title=_("新建角色"), verb=_("新建"), back="people:roles")


@page(ROLES)
def role(request: Request, pk: int) -> HttpResponse:
    """What a role is called and what it may do."""
    known = get_object_or_404(queries.roles(), pk=pk)
    facts = {name: getattr(known, name) for name in RoleForm.base_fields}
    form = RoleForm(request.POST or None, initial=facts)
    if accept(form, lambda: actions.change_role(request.user, role=known, **form.cleaned_data)):
        messages.success(request, _("已保存，持有者下一次打开页面即生效。"))
        return redirect("people:roles")
    title = _("角色“%s”") % known
    return form_page(request, form, title=title, verb=_("保存"), back="people:roles")
