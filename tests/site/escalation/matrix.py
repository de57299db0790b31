"""Who may open the pages of escalation."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chuangcheng.remedy.escalation.models import ListEntry, WeekList
from tests.site.cast import World
from tests.site.escalation.late import letter
from tests.site.escalation.weekly import black
from tests.site.kept import kept
from tests.site.matrix import OPEN, Row
from tests.site.problems.scene import Scene


@dataclass(frozen=True)
class LateRow(Row):
    """A row about a supervision letter to the traffic police, or about its campaign."""

    about: str = "step"

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a letter of this world."""
        scene = Scene(world)
        made = {"step": letter, "campaign": lambda s: s.campaign, "week": _week, "entry": _entry}
        pk = kept(f"late: {self.about}", lambda: made[self.about](scene)).pk
        if self.api:
            url = self.name.replace("{pk}", str(pk))
            said = json.dumps({"day": "2000-01-01", "text": ""})
            return client.generic(self.method, url, said, "application/json")
        return client.generic(self.method, reverse(self.name, kwargs={"pk": pk}))


def _week(scene: Scene) -> WeekList:
    return black(scene, 1)


def _entry(scene: Scene) -> ListEntry:
    return _week(scene).entries.get(unit=scene.world.police)


ROWS = [
    Row("escalation:list", without="newcomer", other=OPEN),
    Row("escalation:coming", other=OPEN),
    LateRow("escalation:detail", without="inspector"),
    LateRow("escalation:answer", with_="clerk", without="leader"),
    LateRow("/api/escalation/{pk}/answers", without="inspector"),
    LateRow("/api/escalation/{pk}/answers", "POST", without="leader", answer=422),
    LateRow("escalation:ladder", about="campaign", without="inspector"),
    LateRow("escalation:ladder-document", about="campaign", without="inspector"),
    LateRow("escalation:ladder-change", about="campaign"),
    Row("escalation:lists", without="newcomer", other=OPEN),
    LateRow("escalation:week", about="week", without="inspector"),
    LateRow("escalation:entry", about="entry", without="inspector"),
    LateRow("escalation:scheme", about="campaign", without="inspector"),
    LateRow("escalation:scheme-document", about="campaign", without="inspector"),
    LateRow("escalation:scheme-change", about="campaign"),
    Row("/api/escalation", without="newcomer", other=OPEN),
    LateRow("/api/escalation/{pk}", without="inspector"),
    Row("/api/escalation/lists", without="newcomer", other=OPEN),
    LateRow("/api/escalation/lists/{pk}", about="week", without="inspector"),
]
