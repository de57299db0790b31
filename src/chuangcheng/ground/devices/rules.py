"""Codes and tokens of phones, and what must hold of them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chuangcheng.ground.devices.limits import limits
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.people.rules import CHANGE

__all__ = [
    "CHANGE",
    "DeviceFacts",
    "check_live",
    "grouped",
    "hashed",
    "new_code",
    "new_token",
    "plain_code",
]

# Without letters and digits that people take for one another.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class DeviceFacts:
    """What a phone says of itself when it is paired."""

    uuid: UUID
    title: str


def new_code() -> str:
    """A fresh pairing code, about five bits a letter."""
    return "".join(secrets.choice(_ALPHABET) for _letter in range(limits().code_length))


def new_token() -> str:
    """A fresh token of 256 random bits."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """What is kept of a token or code. A fast hash is enough: there is nothing to guess from."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_code(typed: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def grouped(code: str) -> str:
    """A code in groups of four, as people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def check_live(revoked: Iterable[Device]) -> None:
    """A phone is revoked once."""
    for _device in revoked:
        raise ValidationError(_("这部手机已经停用。"))
