"""The secret round, in full: from its making to its standing, with all that phones sent for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Observation, Round, RoundKind
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.evidence.photographs import actions as photographs
from chuangcheng.evidence.photographs.models import Flag
from chuangcheng.evidence.visits import actions as visits
from chuangcheng.evidence.visits.models import VisitFlag
from chuangcheng.ground.jobs import actions as jobs
from chuangcheng.ground.jobs.models import Job, State
from chuangcheng.lib.pictures import Box
from chuangcheng.outcome.standing import actions as standing
from tests.site.assignments.street import facts
from tests.site.inspections.scene import take_in, written
from tests.site.kept import kept
from tests.site.photographs.pictures import jpeg
from tests.site.photographs.scene import lost as lost_photograph
from tests.site.photographs.scene import taken
from tests.site.secrecy.addresses import WORD
from tests.site.secrecy.worlds import (
    BETWEEN,
    MADE,
    NOW,
    Both,
    Walk,
    at,
    drawn,
    number_from,
    undone,
    work,
)
from tests.site.visits.street import lost, refused

#: Stands in all that is written in the secret round.
MARK = WORD
WHY = f"{MARK}时说明"
#: The keys of all that belongs to the round are higher than any before, and lower than any later.
FIRST, LATER = 2_000_001, 3_000_001
FAR = {"lon": 113.3, "lat": 35.3, "accuracy_m": 5}
SEEN = ("QH-XH", "QH-JJ", "P3", "road", "lamps", "v9", "onsite", "fail")


def laid(both: Both) -> Round:
    """Have the secret round be, as somebody who is on it knows it."""
    return kept("the secret round", lambda: _laid(both))


@contextmanager
def without(stage: Both) -> Iterator[None]:
    """The world in which the round never was, when everybody looks."""
    with undone(), _later(stage):
        yield


@contextmanager
def within(stage: Both) -> Iterator[None]:
    """The world in which it exists, when everybody looks."""
    with undone():
        laid(stage)
        with _later(stage):
            yield


@contextmanager
def _later(stage: Both) -> Iterator[None]:
    """Phones have been here, and all that waited has been done."""
    number_from(LATER)
    with at(BETWEEN):
        stage.days()
    with at(NOW):
        work()
        yield


def _laid(both: Both) -> Round:
    with at(BETWEEN):
        number_from(FIRST)
        said = facts(number=3, title_zh=f"{MARK}三", round_kind=RoundKind.UNDERCOVER)
        made = inspections.create(both.chief, campaign=both.campaign, facts=said, secret=True)
        Round.objects.filter(pk=made.pk).update(made_at=MADE)
        drawn(made, both.crew, 3, 1.0)
        _walked(both, Walk(made, both.phones))
        _judged(both, made)
        standing.compute(both.chief, round_=made)
        _queued(made)
        # What has come since the standing was computed is for the jobs to find.
        Walk(made, both.phones).visit(Walk(made, both.phones).codes[-1], second=True)
    return made


def _walked(both: Both, walk: Walk) -> None:
    """Visits, doubtful and refused ones among them, and photographs."""
    first, second, third, *rest = walk.codes
    one = taken(walk, walk.visit(first, "fail", "pass"), jpeg(1))  # like one of the open round
    taken(walk, walk.visit(second, "pass", "fail", position=FAR), jpeg(7))
    taken(walk, walk.visit(second, second=True), jpeg(7, quality=60))
    left = refused(walk.turn(third), third, judgements=[])
    refused(walk.turn(rest[0]), rest[0], judgements=[])
    lost_photograph(walk)
    away = lost(walk)
    visits.leave(both.chief, submission=left, why=WHY)
    visits.set_aside(both.chief, submission=away, why=WHY)
    visits.decide(both.chief, flag=VisitFlag.objects.last(), verdict="kept", reason=WHY)
    doubt = Flag.objects.filter(photograph__round=walk.round).last()
    photographs.decide(both.chief, flag=doubt, verdict="rejected", reason=WHY)
    photographs.publish(both.chief, photograph=one, boxes=[Box(0.1, 0.1, 0.3, 0.3)])


def _judged(both: Both, made: Round) -> None:
    """Observations from a file, a correction, a decision that stands and one taken back."""
    take_in(both.chief, made, written(SEEN))
    seen = Observation.objects.filter(round=made, item="lamps").order_by("pk")[0]
    inspections.judge(both.chief, observation=seen, said=Judgement("pass"), why=WHY)
    said = {"round_": made, "area": both.world.street, "sanction": "B-01"}
    inspections.decide(both.chief, **said, note=MARK)
    gone = inspections.decide(both.chief, **said, note=f"{MARK}错")
    inspections.take_back(both.chief, decision=gone, why=WHY)


def _queued(made: Round) -> None:
    """Jobs about the round: one that waits, one that was given up."""
    failed = jobs.enqueue("standing.compute", args={"round_": made.pk}, key=f"{MARK}-1")
    Job.objects.filter(pk=failed.pk).update(state=State.FAILED, error=MARK)
    jobs.enqueue("problems.follow", args={"round_": made.pk}, key=f"{MARK}-2")
