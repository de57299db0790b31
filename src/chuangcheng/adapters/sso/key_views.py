"""The pages of passkeys: one's own, and the door."""

from __future__ import annotations

import logging

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.debug import sensitive_post_parameters

from chuangcheng.adapters.sso import actions, queries
from chuangcheng.adapters.sso.forms import MakeForm, UseForm
from chuangcheng.adapters.sso.models import Passkey
from chuangcheng.adapters.sso.provider import ProviderError, takes_passkeys
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import CHANGE
from chuangcheng.ground.signin import door
from chuangcheng.ground.signin.forms import ConfirmForm
from chuangcheng.ground.signin.pages import OwnRequest
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.site.tables import Column, Table
from chuangcheng.ground.subject import fetch

KEYS = Table(
    "passkeys",
    columns=(
        Column(
            "user",
            lazy("人员"),
            lambda key: key.user,
            "user__name",
            lambda key: reverse("sso:revoke-key", args=[key.pk]),
        ),
        Column("username", lazy("登录名"), lambda key: key.user.username, "user__username"),
        Column("title", lazy("名称"), lambda key: key.title, "title"),
        Column("made_at", lazy("添加于"), lambda key: key.made_at, "made_at"),
        Column("used_at", lazy("最近使用"), lambda key: key.used_at or "", "used_at"),
    ),
    search=("user__name", "user__username", "title"),
)
WAY = "passkey"
CHALLENGE = "passkey challenge"
journal = logging.getLogger("chuangcheng.sso")


@sensitive_post_parameters("old")
def keys(request: OwnRequest) -> HttpResponse:
    """One's own passkeys, and making another."""
    _open()
    from chuangcheng.adapters.sso import webauthn  # noqa: PLC0415  # late: an extra

    form = MakeForm(request.POST or None)
    if accept(form, lambda: _added(request, form)):
        messages.success(request, _("通行密钥已添加，下次可用它登录。"))
        return redirect("sso:keys")
    known = queries.passkeys(request.user)
    options, request.session[CHALLENGE] = webauthn.to_make(request, request.user, _("创城"), known)
    return render(request, "sso/keys.html", {"form": form, "keys": known, "options": options})


@sensitive_post_parameters("old")
def drop_key(request: OwnRequest, pk: int) -> HttpResponse:
    """Forget one of one's own passkeys."""
    _open()
    key = get_object_or_404(queries.passkeys(request.user), pk=pk)
    form = ConfirmForm(request.POST or None)
    given = form.data.get("old", "")
    if accept(form, lambda: actions.drop(request.user, password=given, key=key)):
        messages.success(request, _("通行密钥已删除。"))
        return redirect("sso:keys")
    title = _("删除通行密钥“%s”") % key
    return form_page(request, form, title=title, verb=_("删除"), back="sso:keys")


@page(CHANGE)
def all_keys(request: Request) -> HttpResponse:
    """The passkeys of those whose accounts one keeps."""
    return KEYS.answer(request, queries.kept_keys(request.user), "sso/all_keys.html")


@page(CHANGE)
def revoke_key(request: Request, pk: int) -> HttpResponse:
    """Forget the key of somebody else."""
    key = fetch(queries.keys_in_scope(request.user), request.user, CHANGE, pk=pk)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if accept(form, lambda: actions.revoke(request.user, key=key)):
        messages.success(request, _("通行密钥已删除。"))
        return redirect("sso:all-keys")
    lead = _("%s 将不能再用它登录；用密码仍可登录，并可另建通行密钥。") % key.user
    title = _("删除通行密钥“%s”") % key
    return form_page(request, form, title=title, verb=_("删除"), back="sso:all-keys", lead=lead)


@login_not_required
def key_door(request: HttpRequest) -> HttpResponse:
    """Sign in by a passkey."""
    _open()
    from chuangcheng.adapters.sso import webauthn  # noqa: PLC0415  # late: an extra

    form = UseForm(request.POST or None)
    if form.is_valid():
        user = _known(request, form)
        if user:
            return door.let_in(request, user, way=WAY, after=door.wanted(request))
    options, request.session[CHALLENGE] = webauthn.to_use(request)
    context = {"form": form, "options": options, "next": door.wanted(request)}
    return render(request, "sso/key_door.html", context)


def _open() -> None:
    if not takes_passkeys():
        raise Http404


def _added(request: OwnRequest, form: MakeForm) -> Passkey | None:
    from chuangcheng.adapters.sso import webauthn  # noqa: PLC0415  # late: an extra

    given = form.cleaned_data
    try:
        found = webauthn.made(request, request.session.pop(CHALLENGE, ""), given["answer"])
    except ProviderError as error:
        _tell(form, error, _("设备没有做成通行密钥，请再试一次。"))
        return None
    return actions.add(
        request.user,
        password=given["old"],
        title=given["title"],
        credential=found.credential,
        public_key=found.public_key,
        uses=found.uses,
    )


def _known(request: HttpRequest, form: UseForm) -> User | None:
    """The person whose key has answered this page's challenge; each challenge is used once."""
    from chuangcheng.adapters.sso import webauthn  # noqa: PLC0415  # late: an extra

    challenge, answer = request.session.pop(CHALLENGE, ""), form.cleaned_data["answer"]
    key = queries.passkey(webauthn.named(answer))
    name = key.user.username if key else challenge
    if minutes := door.minutes_to_wait(request, name):
        form.add_error(None, _("失败次数太多，请 %d 分钟后再试。") % minutes)
        return None
    try:
        if key is None:
            raise ProviderError("nobody has this key")
        actions.use(key, uses=webauthn.used(request, challenge, answer, key))
    except ProviderError as error:
        door.note_failure(request, name, way=WAY)
        _tell(form, error, _("这个通行密钥不能在这里登录，请用密码登录。"))
        return None
    return key.user


def _tell(form: UseForm, error: ProviderError, text: str) -> None:
    journal.warning("passkey", extra={"told": {"reason": str(error)}})
    form.add_error(None, text)
