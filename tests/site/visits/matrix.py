"""Who may open the pages of visits, and that a browser's session opens nothing of phones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.visits import shell
from tests.site.cast import World
from tests.site.devices.matrix import same
from tests.site.matrix import OPEN, Row
from tests.site.visits.street import Street, doubtful, refused, sent

UUID = {"uuid": "3f2b8a52-3c9e-4bb5-9d2b-0f6f5a4f6a10"}
LIST = {"without": "inspector", "other": OPEN}


@dataclass(frozen=True)
class StreetRow(Row):
    """A row about something that a phone sent: a visit, a refused one, or a doubt."""

    about: str = "visit"

    def ask_of(self, client: Client, street: Street) -> HttpResponse:
        """Send the request about a street."""
        keys = self._keys(street)
        if self.api:
            return client.get(self.name.replace("{uuid}", str(keys["uuid"])))
        return client.generic(self.method, reverse(self.name, kwargs=keys))

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a street of this world."""
        return self.ask_of(client, Street(world))

    def _keys(self, street: Street) -> dict[str, Any]:
        if self.about == "visit":
            return {"uuid": sent(street, "P1").uuid}
        if self.about == "refused":
            return {"uuid": refused(street, "P1", judgements=[]).uuid}
        return {"pk": doubtful(street).pk}


@dataclass(frozen=True)
class UnbuiltRow(Row):
    """A row about the app, which has not been built here."""

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Ask where there is no app."""
        with patch.object(shell, "APP", Path("nowhere")):
            return super().ask(client, world)


ROWS = [
    Row("field:day", **same(401)),
    Row("field:checklist", more={"digest": "0" * 64}, **same(401)),
    Row("field:visit", "PUT", more=UUID, **same(401)),
    Row("field:outbox", "POST", **same(401)),
    UnbuiltRow("visits:app", **same(503)),
    Row("visits:file", more={"name": "nothing.js"}, **same(404)),
    Row("visits:basemap", **same(404)),
    Row("visits:list", **LIST),
    Row("visits:refused", **LIST),
    Row("visits:lost", **LIST),
    Row("visits:flags", **LIST),
    StreetRow("visits:detail", without="inspector"),
    StreetRow("visits:submission", without="inspector", about="refused"),
    StreetRow("visits:accept", without="inspector", about="refused"),
    StreetRow("visits:leave", without="inspector", about="refused"),
    StreetRow("visits:flag", without="inspector", about="flag"),
    Row("/api/visits", **LIST),
    StreetRow("/api/visits/{uuid}", without="inspector"),
]
