"""A round in the street with photographs: sent by the inspector's phone, looked at by the job."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from chuangcheng.evidence.photographs import tasks
from chuangcheng.evidence.photographs.models import Flag, Photograph
from chuangcheng.evidence.visits.models import Visit
from tests.site.photographs import pictures
from tests.site.visits.street import Street, sent


class Idle:
    """A job that nobody watches."""

    def tell(self, done: int, of: int) -> None:
        """Say nothing."""


def look() -> None:
    """Look at what came, as the job does."""
    tasks.check(Idle())


def taken(street: Street, visit: Visit, content: bytes, **more: Any) -> Photograph:
    """A photograph taken at a visit, at its point and during it, unless more is said."""
    uuid = uuid4()
    point = visit.point
    here = {"lon": point.lon, "lat": point.lat, "accuracy_m": 10}
    said = {"visit": str(visit.uuid), "taken_at": visit.closed_at.isoformat(), "position": here}
    pictures.send(street.phone, content, uuid, **{**said, **more})
    look()
    return Photograph.objects.get(uuid=uuid)


def doubts(photograph: Photograph) -> list[str]:
    """The kinds of doubt about a photograph."""
    rows = Flag.objects.filter(photograph=photograph).order_by("flag_kind")
    return list(rows.values_list("flag_kind", flat=True))


def at(**more: int) -> datetime:
    """A moment relative to now."""
    return timezone.now() - timezone.timedelta(**more)


class Photographed:
    """A street with two visits, a photograph of each, the second a copy of the first, doubted."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self.first = taken(street, sent(street, "P1"), pictures.jpeg(3))
        again = sent(street, "P2")
        self.second = taken(street, again, pictures.jpeg(3, quality=60))
        self.flag = Flag.objects.get(photograph=self.second, other=self.first)

    @property
    def round_key(self) -> UUID:
        """The name of the photograph that pages are about."""
        return self.second.uuid
