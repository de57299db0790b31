"""How long it takes from installing the wheel to somebody being signed in, on an empty folder.

The wheel is built before, and packages come from the installer's cache: this is the time of
unpacking, of making the tables and an account, and of the server's start.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.person import Person
from benchmarks.runs import ROOT, Measured

TASK = "wheel"


def measured() -> dict[str, Measured]:
    """The seconds from the installing to the sign-in, or what went wrong."""
    found = Measured(TASK)
    try:
        with tempfile.TemporaryDirectory() as folder:
            found.seconds.append(_signed_in(Path(folder)))
    except subprocess.CalledProcessError as error:
        told = (error.stderr or b"").decode().strip() or f"exit code {error.returncode}"
        found.failures.append(f"{error.cmd[-1]}: {told.splitlines()[-1]}")
    return {TASK: found}


def _signed_in(folder: Path) -> float:
    wheel = _built(folder)
    _install(_environment(folder / "before"), wheel)  # fills the cache
    python = _environment(folder / "new")
    # Away from this checkout, so that it is the wheel that is run.
    told = {"DATA_DIR": str(folder / "data"), "DATABASE_URL": "", "PATH": os.environ["PATH"]}
    site = [str(python.with_name("chuangcheng"))]
    began = perf_counter()
    _install(python, wheel)
    password = _run([*site, "createuser", "first", "--name", "安小禾"], folder, told)
    address = f"127.0.0.1:{_free_port()}"
    serve = [*site, "serve", "--bind", address]
    with subprocess.Popen(
        serve, cwd=folder, env=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdout is not None
        server.stdout.readline()  # the address, once somebody answers there
        try:
            Person(int(address.rpartition(":")[2]), "first", password.strip())
            return perf_counter() - began
        finally:
            server.terminate()


def _built(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "-d", str(folder)]
    _run(command, ROOT, dict(os.environ))
    return next(folder.glob("*.whl"))


def _environment(folder: Path) -> Path:
    """The Python of an empty environment."""
    _run([sys.executable, "-m", "venv", str(folder)], folder.parent, dict(os.environ))
    return folder / "bin" / "python"


def _install(python: Path, wheel: Path) -> None:
    quick = shutil.which("uv")
    pip = (
        [quick, "pip", "install", "--python", str(python)] if quick else [str(python), "-m", "pip"]
    )
    command = [*pip, *([] if quick else ["install", "--disable-pip-version-check"])]
    _run([*command, "--quiet", str(wheel)], python.parent, dict(os.environ))


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return done.stdout.decode()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
