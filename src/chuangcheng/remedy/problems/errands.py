"""Re-checks on the phone: listed like the points of a round, taken in as re-checks.

The name of an errand holds the problem's key and how often it was re-checked before, so that what
is re-checked twice is two errands, also after it was struck off, and nothing more need be kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.evidence.photographs import queries as photographs
from chuangcheng.evidence.photographs.models import Purpose
from chuangcheng.evidence.photographs.owners import owners
from chuangcheng.evidence.photographs.rules import Owner
from chuangcheng.evidence.visits import queries as visits
from chuangcheng.evidence.visits.bodies import JudgementIn, VisitIn
from chuangcheng.evidence.visits.days import point_told, state_of
from chuangcheng.evidence.visits.errands import Errand, errand
from chuangcheng.evidence.visits.models import Submission
from chuangcheng.evidence.visits.naming import Names
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.words import Words
from chuangcheng.remedy.problems import actions, queries
from chuangcheng.remedy.problems.models import Moment, Problem, Recheck
from chuangcheng.remedy.problems.rules import RECHECK

#: As many as a phone lists at once; the rest comes when these are done.
MOST = 100
NAMES = Names(0x6368)
#: The bits of a name's number that hold the count; the others hold the problem's key.
_COUNTS = 12

UNKNOWN = Words("没有找到要复查的问题。", "The problem to re-check was not found.")
OTHER = Words(
    "这次走访没有问题所在条目的判定，不能作为复查收入。",
    "The visit has no judgement of the item of the problem, so it is no re-check.",
)


@dataclass(frozen=True)
class Name:
    """What the name of an errand says."""

    problem: int
    count: int

    @property
    def uuid(self) -> UUID:
        """The name as a phone knows it."""
        return NAMES.of(self.problem << _COUNTS | self.count)

    @classmethod
    def read(cls, uuid: UUID) -> Name | None:
        """What a name says, None for what is no name of ours."""
        told = NAMES.number(uuid)
        return None if told is None else cls(told >> _COUNTS, told & (1 << _COUNTS) - 1)


def name_of(problem: Problem) -> Name:
    """The errand of a problem that waits to be re-checked."""
    return Name(problem.pk, len(problem.rechecks.all()))


def listed(person: User) -> list[dict[str, Any]]:
    """The re-checks that a person can do on the spot, those that have waited longest first."""
    rows = list(waiting(person).prefetch_related("sightings", "pictures", "rechecks")[:MOST])
    sent = {one.assignment: one for one in visits.sent_for(name_of(row).uuid for row in rows)}
    again = photographs.taken_again([name for row in rows for name in _before(row)])
    placed = ((row, row.point) for row in rows if row.point)
    return [
        {**_errand(row, point, order, sent), "before": _shown(row, again)}
        for order, (row, point) in enumerate(placed, 1)
    ]


def waiting(person: User) -> QuerySet[Problem]:
    """The problems that a phone of this person can be sent to: those found at a point of a round."""
    rows = queries.rechecks(person).filter(point__isnull=False).exclude(item="")
    return rows.exclude(sightings__round=None).distinct()


def shows(photograph: UUID) -> Q:
    """The problems that this photograph shows as they were before, or another in its place."""
    names = photographs.of_same_judgement(photograph)
    return Q(pictures__photograph__in=names, pictures__moment=Moment.BEFORE)


def _before(row: Problem) -> list[UUID]:
    return [one.photograph for one in row.pictures.all() if one.moment == Moment.BEFORE]


def _shown(row: Problem, again: Mapping[UUID, UUID]) -> list[str]:
    """What it was like before: of what was not accepted, what was taken again."""
    return list(dict.fromkeys(str(again.get(name, name)) for name in _before(row)))


def _errand(
    row: Problem, point: Point, order: int, sent: Mapping[UUID, Submission]
) -> dict[str, Any]:
    uuid = name_of(row).uuid
    since = timezone.localtime(row.rectified_at or row.found_at)
    return {
        "uuid": str(uuid),
        "round": max(s.round_id for s in row.sightings.all() if s.round_id),
        "problem": row.number,
        "items": [row.item],
        "point": point_told(point),
        "day": since.date().isoformat(),
        "order": order,
        "opens": None,
        "closes": None,
        "priority": 0,
        "partners": [],
        **state_of(sent.get(uuid)),
    }


def mine(uuids: Sequence[UUID]) -> set[UUID]:
    """Those that are names of re-checks."""
    return {uuid for uuid in uuids if Name.read(uuid) is not None}


def take(submission: Submission, said: VisitIn) -> Words | None:
    """Re-check as the visit says; the reason where that cannot be."""
    name = Name.read(said.assignment)
    # A name can be guessed, and a right be withdrawn since the phone was told of the problem.
    mine = Problem.objects.with_right(submission.person, RECHECK)
    row = mine.filter(pk=name.problem).first() if name else None
    if name is None or row is None:
        return UNKNOWN
    judged = [one for one in said.judgements if one.item == row.item]
    if not judged:
        return OTHER
    try:
        _recheck(submission, said, row, judged, name.count)
    except ValidationError as error:
        return Words(_in("zh-hans", error), _in("en", error))
    return None


def _in(language: str, error: ValidationError) -> str:
    with override(language):
        return " ".join(error.messages)


def _recheck(
    submission: Submission,
    said: VisitIn,
    row: Problem,
    judged: Sequence[JudgementIn],
    earlier: int,
) -> None:
    """The worst of what was judged at the stops of a point decides."""
    item = queries.item(row)
    worst = max(
        judged, key=lambda one: queries.share_lost(item, _said(one)) if item else one.result
    )
    actions.recheck(
        submission.person,
        problem=row,
        said=_said(worst),
        note=" ".join(one.remark for one in judged if one.remark),
        photographs=[uuid for one in judged for uuid in one.photographs],
        uuid=submission.uuid,
        earlier=earlier,
        now=min(said.corrected(said.closed_at), timezone.now()),
    )


def _said(one: JudgementIn) -> Judgement:
    return Judgement(one.result, one.count, one.of)


@owners(Problem.kind)
def of_recheck(visit: UUID, _person: int | None) -> Owner | None:
    """Whose the photographs of a re-check are."""
    found = Recheck.objects.filter(uuid=visit).select_related("problem__area").first()
    if found is None:
        return None
    row = found.problem
    units = (*((row.lead,) if row.lead else ()), *row.partners.all())
    return Owner(Problem.kind, str(row.pk), row.area, units, Purpose.AFTER, row.point)


errand(Errand("rechecks", listed, mine, take))
