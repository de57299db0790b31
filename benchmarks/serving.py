"""The site with ten times the sample county, served on either database while it is measured."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.site.postgres import cluster

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "benchmarks" / "tenfold"
BACKUP, MADE = FOLDER / "site.backup", FOLDER / "made"
DATABASES = ("sqlite", "postgresql")


@contextmanager
def served(database: str) -> Iterator[tuple[int, str]]:
    """Serve the county; gives the port and the password of all its accounts.

    As many web processes as the machine has cores.
    """
    with tempfile.TemporaryDirectory() as shared, tempfile.TemporaryDirectory() as own:
        folder = Path(own)
        with cluster(Path(shared)) if database == "postgresql" else nullcontext("") as url:
            environment = prepared(folder, url)
            with _up(environment) as port:
                yield port, (folder / "sample-password").read_text()


def prepared(folder: Path, url: str) -> dict[str, str]:
    """The environment of a copy of the county: in the folder, or at the address."""
    if not MADE.exists() or MADE.read_text() != _migrations():
        _make()
    shutil.copyfile(FOLDER / "sample-password", folder / "sample-password")
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url}
    if url:
        _run(environment, *_site("restore", str(BACKUP)))
    else:
        shutil.copyfile(FOLDER / "chuangcheng.sqlite3", folder / "chuangcheng.sqlite3")
    return environment


def _make() -> None:
    """Load the county once, on SQLite, and back it up; this takes two minutes of the processor."""
    print("loading ten times the sample county, which is kept afterwards …", flush=True)
    shutil.rmtree(FOLDER, ignore_errors=True)
    environment = {**os.environ, "DATA_DIR": str(FOLDER), "DATABASE_URL": ""}
    _run(environment, *_site("migrate"))
    _run(environment, sys.executable, "-m", "benchmarks.tenfold")
    _run(environment, *_site("backup", str(BACKUP)))
    MADE.write_text(_migrations())


def _migrations() -> str:
    """The names of all migrations: with others the county is loaded again."""
    found = ROOT.glob("src/chuangcheng/*/*/migrations/0*.py")
    return "\n".join(sorted(str(path.relative_to(ROOT)) for path in found))


def _run(environment: dict[str, str], *command: str) -> None:
    told = {**environment, "DJANGO_SETTINGS_MODULE": "chuangcheng.conf.settings"}
    subprocess.run(command, env=told, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _up(environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    serve = _site("serve", "--bind", f"127.0.0.1:{port}", "--workers", str(os.cpu_count()))
    with subprocess.Popen(
        serve, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdout is not None
        server.stdout.readline()  # the address, once somebody answers there
        try:
            yield port
        finally:
            server.terminate()


def _site(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "chuangcheng", *arguments]
