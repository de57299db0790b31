"""When what came is taken in: at once while a process has not done so lately, else by a job.

Taking in costs some ten queries and the lock of the log's head. Done for each visit by itself it
would put all phones in one line; done now and then it takes in everybody's visits together.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime

from django.db import DatabaseError

from chuangcheng.evidence.visits import actions
from chuangcheng.evidence.visits.limits import limits
from chuangcheng.ground.jobs.actions import enqueue

log = logging.getLogger("chuangcheng.visits")
TASK = "visits.take_in"


class Pace:
    """What this process did last; one for all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next = 0.0
        self._slot = -1

    def may_take(self) -> bool:
        """Whether it is this thread's turn to take in at once."""
        with self._lock:
            now = time.monotonic()
            if now < self._next:
                return False
            self._next = now + limits().intake.inline_every_s
            return True

    def new_slot(self) -> int | None:
        """The number of the present stretch of time, once for each."""
        slot = int(time.time() // limits().intake.slot_s)
        with self._lock:
            if slot == self._slot:
                return None
            self._slot = slot
            return slot

    def reset(self) -> None:
        """Begin anew, as after a start."""
        with self._lock:
            self._next, self._slot = 0.0, -1


PACE = Pace()


def follow() -> bool:
    """See to it that what was just kept is taken in; says whether that was tried at once.

    What goes wrong here is nobody's loss: it is kept, and the sweep finds it.
    """
    try:
        most = limits().intake.inline_most
        if PACE.may_take() and actions.take_waiting(most, wait=False) < most:
            return True
        if (slot := PACE.new_slot()) is not None:
            _job(slot)
    except DatabaseError as error:
        log.warning("What was kept is left to the sweep: %s", error)
    except Exception:  # the phone is told that its visit was kept, whatever happens to others
        log.exception("What was kept is left to the sweep.")
    return False


def _job(slot: int) -> None:
    """Put in the job of a stretch of time, to run when the stretch is over."""
    after = datetime.fromtimestamp((slot + 1) * limits().intake.slot_s, UTC)
    enqueue(TASK, args={"slot": slot}, key=f"{TASK}@{slot}", at=after)
