"""Photographs that were not accepted, to be taken again: listed on the phone that took them.

A decision that does not accept a photograph is one errand, and its key is in the errand's name.
The new photograph names the same judgement. It stands beside the old one, which is kept; and once
it is accepted there is nothing left to do. One that is not accepted either is an errand anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.photographs import actions, queries
from chuangcheng.evidence.photographs.models import Flag, Photograph, State
from chuangcheng.evidence.visits import queries as visits
from chuangcheng.evidence.visits.bodies import VisitIn
from chuangcheng.evidence.visits.days import point_told, state_of
from chuangcheng.evidence.visits.errands import Errand, errand
from chuangcheng.evidence.visits.models import Submission
from chuangcheng.evidence.visits.naming import Names
from chuangcheng.evidence.visits.verdicts import Verdict
from chuangcheng.ground.people.models import User
from chuangcheng.ground.words import Words

#: As many as a phone lists at once; the rest comes when these are done.
MOST = 100
NAMES = Names(0x7068)

UNKNOWN = Words(
    "没有找到要重拍的照片，请把情况告诉创建办。",
    "The photograph to take again was not found; tell the creation office.",
)
CORRECTED = Words(
    "这项判定已经更正，照片不用重拍了。",
    "The judgement has been corrected; no photograph is wanted any more.",
)
NONE_TAKEN = Words(
    "这次重拍没有照片，请再拍一次。", "No photograph came with this; take it once more."
)


@dataclass(frozen=True)
class Wanted:
    """A judgement that wants another photograph, and the decision because of which it does."""

    flag: Flag
    observation: Observation

    @property
    def uuid(self) -> UUID:
        """The errand as a phone knows it."""
        return NAMES.of(self.flag.pk)


def listed(person: User) -> list[dict[str, Any]]:
    """What a person is to photograph again, what was decided first first."""
    found = list(_wanted(person))
    sent = {one.assignment: one for one in visits.sent_for(one.uuid for one in found)}
    waiting = _waiting(one.observation.uuid for one in found)
    open_ = [one for one in found if one.uuid in sent or one.observation.uuid not in waiting]
    remarks = visits.findings(one.observation for one in open_)
    return [
        {**_told(one, order, sent), "retake": _retake(one, _remark(remarks, one.observation))}
        for order, one in enumerate(open_[:MOST], 1)
    ]


def rejected(person: User) -> QuerySet[Flag]:
    """The decisions that did not accept a person's photographs, in rounds that go on."""
    rounds = Round.objects.open_to(person).filter(closed_at=None)
    mine = Flag.objects.filter(verdict=Verdict.REJECTED, photograph__person=person)
    return mine.filter(photograph__judgement__isnull=False, photograph__round__in=rounds)


def _wanted(person: User) -> Iterable[Wanted]:
    """The judgements that hold and none of whose photographs is accepted."""
    rows = rejected(person).select_related("photograph").order_by("decided_at", "pk")
    last = {name: flag for flag in rows if (name := flag.photograph.judgement)}
    if not last:
        return []
    proven = queries.accepted().filter(judgement__in=last).values("judgement")
    seen = Observation.objects.standing().filter(uuid__in=last, point__isnull=False)
    seen = seen.exclude(uuid__in=proven).select_related("point__area", "point__point_kind")
    known = {one.uuid: one for one in seen}
    return [Wanted(flag, known[name]) for name, flag in last.items() if name in known]


def _waiting(judgements: Iterable[UUID]) -> set[UUID]:
    """The judgements of which a photograph is still to be looked at, by the job or by somebody."""
    rows = Photograph.objects.filter(judgement__in=list(judgements)).exclude(state=State.REFUSED)
    rows = rows.exclude(flags__verdict=Verdict.REJECTED)
    return {name for name in rows.values_list("judgement", flat=True) if name}


def _told(one: Wanted, order: int, sent: Mapping[UUID, Submission]) -> dict[str, Any]:
    """An errand in the shape of an assignment."""
    point, since = one.observation.point, one.flag.decided_at or one.flag.raised_at
    return {
        "uuid": str(one.uuid),
        "round": one.observation.round_id,
        "items": [one.observation.item],
        "before": [str(one.flag.photograph.uuid)],
        "point": point_told(point) if point else None,
        "day": timezone.localtime(since).date().isoformat(),
        "order": order,
        "opens": None,
        "closes": None,
        "priority": 0,
        "partners": [],
        **state_of(sent.get(one.uuid)),
    }


def _retake(one: Wanted, remark: str) -> dict[str, Any]:
    """The judgement as it stands, under whose name the new photograph is sent, and why."""
    seen = one.observation
    return {
        "judgement": str(seen.uuid),
        "repeat": seen.repeat,
        "result": seen.result,
        "count": seen.count,
        "of": seen.of,
        "remark": remark,
        "why": one.flag.reason,
    }


def _remark(known: Mapping[int, Any], seen: Observation) -> str:
    return known[seen.pk].remark if seen.pk in known else ""


def mine(uuids: Sequence[UUID]) -> set[UUID]:
    """Those that are names of photographs to be taken again."""
    return {uuid for uuid in uuids if NAMES.number(uuid) is not None}


def take(submission: Submission, said: VisitIn) -> Words | None:
    """Expect the photographs that a visit names; the reason where nothing is wanted of it."""
    flag = _decision(said.assignment, submission.person)
    if flag is None:
        return UNKNOWN
    # Told of the round either way, so that it is no less secret than that.
    submission.round, submission.point = flag.photograph.round, flag.photograph.point
    seen = _standing(flag.photograph)
    if seen is None:
        return CORRECTED
    new = [name for one in said.judgements if one.uuid == seen.uuid for name in one.photographs]
    if not new:
        return NONE_TAKEN
    actions.retake(submission.person, observation=seen, number=len(new))
    return None


def _decision(name: UUID, person: User) -> Flag | None:
    """The decision that an errand is about, where the photograph was this person's."""
    number = NAMES.number(name)
    rows = Flag.objects.filter(verdict=Verdict.REJECTED, photograph__person=person)
    return rows.filter(pk=number).select_related("photograph").first() if number else None


def _standing(shown: Photograph) -> Observation | None:
    """The judgement that a photograph shows, as long as it holds."""
    rows = Observation.objects.standing().select_related("round", "point")
    return rows.filter(uuid=shown.judgement).first() if shown.judgement else None


errand(Errand("retakes", listed, mine, take))
