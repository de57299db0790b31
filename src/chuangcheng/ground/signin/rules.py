"""When the door stays shut, and what opens it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from chuangcheng.ground.people.models import User
from chuangcheng.ground.signin.limits import limits
from chuangcheng.ground.signin.models import SignIn


def hashed_name(username: str) -> str:
    """What is kept of a name that was typed at the door."""
    return salted_hmac("sign-in attempt", username.casefold(), algorithm="sha256").hexdigest()


def hashed_code(code: str, secret: str) -> str:
    """What is kept of a recovery code: scrypt, salted by the secret its person got with it.

    A code is short enough to be typed, so it could be guessed from a fast hash.
    """
    typed = code.strip().lower().encode()
    return hashlib.scrypt(typed, salt=secret.encode(), n=2**14, r=8, p=5, dklen=32).hex()


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from: past as many proxies as the machine's owner trusts."""
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    if settings.PROXIES and len(seen) >= settings.PROXIES:
        return seen[-settings.PROXIES].strip() or None
    return request.META.get("REMOTE_ADDR") or None


def check_old_password(user: User, password: str) -> None:
    """Whoever changes a password knows the present one."""
    if not user.check_password(password):
        raise ValidationError({"old": _("现在的密码不对。")})


def over(sign_in: SignIn, now: datetime) -> bool:
    """Whether a session has been idle, or has lasted, for longer than the figures allow."""
    figures = limits().session
    idle = now - sign_in.seen_at > timedelta(minutes=figures.idle_minutes)
    return idle or now - sign_in.began_at > timedelta(hours=figures.longest_hours)
