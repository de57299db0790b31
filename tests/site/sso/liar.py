"""A provider that lies in one point, on this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "its own"})
ANOTHER = RSAKey.generate_key(2048, {"kid": "its own"})
SHARED = OctKey.import_key("a-secret-that-is-quite-long-enough", {"kid": "its own"})


@dataclass
class Lie:
    """What differs from the truth: in the token's claims, its signature, the metadata, the answer."""

    claims: Mapping[str, Any] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    userinfo: Mapping[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: Any = field(default_factory=lambda: KEY, repr=False)
    status: int = 200


class Liar(BaseHTTPRequestHandler):
    """Tells its lie to whoever asks."""

    def __init__(self, lie: Lie, *args: Any, **kwargs: Any) -> None:
        self.lie = lie
        super().__init__(*args, **kwargs)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def do_GET(self) -> None:
        """Metadata, keys, userinfo."""
        told = {
            "/.well-known/openid-configuration": self.metadata,
            "/keys": lambda: KeySet([KEY, SHARED]).as_dict(private=True),
            "/userinfo": lambda: {"sub": "7", **self.lie.userinfo},
        }
        self.answer(told[self.path]())

    def do_POST(self) -> None:
        """The token."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "a", "token_type": "Bearer", "id_token": self.token()})

    def metadata(self) -> dict[str, Any]:
        paths = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "jwks_uri": "/keys",
            "userinfo_endpoint": "/userinfo",
        }
        told = {name: self.issuer + path for name, path in paths.items()}
        return {"issuer": self.issuer, **told, **self.lie.metadata}

    def token(self) -> str:
        now = int(time.time())
        true = {"iss": self.issuer, "aud": "client", "sub": "7", "nonce": "nonce"}
        claims = {**true, "iat": now, "exp": now + 300, **self.lie.claims}
        header = {"alg": self.lie.algorithm, "kid": "its own"}
        if self.lie.algorithm == "none":
            parts = jwt.encode({**header, "alg": "RS256"}, claims, KEY).split(".")
            return f"eyJhbGciOiJub25lIn0.{parts[1]}."
        return jwt.encode(header, claims, self.lie.key, [self.lie.algorithm])

    def answer(self, told: Mapping[str, Any]) -> None:
        self.send_response(self.lie.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Location", "/.well-known/openid-configuration")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the inherited name
        """Say nothing."""


@contextmanager
def lying(lie: Lie) -> Iterator[str]:
    """The liar's address, while it listens."""
    with HTTPServer(("127.0.0.1", 0), partial(Liar, lie)) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
