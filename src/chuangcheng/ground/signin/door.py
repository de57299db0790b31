"""The door itself, whichever way somebody comes to it: password, or an outside identity."""

from __future__ import annotations

import logging
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from chuangcheng.ground.people.models import User
from chuangcheng.ground.signin import actions, queries
from chuangcheng.ground.signin.rules import address_of, hashed_name

BACKEND = "chuangcheng.ground.signin.backend.Accounts"
PENDING = "pending sign-in"
INTERRUPTED = "interrupted"
journal = logging.getLogger("chuangcheng.signin")


def enter(request: HttpRequest, user: User, *, way: str, after: str) -> HttpResponse:
    """Let in somebody who is known, after a one-time code from those who use them."""
    _leave(request)
    if not user.totp_secret:
        return let_in(request, user, way=way, after=after)
    request.session.cycle_key()
    request.session[PENDING] = [user.pk, int(time.time()), way, after]
    return redirect("signin:code")


def let_in(request: HttpRequest, user: User, *, way: str, after: str) -> HttpResponse:
    """Begin a session and lead on; `way` is what the journal says of how they came."""
    login(request, user, backend=BACKEND)
    request.session.cycle_key()
    if request.session.pop(INTERRUPTED, False):
        messages.warning(request, _("登录中断过，刚才按下的操作没有执行，请再做一次。"))
    actions.sign_in(
        user,
        session_key=request.session.session_key or "",
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
    )
    journal.info("signed in", extra={"told": {"person": user.pk, "way": way}})
    return redirect(after or settings.LOGIN_REDIRECT_URL)


def minutes_to_wait(request: HttpRequest, name: str) -> int:
    """How long this name may not be tried from here; 0 when it may."""
    minutes = queries.minutes_to_wait(name, address_of(request))
    if minutes:
        _tell("sign-in throttled", name, minutes=minutes)
    return minutes


def note_failure(request: HttpRequest, name: str, *, way: str) -> None:
    """Count and tell of an attempt that failed."""
    actions.note_failure(name, address_of(request))
    _tell("sign-in failed", name, way=way)


def wanted(request: HttpRequest) -> str:
    """Where somebody was going when they were led to the door; nowhere but this site."""
    after = request.POST.get("next") or request.GET.get("next") or ""
    return after if after.startswith("/") and _is_here(request, after) else ""


def come_again(request: HttpRequest) -> HttpResponseRedirect:
    """To the door with what was sent left undone, and from there back to the page it was sent from.

    Where it was sent to is no page to go to: it may have nothing but a button elsewhere.
    """
    request.session[INTERRUPTED] = True
    came = urlsplit(request.headers.get("Referer", ""))
    back = came._replace(scheme="", netloc="").geturl() if _is_here(request, came.geturl()) else ""
    address = resolve_url("signin:sign-in")
    return redirect(f"{address}?{urlencode({'next': back})}" if back else address)


def _is_here(request: HttpRequest, address: str) -> bool:
    here = {request.get_host()}
    return url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure())


def _leave(request: HttpRequest) -> None:
    """Whoever comes to the door again ends the session they came in by."""
    if isinstance(request.user, User):
        actions.sign_out(request.user, session_key=request.session.session_key or "")
        logout(request)


def _tell(what: str, name: str, **more: object) -> None:
    # People type passwords where a name is asked for: lines of one name can be told together,
    # but the name itself is nowhere.
    journal.warning(what, extra={"told": {"name": hashed_name(name)[:16], **more}})
