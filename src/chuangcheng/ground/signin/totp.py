"""One-time codes by time (RFC 6238, with the truncation of RFC 4226, section 5.3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote

STEP = 30
DIGITS = 6


def new_secret() -> str:
    """A fresh secret of 160 bits in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The code of one time step: the seconds since 1970 divided by 30, rounded down."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: str, code: str, now: float, *, around: int, after: int) -> int | None:
    """The step whose code was given, at most `around` steps away and later than `after`."""
    middle = int(now // STEP)
    for step in range(middle - around, middle + around + 1):
        if step > after and hmac.compare_digest(code_at(secret, step), code.strip()):
            return step
    return None


def address(secret: str, name: str, site: str) -> str:
    """The address that an authenticator app takes in."""
    return (
        f"otpauth://totp/{quote(site)}:{quote(name)}?secret={secret}"
        f"&issuer={quote(site)}&digits={DIGITS}&period={STEP}"
    )
