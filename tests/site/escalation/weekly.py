"""Weeks of 青禾县 in which problems are handed to two departments, in simulated time."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta
from typing import Any
from uuid import uuid4

from chuangcheng.ground.units.models import Unit
from chuangcheng.library import lists
from chuangcheng.remedy.escalation.actions import climb
from chuangcheng.remedy.escalation.lists.actions import draw_due, set_scheme
from chuangcheng.remedy.escalation.models import Taken, WeekList
from chuangcheng.remedy.problems import actions
from chuangcheng.remedy.problems.models import Problem
from tests.site.cast import SYSTEM
from tests.site.problems.scene import DAY, MONDAY, Scene

HOUR = timedelta(hours=1)
WEEK = 7 * DAY
#: The first list is drawn up at midnight, sixteen hours before nine on Monday in Shanghai.
DRAWN = MONDAY + WEEK - 9 * HOUR


def listing(scene: Scene, **more: Any) -> None:
    """The campaign lists departments by thresholds, or as is said."""
    document = deepcopy(lists.lists("jiangmen-health-city"))
    set_scheme(scene.world.office, campaign=scene.campaign, document=document | more)


def handed(scene: Scene, unit: Unit, week: int = 0, title: str = "垃圾") -> Problem:
    """A problem handed to a unit on the Monday of a week, and signed for."""
    now = MONDAY + week * WEEK
    problem = scene.reported(source="patrol", title=f"{title} {week}")
    given = actions.dispatch(scene.world.office, problem=problem, lead=unit, now=now)
    return actions.sign(SYSTEM, problem=given, now=now)


def done(scene: Scene, unit: Unit, week: int = 0) -> Problem:
    """One that the unit says, a day later, is put right."""
    problem, now = handed(scene, unit, week), MONDAY + week * WEEK + DAY
    return actions.rectify(SYSTEM, problem=problem, note="已修", photographs=[uuid4()], now=now)


def black(scene: Scene, weeks: int) -> WeekList:
    """The last of so many lists on which the police are black and the markets red."""
    listing(scene)
    for week in range(weeks):
        handed(scene, scene.world.police, week)
        done(scene, scene.world.markets, week)
        [found] = draw_due(scene.campaign, DRAWN + week * WEEK)
    return found


def followed(scene: Scene, weeks: int) -> list[Taken]:
    """What follows for standing on lists in the last of so many weeks."""
    week = black(scene, weeks)
    return [step for step in climb(scene.campaign, week.cut + HOUR) if step.entry_id]
