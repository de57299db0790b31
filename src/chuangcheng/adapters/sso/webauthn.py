"""Passkeys by WebAuthn: what a browser is asked, and whether what it answers holds.

The device must have checked its owner (a finger, a face, a code), so that a passkey is two factors.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chuangcheng.adapters.sso.models import Passkey, PasskeyQuerySet
from chuangcheng.adapters.sso.provider import ProviderError
from chuangcheng.ground.people.models import User

CHECKED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True)
class Made:
    """A new key: its name, its public half (both in base64url), and how often it was used."""

    credential: str
    public_key: str
    uses: int


def to_make(request: HttpRequest, user: User, site: str, known: PasskeyQuerySet) -> tuple[str, str]:
    """What a browser is asked when a key is made, as JSON, and the challenge in it."""
    asked = generate_registration_options(
        rp_id=_host(request),
        rp_name=site,
        user_name=user.username,
        user_display_name=str(user),
        user_id=salted_hmac("passkey", str(user.pk), algorithm="sha256").digest(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=CHECKED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in known
        ],
    )
    return options_to_json(asked), bytes_to_base64url(asked.challenge)


def made(request: HttpRequest, challenge: str, answer: str) -> Made:
    """The key that a browser made. Raises ProviderError when its answer does not hold."""
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise ProviderError(f"{type(error).__name__}: {error}") from error
    return Made(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def to_use(request: HttpRequest) -> tuple[str, str]:
    """What a browser is asked when a key is used, as JSON, and the challenge in it."""
    asked = generate_authentication_options(rp_id=_host(request), user_verification=CHECKED)
    return options_to_json(asked), bytes_to_base64url(asked.challenge)


def named(answer: str) -> str:
    """Which key an answer says it is of; nothing in it is believed yet."""
    try:
        return str(json.loads(answer)["id"])
    except (ValueError, KeyError, TypeError):
        return ""


def used(request: HttpRequest, challenge: str, answer: str, key: Passkey) -> int:
    """How often the key was used by now. Raises ProviderError when the answer does not hold."""
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=_host(request),
            expected_origin=_origin(request),
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise ProviderError(f"{type(error).__name__}: {error}") from error
    return found.new_sign_count


def _host(request: HttpRequest) -> str:
    return request.get_host().rpartition(":")[0] or request.get_host()


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
