"""What others do beside a secret round goes as if it never was, and so does what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from chuangcheng.evidence.assignments import actions as assignments
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import RoundKind
from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import User
from chuangcheng.ground.people.rules import PersonFacts
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import Point
from chuangcheng.ground.points.rules import PointFacts
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.remedy.problems.finding.actions import report
from chuangcheng.remedy.problems.rules import ProblemFacts
from tests.site.assignments.street import facts
from tests.site.cast import World
from tests.site.photographs.pictures import jpeg
from tests.site.photographs.scene import taken
from tests.site.secrecy.addresses import Way
from tests.site.secrecy.reading import all_of
from tests.site.secrecy.secret import within, without
from tests.site.secrecy.worlds import Both, Walk, both, drawn, number_from, work

#: Higher than all keys of the secret round.
FIRST = 4_000_001
#: Names drawn by lot, whole or their beginning, and hashes over them.
LOTS = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(?:[0-9a-f]{8}|[0-9a-f]{32,64})\b"
#: Keys of what has been done since: a secret round that goes on, too, leaves gaps.
LEFT_OUT = re.compile(rf"{LOTS}|\b4\d{{6}}\b")


def test_it_is_told_by_nothing_that_others_do(world: World) -> None:
    stage, told = both(world), []
    for exists in (without, within):
        with exists(stage):
            number_from(FIRST)
            done = [*_answered(_taken_away(stage)), *_answered(_beside(stage))]
            work()
            told.append([*done, *_seen(stage, "top")])
    assert [pair for pair in zip(*told, strict=True) if pair[0] != pair[1]] == []


def _seen(stage: Both, name: str) -> list[str]:
    """What somebody can open afterwards, but for addresses that are drawn by lot."""
    got, _places = all_of(stage.browser(name), Way(thirds=(0,)))
    known = [asked for asked in got if not re.search(LOTS, asked.path)]
    return sorted(LEFT_OUT.sub("", f"{asked.path} {got[asked]}") for asked in known)


def _answered(deeds: Iterator[Callable[[], object]]) -> list[str]:
    """How each deed is answered: by what it made, or by the reason against it."""
    told = []
    for deed in deeds:
        try:
            told.append(LEFT_OUT.sub("", str(deed())))
        except ValidationError as error:
            told.append(str(error.messages))
    return told


def _taken_away(stage: Both) -> Iterator[Callable[[], object]]:
    """Places and points that the round uses, and people who are on it."""
    top, world = stage.world.top, stage.world
    yield lambda: areas.remove(top, area=world.street)
    yield lambda: areas.remove(top, area=world.township)
    names = list(PointFacts.__dataclass_fields__)
    for point in Point.objects.filter(code__in=("R0", "M1")).order_by("pk"):
        said = PointFacts(**{name: getattr(point, name) for name in names})
        yield lambda point=point, said=said: points.change(
            top, point=point, facts=replace(said, active=False)
        )
    gone = User.objects.get(pk=stage.crew[1].pk)
    said = PersonFacts(gone.username, gone.name, area=gone.area, is_active=False)
    yield lambda: people.change(top, user=gone, facts=said)


def _beside(stage: Both) -> Iterator[Callable[[], object]]:
    """A round of the same name and number, walked as the secret one is, and a problem on its way."""
    office, crew = stage.world.office, (stage.world.inspector, stage.crew[0])
    said = facts(number=3, title_zh="密访三", round_kind=RoundKind.MOCK)
    create = {"campaign": stage.campaign, "facts": said, "secret": False}
    made = inspections.create(office, **create)
    yield made.get_absolute_url
    yield lambda: drawn(made, crew, 2, 0.5)
    walk = Walk(made, stage.phones)
    yield lambda: walk.codes
    yield lambda: taken(walk, walk.visit(walk.codes[0]), jpeg(7)).state  # as one of the secret ones
    yield lambda: standing.compute(office, round_=made).pk
    yield lambda: assignments.patrol(
        office, campaign=stage.campaign, points=list(Point.objects.filter(code="R1")),
        items=["lamps"], reason="举一反三：路灯不亮",
    ).number  # fmt: skip
    found = timezone.now() - timedelta(hours=1)
    place = {"point": Point.objects.get(code="P3"), "title": "路灯不亮", "found_at": found}
    problem = ProblemFacts(campaign=stage.campaign, source="patrol", **place)
    yield lambda: report(office, facts=problem, now=timezone.now())
