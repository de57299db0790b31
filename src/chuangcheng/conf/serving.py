"""One supervisor over the web server and the worker: restarts what dies, stops all cleanly."""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import click

GRACE = 30.0
QUICK_DEATH = 10.0
#: Seconds by which the web server is ahead of the worker, so that somebody sees a page the sooner.
HEAD_START = 2.0
LONGEST_PAUSE = 30.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process that is to be there: its name, its command, and how its last lives went.

    Its log goes to a file, if one is named, else to where this process writes its own.
    """

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    due: float = 0.0
    pause: float = 1.0
    log: Path | None = None

    def start(self) -> None:
        """Give it life."""
        with self.log.open("ab") if self.log else nullcontext() as log:
            self.process = subprocess.Popen(self.command, stderr=log, preexec_fn=die_with_parent)  # noqa: PLW1509  # nothing else runs in this process yet
        self.born = time.monotonic()

    def look(self, now: float) -> bool:
        """Start it again when it is gone and its pause is over; says whether it had just died."""
        if self.process is not None and self.process.poll() is not None:
            quick = now - self.born < QUICK_DEATH
            self.pause = min(self.pause * 2, LONGEST_PAUSE) if quick else 1.0
            self.process, self.due = None, now + self.pause
            return True
        if self.process is None and now >= self.due:
            self.start()
        return False


@dataclass
class Supervisor:
    """Keeps children alive until told to stop."""

    children: list[Child]
    say: Callable[[str], None] = print
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Start all, watch them, and leave once all are gone."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told)
        while not self.stop.is_set():
            for child in self.children:
                if child.look(time.monotonic()):
                    self.say(f"{child.name} ended and is started again in {child.pause:.0f} s.")
            self.stop.wait(0.2)
        self._end()

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()

    def _end(self) -> None:
        alive = [child.process for child in self.children if child.process]
        for process in alive:
            process.terminate()
        until = time.monotonic() + GRACE
        for process in alive:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def site(bind: str, workers: int, threads: int, log: Path | None = None) -> list[Child]:
    """The web server and the worker, which also keeps the schedule."""
    gunicorn = [
        *(sys.executable, "-m", "gunicorn", "chuangcheng.conf.wsgi"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--config", "python:chuangcheng.conf.webserver"),
        *("--bind", bind, "--log-level", "warning", "--graceful-timeout", "20"),
        # Workers tell the master that they live through a file, which must not wait for a disk.
        *(("--worker-tmp-dir", "/dev/shm") if os.path.isdir("/dev/shm") else ()),  # noqa: PTH112, S108
    ]
    worker = [sys.executable, "-m", "chuangcheng.conf.worker"]
    later = time.monotonic() + HEAD_START
    web = Child("The web server", gunicorn, log=log)
    return [web, Child("The worker", worker, due=later, log=log)]


def check_free(bind: str) -> None:
    """Raise click.UsageError when somebody else answers at the address already."""
    host, _colon, port = bind.rpartition(":")
    try:
        with socket.create_server((host.strip("[]"), int(port))):
            return
    except (OSError, ValueError, OverflowError) as error:
        raise click.UsageError(
            f"{bind} 不能使用（{error}），请用 --bind 换一个 · {bind} cannot be used: choose another "
            "with --bind."
        ) from error


def announce(bind: str, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Say the address once somebody answers there, not before.

    The master takes connections long before a web process has come up to answer them.
    """
    host, _colon, port = bind.rpartition(":")
    while not stop.wait(0.1):
        try:
            asked = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=GRACE)
            asked.request("HEAD", "/healthz")
            asked.getresponse().close()
        except (OSError, http.client.HTTPException):
            continue
        say(f"http://{bind}")
        return


def die_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """On Linux, end by this signal when the parent is killed, so that nothing is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
