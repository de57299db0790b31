"""The worker's process: `python -m chuangcheng.conf.worker`."""

from __future__ import annotations

import os
import signal
import threading

import django

from chuangcheng.conf.garbage import leave_out_what_is_loaded

#: By how much the worker stands back behind those who wait for an answer, as `nice` counts it.
NICE = 10


def main() -> None:
    """Work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.conf.settings")
    django.setup()
    from chuangcheng.ground.jobs.worker import run  # late: models are there only after setup

    leave_out_what_is_loaded()
    os.nice(NICE)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    run(stop)


if __name__ == "__main__":
    main()
