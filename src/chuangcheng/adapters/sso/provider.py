"""The identity provider that the environment names, and whether what it names will do."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.conf import settings

HERE = frozenset({"127.0.0.1", "::1", "localhost"})


class ProviderError(Exception):
    """Whoever vouches could not be asked, or what was said does not hold; for the journal."""


@dataclass(frozen=True)
class Provider:
    """Who vouches for people, as whom the site is known there, and the claim that names them here."""

    issuer: str
    client_id: str
    client_secret: str
    claim: str


def provider() -> Provider | None:
    """The provider in force; none where the environment names none."""
    given = settings.OIDC
    if not given["issuer"]:
        return None
    return Provider(given["issuer"], given["client_id"], given["client_secret"], given["claim"])


def is_open() -> bool:
    """Whether people can sign in by a provider here."""
    return provider() is not None


def takes_passkeys() -> bool:
    """Whether people can sign in by passkeys here."""
    return bool(settings.PASSKEYS)


def is_safe(address: str) -> bool:
    """Whether an address is reached by https, or without leaving the machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HERE)


def faults() -> list[str]:
    """What keeps the named provider from being used, each with its remedy."""
    if takes_passkeys() and not find_spec("webauthn"):
        return [
            "PASSKEYS is set, but the sso extra is not installed: pip install 'chuangcheng[sso]'."
        ]
    known = provider()
    if known is None:
        return []
    checks = {
        "OIDC_ISSUER must begin with https://.": is_safe(known.issuer),
        "OIDC_ISSUER is set, so OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be, too.": (
            known.client_id and known.client_secret
        ),
        "OIDC_ISSUER is set, but the sso extra is not installed: pip install 'chuangcheng[sso]'.": (
            find_spec("authlib") and find_spec("requests")
        ),
    }
    return [sentence for sentence, holds in checks.items() if not holds]
