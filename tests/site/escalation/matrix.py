"""Who may open the pages of escalation."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.site.cast import World
from tests.site.escalation.late import letter
from tests.site.matrix import OPEN, Row
from tests.site.problems.scene import Scene


@dataclass(frozen=True)
class LateRow(Row):
    """A row about a supervision letter to the traffic police, or about its campaign."""

    about: str = "step"

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a letter of this world."""
        scene = Scene(world)
        step = letter(scene)
        pk = step.pk if self.about == "step" else scene.campaign.pk
        return client.generic(self.method, reverse(self.name, kwargs={"pk": pk}))


ROWS = [
    Row("escalation:list", without="newcomer", other=OPEN),
    LateRow("escalation:detail", without="inspector"),
    LateRow("escalation:ladder", about="campaign", without="inspector"),
    LateRow("escalation:ladder-document", about="campaign", without="inspector"),
    LateRow("escalation:ladder-change", about="campaign"),
]
