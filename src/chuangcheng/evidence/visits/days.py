"""What a phone is told to do, as the field protocol says it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Q

from chuangcheng.evidence.assignments import queries as assignments
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.visits import basemap, checklists, queries
from chuangcheng.evidence.visits.checklists import Checklist
from chuangcheng.evidence.visits.errands import ERRANDS
from chuangcheng.evidence.visits.limits import limits
from chuangcheng.evidence.visits.models import State, Submission
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point


def day(person: User) -> dict[str, Any]:
    """All that a person is to do, without the time of day."""
    todo = given(person)
    sent = _sent(person, todo)
    errands = {errand.name: found for errand in ERRANDS if (found := list(errand.listed(person)))}
    rounds = _rounds(todo, errands.values())
    return {
        "person": {"name": str(person)},
        "rounds": [_round(round_) for round_ in rounds],
        "assignments": [_assignment(one, person, sent.get(one.uuid)) for one in todo],
        **errands,
        "settings": limits().phone.model_dump(),
        **basemap.told(),
    }


def tag(body: Mapping[str, Any]) -> str:
    """What tells one day's answer from another's."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def given(person: User) -> list[Assignment]:
    """The assignments of open rounds, and those whose visit somebody still has to hear about."""
    unsettled = Q(uuid__in=queries.unsettled(person))
    rows = assignments.ever_of(person).live()
    return list(rows.filter(Q(round__closed_at=None) | unsettled).order_by("day", "order", "pk"))


def checklist(person: User, digest: str) -> Checklist | None:
    """The checklist of this name, if a round that the person inspects or re-checks in has it."""
    rounds = _rounds(given(person), (errand.listed(person) for errand in ERRANDS))
    found = (checklists.of_round(round_) for round_ in rounds)
    return next((one for one in found if one.sha256 == digest), None)


def _rounds(
    todo: Iterable[Assignment], errands: Iterable[Sequence[Mapping[str, Any]]]
) -> list[Round]:
    """The rounds of assignments and of errands, by whose checklists they are judged."""
    rounds = {one.round_id: one.round for one in todo}
    more = {one["round"] for rows in errands for one in rows if "round" in one} - rounds.keys()
    found = Round.objects.filter(pk__in=more).select_related("edition") if more else ()
    return [*rounds.values(), *found]


def _sent(person: User, todo: Sequence[Assignment]) -> dict[UUID, Submission]:
    """What counts as the visit of each assignment: one taken in, else this person's last."""
    found: dict[UUID, Submission] = {}
    for one in queries.sent_for(assignment.uuid for assignment in todo):
        taken = one.state == State.TAKEN_IN
        settled = one.assignment in found and found[one.assignment].state == State.TAKEN_IN
        if taken or (one.person_id == person.pk and not settled):
            found[one.assignment] = one
    return found


def _round(round_: Round) -> dict[str, Any]:
    return {
        "id": round_.pk,
        "title": _said(round_),
        "kind": round_.round_kind,
        "starts": round_.starts.isoformat(),
        "ends": round_.ends.isoformat(),
        "closed": round_.closed,
        "checklist": checklists.of_round(round_).sha256,
    }


def _assignment(one: Assignment, person: User, sent: Submission | None) -> dict[str, Any]:
    partners = [str(other) for other in one.inspectors.all() if other.pk != person.pk]
    return {
        "uuid": str(one.uuid),
        "round": one.round_id,
        "point": point_told(one.point),
        "day": one.day.isoformat(),
        "order": one.order,
        "opens": _hour(one.opens),
        "closes": _hour(one.closes),
        "priority": one.priority,
        "partners": partners,
        **state_of(sent),
    }


def state_of(sent: Submission | None) -> dict[str, Any]:
    """How far the visit of something is, as phones are told."""
    if sent is None:
        return {"state": "to-do", "refusal": None, "visit": None}
    state = State.REFUSED if sent.state == State.LEFT else sent.state
    return {"state": str(state), "refusal": sent.refusal, "visit": str(sent.uuid)}


def point_told(point: Point) -> dict[str, Any]:
    """A point as phones are told of it."""
    return {
        "id": point.pk,
        "code": point.code,
        "title": _said(point),
        "kind": point.point_kind.code,
        "kind_title": _said(point.point_kind),
        "address": point.address,
        "area": _said(point.area),
        "lon": point.lon,
        "lat": point.lat,
    }


def _said(thing: Any) -> dict[str, str]:  # noqa: ANN401  # anything with a title in both languages
    return {"zh": thing.title_zh, "en": thing.title_en or thing.title_zh}


def _hour(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None
