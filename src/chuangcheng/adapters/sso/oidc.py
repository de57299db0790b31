"""OpenID Connect, authorisation code flow with proof key (OpenID Connect Core 1.0, RFC 7636).

Whatever the provider says is checked against what was asked: issuer, state, nonce, audience,
signature and time. No redirect is followed, and nothing is fetched without TLS.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, import_key
from joserfc.jwt import JWTClaimsRegistry

from chuangcheng.adapters.sso.provider import Provider, ProviderError, is_safe

SECONDS = 10
CLOCKS_DIFFER = 60
# Signatures by a public key only: with a shared secret, anybody who has it could vouch.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")

KINDS = ("RSA", "EC")


@dataclass(frozen=True)
class Begun:
    """What is remembered of a request until its answer comes: each of it is random and used once."""

    state: str
    nonce: str
    verifier: str

    def kept(self) -> dict[str, str]:
        """In the shape that a session keeps."""
        return asdict(self)


def begin(provider: Provider, back: str) -> tuple[str, Begun]:
    """The provider's address to go to, and what must be remembered. Raises ProviderError."""
    begun = Begun(*(secrets.token_urlsafe(32) for _each in range(3)))
    endpoint = _endpoint(_metadata(provider), "authorization_endpoint")
    session = _session(provider, back)
    url, _state = session.create_authorization_url(
        endpoint, state=begun.state, code_verifier=begun.verifier, nonce=begun.nonce
    )
    return url, begun


def claims(provider: Provider, back: str, begun: Begun, answer: str) -> dict[str, Any]:
    """What the provider says of the person, from the address it sent them back to.

    Raises ProviderError when any of it does not hold.
    """
    try:
        return _claims(provider, back, begun, answer)
    except (requests.RequestException, AuthlibBaseError, JoseError, ValueError, KeyError) as error:
        raise ProviderError(f"{type(error).__name__}: {error}") from error


def _claims(provider: Provider, back: str, begun: Begun, answer: str) -> dict[str, Any]:
    code = _code(provider, begun, answer)
    metadata = _metadata(provider)
    session = _session(provider, back, _auth_method(metadata))
    token = session.fetch_token(
        _endpoint(metadata, "token_endpoint"),
        grant_type="authorization_code",  # without it, a missing code would mean another grant
        code=code,
        code_verifier=begun.verifier,
        allow_redirects=False,
    )
    keys = _keys(_endpoint(metadata, "jwks_uri"))
    told = _checked(provider, begun, jwt.decode(token["id_token"], keys, ALGORITHMS).claims)
    if provider.claim in told or "userinfo_endpoint" not in metadata:
        return told
    return _more(told, _endpoint(metadata, "userinfo_endpoint"), token["access_token"])


def _code(provider: Provider, begun: Begun, answer: str) -> str:
    """The code in an answer to this request, from this provider (RFC 9207 where it says so)."""
    query = dict(parse_qsl(urlsplit(answer).query))
    if query.get("state") != begun.state or query.get("iss", provider.issuer) != provider.issuer:
        raise ProviderError("it answered another request")
    if "error" in query or not query.get("code"):
        raise ProviderError(f"it sent no code: {query.get('error', '')[:200]}")
    return query["code"]


def _checked(provider: Provider, begun: Begun, told: dict[str, Any]) -> dict[str, Any]:
    """The claims of an ID token that is meant for this request, this site and this moment."""
    wanted = JWTClaimsRegistry(
        leeway=CLOCKS_DIFFER,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id},
        nonce={"essential": True, "value": begun.nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )
    wanted.validate(told)
    several = isinstance(told["aud"], list) and len(told["aud"]) > 1
    if told.get("azp", None if several else provider.client_id) != provider.client_id:
        raise ValueError("the token is meant for another client")
    return told


def _more(told: dict[str, Any], endpoint: str, access_token: str) -> dict[str, Any]:
    """The claims that a provider keeps for its userinfo endpoint, if they are of the same person."""
    more = _fetched(endpoint, {"Authorization": f"Bearer {access_token}"})
    if more.get("sub") != told["sub"]:
        raise ValueError("the userinfo is of somebody else")
    return {**more, **told}


def _metadata(provider: Provider) -> dict[str, Any]:
    address = provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    try:
        found = _fetched(address)
    except (requests.RequestException, ValueError) as error:
        raise ProviderError(f"{type(error).__name__}: {error}") from error
    if found.get("issuer") != provider.issuer:
        raise ProviderError(f"it calls itself {found.get('issuer')!r}")
    return found


def _endpoint(metadata: Mapping[str, Any], name: str) -> str:
    address = str(metadata.get(name, ""))
    if not is_safe(address):
        raise ProviderError(f"its {name} is not reached by https")
    return address


def _keys(address: str) -> KeySet:
    """The provider's public keys; a secret among them is none of its signatures' affair."""
    listed = _fetched(address)["keys"]
    return KeySet([import_key(key) for key in listed if key.get("kty") in KINDS])


def _auth_method(metadata: Mapping[str, Any]) -> str:
    offered = metadata.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return "client_secret_basic" if "client_secret_basic" in offered else "client_secret_post"


def _session(provider: Provider, back: str, method: str = "client_secret_basic") -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        token_endpoint_auth_method=method,
        scope="openid profile email",
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=SECONDS,
    )


def _fetched(address: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    answer = requests.get(address, headers=headers, timeout=SECONDS, allow_redirects=False)
    if answer.status_code != requests.codes.ok:
        raise ValueError(f"it answered {answer.status_code}")
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError("it did not answer with an object")
    return found
