"""What a machine's owner may set from outside, each with its default and its sentence.

Nothing else of the site reads the environment. The commands also choose their language by it, in
`tables.bilingual`, which knows nothing of the site; what they go by is listed here all the same.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from chuangcheng.lib.digits import integer

VARIABLES: dict[str, Variable] = {}
_THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class Variable:
    """One name in the environment, its default and what it is for."""

    name: str
    default: str
    help: str

    def __post_init__(self) -> None:
        VARIABLES[self.name] = self

    @property
    def text(self) -> str:
        return os.environ.get(self.name, self.default).strip()

    @property
    def flag(self) -> bool:
        return self.text.lower() in {"1", "true", "yes", "on"}

    @property
    def words(self) -> list[str]:
        return [word for word in self.text.replace(",", " ").split() if word]

    @property
    def number(self) -> int:
        number = integer(self.text)
        if number is None:
            raise SystemExit(f"{self.name} must be a whole number, not {self.text!r}.")
        return number


DATA_DIR = Variable("DATA_DIR", "var", "Folder of the database, the key, uploads and logs.")
DATABASE_URL = Variable(
    "DATABASE_URL",
    "",
    "postgresql://user:password@host:5432/name, or empty for SQLite in DATA_DIR. "
    "To another machine sslmode is verify-full unless ?sslmode= says otherwise.",
)
BUSY_SECONDS = Variable(
    "BUSY_SECONDS", "20", "How long to wait for a database that others are writing to."
)
SECRET_KEY = Variable(
    "SECRET_KEY", "", "Signs cookies; made once and kept in DATA_DIR when not given."
)
DEBUG = Variable(
    "DEBUG", "0", "1 shows errors in the browser; never on a machine others can reach."
)
ALLOWED_HOSTS = Variable(
    "ALLOWED_HOSTS",
    "127.0.0.1 localhost [::1]",
    "Host names the site answers to, separated by spaces.",
)
HTTPS = Variable(
    "HTTPS", "0", "1 when the site is reached by https: cookies become secure, HSTS on."
)
PROXIES = Variable("PROXIES", "0", "How many trusted proxies stand in front of the site.")
LANGUAGE = Variable(
    "LANGUAGE_CODE", "zh-hans", "Language before a person has chosen: zh-hans or en."
)
TIME_ZONE = Variable(
    "TIME_ZONE", "Asia/Shanghai", "Time zone in which days and deadlines are counted."
)
METRICS_TOKEN = Variable(
    "METRICS_TOKEN", "", "Bearer token for /metrics; without one only this machine may read it."
)
OIDC_ISSUER = Variable(
    "OIDC_ISSUER", "", "Address of the OpenID Connect provider to sign in by; none if empty."
)
OIDC_CLIENT_ID = Variable("OIDC_CLIENT_ID", "", "As which client the provider knows the site.")
OIDC_CLIENT_SECRET = Variable("OIDC_CLIENT_SECRET", "", "The client's secret at the provider.")
OIDC_CLAIM = Variable(
    "OIDC_CLAIM", "preferred_username", "The claim that holds a person's sign-in name here."
)
OIDC_TITLE = Variable("OIDC_TITLE", "", "What the button on the page of signing in says.")
PASSKEYS = Variable(
    "PASSKEYS", "0", "1 lets people sign in by passkeys; needs https and a host name."
)
NOTICE_CHANNELS = Variable(
    "NOTICE_CHANNELS",
    "",
    "How notices leave the site: name=Apprise address with {address} in it, separated by spaces.",
)
Variable(
    "CHUANGCHENG_LANG",
    "",
    "Language of the commands: zh or en; if empty, that of the locale "
    "(LC_ALL, LC_MESSAGES or LANG), else Chinese.",
)


def data_dir() -> Path:
    """The folder of everything the site keeps, made on first use, closed to other users."""
    folder = Path(DATA_DIR.text).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key() -> str:
    """The signing key: given, or made once and kept beside the data."""
    if SECRET_KEY.text:
        return SECRET_KEY.text
    kept = data_dir() / "secret-key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


def database(url: str) -> dict[str, Any]:
    """Django's settings of the database that an address names."""
    if not url:
        return sqlite(data_dir() / "chuangcheng.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SystemExit(f"DATABASE_URL must begin with sqlite:// or postgresql://, not {url!r}.")
    return {
        "ENGINE": "chuangcheng.conf.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # A new connection learns the tables anew, page by page, which each time takes as long as
        # the page; in ten minutes it has paid for that, and what it has learnt is let go.
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _guarded(parts.hostname or "", dict(parse_qsl(parts.query))),
    }


def _guarded(host: str, options: dict[str, str]) -> dict[str, str]:
    """The options of a connection; to another machine it is encrypted and the server's name checked.

    Whoever wants it otherwise says so by an `sslmode` of their own. Without a limit of its own a
    connection would wait for a lock for ever.
    """
    limit = f"-c lock_timeout={BUSY_SECONDS.number}s"
    options = {**options, "options": f"{limit} {options.get('options', '')}".strip()}
    there = options.get("host", host)
    if there in _THIS_MACHINE or there.startswith("/"):
        return options
    return {"sslmode": "verify-full", **options}


def sqlite(path: Path) -> dict[str, Any]:
    """Settings under which SQLite takes many writers.

    Django's defaults begin a transaction as a reader and fail when it turns writer;
    IMMEDIATE takes the lock at once and waits its turn.
    FULL keeps an acknowledged write through a power cut, not only through a crash.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS.number,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728",
        },
    }
