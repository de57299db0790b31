"""How long it takes from installing the wheel to somebody being signed in, on an empty folder.

The wheel is built before, and packages come from the installer's cache: this is the time of
unpacking, of the server's first start, which makes tables and an account, and of signing in. Beside it stands what
the installer takes for the other packages alone, below which no work on this project leads.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.person import Person
from benchmarks.runs import ROOT, Measured

TASK, LIMIT = "wheel", "wheel_packages"
_NOTHING_KEPT = "PYTHONDONTWRITEBYTECODE"


def measured() -> dict[str, Measured]:
    """The seconds from the installing to the sign-in, and of the other packages' installing alone.

    Or what went wrong.
    """
    found = {task: Measured(task) for task in (TASK, LIMIT)}
    try:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            wheel = _built(folder)
            packages = _needed(folder, wheel)
            found[LIMIT].seconds.append(_installed(folder, packages))
            found[TASK].seconds.append(_signed_in(folder, wheel))
    except subprocess.CalledProcessError as error:
        told = (error.stderr or b"").decode().strip() or f"exit code {error.returncode}"
        found[TASK].failures.append(f"{error.cmd[-1]}: {told.splitlines()[-1]}")
    return found


def installer() -> str:
    """By what packages are installed: pip, as the goal has it, unless there is uv."""
    return "uv" if shutil.which("uv") else "pip"


def _needed(folder: Path, wheel: Path) -> list[str]:
    """The packages that the wheel needs, each in its version; afterwards they are in the cache."""
    python = _environment(folder / "before")
    _install(python, str(wheel))
    told = _run([str(python), "-m", "pip", "freeze"], folder, dict(os.environ))
    return [line for line in told.splitlines() if not line.startswith("chuangcheng")]


def _installed(folder: Path, packages: list[str]) -> float:
    """How long the packages take that are none of ours, with nothing to be found out about them."""
    python = _environment(folder / "others")
    began = perf_counter()
    _install(python, "--no-deps", *packages)
    return perf_counter() - began


def _signed_in(folder: Path, wheel: Path) -> float:
    python = _environment(folder / "new")
    # Away from this checkout, so that it is the wheel that is run.
    told = {"DATA_DIR": str(folder / "data"), "DATABASE_URL": "", "PATH": os.environ["PATH"]}
    port = _free_port()
    serve = [str(python.with_name("chuangcheng")), "serve", "--bind", f"127.0.0.1:{port}"]
    began = perf_counter()
    _install(python, str(wheel))
    with subprocess.Popen(
        serve, cwd=folder, env=told, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        _chinese, english = (server.stdout.readline() for _language in range(2))
        account, password = re.findall(r"(?:account:|password) ([^,]+)", english)
        server.stdout.readline()  # the address, once somebody answers there
        try:
            Person(port, account, password)
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


def _install(python: Path, *what: str) -> None:
    command = ["uv", "pip", "install", "--python", str(python)]
    if installer() == "pip":
        command = [str(python), "-m", "pip", "install", "--disable-pip-version-check"]
    _run([*command, "--quiet", *what], python.parent, dict(os.environ))


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    # Nobody's machine has Python compile anew what it has compiled before.
    heard = {name: said for name, said in environment.items() if name != _NOTHING_KEPT}
    done = subprocess.run(command, cwd=folder, env=heard, check=True, capture_output=True)
    return done.stdout.decode()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
