"""Whom a provider's word lets in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.adapters.sso.models import Identity
from chuangcheng.ground.people.models import User


def claimed_name(claims: Mapping[str, Any], claim: str) -> str:
    """The sign-in name that the claims give. A mail address counts once the provider checked it."""
    value = claims.get(claim)
    if claim == "email" and claims.get("email_verified") is not True:
        return ""
    return value.strip() if isinstance(value, str) else ""


def check_free(user: User, issuer: str) -> None:
    """A person has one identity with a provider: whoever got a name later does not get the account."""
    if Identity.objects.filter(user=user, issuer=issuer).exists():
        raise ValidationError(_("这个账号已绑定另一个统一身份，请联系创建办。"))
