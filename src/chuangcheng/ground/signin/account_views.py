"""The pages of one's own account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from chuangcheng.ground.people.queries import grants_of, lent_by, people
from chuangcheng.ground.people.rules import CHANGE
from chuangcheng.ground.signin import actions, queries
from chuangcheng.ground.signin.forms import ConfirmForm, PasswordForm, SetUpForm
from chuangcheng.ground.signin.pages import OwnRequest
from chuangcheng.ground.signin.totp import address, new_secret
from chuangcheng.ground.signin.ways import ways
from chuangcheng.ground.site.pages import Request, accept, form_page, page
from chuangcheng.ground.subject import fetch

SECRET = "new totp secret"  # noqa: S105  # the name of a place in the session


def account(request: OwnRequest) -> HttpResponse:
    """Oneself: what one may do, and where one is signed in."""
    context = {
        "grants": grants_of(request.user).live(),
        "lent": lent_by(request.user),
        "sessions": queries.sessions(request.user),
        "present": request.session.session_key,
        "ways": [way for way in ways() if way.own],
    }
    return render(request, "signin/account.html", context)


@sensitive_post_parameters()
def password(request: OwnRequest) -> HttpResponse:
    """Change one's password."""
    form = PasswordForm(request.POST or None)
    given = form.cleaned_data if form.is_valid() else {}
    old, new = given.get("old", ""), given.get("new", "")
    if accept(form, lambda: actions.change_password(request.user, old=old, new=new)):
        was = request.session.session_key or ""
        update_session_auth_hash(request, request.user)
        actions.rename_session(old=was, new=request.session.session_key or "")
        messages.success(request, _("密码已修改，其他设备已退出登录。"))
        return redirect("signin:account")
    forced = request.user.must_change_password
    lead = _("您用的是临时密码，请先换成自己的。") if forced else ""
    back = "" if forced else "signin:account"
    return form_page(request, form, title=_("修改密码"), verb=_("修改"), back=back, lead=lead)


@sensitive_post_parameters()
def end_session(request: OwnRequest, pk: int) -> HttpResponse:
    """Close another of one's sessions; the present one ends by signing out."""
    others = queries.sessions(request.user).exclude(session_key=request.session.session_key)
    session = get_object_or_404(others, pk=pk)
    form = ConfirmForm(request.POST or None)
    given = form.data.get("old", "")
    if accept(form, lambda: actions.end_session(request.user, password=given, session=session)):
        messages.success(request, _("这个登录已结束。"))
        return redirect("signin:account")
    lead = str(session.browser())
    title = _("结束登录")
    return form_page(request, form, title=title, verb=_("结束"), back="signin:account", lead=lead)


@sensitive_post_parameters()
def set_up_totp(request: OwnRequest) -> HttpResponse:
    """Turn one-time codes on; the recovery codes are shown once."""
    secret = request.session.setdefault(SECRET, new_secret())
    form = SetUpForm(request.POST or None)
    if codes := accept(form, lambda: _with_codes(request, form, secret)):
        del request.session[SECRET]
        return render(request, "signin/recovery.html", {"codes": codes})
    groups = [secret[n : n + 4] for n in range(0, len(secret), 4)]
    link = address(secret, request.user.username, _("创城"))
    return render(request, "signin/totp.html", {"form": form, "groups": groups, "link": link})


def _with_codes(request: OwnRequest, form: SetUpForm, secret: str) -> list[str]:
    given = form.cleaned_data
    return actions.set_up_totp(
        request.user, password=given["old"], secret=secret, code=given["code"]
    )


@sensitive_post_parameters()
def drop_totp(request: OwnRequest) -> HttpResponse:
    """Turn one-time codes off."""
    form = ConfirmForm(request.POST or None)
    password = form.data.get("old", "")
    if accept(form, lambda: actions.drop_totp(request.user, password=password)):
        messages.success(request, _("动态验证码已关闭。"))
        return redirect("signin:account")
    title = _("关闭动态验证码")
    return form_page(request, form, title=title, verb=_("关闭"), back="signin:account")


@page(CHANGE)
@require_POST
def reset_totp(request: Request, pk: int) -> HttpResponse:
    """Turn off the one-time codes of somebody who has lost them."""
    user = fetch(people(request.user), request.user, CHANGE, pk=pk)
    actions.reset_totp(request.user, user=user)
    messages.success(request, _("已关闭此人的动态验证码。"))
    return redirect(user)
