"""The real server in processes of its own, and the ways to kill them."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tests.site.kills.writers import PATIENCE
from tests.site.postgres import free_port

ROOT = Path(__file__).parents[3]
T = TypeVar("T")


def until(found: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
    """What is found as soon as it is something; fails after a while, saying what was missing."""
    over, pause = time.monotonic() + patience, threading.Event()
    while not (thing := found()):
        assert time.monotonic() < over, f"{what}: not within {patience:.0f} s"
        pause.wait(0.2)
    return thing


@dataclass
class Server:
    """`chuangcheng serve` on a folder and a database of its own."""

    folder: Path
    database: str
    port: int = field(default_factory=free_port)
    supervisor: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str) -> str:
        """Run one of the site's commands on the same data; gives what it prints."""
        site = (sys.executable, "-m", "chuangcheng", *arguments)
        return self._run(*site)

    def found(self) -> dict[str, Any]:
        """What the database holds, as found.py tells it."""
        found: dict[str, Any] = json.loads(
            self._run(sys.executable, "-m", "tests.site.kills.found")
        )
        return found

    def start(self) -> None:
        """Bring it up."""
        address = f"127.0.0.1:{self.port}"
        serve = [sys.executable, "-m", "chuangcheng", "serve", "--bind", address]
        with (self.folder / "log").open("ab") as log:
            self.supervisor = subprocess.Popen(
                serve, cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )

    def stop(self) -> None:
        """Ask it to end, and wait."""
        assert self.supervisor is not None
        self.supervisor.terminate()
        self.supervisor.wait(PATIENCE)

    def says_its_address(self) -> bool:
        """Whether it has said where it is, which it does once somebody answers there."""
        assert self.supervisor is not None
        assert self.supervisor.poll() is None, self.log()
        return f"http://127.0.0.1:{self.port}" in self.log()

    def log(self) -> str:
        """What the server has said."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def kill_supervisor(self, chance: random.Random) -> int:
        """Kill the supervisor and start another at once, while what it left behind still ends."""
        assert self.supervisor is not None
        killed = self.supervisor.pid
        self.supervisor.kill()
        self.supervisor.wait()
        self.start()
        self._until(self._is_kept_up, "a web server")
        return killed

    def _is_kept_up(self) -> bool:
        """Whether the web server is there; like a service manager, start again what has ended.

        It ends when what was left behind still holds the address.
        """
        assert self.supervisor is not None
        if self.supervisor.poll() is not None:
            self.start()
        return bool(self._children("gunicorn"))

    def kill_worker(self, chance: random.Random) -> int:
        """Kill the process that does the jobs."""
        return self._kill(lambda: self._children("chuangcheng.conf.worker"), "a worker", chance)

    def kill_master(self, chance: random.Random) -> int:
        """Kill the process that keeps the web processes."""
        return self._kill(lambda: self._children("gunicorn"), "a web server", chance)

    def kill_web(self, chance: random.Random) -> int:
        """Kill one of the processes that answer."""
        return self._kill(self._answering, "a process that answers", chance)

    def _kill(self, found: Callable[[], list[int]], what: str, chance: random.Random) -> int:
        """Kill one of some processes; where it has just ended by itself, one of those after it."""
        return self._until(lambda: _killed(chance.choice(found() or [0])), what)

    def _until(self, found: Callable[[], T], what: str) -> T:
        assert self.supervisor is not None
        try:
            return until(found, f"{what} of supervisor {self.supervisor.pid}")
        except AssertionError as error:
            # What the server said last is what whoever reads this needs.
            raise AssertionError(f"{error}\n{self.log()[-2000:]}") from None

    def _answering(self) -> list[int]:
        running = processes()
        masters = {one.pid for one in self._below(running) if "gunicorn" in one.command}
        return [one.pid for one in running if one.parent in masters]

    def _children(self, module: str) -> list[int]:
        return [one.pid for one in self._below(processes()) if module in one.command]

    def _below(self, running: Sequence[Process]) -> list[Process]:
        assert self.supervisor is not None
        return [one for one in running if one.parent == self.supervisor.pid]

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "DJANGO_SETTINGS_MODULE": "tests.site.kills.settings",
            "PYTHONPATH": str(ROOT),
        }


def _killed(pid: int) -> int:
    """The process that was killed; 0 where there is none any more."""
    try:
        if pid:
            os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return pid


class Process(NamedTuple):
    """A process of this machine."""

    pid: int
    parent: int
    command: str


def processes() -> list[Process]:
    """All that live: what has ended and is not yet buried has no command."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=", "-o", "ppid=", "-o", "args="],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    found = [line.split(None, 2) for line in listed.splitlines()]
    running = [Process(int(row[0]), int(row[1]), row[2]) for row in found if len(row) == 3]
    return [one for one in running if "<defunct>" not in one.command]
