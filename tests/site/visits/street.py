"""A round that phones inspect: three points, one assignment each, the inspector and a phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.visits import actions
from chuangcheng.evidence.visits.models import Submission, Visit, VisitFlag
from chuangcheng.evidence.visits.pace import PACE
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points.models import Point
from tests.site.cast import World
from tests.site.devices.phones import Phone, paired, said
from tests.site.inspections import scene
from tests.site.kept import kept

ITEMS = ("lamps", "kerbs")
PLACES = {"P1": (113.20, 35.20), "P2": (113.21, 35.20), "P3": (113.40, 35.40)}


@dataclass
class Street:
    """The round with its assignments, one for each point, given to the inspector."""

    world: World
    secret: bool = False
    round: Round = field(init=False)
    phone: Phone = field(init=False)

    def __post_init__(self) -> None:
        PACE.reset()
        self.round, self.phone = kept(f"a street of phones, {self.secret=}", self._lay)

    def _lay(self) -> tuple[Round, Phone]:
        of = scene.campaign(self.world)
        scene.lay_points(self.world)
        for code, (lon, lat) in PLACES.items():
            Point.objects.filter(code=code).update(lon=lon, lat=lat)
        members = (self.world.inspector,)
        self.round = scene.round_(self.world, of, secret=self.secret, members=members)
        for order, code in enumerate(PLACES):
            self.assign(code, self.world.inspector, order=order)
        return self.round, paired(self.world.inspector)

    def assign(self, code: str, *inspectors: User, **more: Any) -> Assignment:
        """One more assignment."""
        point = Point.objects.get(code=code)
        made = Assignment.objects.create(
            round=self.round, point=point, day=date(2025, 3, 1), **more
        )
        made.inspectors.set(inspectors)
        return made

    def assignment(self, code: str) -> Assignment:
        """The first assignment of a point."""
        return Assignment.objects.filter(point__code=code).order_by("pk")[0]

    def take_in(self) -> int:
        """Take in all that waits, as the job does."""
        return actions.take_waiting(1000)


def body(assignment: Assignment, *results: str, at: datetime | None = None, **more: Any) -> Any:
    """A visit as a phone sends it; results are those of the lamps and the kerbs."""
    closed = at or timezone.now()
    point = assignment.point
    fix = {"lon": point.lon, "lat": point.lat, "accuracy_m": 10, "at": closed.isoformat()}
    return {
        "assignment": str(assignment.uuid),
        "opened_at": (closed - timedelta(minutes=20)).isoformat(),
        "closed_at": closed.isoformat(),
        "sent_at": timezone.now().isoformat(),
        "clock": {"phone": closed.isoformat(), "server": None, "difference_s": 0.0},
        "position": fix,
        "judgements": [
            judged(*pair) for pair in zip(ITEMS, results or ("pass", "fail"), strict=False)
        ],
        "order": 1,
        "app": "test",
    } | more


def judged(item: str, result: str, remark: str = "", **more: Any) -> dict[str, Any]:
    """One judged item."""
    said_ = {"uuid": str(uuid4()), "item": item, "repeat": "", "result": result, "count": None}
    return said_ | {"of": None, "remark": remark, "photographs": []} | more


def send(phone: Phone, body_: Any, uuid: str = "") -> tuple[int, dict[str, Any]]:
    """Send a visit, and tell what was answered."""
    answer = phone.ask("PUT", f"visits/{uuid or uuid4()}", body_)
    return answer.status_code, said(answer)


def sent(street: Street, code: str, *results: str, **more: Any) -> Visit:
    """A visit of a point that was sent and taken in."""
    uuid = str(uuid4())
    status, _told = send(street.phone, body(street.assignment(code), *results, **more), uuid)
    assert status == 201
    street.take_in()
    return Visit.objects.get(uuid=uuid)


def refused(street: Street, code: str, **more: Any) -> Submission:
    """A visit of a point that could not be taken in."""
    uuid = str(uuid4())
    send(street.phone, body(street.assignment(code), **more), uuid)
    street.take_in()
    found = Submission.objects.get(uuid=uuid)
    assert found.state == "refused", found.refusal
    return found


def lost(street: Street) -> Submission:
    """A visit that names an assignment which is not here."""
    uuid = str(uuid4())
    said_ = body(street.assignment("P1")) | {"assignment": str(uuid4())}
    send(street.phone, said_, uuid)
    street.take_in()
    return Submission.objects.get(uuid=uuid)


def flags(visit: Visit) -> list[str]:
    """The doubts about a visit."""
    found = VisitFlag.objects.filter(visit=visit).order_by("flag_kind")
    return list(found.values_list("flag_kind", flat=True))


def doubtful(street: Street) -> VisitFlag:
    """The doubt about a visit that was far from its point."""
    far = {"lon": 113.3, "lat": 35.3, "accuracy_m": 5}
    return VisitFlag.objects.get(visit=sent(street, "P1", position=far))
