"""The door: signing in and out, one-time codes, the language."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chuangcheng.ground.people.models import User
from chuangcheng.ground.signin import actions, door, queries
from chuangcheng.ground.signin.forms import CodeForm, SignInForm
from chuangcheng.ground.signin.limits import limits
from chuangcheng.ground.signin.pages import OwnRequest
from chuangcheng.ground.signin.ways import ways


@login_not_required
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then a one-time code from those who use them."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        user = _known(request, form)
        if user:
            return door.enter(request, user, way="password", after=door.wanted(request))
    context = {"form": form, "next": door.wanted(request), "ways": ways()}
    return render(request, "signin/sign_in.html", context)


@login_not_required
def code(request: HttpRequest) -> HttpResponse:
    """The one-time code, within some minutes of the password."""
    key, since, way, after = request.session.get(door.PENDING, (None, 0, "", ""))
    user = queries.waiting(key)
    if user is None or time.time() - since > limits().totp.pending_minutes * 60:
        request.session.pop(door.PENDING, None)
        return redirect("signin:sign-in")
    form = CodeForm(request.POST or None)
    if form.is_valid() and _may_try(request, form, user.username):
        if actions.use_code(user, form.cleaned_data["code"]):
            return door.let_in(request, user, way=f"{way}, code", after=after)
        door.note_failure(request, user.username, way="code")
        form.add_error("code", _("验证码不对或已经用过。"))
    return render(request, "signin/code.html", {"form": form})


@require_POST
def sign_out(request: OwnRequest) -> HttpResponse:
    """Close the session."""
    actions.sign_out(request.user, session_key=request.session.session_key or "")
    logout(request)
    messages.success(request, _("已退出登录。"))
    response = redirect("signin:sign-in")
    # Not the storage: there the phone keeps visits that have not been sent yet.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Choose a language: kept with the account, or in a cookie before signing in."""
    chosen = request.POST.get("language", "")
    response = redirect(door.wanted(request) or "overview")
    if chosen not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, User):
        actions.choose_language(request.user, language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


def _known(request: HttpRequest, form: SignInForm) -> User | None:
    username, password = form.cleaned_data["username"], form.cleaned_data["password"]
    if not _may_try(request, form, username):
        return None
    user = authenticate(request, username=username, password=password)
    if isinstance(user, User):
        return user
    door.note_failure(request, username, way="password")
    # The same sentence whether the name or the password is wrong: neither is anybody's business.
    form.add_error(None, _("登录名或密码不对。"))
    return None


def _may_try(request: HttpRequest, form: SignInForm | CodeForm, username: str) -> bool:
    minutes = door.minutes_to_wait(request, username)
    if minutes:
        form.add_error(None, _("失败次数太多，请 %d 分钟后再试，或请创建办发临时密码。") % minutes)
    return not minutes
