"""What can be done at the door and with one's own account."""

from __future__ import annotations

import logging
import secrets
import time
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from chuangcheng.ground.audit.verbs import Outcome, changed, told, verb
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import CHANGE, check_not_above
from chuangcheng.ground.scope import Person
from chuangcheng.ground.signin import rules
from chuangcheng.ground.signin.limits import limits
from chuangcheng.ground.signin.models import Attempt, RecoveryCode, SignIn
from chuangcheng.ground.signin.totp import matching_step

T = TypeVar("T")
KEPT = timedelta(days=1)
log = logging.getLogger("chuangcheng.signin")


@transaction.atomic
def note_failure(username: str, address: str | None) -> None:
    """Count a failed attempt; those of yesterday are forgotten."""
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - KEPT).delete()
    Attempt.objects.create(name_hash=rules.hashed_name(username), address=address)


@verb("session.begin", zh="登录了", en="signed in")
def sign_in(actor: User, *, session_key: str, address: str | None, agent: str) -> Outcome[SignIn]:
    """Note a session that has begun; what failed before from there is forgiven."""
    Attempt.objects.filter(name_hash=rules.hashed_name(actor.username), address=address).delete()
    begun = SignIn.objects.create(
        user=actor, session_key=session_key, address=address, agent=agent[:200]
    )
    actor.last_login = begun.began_at
    actor.save(update_fields=["last_login"])
    return _told(actor, begun)


@verb("session.end", zh="退出了登录", en="signed out")
def sign_out(actor: User, *, session_key: str) -> Outcome[None]:
    """Close one's present session."""
    SignIn.objects.filter(session_key=session_key).delete()
    return _told(actor, None)


@verb("session.close", zh="结束了自己的一个登录", en="ended one of their own sessions")
def end_session(actor: User, *, password: str, session: SignIn) -> Outcome[SignIn]:
    """Close another of one's sessions; its next request finds itself signed out.

    Raises ValidationError where the password is not theirs.
    """
    rules.check_old_password(actor, password)
    Session.objects.filter(session_key=session.session_key).delete()
    session.delete()
    return _told(actor, session)


def touch(sign_in: SignIn, now: datetime) -> None:
    """Note that a session is in use, once a minute at most.

    While somebody else has been writing for too long, nothing is noted: the page does not need it.
    """
    if now - sign_in.seen_at < timedelta(minutes=1):
        return
    sign_in.seen_at = now
    try:
        with transaction.atomic():
            sign_in.save(update_fields=["seen_at"])
    except OperationalError:
        log.warning("not noted")


@transaction.atomic
def rename_session(*, old: str, new: str) -> None:
    """Follow a session whose key was changed for safety."""
    SignIn.objects.filter(session_key=old).update(session_key=new)


@transaction.atomic
def drop_session(sign_in: SignIn) -> None:
    """Forget a session that ended by itself."""
    Session.objects.filter(session_key=sign_in.session_key).delete()
    sign_in.delete()


@verb("person.change-password", zh="修改了自己的密码", en="changed their own password")
def change_password(actor: User, *, old: str, new: str) -> Outcome[User]:
    """Replace one's own password; every other session ends with the old one."""
    before = actor.facts()
    rules.check_old_password(actor, old)
    if old == new:
        raise ValidationError({"new": _("新密码不能与现在的相同。")})
    try:
        validate_password(new, actor)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from None
    actor.set_password(new)
    actor.must_change_password = False
    actor.save(update_fields=["password", "must_change_password"])
    return changed(actor, before)


@verb("person.choose-language", zh="选择了界面语言", en="chose a language")
def choose_language(actor: User, *, language: str) -> Outcome[User]:
    """Say in which language one reads the site."""
    before = actor.facts()
    actor.language = language
    actor.save(update_fields=["language"])
    return changed(actor, before)


@verb("person.set-up-totp", zh="开启了动态验证码", en="turned on one-time codes")
def set_up_totp(actor: User, *, password: str, secret: str, code: str) -> Outcome[list[str]]:
    """Turn on one-time codes once the app has shown a right one; gives the recovery codes."""
    before = actor.facts()
    rules.check_old_password(actor, password)
    step = matching_step(secret, code, time.time(), around=_around(), after=0)
    if step is None:
        raise ValidationError({"code": _("验证码不对，请看手机上最新的一个。")})
    actor.totp_secret, actor.totp_step = secret, step
    actor.save(update_fields=["totp_secret", "totp_step"])
    codes = [secrets.token_hex(5) for _each in range(limits().totp.recovery_codes)]
    actor.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(user=actor, code_hash=rules.hashed_code(one, secret)) for one in codes]
    )
    return changed(actor, before).giving(codes)


@verb("person.drop-totp", zh="关闭了自己的动态验证码", en="turned off their one-time codes")
def drop_totp(actor: User, *, password: str) -> Outcome[User]:
    """Turn one's own one-time codes off."""
    rules.check_old_password(actor, password)
    return _without_totp(actor)


@verb(
    "person.reset-totp",
    zh="关闭了“{title}”的动态验证码",
    en="turned off the one-time codes of “{title}”",
    right=CHANGE,
)
def reset_totp(actor: Person, *, user: User) -> Outcome[User]:
    """Let somebody in who has lost both telephone and recovery codes."""
    check_not_above(actor, user)
    return _without_totp(user)


@transaction.atomic
def use_code(user: User, code: str) -> bool:
    """Whether a one-time or recovery code lets a person in; either counts once."""
    # Locked, or two requests at once could both use the code.
    known = User.objects.select_for_update().get(pk=user.pk)
    step = matching_step(
        known.totp_secret, code, time.time(), around=_around(), after=known.totp_step
    )
    if step is not None:
        known.totp_step = step
        known.save(update_fields=["totp_step"])
        return True
    used: int
    given = rules.hashed_code(code, known.totp_secret)
    used, _kinds = known.recovery_codes.filter(code_hash=given).delete()
    return used > 0


def _around() -> int:
    return limits().totp.steps_either_side


def _without_totp(user: User) -> Outcome[User]:
    before = user.facts()
    user.totp_secret, user.totp_step = "", 0
    user.save(update_fields=["totp_secret", "totp_step"])
    user.recovery_codes.all().delete()
    return changed(user, before)


def _told(actor: User, result: T) -> Outcome[T]:
    return told(result, kind="session", title=actor.username, facts={}, place=actor.place())
