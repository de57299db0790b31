"""Where a round stands this moment: an assessment that follows the round's facts one by one.

Each process keeps the rounds it was asked for last. Whoever asks gets the assessment brought up to
the round's last fact; only what came since is valued, and the result is exactly that of assessing
everything again. Anything else that changed (duties, areas, decisions) makes it anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from chuangcheng.engine.assess import Assessment
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.outcome.standing.figures import assessed
from chuangcheng.outcome.standing.inputs import gather, stamp

KEPT = 16
#: After so many steps the assessment is made anew, since each step leaves a row behind.
STEPS = 2000


@dataclass(frozen=True)
class Held:
    """An assessment, the stamp of its sources, the last fact it knows, and the steps it took."""

    assessment: Assessment
    stamp: str
    upto: int
    mark: str
    steps: int = 0

    def leads_to(self, round_: Round, now: str) -> bool:
        """Whether what the round says now follows from what is held."""
        if self.stamp != now or self.upto > round_.seq or self.steps > STEPS:
            return False
        # A transaction that was rolled back, or a restore, may have put other facts in the place.
        return self.mark == inspections.mark(round_, self.upto)


_held: OrderedDict[int, Held] = OrderedDict()
_lock = threading.Lock()


def live(round_: Round) -> Held:
    """The round as it stands; `round_.seq` must be fresh."""
    now = stamp(round_)
    with _lock:
        held = _held.get(round_.pk)
    held = _followed(round_, now, held)
    with _lock:
        _held[round_.pk] = held
        _held.move_to_end(round_.pk)
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return held


def _followed(round_: Round, now: str, held: Held | None) -> Held:
    upto = round_.seq
    if held is None or not held.leads_to(round_, now):
        return Held(assessed(gather(round_)), now, upto, inspections.mark(round_, upto))
    if held.upto == upto:
        return held
    minus, plus = inspections.since(round_, held.upto, upto)
    changed = held.assessment.changed(minus, plus)
    return Held(changed, now, upto, inspections.mark(round_, upto), held.steps + 1)
