"""What gunicorn is told beyond its command line: its configuration file."""

from __future__ import annotations

import signal

from chuangcheng.conf.serving import die_with_parent


def post_fork(_server: object, _worker: object) -> None:
    """End with the master. A process left behind would hold the address and answer nobody.

    What it was at is undone with its transaction, and was not acknowledged.
    """
    die_with_parent(signal.SIGKILL)
