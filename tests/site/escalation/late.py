"""Problems of 青禾县 whose time runs out, in simulated time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chuangcheng.library import escalation
from chuangcheng.remedy.escalation.actions import climb, set_ladder
from chuangcheng.remedy.escalation.models import Taken
from chuangcheng.remedy.problems.models import Problem
from tests.site.problems.scene import DAY, Scene, signed


def late(scene: Scene) -> datetime:
    """The lamps are in the hands of the traffic police; the moment at which their time runs out."""
    due = scene.lamps.due or signed(scene).due
    assert due is not None
    return due


def letter(scene: Scene) -> Taken:
    """The supervision letter about the lamps, two weeks too late."""
    climb(scene.campaign, late(scene) + 14 * DAY)
    return Taken.objects.get(rung="letter")


def rungs(scene: Scene, now: datetime) -> list[str]:
    """What is taken in a campaign at a moment."""
    return [step.rung for step in climb(scene.campaign, now)]


def more_late(scene: Scene, number: int) -> list[Problem]:
    """Further problems in the hands of the traffic police."""
    said = [scene.reported(source="patrol", title=f"巡查发现 {n}") for n in range(number)]
    return [signed(scene, problem) for problem in said]


def changed(scene: Scene, **rung: Any) -> None:
    """Give the campaign a ladder of one rung, the reminder, with something else in it."""
    document = escalation.ladder()
    document["rungs"] = [{**document["rungs"][0], **rung}]
    set_ladder(scene.world.office, campaign=scene.campaign, document=document)
