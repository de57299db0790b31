"""Pages that belong to no noun: the overview, the settings, the answers to what goes wrong."""

from __future__ import annotations

import hmac
import sys

from django.conf import settings as config
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chuangcheng.ground.site import desk
from chuangcheng.ground.site import metrics as figures
from chuangcheng.ground.site.busy import come_again, is_busy
from chuangcheng.ground.site.pages import Request


def overview(request: Request) -> HttpResponse:
    """The first screen: what needs this person first."""
    context = {"cards": desk.overview(request.user), "blocks": desk.subjects(request.user)}
    # Residents hold no right yet, and whoever has no role holds none either.
    asked = any(held.rights for held in request.user.holdings)
    return render(request, "site/overview.html", {**context, "asked": asked})


def settings(request: Request) -> HttpResponse:
    """The way to daily work that has no place in the menu, to registers, rules and the log."""
    return render(request, "site/settings.html", {"groups": desk.grouped(request.user)})


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site and its database answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for this machine or for whoever brings the token."""
    given = request.headers.get("Authorization", "")
    wanted = f"Bearer {config.METRICS_TOKEN}"
    local = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not config.PROXIES
    known = hmac.compare_digest(given, wanted) if config.METRICS_TOKEN else local
    if not known:
        raise PermissionDenied
    return HttpResponse(figures.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _wrong(request, 400, _("请求有误"), _("请返回上一页重试。"))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: in scope, without the right."""
    reason = str(exception) or _("您没有这项权限，请联系创建办。")
    return _wrong(request, 403, _("没有权限"), reason)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or out of scope, which is the same to whoever asks."""
    return _wrong(request, 404, _("没有找到"), _("这一页不存在，或不在您的范围之内。"))


def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: an address that only a button leads to."""
    text = _("这个地址只供页面上的按钮使用。请回到原来的页面，再按一次按钮。")
    return _wrong(request, 405, _("这不是一个页面"), text)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where others held the database for too long."""
    if is_busy(sys.exception()):
        return come_again(request)
    return _wrong(request, 500, _("出错了"), _("刚才的操作没有完成，也没有写入任何内容。请重试。"))


def _wrong(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "site/wrong.html", {"title": title, "text": text}, status=status)
