"""Who may open the pages and operations of problems."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.site.cast import World
from tests.site.devices.matrix import same
from tests.site.kept import kept
from tests.site.matrix import OPEN, Row
from tests.site.problems.scene import Scene, dispatched

NOWHERE = {"more": {"draft": "00000000-0000-0000-0000-000000000000"}}
SEEN: dict[str, Any] = {"without": "newcomer", "other": OPEN}
SHEET: dict[str, Any] = {"answer": OPEN, "other": OPEN}


@dataclass(frozen=True)
class SceneRow(Row):
    """A row about the lamps at P1, or about the campaign, in the hands of the traffic police."""

    about: str = "problem"

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a scene of this world."""
        scene = Scene(world)
        problem = kept("the lamps, dispatched", lambda: dispatched(scene))
        pk = problem.pk if self.about == "problem" else scene.campaign.pk
        if self.api:
            url = self.name.replace("{pk}", str(pk))
            return client.generic(self.method, url, json.dumps(self.data), "application/json")
        return client.generic(self.method, reverse(self.name, kwargs={"pk": pk, **self.more}))


REPORT = {
    "campaign": 0,
    "source": "patrol",
    "title": "垃圾",
    "found_at": "2026-03-02T09:00:00+08:00",
}
ROWS = [
    Row("problems:list", **SEEN),
    Row("problems:statistics", **SEEN),
    Row("problems:map", **SEEN),
    Row("problems:marks", **SEEN),
    Row("problems:dispatch", other=OPEN),
    SceneRow("problems:detail", without="newcomer"),
    SceneRow("problems:step", with_="clerk", without="leader", more={"verb": "sign"}),
    Row("problems:report", without="resident", answer=302, other=302),
    Row("problems:alike", without="resident", other=OPEN),
    SceneRow("problems:procedure", about="campaign", without="newcomer"),
    SceneRow("problems:procedure-document", about="campaign", without="newcomer"),
    SceneRow("problems:procedure-change", about="campaign"),
    Row("problems:sheet", **SHEET),
    Row("problems:sheet-template", **SEEN),
    Row("problems:sheet-export", more={"form": "xlsx"}, **SEEN),
    Row("problems:sheet-check", answer=404, other=404, **NOWHERE),
    Row("problems:calendar:list", **SEEN),
    Row("problems:calendar:sheet", **SHEET),
    Row("problems:calendar:sheet-template", **SEEN),
    Row("problems:calendar:sheet-export", more={"form": "xlsx"}, **SEEN),
    Row("problems:calendar:sheet-check", answer=404, other=404, **NOWHERE),
    Row("field:before", more={"uuid": UUID(int=1)}, **same(401)),
    Row("/api/problems", **SEEN),
    Row("/api/problems", "POST", data=REPORT, answer=404, without="resident"),
    SceneRow("/api/problems/{pk}", without="newcomer"),
    SceneRow("/api/problems/{pk}/steps", without="newcomer"),
    SceneRow(
        "/api/problems/{pk}/steps", "POST", with_="clerk", without="leader", data={"verb": "sign"}
    ),
]
