"""What the site holds for phones and what has come of it: `python -m tests.site.field.scene DEED`.

Each deed prints JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import django

django.setup()

from chuangcheng.engine.exact import to_ticks  # noqa: E402  # Django comes first
from chuangcheng.evidence.assignments.models import Assignment  # noqa: E402
from chuangcheng.evidence.inspections import actions as inspections  # noqa: E402
from chuangcheng.evidence.inspections.models import Round  # noqa: E402
from chuangcheng.evidence.photographs.models import Photograph  # noqa: E402
from chuangcheng.evidence.visits.models import Submission  # noqa: E402
from chuangcheng.ground.devices import actions as devices  # noqa: E402
from chuangcheng.ground.devices.models import Device  # noqa: E402
from chuangcheng.ground.people.models import User  # noqa: E402
from chuangcheng.ground.points.models import Point, PointKind  # noqa: E402
from chuangcheng.outcome.standing.rectified import returns  # noqa: E402
from chuangcheng.remedy.problems.models import Problem  # noqa: E402
from tests.site import cast  # noqa: E402
from tests.site.inspections import scene  # noqa: E402

DAY = date(2025, 3, 1)


def lay(points: str) -> dict[str, Any]:
    """A round with so many points, every one of them the inspector's."""
    world = cast.build()
    round_ = scene.round_(world, scene.campaign(world), members=(world.inspector,))
    made = _points(world, int(points))
    assignments = [
        Assignment.objects.create(round=round_, point=point, day=DAY, order=order)
        for order, point in enumerate(made, 1)
    ]
    world.inspector.assignments.set(assignments)
    return {"assignments": [str(one.uuid) for one in assignments]}


def brought_back(problem: str) -> dict[str, Any]:
    """What a problem was said to carry, and what striking it off brought back, in ticks."""
    row = Problem.objects.get(pk=int(problem))
    round_ = Round.objects.get(observations__sighting__problem=row)
    gained = returns(cast.SYSTEM, round_, round_.campaign.area)
    found = sum(one.gained for one in gained if one.problem == row)
    return {"stake": int(to_ticks(row.stake)), "gained": found}


def offer(username: str) -> dict[str, Any]:
    """A pairing code for somebody."""
    return {"code": devices.offer(User.objects.get(username=username))}


def revoke(username: str) -> dict[str, Any]:
    """Shut out all phones of somebody."""
    person = User.objects.get(username=username)
    live = Device.objects.filter(person=person).live()
    return {"revoked": [devices.revoke(person, device=device).pk for device in live]}


def close() -> dict[str, Any]:
    """Close the round."""
    round_ = Round.objects.get()
    inspections.close(cast.SYSTEM, round_=round_)
    return {"round": round_.pk}


def reopen() -> dict[str, Any]:
    """Open the round again."""
    round_ = Round.objects.get()
    inspections.reopen(cast.SYSTEM, round_=round_, why="还有点位没有检查")
    return {"round": round_.pk}


def found() -> dict[str, Any]:
    """What came: visits in the order of their coming, photographs with their hashes."""
    visits = [
        {"uuid": str(one.uuid), "state": one.state, **json.loads(one.text)}
        for one in Submission.objects.order_by("pk")
    ]
    photographs = Photograph.objects.order_by("pk").values_list("uuid", "visit", "sha256")
    return {"visits": visits, "photographs": [list(map(str, row)) for row in photographs]}


def _points(world: cast.World, number: int) -> list[Point]:
    road = PointKind.objects.get(code="road")
    return Point.objects.bulk_create(
        Point(
            code=f"P{n:03}", title_zh=f"青禾路{n}号", title_en=f"{n} Qinghe Road",
            point_kind=road, area=world.street, unit=world.police, lon=113.2 + n / 1000, lat=35.2,
        )
        for n in range(number)
    )  # fmt: skip


DEEDS: dict[str, Callable[..., dict[str, Any]]] = {
    deed.__name__: deed for deed in (lay, brought_back, offer, revoke, close, reopen, found)
}

if __name__ == "__main__":
    print(json.dumps(DEEDS[sys.argv[1]](*sys.argv[2:])))
