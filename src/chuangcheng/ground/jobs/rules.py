"""What the queue asks for, and how long it waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from chuangcheng.ground.rights import right

SEE = right("jobs.see", zh="查看后台任务", en="See background jobs", roles=("office",))
RETRY = right("jobs.retry", zh="重试后台任务", en="Retry background jobs", roles=("office",))

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


def next_try(now: datetime, attempts: int) -> datetime:
    """When a job that failed is tried again: 10 s, 20 s, 40 s, … but never more than an hour."""
    doubled: int = 2 ** min(attempts - 1, 12)
    return now + min(FIRST_WAIT * doubled, LONGEST_WAIT)


def slot(now: datetime, every: timedelta) -> int:
    """The number of the present stretch of time, counted from 1970; one job is due in each."""
    return int(now.timestamp() // every.total_seconds())
