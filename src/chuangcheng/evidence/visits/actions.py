"""What happens to what phones send: kept first, taken in later, decided by people where need be.

Keeping and taking in are steps of the machine. Taking in records observations by their own verb,
which tells of a whole batch of a round in one event.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rules import Seen
from chuangcheng.evidence.visits import cases, queries, rules
from chuangcheng.evidence.visits.bodies import VisitIn
from chuangcheng.evidence.visits.cases import Case
from chuangcheng.evidence.visits.errands import ERRANDS, Errand
from chuangcheng.evidence.visits.models import Finding, State, Submission, Visit, VisitFlag
from chuangcheng.evidence.visits.rules import REVIEW
from chuangcheng.evidence.visits.verdicts import DECIDED, check_reason
from chuangcheng.ground import often
from chuangcheng.ground.audit.verbs import Outcome, verb
from chuangcheng.ground.bulk import change_rows
from chuangcheng.ground.devices.models import Device
from chuangcheng.ground.scope import Person, System, require
from chuangcheng.ground.site.busy import is_busy
from chuangcheng.ground.words import Words

T = TypeVar("T")
log = logging.getLogger("chuangcheng.visits")
_KEPT = ("uuid", "assignment", "person", "device", "text", "digest", "received_at", "state")
_SETTLED = ("state", "refusal", "round", "point")
FAILED = Words(
    "这次走访收入时出错，已原样保留，请把情况告诉创建办。",
    "Something went wrong with this visit. It is kept as it came; tell the creation office.",
)


class FullError(RuntimeError):
    """There is no room on the disk; nothing was kept."""


@dataclass(frozen=True)
class Sent:
    """One visit that a phone sends: its name, what it says, and the very text."""

    uuid: UUID
    said: VisitIn
    text: str


@dataclass(frozen=True)
class Kept:
    """What became of it: 201 kept, 200 there already, 409 there with other content."""

    uuid: UUID
    status: int
    state: str = State.RECEIVED
    refusal: dict[str, Any] | None = None


def keep(device: Device, sent: Sequence[Sent]) -> list[Kept]:
    """Store visits as they came, by one statement which is its own transaction.

    Raises FullError when there is no room.
    """
    first: dict[UUID, Sent] = {}
    for one in sent:
        first.setdefault(one.uuid, one)
    digests = {uuid: one.said.digest() for uuid, one in first.items()}
    new = _inserted([_submission(device, one, digests[one.uuid]) for one in first.values()])
    old = [uuid for uuid in first if uuid not in new]
    there = queries.by_uuid(old) if old else {}
    answers = []
    for one in sent:
        known = there.get(one.uuid)
        same = one.said.digest() if len(first) < len(sent) else digests[one.uuid]
        if known is None and one is first[one.uuid]:
            answers.append(Kept(one.uuid, 201))
        elif known is None:
            answers.append(Kept(one.uuid, 200 if same == digests[one.uuid] else 409))
        elif (known.digest, known.person_id) == (same, device.person_id):
            state = State.REFUSED if known.state == State.LEFT else known.state
            answers.append(Kept(one.uuid, 200, state, known.refusal))
        else:
            answers.append(Kept(one.uuid, 409))
    return answers


def take_waiting(most: int, *, wait: bool = True) -> int:
    """Look at the first that wait, in the order in which they came; gives how many there were.

    Without `wait` nothing is done while others are at it.
    """
    with transaction.atomic():
        rows = queries.waiting(most, wait=wait)
        queries.hold_rounds(row.assignment for row in rows)
        found = cases.looked_up(rows) if rows else []
        for case in found:
            if case.assignment is None and case.words is None:
                case.words = _errand(case)
        for round_, mine in cases.by_round(found):
            _take_round(round_, mine)
        for case in found:
            case.settle()
        change_rows(rows, _SETTLED)
    return len(rows)


@verb(
    "visit.accept",
    zh="在测评“{title}”中手工收入了 {after[inspector]} 在“{after[point]}”的走访",
    en="took in by hand the visit of {after[inspector]} at “{after[point]}” in the round “{title}”",
)
def accept(actor: Person, *, submission: Submission, why: str) -> Outcome[Visit]:
    """Take in what a rule refused: what can be recorded of it and the round has not yet.

    Raises ValidationError when the round is closed or nothing can be recorded.
    """
    held = _held(actor, submission, why)
    rules.check_placed(held)
    queries.hold_rounds([held.assignment])
    [case] = cases.looked_up([held])
    if case.assignment is None:
        raise ValidationError(_("没有找到这次走访对应的任务，不能收入。"))
    rows = cases.recordable(case)
    if not rows:
        raise ValidationError(_("这次走访没有一项可以收入。"))
    case.words, case.rows = None, rows
    [visit] = _recorded(case.assignment.round, [case])
    case.settle()
    change_rows([held], _SETTLED)
    return _told(held, visit, why, new=len(rows))


@verb(
    "visit.leave",
    zh="在测评“{title}”中决定不收入 {after[inspector]} 在“{after[point]}”的走访",
    en="left out the visit of {after[inspector]} at “{after[point]}” in the round “{title}”",
)
def leave(actor: Person, *, submission: Submission, why: str) -> Outcome[Submission]:
    """Decide that what was refused stays out; it is kept all the same."""
    held = _held(actor, submission, why)
    held.state = State.LEFT
    held.save(update_fields=["state"])
    return _told(held, held, why)


@verb(
    "visit.set-aside",
    zh="决定不再等待 {after[inspector]} 的一次找不到任务的走访",
    en="set aside a visit of {after[inspector]} for which there is no assignment",
)
def set_aside(actor: Person, *, submission: Submission, why: str) -> Outcome[Submission]:
    """Decide that nothing more comes of a visit that stands at no point; it is kept all the same."""
    held = _held(actor, submission, why)
    rules.check_lost(held)
    held.state = State.LEFT
    held.save(update_fields=["state"])
    told = {"inspector": str(held.person)}
    return Outcome(held, held.kind, str(held.pk), str(held), held.place(), None, told, why)


@verb(
    "visit-flag.decide",
    zh="对测评“{title}”中“{after[point]}”的走访疑点作出结论",
    en="decided on a doubtful visit of “{after[point]}” in the round “{title}”",
)
def decide(actor: Person, *, flag: VisitFlag, verdict: str, reason: str) -> Outcome[VisitFlag]:
    """Say what came of a doubt, and why."""
    require(actor, REVIEW, flag)
    held = VisitFlag.objects.select_for_update().get(pk=flag.pk)
    held.decide(actor, verdict, reason)
    held.save(update_fields=DECIDED)
    said = {"point": str(flag.visit.point), "flag": held.flag_kind, "verdict": verdict}
    return inspections.about(flag.visit.round, held, said, why=held.reason)


def _submission(device: Device, one: Sent, digest: str) -> Submission:
    return Submission(
        uuid=one.uuid,
        assignment=one.said.assignment,
        person_id=device.person_id,
        device_id=device.pk,
        text=one.text,
        digest=digest,
    )


def _inserted(rows: Sequence[Submission]) -> set[UUID]:
    """Write rows whose names nobody has used, and give the names of those written."""
    try:
        return often.add_once(rows, _KEPT, "uuid")
    except OperationalError as error:
        # SQLite says that the database or disk is full, PostgreSQL that there is no space left.
        if "full" in str(error) or "No space left" in str(error):
            raise FullError from error
        raise


def _errand(case: Case) -> Words | None:
    """Hand a visit of something else than a round's assignment to whoever knows it."""
    for known in ERRANDS:
        if known.mine([case.said.assignment]):
            return _handed(known, case)
    return rules.UNKNOWN


