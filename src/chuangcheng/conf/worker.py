"""The worker's process: `python -m chuangcheng.conf.worker`."""

from __future__ import annotations

import os
import signal
import threading

import django


def main() -> None:
    """Work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chuangcheng.conf.settings")
    django.setup()
    from chuangcheng.ground.jobs.worker import run  # late: models are there only after setup

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    run(stop)


if __name__ == "__main__":
    main()
