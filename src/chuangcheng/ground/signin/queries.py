"""Reading the traces of signing in."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from chuangcheng.ground import often
from chuangcheng.ground.people.models import User
from chuangcheng.ground.signin.limits import Throttle, limits
from chuangcheng.ground.signin.models import Attempt, SignIn, SignInQuerySet
from chuangcheng.ground.signin.rules import hashed_name


def sessions(user: User) -> SignInQuerySet:
    """The sessions that a person has open, the latest first."""
    return SignIn.objects.for_user(user)


def waiting(key: int | None) -> User | None:
    """The person whose password was right and whose code is still to come."""
    return User.objects.filter(pk=key or 0, is_active=True).exclude(totp_secret="").first()


# Every request of somebody signed in asks this.
_COLUMNS = ("id", "user_id", "session_key", "address", "agent", "began_at", "seen_at")
_OPEN = f"SELECT {', '.join(_COLUMNS)} FROM signin_signin WHERE session_key = %s"  # noqa: S608


def session(key: str | None) -> SignIn | None:
    """The open session of this key."""
    return next(iter(often.read(SignIn, _OPEN, [key], _COLUMNS)), None) if key else None


def minutes_to_wait(username: str, address: str | None) -> int:
    """How long nobody may try this name from this address, or anything from it; 0 when they may."""
    figures = limits()
    by_name = {"name_hash": hashed_name(username), "address": address}
    waits = [
        _wait(figures.person_at_address, by_name),
        _wait(figures.address, {"address": address}),
    ]
    return max(waits)


def _wait(throttle: Throttle, whose: dict[str, str | None]) -> int:
    since = timezone.now() - timedelta(minutes=throttle.minutes)
    failures = Attempt.objects.filter(**whose, at__gte=since).count()
    return throttle.minutes if failures >= throttle.failures else 0