def _handed(known: Errand, case: Case) -> Words | None:
    try:
        with transaction.atomic():
            return known.take(case.submission, case.said)
    except Exception as error:  # as below
        _pass_on_if_busy(error)
        log.exception("An errand could not be taken in.")
        return FAILED


def _take_round(round_: Round, mine: Sequence[Case]) -> None:
    """Record what can be recorded; when that fails as a whole, each by itself."""
    good = [case for case in mine if case.words is None]
    if not good:
        return
    try:
        with transaction.atomic():
            _recorded(round_, good)
    except Exception as error:  # whatever it is, one visit must not keep the others waiting
        _pass_on_if_busy(error)
        log.exception("A batch could not be taken in; each is tried by itself.")
        for case in good:
            _alone(round_, case)


def _alone(round_: Round, case: Case) -> None:
    try:
        with transaction.atomic():
            _recorded(round_, [case])
    except ValidationError:
        closed = Round.objects.filter(pk=round_.pk).exclude(closed_at=None).exists()
        case.words = rules.CLOSED if closed else FAILED
    except Exception as error:  # kept as it came, and told to people instead of tried for ever
        _pass_on_if_busy(error)
        log.exception("A visit could not be taken in.")
        case.words = FAILED


def _pass_on_if_busy(error: Exception) -> None:
    """Where others hold the database nothing is wrong with a visit: it waits for the next time."""
    if is_busy(error):
        raise error


def _recorded(round_: Round, good: Sequence[Case]) -> list[Visit]:
    """Record the observations of visits, then the visits themselves and what is doubtful."""
    rows: list[Seen] = [row for case in good for row in case.rows]
    made = inspections.record(System(), round_=round_, rows=rows)
    visits = Visit.objects.bulk_create([case.visit() for case in good])
    Finding.objects.bulk_create(_findings(zip(visits, good, strict=True), made))
    VisitFlag.objects.bulk_create(cases.doubts_of(round_, visits))
    return visits


def _findings(pairs: Iterable[tuple[Visit, Case]], made: dict[UUID, int]) -> Iterable[Finding]:
    for visit, case in pairs:
        for said in case.said.judgements:
            if said.uuid in made and (said.remark or said.photographs):
                shown = [str(uuid) for uuid in said.photographs]
                yield Finding(
                    visit=visit,
                    observation_id=made[said.uuid],
                    remark=said.remark,
                    photographs=shown,
                )


def _held(actor: Person, submission: Submission, why: str) -> Submission:
    """A refused submission, locked, that the actor may decide on."""
    require(actor, REVIEW, submission)
    rows = Submission.objects.select_for_update(of=("self",)).select_related("person", "point")
    held = rows.get(pk=submission.pk)
    rules.check_refused(held)
    check_reason(why)
    return held


def _told(submission: Submission, result: T, why: str, **more: Any) -> Outcome[T]:
    if submission.round is None:
        raise ValidationError(_("没有找到这次走访对应的任务，不能收入。"))
    said = {"point": str(submission.point), "inspector": str(submission.person), **more}
    return inspections.about(submission.round, result, said, why=why)
