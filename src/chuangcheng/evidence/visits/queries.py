"""Reading submissions, visits and their doubts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.visits.models import (
    Finding,
    FlagQuerySet,
    State,
    Submission,
    SubmissionQuerySet,
    Visit,
    VisitFlag,
    VisitQuerySet,
)
from chuangcheng.evidence.visits.rules import REVIEW, SEE
from chuangcheng.evidence.visits.senders import kept_from, told_to
from chuangcheng.ground.audit.queries import veil
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person

#: What jobs of the taking in are told to be about; nobody but the system sees these.
JOBS = "submissions"


@veil
def _jobs(person: Person) -> Q:
    """A job that comes whenever phones send would tell that a secret round is under way."""
    return Q(subject_kind=JOBS)


def visits(person: Person) -> VisitQuerySet:
    """The visits that a person may look up."""
    rows = Visit.objects.with_right(person, SEE)
    return rows.select_related("point__area", "point__unit", "inspector", "round__campaign__area")


def refused(person: Person) -> SubmissionQuerySet:
    """What could not be taken in and waits for a decision, or was left."""
    rows = Submission.objects.with_right(person, SEE)
    rows = rows.filter(state__in=(State.REFUSED, State.LEFT))
    return rows.select_related("point__area", "point__unit", "person", "round__campaign__area")


def submissions(person: Person) -> SubmissionQuerySet:
    """All that phones sent for rounds that a person may know of, and what was lost."""
    mine = Submission.objects.with_right(person, SEE).values("pk")
    rows = Submission.objects.filter(Q(pk__in=mine) | Q(pk__in=lost(person).values("pk")))
    return rows.select_related(
        "point__area", "point__unit", "person__area", "round__campaign__area"
    )


def lost(person: Person) -> SubmissionQuerySet:
    """What was refused and stands at no point, so that no round's page tells of it."""
    rows = Submission.objects.filter(round=None, state__in=(State.REFUSED, State.LEFT))
    return rows.filter(told_to(person, REVIEW)).select_related("person__area", "device")


@veil
def _lost(person: Person) -> Q:
    """What was decided of lost visits that may be of rounds that the person must not know."""
    rows = Submission.objects.filter(kept_from(person), round=None, state=State.LEFT)
    keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
    return Q(subject_kind=Submission.kind, subject_id__in=keys)


def flags(person: Person) -> FlagQuerySet:
    """The doubts that a person may look up."""
    rows = VisitFlag.objects.with_right(person, SEE)
    return rows.select_related(
        "visit__point__area", "visit__inspector", "visit__round__campaign__area", "other__point"
    )


def to_review(person: Person) -> tuple[int, int]:
    """How many doubts and how many refused visits wait for a person."""
    doubts = VisitFlag.objects.with_right(person, REVIEW).waiting().count()
    return doubts, stuck(person).count()


def stuck(person: Person) -> SubmissionQuerySet:
    """The refused visits that wait for a person."""
    return Submission.objects.with_right(person, REVIEW).filter(state=State.REFUSED)


def rounds(person: Person) -> list[Round]:
    """The rounds whose visits a person may look up."""
    keys = Visit.objects.with_right(person, SEE).order_by().values("round").distinct()
    return list(Round.objects.filter(pk__in=keys))


def refused_in(person: Person) -> list[Round]:
    """The rounds that visits were sent for which could not be taken in."""
    return list(Round.objects.filter(pk__in=refused(person).order_by().values("round")))


def findings(observations: Iterable[Observation]) -> dict[int, Finding]:
    """What was written and photographed beside observations, by the key of the observation."""
    keys = [observation.pk for observation in observations]
    return {one.observation_id: one for one in Finding.objects.filter(observation__in=keys)}


def findings_of(visit: Visit) -> list[Finding]:
    """What was written and photographed at a visit."""
    return list(visit.findings.select_related("observation"))


def observations_of(person: Person, visit: Visit) -> list[Observation]:
    """What was judged at a visit and holds, as a person may see it."""
    rows = Observation.objects.with_right(person, SEE).standing()
    mine = rows.filter(round=visit.round_id, visit=visit.assignment.visit)
    return list(mine.select_related("point", "unit", "area"))


def by_uuid(uuids: Sequence[UUID]) -> dict[UUID, Submission]:
    """Submissions by their names, without their text: for the phone that sends them."""
    found = Submission.objects.filter(uuid__in=uuids).defer("text")
    return {submission.uuid: submission for submission in found}


def waiting(most: int, *, wait: bool) -> list[Submission]:
    """The first that wait, locked; without `wait`, OperationalError when others have them."""
    rows = Submission.objects.waiting().select_for_update(nowait=not wait)[:most]
    # Many visits are of few people, each of whom is made once.
    return list(rows.prefetch_related(Prefetch("person", User.objects.select_related("area"))))


def hold_rounds(uuids: Iterable[UUID]) -> list[int]:
    """The keys of the rounds of assignments, locked: nobody gives a visit to another meanwhile."""
    given = Assignment.objects.filter(uuid__in=list(uuids)).values("round")
    rows = Round.objects.filter(pk__in=given).order_by("pk").select_for_update()
    return list(rows.values_list("pk", flat=True))


def assignments_of(uuids: Iterable[UUID]) -> dict[UUID, Assignment]:
    """Assignments by uuid, whosever they are, with all that taking in looks at."""
    rows = Assignment.objects.filter(uuid__in=list(uuids))
    rows = rows.select_related("point__area", "point__unit")
    # Many assignments are of few rounds, each of which is made once.
    rounds = Round.objects.select_related("campaign__area", "edition").defer("edition__document")
    shared = (Prefetch("round", rounds.prefetch_related("members")), "point__point_kind")
    return {one.uuid: one for one in rows.prefetch_related("inspectors", *shared)}


def visited(found: Iterable[Assignment]) -> set[int]:
    """Which of the assignments have a visit already, by key."""
    keys = [one.pk for one in found]
    return set(Visit.objects.filter(assignment__in=keys).values_list("assignment", flat=True))


def used(uuids: Sequence[UUID]) -> set[UUID]:
    """Which of the names observations have already."""
    return set(inspections.rounds_of(uuids))


def judged(assignment: Assignment) -> set[tuple[str, str, UUID]]:
    """The items, with repeat and uuid, that the round has from visits of an assignment."""
    rows = Observation.objects.filter(round=assignment.round_id, visit=assignment.visit)
    return set(rows.values_list("item", "repeat", "uuid"))


def alike(round_: Round, contents: Iterable[str]) -> dict[str, Visit]:
    """The first visit of a round with each content."""
    rows = Visit.objects.filter(round=round_, content__in=[one for one in contents if one])
    return {visit.content: visit for visit in rows.order_by("-pk")}


def around(
    round_: Round, inspectors: Iterable[int], first: datetime, last: datetime
) -> list[Visit]:
    """The visits of some inspectors in a round within half a day of a stretch of time."""
    half = timedelta(hours=12)
    rows = Visit.objects.filter(round=round_, inspector__in=list(inspectors))
    return list(rows.filter(closed_at__gte=first - half, closed_at__lte=last + half))


def sent_for(uuids: Iterable[UUID]) -> list[Submission]:
    """What phones sent for some assignments, in the order in which it came."""
    rows = Submission.objects.filter(assignment__in=list(uuids)).defer("text")
    return list(rows.order_by("pk"))


def unsettled(person: User) -> list[UUID]:
    """The assignments for which somebody sent a visit that is not taken in."""
    rows = Submission.objects.filter(person=person, state__in=(State.RECEIVED, State.REFUSED))
    return list(rows.values_list("assignment", flat=True))
