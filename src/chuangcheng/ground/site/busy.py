"""When the database is held by others for too long: what is told is to try again.

Whoever waits longer than `BUSY_SECONDS` for it is sent away, and what they asked for is undone with
its transaction. That is no fault of the site, so it is told apart from one.
"""

from __future__ import annotations

import sqlite3

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

#: After so many seconds it is worth trying again.
RETRY_AFTER = 10
_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
# Deadlock, serialization failure, lock not available, statement timeout, too many connections.
_POSTGRESQL = frozenset({"40P01", "40001", "55P03", "57014", "53300"})


def is_busy(error: BaseException | None) -> bool:
    """Whether an error says that others hold the database, by the code that its driver gives."""
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    # The lowest byte is the code; those above say more of it.
    sqlite = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    return sqlite in _SQLITE or getattr(cause, "sqlstate", None) in _POSTGRESQL


def come_again(request: HttpRequest) -> HttpResponse:
    """503: nothing was written, and trying again is safe."""
    text = _("数据库正忙，刚才的操作没有完成，也没有写入任何内容。请稍后重试。")
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = JsonResponse({"faults": [{"field": "", "text": text}]}, status=503)
    else:
        context = {"title": _("系统正忙"), "text": text}
        response = render(request, "site/wrong.html", context, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
