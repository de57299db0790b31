"""A round in the street with photographs: sent by the inspector's phone, looked at by the job."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.photographs import tasks
from chuangcheng.evidence.photographs.models import Flag, Photograph
from chuangcheng.evidence.visits.models import Visit
from tests.site.cast import World
from tests.site.kept import kept
from tests.site.matrix import Row
from tests.site.photographs import pictures
from tests.site.visits.street import Street, sent

#: Where the photographs of one run of the tests lie: scenes that are brought back find them there.
FILES = TemporaryDirectory(prefix="photographs-")
settings.MEDIA_ROOT = f"{FILES.name}/files"


class Idle:
    """A job that nobody watches."""

    def tell(self, done: int, of: int) -> None:
        """Say nothing."""

    def give_way(self) -> None:
        """Nothing is due."""


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


def lost(street: Street, visit: UUID | None = None) -> Photograph:
    """A photograph that came two days ago, and no visit since."""
    uuid = uuid4()
    pictures.send(street.phone, pictures.jpeg(5), uuid, visit=str(visit or uuid4()), item="lamps")
    look()
    rows = Photograph.objects.filter(uuid=uuid)
    rows.update(received_at=timezone.now() - timedelta(days=2))
    return rows.get()


def doubts(photograph: Photograph) -> list[str]:
    """The kinds of doubt about a photograph."""
    rows = Flag.objects.filter(photograph=photograph).order_by("flag_kind")
    return list(rows.values_list("flag_kind", flat=True))


@dataclass
class Photographed:
    """A street with two visits and a photograph of each, the second a copy of the first."""

    world: World
    secret: bool = False
    round: Round = field(init=False)
    first: Photograph = field(init=False)
    second: Photograph = field(init=False)
    flag: Flag = field(init=False)

    def __post_init__(self) -> None:
        name = f"photographs, {self.secret=}"
        self.round, self.first, self.second, self.flag = kept(name, self._lay)

    def _lay(self) -> tuple[Round, Photograph, Photograph, Flag]:
        street = Street(self.world, secret=self.secret)
        first = taken(street, sent(street, "P1"), pictures.jpeg(3))
        second = taken(street, sent(street, "P2"), pictures.jpeg(3, quality=60))
        return street.round, first, second, Flag.objects.get(photograph=second, other=first)

    def keys(self) -> dict[str, Any]:
        """What addresses are made of."""
        return {"uuid": self.second.uuid, "pk": self.flag.pk}


@dataclass(frozen=True)
class ShotRow(Row):
    """A row of the matrix about the second photograph (`uuid`) or the doubt about it (`pk`)."""

    about: str = "uuid"

    def ask_of(self, client: Client, shot: Photographed) -> HttpResponse:
        """Send the request about a scene."""
        known = {self.about: shot.keys()[self.about]}
        if self.api:
            url = self.name.replace("{" + self.about + "}", str(known[self.about]))
            return client.generic(self.method, url, json.dumps(self.data), "application/json")
        return client.generic(self.method, reverse(self.name, kwargs=known))

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a scene of this world."""
        return self.ask_of(client, Photographed(world))


@dataclass(frozen=True)
class LostRow(Row):
    """A row of the matrix about a photograph whose visit never came."""

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about it."""
        visit = lost(Street(world)).visit
        return client.generic(self.method, reverse(self.name, kwargs={"visit": visit}))
