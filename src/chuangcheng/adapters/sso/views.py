"""To the provider and back, and the list of who is bound."""

from __future__ import annotations

import logging
import time
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from chuangcheng.adapters.sso import actions, queries, rules
from chuangcheng.adapters.sso.provider import Provider, ProviderError, provider
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import CHANGE
from chuangcheng.ground.signin import door
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Table
from chuangcheng.ground.subject import fetch

WAY = "oidc"
BEGUN = "begun at the provider"
MINUTES = 10
journal = logging.getLogger("chuangcheng.sso")

IDENTITIES = Table(
    "identities",
    columns=(
        Column(
            "user", lazy("人员"), lambda i: i.user, "user__name", lambda i: i.get_absolute_url()
        ),
        Column("username", lazy("登录名"), lambda i: i.user.username, "user__username"),
        Column("issuer", lazy("身份平台"), lambda i: i.issuer, "issuer"),
        Column("subject", lazy("平台上的标识"), lambda i: i.subject),
        Column("bound_at", lazy("绑定于"), lambda i: i.bound_at, "bound_at"),
    ),
    search=("user__name", "user__username", "subject"),
)


@login_not_required
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Lead to the provider."""
    known = _open()
    from chuangcheng.adapters.sso import oidc  # noqa: PLC0415  # late: the sso extra may not be installed

    try:
        url, begun = oidc.begin(known, _back(request))
    except ProviderError as error:
        journal.error("provider", extra={"told": {"reason": str(error)}})
        return _refuse(request, _("统一身份平台现在无法使用，请稍后再试，或用密码登录。"), 502)
    request.session[BEGUN] = [int(time.time()), begun.kept(), door.wanted(request)]
    return redirect(url)


@login_not_required
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Where the provider sends people back to; what was begun is used up, whatever comes of it."""
    known = _open()
    since, kept, after = request.session.pop(BEGUN, (0, {"state": ""}, ""))
    state = kept["state"]
    theirs = constant_time_compare(request.GET.get("state", ""), state) and bool(state)
    if not theirs or time.time() - since > MINUTES * 60:
        return _refuse(request, _("这次登录已过期，请重新登录。"))
    # Nobody's name is known yet: the state stands for it, so that the address alone is counted.
    if minutes := door.minutes_to_wait(request, state):
        return _wait(request, minutes)
    told = _told(request, known, kept)
    if told is None:
        door.note_failure(request, state, way=WAY)
        return _refuse(request, _("统一身份平台没有确认您的身份，请重试，或用密码登录。"))
    return _enter(request, known, told, after)


@page(CHANGE)
def index(request: Request) -> HttpResponse:
    """Who is bound to which identity."""
    return IDENTITIES.answer(request, queries.changeable(request.user), "sso/list.html")


@page(CHANGE)
def release(request: Request, pk: int) -> HttpResponse:
    """Take an identity off its person."""
    identity = fetch(queries.identities(request.user), request.user, CHANGE, pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if accept(form, lambda: actions.release(request.user, identity=identity)):
        messages.success(request, _("已解除绑定，下次登录时可重新绑定。"))
        return redirect("sso:list")
    lead = _("%s 下次用统一身份登录时，会按登录名重新绑定。") % identity
    title = _("解除统一身份的绑定")
    return form_page(request, form, title=title, verb=_("解除绑定"), back="sso:list", lead=lead)


def _open() -> Provider:
    known = provider()
    if known is None:
        raise Http404
    return known


def _back(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sso:back"))


def _told(request: HttpRequest, known: Provider, kept: dict[str, str]) -> dict[str, Any] | None:
    from chuangcheng.adapters.sso import oidc  # noqa: PLC0415  # late: the sso extra may not be installed

    try:
        answer = request.build_absolute_uri()
        return oidc.claims(known, _back(request), oidc.Begun(**kept), answer)
    except ProviderError as error:
        journal.warning("provider", extra={"told": {"reason": str(error)}})
        return None


def _enter(request: HttpRequest, known: Provider, told: dict[str, Any], after: str) -> HttpResponse:
    name = rules.claimed_name(told, known.claim)
    if minutes := door.minutes_to_wait(request, name):
        return _wait(request, minutes)
    try:
        user = _person(known, str(told["sub"]), name)
    except ValidationError as error:
        door.note_failure(request, name, way=WAY)
        return _refuse(request, error.messages[0])
    return door.enter(request, user, way=WAY, after=after)


def _person(known: Provider, subject: str, name: str) -> User:
    """The person an identity is bound to, binding it at its first use."""
    if queries.is_bound(known.issuer, subject):
        user = queries.bound(known.issuer, subject)
    else:
        user = queries.named(name) if name else None
        if user:
            actions.bind(user, issuer=known.issuer, subject=subject)
    if user is None:
        raise ValidationError(_("这里没有与您的统一身份对应的账号，请联系创建办。"))
    return user


def _wait(request: HttpRequest, minutes: int) -> HttpResponse:
    return _refuse(request, _("失败次数太多，请 %d 分钟后再试。") % minutes)


def _refuse(request: HttpRequest, text: str, status: int = 403) -> HttpResponse:
    return render(request, "sso/refused.html", {"text": text}, status=status)
