"""A PostgreSQL server of one's own for a run of the tests."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

USER = "site"


@contextmanager
def cluster(shared: Path) -> Iterator[str]:
    """The address of a server that all workers of a run share; the last to leave stops it.

    DATABASE_URL is used when it names a server; otherwise the programs of Debian's postgresql.
    """
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield os.environ["DATABASE_URL"]
        return
    # Not below pytest's own folder, which user postgres may not enter.
    home = Path(tempfile.gettempdir()) / f"site-postgresql-{shared.parent.name}-{shared.name}"
    with _counted(shared, +1) as first:
        if first:
            _start(home)
    try:
        yield f"postgresql://{USER}@127.0.0.1:{(home / 'port').read_text()}/postgres"
    finally:
        with _counted(shared, -1) as last:
            if last:
                _stop(home)


@contextmanager
def empty(url: str, name: str) -> Iterator[str]:
    """The address of a database on a server, empty now and gone afterwards."""
    with closing(psycopg.connect(url, autocommit=True)) as maintenance:
        maintenance.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        maintenance.execute(f"CREATE DATABASE {name}")
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
        maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _counted(shared: Path, by: int) -> Iterator[bool]:
    """Count the workers under a lock; true for the first to come and the last to go."""
    counter = shared / "postgresql-workers"
    with counter.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        before = int(file.read() or 0)
        file.truncate(0)
        file.write(str(before + by))
        file.flush()
        yield (before if by > 0 else before + by) == 0


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.skip("PostgreSQL's server programs are missing: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).parent


def _start(home: Path) -> None:
    home.mkdir(mode=0o700)
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
    data = home / "data"
    _run("initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale")
    port = free_port()
    careless = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c jit=off"
    options = f"-c listen_addresses=127.0.0.1 -c port={port} {careless} -k {home}"
    _run("pg_ctl", "-D", data, "-l", home / "log", "-w", "-o", options, "start")
    (home / "port").write_text(str(port))


def _stop(home: Path) -> None:
    _run("pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
    shutil.rmtree(home)


def _run(program: str, *arguments: object) -> None:
    """Run one of the programs, which refuse to run as root."""
    command = [str(_programs() / program), *map(str, arguments)]
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
