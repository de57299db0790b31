"""The environment in ``.venv``: made once from the hash-locked requirements, then left alone.

Every package, the build backend included, is checked against a hash in ``requirements/``; nothing
is installed outside the checkout.  uv does it in seconds when it is there; otherwise pip does.
"""

import hashlib
import importlib.util
import platform
import shutil
import sys
from pathlib import Path
from typing import Protocol

from tools.process import ROOT, RefusalError, call, must

VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"

#: What each level installs, in order: what builds comes first, so that nothing is built with
#: packages fetched unseen.
LEVELS = {
    "run": ("build.txt", "run.txt"),
    "dev": ("build.txt", "run.txt", "test.txt", "spark.txt"),
    # Only where the system has no Node, or one that is too old.
    "node": ("build.txt", "node.txt"),
}


class Installer(Protocol):
    """How to make the environment and how to fill it."""

    def create(self) -> None:
        """Make an empty environment in ``.venv``, in place of any that is there."""

    def install(self, *arguments: str | Path) -> int:
        """Install into ``.venv``; return the exit code."""


class Uv:
    """uv, when it is on the path."""

    def __init__(self, program: str) -> None:
        self._program = program

    def create(self) -> None:
        """Make an empty environment for this very Python; never fetch another one."""
        command = [self._program, "venv", "--quiet", "--python", sys.executable, str(VENV)]
        must(command, "uv could not make .venv; its message is above.", UV_PYTHON_DOWNLOADS="never")

    def install(self, *arguments: str | Path) -> int:
        """Install with ``uv pip``."""
        command = [self._program, "pip", "install", "--quiet", "--python", str(python())]
        return call([*command, *arguments], UV_PYTHON_DOWNLOADS="never")


class Pip:
    """Plain pip, from Python's own ``venv``."""

    def create(self) -> None:
        """Make an environment with pip in it."""
        if not has_ensurepip():
            raise RefusalError(_no_ensurepip())
        must(
            [sys.executable, "-m", "venv", VENV],
            "Python's venv could not make .venv; its message is above.",
        )

    def install(self, *arguments: str | Path) -> int:
        """Install with the environment's own pip."""
        quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
        return call([python(), "-m", "pip", "install", *quiet, *arguments])


def ready(level: str) -> Path:
    """Return the environment's Python, after installing whatever ``level`` still lacks.

    A stamp with the hash of the requirements says that nothing has changed, so a warm start
    costs a few file reads.
    """
    stamp = VENV / f"{level}.stamp"
    wanted = fingerprint(level)
    if _is_alive() and _read(stamp) == wanted:
        return python()
    for installer in installers():
        if _fill(installer, level):
            stamp.write_text(wanted, encoding="utf-8")
            return python()
    raise RefusalError("The environment in .venv could not be made; the reason is above.")


def python() -> Path:
    """Where the environment's Python is."""
    return VENV / "bin" / "python"


def program(name: str) -> Path:
    """Where a program of the environment is, such as ``ruff``."""
    return VENV / "bin" / name


def installers() -> list[Installer]:
    """Return uv first when it is on the path; pip, which may know an office's mirror, after it."""
    found = shutil.which("uv")
    return [Uv(found), Pip()] if found else [Pip()]


def fingerprint(level: str) -> str:
    """Hash of all that decides what ``level`` installs: requirements, package, Python, place."""
    digest = hashlib.sha256(f"{platform.python_version()} {ROOT}".encode())
    for path in (ROOT / "pyproject.toml", *_files(level)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def has_ensurepip() -> bool:
    """Say whether Python can put pip into an environment; Debian packages that part apart."""
    return importlib.util.find_spec("ensurepip") is not None


def _fill(installer: Installer, level: str) -> bool:
    """Install everything; False when something could not be, its reason being on the screen."""
    if not _is_alive() or not _can_fill(installer):
        print("Making the environment in .venv …", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        installer.create()
    for path in _files(level):
        print(f"Installing {path.relative_to(ROOT)} …", flush=True)
        # What has no wheel (PySpark) is built by what build.txt has just installed.
        if installer.install("--require-hashes", "--no-build-isolation", "-r", path) != 0:
            return False
    return installer.install("--no-deps", "--no-build-isolation", "--editable", ROOT) == 0


def _files(level: str) -> list[Path]:
    return [REQUIREMENTS / name for name in LEVELS[level]]


def _is_alive() -> bool:
    """An environment whose Python was upgraded away or moved is as good as none."""
    return python().exists() and (VENV / "pyvenv.cfg").exists()


def _can_fill(installer: Installer) -> bool:
    """An environment that uv made has no pip inside."""
    return isinstance(installer, Uv) or program("pip").exists()


def _read(stamp: Path) -> str:
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def _no_ensurepip() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        "This Python cannot make an environment because its ensurepip module is missing: "
        f"on Debian or Ubuntu install it with apt-get install python{version}-venv, "
        "then run this again."
    )
