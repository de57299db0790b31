"""The databases of made-up problems, made once, which takes minutes, and kept for the next run."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from hashlib import sha256
from pathlib import Path

from tests.site.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "benchmarks" / "problems"
#: After so many days what is due and overdue would no longer be what it is in an office.
FRESH_DAYS = 3
#: What a database is made by; when it changes, it is made anew.
_MADE_BY = ROOT / "benchmarks" / "problem_list.py"


@contextmanager
def kept(database: str, rows: int) -> Iterator[dict[str, str]]:
    """The environment of a site with so many problems on sqlite or postgresql."""
    home = FOLDER / f"{database}-{rows}"
    made = home / "made"
    if not _fresh(made):
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    with _server(home) if database == "postgresql" else nullcontext("") as url:
        environment = {**os.environ, "DATA_DIR": str(home / "site"), "DATABASE_URL": url}
        environment["DJANGO_SETTINGS_MODULE"] = "chuangcheng.conf.settings"
        if not made.exists():
            _make(environment, rows)
            made.write_text(_made_by())
        yield environment


def _fresh(made: Path) -> bool:
    if not made.exists() or made.read_text() != _made_by():
        return False
    return time.time() - made.stat().st_mtime < FRESH_DAYS * 86_400


def _made_by() -> str:
    return sha256(_MADE_BY.read_bytes()).hexdigest()


def _make(environment: dict[str, str], rows: int) -> None:
    began = time.perf_counter()
    print(f"making {rows:,} problems, which are kept afterwards …", end=" ", flush=True)
    command = ["nice", sys.executable, "-m", "benchmarks.problem_list", str(rows)]
    subprocess.run(command, env=environment, check=True)
    print(f"{time.perf_counter() - began:.0f} s", flush=True)


@contextmanager
def _server(home: Path) -> Iterator[str]:
    """The address of a PostgreSQL server on the files kept there, set as an office sets its own."""
    data = home / "data"
    if not data.exists():
        data.mkdir(mode=0o700)
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(data, account.pw_uid, account.pw_gid)
        _run("initdb", "-D", data, "-U", "site", "-A", "trust", "-E", "UTF8", "--no-locale")
    port = free_port()
    listening = f"-c listen_addresses=127.0.0.1 -c port={port} -k {data}"
    _run("pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", f"{listening} {_SET}", "start")
    try:
        yield f"postgresql://site@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


_SET = "-c shared_buffers=512MB -c max_wal_size=4GB"


def _run(program: str, *arguments: object) -> None:
    """Run one of the server's programs, which refuse to run as root."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"))
    command = [str(found[-1]) if found else program, *map(str, arguments)]
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")
