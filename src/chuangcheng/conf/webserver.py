"""What gunicorn is told beyond its command line: its configuration file."""

from __future__ import annotations

import signal
from typing import Any

from chuangcheng.conf.garbage import leave_out_what_is_loaded
from chuangcheng.conf.serving import die_with_parent


def post_fork(_server: object, _worker: object) -> None:
    """End with the master. A process left behind would hold the address and answer nobody.

    What it was at is undone with its transaction, and was not acknowledged.
    """
    die_with_parent(signal.SIGKILL)


def post_worker_init(_worker: object) -> None:
    """Answer without searching what the process will keep anyway."""
    leave_out_what_is_loaded()


def pre_request(worker: Any, _request: object) -> None:  # noqa: ANN401  # gunicorn has no types
    """Have a connection closed after its answer where others wait for a thread of this process.

    A kept connection stays with the process that met it first, so one of two may have seven phones
    of eight. Who connects anew is met by a process that has time.
    """
    waiting = worker.tpool._work_queue.qsize()  # there is no other way to ask
    worker.max_keepalived = 0 if waiting else worker.cfg.worker_connections - worker.cfg.threads
