"""The site with the sample county, served on either database while something is measured."""

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

FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "benchmarks" / "site"
DATABASES = ("sqlite", "postgresql")


@contextmanager
def served(database: str) -> Iterator[tuple[int, str]]:
    """Serve a fresh sample county; gives the port and the password of all its accounts.

    As many web processes as the machine has cores.
    """
    with tempfile.TemporaryDirectory() as shared, tempfile.TemporaryDirectory() as own:
        folder = Path(own)
        with cluster(Path(shared)) if database == "postgresql" else nullcontext("") as url:
            environment = _prepared(folder, url)
            with _up(environment) as port:
                yield port, (folder / "sample-password").read_text()


def _prepared(folder: Path, url: str) -> dict[str, str]:
    """The county in the folder or at the address; for SQLite it is made once and copied."""
    if url:
        environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": url}
        _load(environment)
        return environment
    if not (FOLDER / "made").exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        _load({**os.environ, "DATA_DIR": str(FOLDER), "DATABASE_URL": ""})
        (FOLDER / "made").touch()
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True)
    environment = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": ""}
    subprocess.run(_site("migrate"), env=environment, check=True, capture_output=True)
    return environment


def _load(environment: dict[str, str]) -> None:
    for command in ("migrate", "load-sample"):
        subprocess.run(_site(command), env=environment, check=True, capture_output=True)


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
