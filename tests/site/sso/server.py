"""An OpenID Connect provider on this machine: django-oauth-toolkit, with people who sign in there.

Run as a program with a folder: `python -m tests.site.sso.server FOLDER CALLBACK`; the first line it
prints is its port.
"""

from __future__ import annotations

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

CLIENT, SECRET = "chuangcheng", "a-secret-between-the-two"
PASSWORD = "at-the-provider"
PEOPLE = ("office", "clerk", "stranger", "newcomer")


def set_up(folder: Path) -> None:
    """Django's settings of the provider."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    apps = ("auth", "contenttypes", "sessions")
    middleware = ("sessions.middleware.Session", "auth.middleware.Authentication")
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}
    settings.configure(
        SECRET_KEY="the provider's",
        ALLOWED_HOSTS=["127.0.0.1"],
        INSTALLED_APPS=[*(f"django.contrib.{app}" for app in apps), "oauth2_provider"],
        MIDDLEWARE=[f"django.contrib.{name}Middleware" for name in middleware],
        ROOT_URLCONF="tests.site.sso.urls",
        DATABASES={"default": database},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        LOGIN_URL="/sign-in/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OAUTH2_VALIDATOR_CLASS": "tests.site.sso.claims.Claims",
            "SCOPES": {"openid": "who", "profile": "name", "email": "mail"},
            "PKCE_REQUIRED": True,
        },
    )
    django.setup()


def fill(callback: str) -> None:
    """The provider's people, and the one client it knows."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415  # late: Django must be up
    from django.core.management import call_command  # noqa: PLC0415  # late: as above
    from oauth2_provider.models import get_application_model  # noqa: PLC0415  # late: as above

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        get_user_model().objects.create_user(name, f"{name}@example.org", PASSWORD)
    get_application_model().objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=callback,
        algorithm="RS256",
        skip_authorization=True,
    )


class Quiet(WSGIRequestHandler):
    """Answers without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the inherited name
        """Say nothing."""


def main(folder: str, callback: str) -> None:
    """Serve until killed."""
    set_up(Path(folder))
    fill(callback)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  # late: Django must be up

    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
