"""Programs that the tests need from the system: a browser, its fonts, PostgreSQL and Java."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tools.process import call


class Package(NamedTuple):
    """A Debian package, what it is for, and how to see that the thing is there."""

    name: str
    purpose: str
    is_there: Callable[[], bool]


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _file(folder: str, pattern: str) -> Callable[[], bool]:
    return lambda: any(Path(folder).glob(pattern))


PACKAGES = (
    Package("chromium", "the report and the pages in a real browser", _program("chromium")),
    Package(
        "fonts-noto-cjk",
        "Chinese characters in screenshots",
        _file("/usr/share/fonts", "**/NotoSansCJK*"),
    ),
    Package("postgresql", "the suite on PostgreSQL", _file("/usr/lib/postgresql", "*/bin/initdb")),
    Package("procps", "the processes that are killed under load", _program("ps")),
    Package("default-jre-headless", "the engine on Spark", _program("java")),
)


def system_packages() -> None:
    """Install the missing ones where that is possible, and say what is done or is left to do."""
    missing = [package for package in PACKAGES if not package.is_there()]
    if not missing:
        return
    names = [package.name for package in missing]
    if not _may_install():
        print(_advice(missing), flush=True)
        return
    print(f"Installing with apt-get: {' '.join(names)} …", flush=True)
    if not _install(names):
        print(f"apt-get could not install {' '.join(names)}; its reason is above.", flush=True)


def _may_install() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def _install(names: list[str]) -> bool:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    call(["apt-get", "-qq", "update"], **quiet)
    command = ["apt-get", "-qq", "install", "--yes", "--no-install-recommends", *names]
    return call(command, **quiet) == 0


def _advice(missing: list[Package]) -> str:
    needs = "; ".join(f"{package.name} for {package.purpose}" for package in missing)
    return (
        "Some tests will not run here because programs are missing, which on Debian or Ubuntu "
        f"are these packages: {needs}."
    )
