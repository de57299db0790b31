"""Judgements that rest on nothing but photographs which were not accepted.

A verdict on a photograph changes no judgement: what was seen may be true all the same. Until
somebody judges anew, with a reason, or another photograph comes, it is listed as unproven.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation, ObservationQuerySet
from chuangcheng.evidence.photographs.models import Flag, Photograph, State
from chuangcheng.evidence.photographs.queries import doubts
from chuangcheng.evidence.visits.verdicts import Verdict
from chuangcheng.ground.scope import Person


def unproven(person: Person) -> ObservationQuerySet:
    """The observations in scope that hold, all of whose photographs were not accepted."""
    rejected = Flag.objects.filter(verdict=Verdict.REJECTED).values("photograph")
    shown = Photograph.objects.filter(judgement__isnull=False)
    bad = shown.filter(pk__in=rejected).values("judgement")
    good = shown.filter(judgement__in=bad, state=State.CHECKED).exclude(pk__in=rejected)
    rows = inspections.observations(person).standing().filter(uuid__in=bad)
    return rows.exclude(uuid__in=good.values("judgement"))


def reasons(person: Person, rows: Iterable[Observation]) -> dict[UUID, Flag]:
    """Why the photograph of each observation was not accepted, by the observation's uuid.

    Where that is for the sake of a photograph that the person must not know, nothing is told.
    """
    judged = [row.uuid for row in rows]
    found = doubts(person).filter(verdict=Verdict.REJECTED, photograph__judgement__in=judged)
    known = found.order_by("decided_at", "pk")
    return {flag.photograph.judgement: flag for flag in known if flag.photograph.judgement}
