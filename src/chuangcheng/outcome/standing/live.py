"""Where a round stands this moment: an assessment that follows the round's facts one by one.

Each process keeps the rounds it was asked for last. Whoever asks gets the assessment brought up to
the round's last fact; only what came since is valued, and the result is exactly that of assessing
everything again. Anything else that changed (duties, areas, decisions) makes it anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

from chuangcheng.engine.assess import Assessment
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.audit import queries as audit
from chuangcheng.outcome.standing.figures import assessed
from chuangcheng.outcome.standing.inputs import gather, stamp

KEPT = 16
#: After so many steps the assessment is made anew, since each step leaves a row behind.
STEPS = 2000
#: Verbs that come often and touch nothing of a round but its facts, which are followed by number.
#: After any other verb the sources are looked through.
QUIET = frozenset(
    {
        *("round.judge", "round.record", "round.import", "standing.compute"),
        *("session.begin", "session.end", "photograph.add"),
        *("problem.report", "problem.file", "problem.rectify"),
    }
)


@dataclass(frozen=True)
class Held:
    """An assessment, the stamp of its sources, the last fact it knows, and the steps it took.

    All that was done up to `link` is known to have left the sources as the stamp has them.
    """

    assessment: Assessment
    link: audit.Link
    stamp: str
    upto: int
    mark: str
    steps: int = 0

    def leads_to(self, round_: Round, news: audit.News) -> bool:
        """Whether what the round says now follows from what is held."""
        if self.upto > round_.seq or self.steps > STEPS:
            return False
        # What was rolled back, or put in by a restore, may have other facts in the place.
        if self.mark != inspections.mark(round_, self.upto):
            return False
        return news.verbs <= QUIET or self.stamp == stamp(round_)


_held: OrderedDict[int, Held] = OrderedDict()
_lock = threading.Lock()


def live(round_: Round) -> Held:
    """The round as it stands; `round_.seq` must be fresh."""
    with _lock:
        held = _held.get(round_.pk)
    held = _followed(round_, held) if held else _made(round_)
    with _lock:
        _held[round_.pk] = held
        _held.move_to_end(round_.pk)
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return held


def _made(round_: Round) -> Held:
    # The link first: whatever is done while this looks around is looked at again the next time.
    link, now, upto = audit.head(), stamp(round_), round_.seq
    return Held(assessed(gather(round_)), link, now, upto, inspections.mark(round_, upto))


def _followed(round_: Round, held: Held) -> Held:
    news, upto = audit.after(held.link), round_.seq
    if news is None or not held.leads_to(round_, news):
        return _made(round_)
    if held.upto == upto:
        return replace(held, link=news.link)
    minus, plus = inspections.since(round_, held.upto, upto)
    return Held(
        held.assessment.changed(minus, plus),
        news.link,
        held.stamp,
        upto,
        inspections.mark(round_, upto),
        held.steps + 1,
    )
