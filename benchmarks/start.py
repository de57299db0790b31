"""How long `make run` takes until the site answers: in a fresh clone, and once more.

Cold is a clone of the last commit without environment and database. Packages come from the cache of
uv or pip as far as it has them, so this is not the time of a first download.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.runs import ROOT, Measured


def measured() -> dict[str, Measured]:
    """The seconds of a cold start and of a warm one, or what went wrong."""
    tasks = ("run_cold", "run_warm")
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        cloned = subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=False)
        if cloned.returncode:
            told = ["this folder cannot be cloned; a cold start needs a repository of git"]
            return {task: Measured(task, failures=told) for task in tasks}
        return {task: _started(task, clone) for task in tasks}


def _started(task: str, clone: Path) -> Measured:
    """One start, and Ctrl-C once the site has said where it answers."""
    found, port = Measured(task), _free_port()
    start = perf_counter()
    with subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env={name: value for name, value in os.environ.items() if name not in _OURS}
        | {"PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as site:
        assert site.stdout is not None
        told = ""
        for told in site.stdout:
            if f"http://127.0.0.1:{port}" in told:
                found.seconds.append(perf_counter() - start)
                os.killpg(site.pid, signal.SIGINT)
                break
        else:
            found.failures.append(told.strip() or "make run said nothing")
        site.stdout.read()
    return found


#: What this environment says to its own processes and a clone must not hear.
_OURS = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "DATA_DIR", "DATABASE_URL")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
