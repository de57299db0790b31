"""A submission on its way to becoming a visit: what it says, what it is about, what stands against it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import UUID

from pydantic import ValidationError as BodyError

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections import queries as rounds
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rules import Seen
from chuangcheng.evidence.visits import doubts, queries, rules
from chuangcheng.evidence.visits.bodies import VisitIn
from chuangcheng.evidence.visits.doubts import Stay
from chuangcheng.evidence.visits.limits import limits
from chuangcheng.evidence.visits.models import (
    FlagKind,
    State,
    Submission,
    Visit,
    VisitFlag,
    told,
)
from chuangcheng.ground.people.models import User
from chuangcheng.ground.words import Words
from chuangcheng.tables.faults import Sentence


@dataclass
class Case:
    """A submission, what it says, its assignment, the rows to record, and why not, if not."""

    submission: Submission
    said: VisitIn
    assignment: Assignment | None
    words: Words | None = None
    rows: list[Seen] = field(default_factory=list)

    def settle(self) -> None:
        """Write down at the submission what became of it."""
        self.submission.state = State.REFUSED if self.words else State.TAKEN_IN
        self.submission.refusal = told(self.words) if self.words else None
        if self.assignment is not None:
            self.submission.round = self.assignment.round
            self.submission.point = self.assignment.point

    def visit(self) -> Visit:
        """The visit that the submission becomes."""
        if self.assignment is None:
            raise ValueError("Only visits of assignments are recorded.")
        said, point = self.said, self.assignment.point
        fix = said.position
        where = (fix.lon, fix.lat) if fix else None
        return Visit(
            uuid=self.submission.uuid,
            submission=self.submission,
            assignment=self.assignment,
            round=self.assignment.round,
            point=point,
            inspector=self.submission.person,
            opened_at=said.corrected(said.opened_at),
            closed_at=said.corrected(said.closed_at),
            said_opened_at=said.opened_at,
            said_closed_at=said.closed_at,
            clock_s=said.clock.difference_s,
            lon=fix.lon if fix else None,
            lat=fix.lat if fix else None,
            accuracy_m=fix.accuracy_m if fix else None,
            distance_m=doubts.metres_off((point.lon, point.lat), where),
            second=self.assignment.repeat_of_id is not None,
            content=doubts.content_hash(said.judgements),
        )


def looked_up(rows: Sequence[Submission]) -> list[Case]:
    """What submissions are about, and what stands against each by the rules."""
    read = [(row, _read(row)) for row in rows]
    known = queries.assignments_of(row.assignment for row in rows)
    found = [Case(row, said, known.get(row.assignment)) for row, said in read]
    visited = queries.visited(known.values())
    used = queries.used([one.uuid for case in found for one in case.said.judgements])
    people: dict[int, User] = {}
    for case in found:
        if case.assignment is None:
            continue
        # Rights are read once for each person, not once for each visit.
        person = people.setdefault(case.submission.person_id, case.submission.person)
        case.rows = list(_rows(case, case.assignment))
        case.words = _against(case, case.assignment, person, case.assignment.pk in visited)
        names = {row.uuid for row in case.rows}
        if case.words is None and (names & used or len(names) < len(case.rows)):
            case.words = rules.USED
        if case.words is None:
            visited.add(case.assignment.pk)
            used |= names
    return found


def by_round(found: Iterable[Case]) -> Iterator[tuple[Round, list[Case]]]:
    """Cases with the round of their assignment, in the order in which they came."""
    grouped: dict[int, tuple[Round, list[Case]]] = {}
    for case in found:
        if case.assignment is not None:
            round_ = case.assignment.round
            grouped.setdefault(round_.pk, (round_, []))[1].append(case)
    yield from grouped.values()


def recordable(case: Case) -> list[Seen]:
    """The rows that can be recorded whatever rule refused the visit: known, and not there yet."""
    return [row for row, why in zip(case.rows, left_out(case), strict=True) if why is None]


def left_out(case: Case) -> list[Words | None]:
    """Why each row cannot be recorded, in the order of the rows; none for those that can be."""
    if case.assignment is None:
        return []
    there = {(item, repeat) for item, repeat, _uuid in queries.judged(case.assignment)}
    fresh = [row for row in case.rows if (row.item, row.repeat) not in there]
    wrong = rounds.faults(case.assignment.round, fresh)
    used = queries.used([row.uuid for row in case.rows])
    found: list[Words | None] = []
    for row in case.rows:
        found.append(_against_row(row, there, wrong, used))
        used |= {row.uuid}
    return found


def _against_row(
    row: Seen,
    there: Container[tuple[str, str]],
    wrong: Mapping[UUID, Iterable[Sentence]],
    used: Container[UUID],
) -> Words | None:
    if (row.item, row.repeat) in there:
        return rules.RECORDED
    if row.uuid in wrong:
        return _joined(wrong[row.uuid])
    return rules.NAMED if row.uuid in used else None


def doubts_of(round_: Round, visits: Sequence[Visit]) -> Iterator[VisitFlag]:
    """What is doubtful about visits that were just recorded."""
    yield from (flag for visit in visits for flag in _by_itself(visit))
    yield from _copies(round_, visits)
    yield from _journeys(round_, visits)


def _read(row: Submission) -> VisitIn:
    try:
        return VisitIn.model_validate_json(row.text)
    except BodyError:
        # It was read once when it came; a later version of the site may be stricter.
        return VisitIn(
            assignment=row.assignment,
            opened_at=row.received_at,
            closed_at=row.received_at,
            judgements=(),
        )


def _rows(case: Case, assignment: Assignment) -> Iterator[Seen]:
    at = case.said.corrected(case.said.closed_at)
    for one in case.said.judgements:
        yield Seen(
            uuid=one.uuid,
            point=assignment.point,
            item=one.item,
            visit=assignment.visit,
            result=one.result,
            count=one.count,
            of=one.of,
            repeat=one.repeat,
            second=assignment.repeat_of_id is not None,
            observed_at=at,
        )


def _against(case: Case, assignment: Assignment, person: User, visited: bool) -> Words | None:
    """The first reason for which a visit cannot be taken in."""
    members = {member.pk for member in assignment.round.members.all()}
    if assignment.round.secret and person.pk not in members:
        return rules.NOT_YOURS
    if words := rules.refusal(assignment, person, visited=visited):
        return words
    if not case.rows:
        return rules.EMPTY
    wrong = rounds.faults(assignment.round, case.rows)
    names = rounds.names(assignment.round)
    said = [
        rules.of_item(names.both("item", row.item), _joined(wrong[row.uuid]))
        for row in case.rows
        if row.uuid in wrong
    ]
    return rules.faulty(said) if said else None


def _joined(sentences: Iterable[Sentence]) -> Words:
    found = list(sentences)
    return Words("；".join(one.zh for one in found), "; ".join(one.en for one in found))


def _by_itself(visit: Visit) -> Iterator[VisitFlag]:
    known = limits().phone
    if doubts.is_far(visit.distance_m, visit.accuracy_m or 0.0, known.geofence_m):
        metres = {"metres": visit.distance_m, "accuracy_m": visit.accuracy_m}
        yield VisitFlag(visit=visit, flag_kind=FlagKind.FAR, figures=metres)
    if visit.clock_s is not None and abs(visit.clock_s) > known.clock_warn_s:
        yield VisitFlag(visit=visit, flag_kind=FlagKind.CLOCK, figures={"seconds": visit.clock_s})


def _copies(round_: Round, visits: Sequence[Visit]) -> Iterator[VisitFlag]:
    """Visits that say word for word what an earlier one says."""
    first = queries.alike(round_, {visit.content for visit in visits})
    for visit in visits:
        other = first.get(visit.content)
        if other is not None and other.pk != visit.pk:
            yield VisitFlag(visit=visit, flag_kind=FlagKind.COPY, other=other)


def _journeys(round_: Round, visits: Sequence[Visit]) -> Iterator[VisitFlag]:
    """Visits so soon after, or before, another of the same person that nobody can have gone."""
    moments = [visit.closed_at for visit in visits]
    people = {visit.inspector_id for visit in visits}
    walks: dict[int, list[Visit]] = {}
    for one in queries.around(round_, people, min(moments), max(moments)):
        walks.setdefault(one.inspector_id, []).append(one)
    new = {visit.pk for visit in visits}
    for walk in walks.values():
        walk.sort(key=lambda visit: (visit.opened_at, visit.pk))
        for one, other in pairwise(walk):
            if new & {one.pk, other.pk}:
                yield from _journey(one, other)


def _journey(one: Visit, other: Visit) -> Iterator[VisitFlag]:
    known = limits().doubts
    way = doubts.journey(_stay(one), _stay(other))
    if way is None or not doubts.too_fast(way, near_m=known.near_m, fastest_kmh=known.fastest_kmh):
        return
    figures = {"metres": way.metres, "seconds": way.seconds}
    yield VisitFlag(visit=other, flag_kind=FlagKind.SPEED, other=one, figures=figures)


def _stay(visit: Visit) -> Stay:
    known = visit.lon is not None and visit.lat is not None
    where = (visit.lon or 0.0, visit.lat or 0.0) if known else None
    return Stay(where, visit.opened_at, visit.closed_at)
