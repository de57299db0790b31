"""A round in 青禾县 that is about to be walked: six points, four inspectors, a draw."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chuangcheng.engine.draws import Quota
from chuangcheng.evidence.assignments import actions
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import Order
from chuangcheng.evidence.draws import actions as draws
from chuangcheng.evidence.draws.models import Draw, Drawn
from chuangcheng.evidence.draws.rules import DrawFacts
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.evidence.inspections.rules import RoundFacts
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.ground.points.rules import PointFacts
from tests.site import cast
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene
from tests.site.kept import kept
from tests.site.matrix import Row

QUOTAS = (
    Quota(area="QH-DJ", point_type="road", number=2),
    Quota(area="QH-XH", point_type="market", number=1),
)
FACTS = DrawFacts("开奖号码", QUOTAS)


def lay_points(world: World) -> list[Point]:
    """Three roads of the police in the street, three markets in the township; all on the map."""
    roads = [(f"R{n}", "road", world.street, world.police, n) for n in range(3)]
    markets = [(f"M{n}", "market", world.township, world.markets, n) for n in range(3)]
    return [
        points.create(
            SYSTEM,
            facts=PointFacts(
                code, f"点位{code}", PointKind.objects.get(code=kind), area, unit,
                lon=113.0 + n / 100, lat=34.0 + n / 200,
            ),
        )
        for code, kind, area, unit, n in [*roads, *markets]
    ]  # fmt: skip


def crew(world: World) -> tuple[User, ...]:
    """Four inspectors; the first belongs to the police."""
    extra = [cast.person(f"walker{n}", f"走小{n}", world.county, "inspector") for n in range(3)]
    people.place(SYSTEM, user=world.inspector, posts={world.police: ""})
    return (world.inspector, *extra)


def facts(**changes: Any) -> RoundFacts:
    """A round of this week."""
    today = timezone.localdate()
    known = {
        "year": today.year, "number": 1, "title_zh": "街面测评",
        "round_kind": RoundKind.THIRD_PARTY, "starts": today, "ends": today + timedelta(days=3),
    }  # fmt: skip
    return RoundFacts(**known | changes)


@dataclass
class Street:
    """A round with its points, people and draw; `given` shares out what was drawn."""

    world: World
    secret: bool = False
    round: Round = field(init=False)
    crew: tuple[User, ...] = field(init=False)
    draw: Draw = field(init=False)

    def __post_init__(self) -> None:
        name = f"a street, {self.secret=}"
        self.round, self.crew, self.draw = kept(name, self._lay)

    def _lay(self) -> tuple[Round, tuple[User, ...], Draw]:
        of = scene.campaign(self.world)
        lay_points(self.world)
        people_ = crew(self.world)
        made = inspections.create(self.world.office, campaign=of, facts=facts(), secret=self.secret)
        draw = draws.announce(SYSTEM, round_=made, facts=FACTS)
        return made, people_, draws.draw_points(SYSTEM, draw=draw, seed="03 08 14")

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the round."""
        return tuple(self.round.starts + timedelta(days=n) for n in range(4))

    def given(self, twice: float = 0.0, team: int = 2) -> list[Assignment]:
        """What was drawn, shared out."""
        order = Order(self.crew, self.days[:2], team, twice)
        return actions.share_out(SYSTEM, round_=self.round, order=order)

    def patrol(self, by: User, *codes: str) -> Round:
        """A patrol of points by their codes, because lamps were found failing."""
        return actions.patrol(
            by, campaign=self.round.campaign, points=list(Point.objects.filter(code__in=codes)),
            items=["lamps"], reason="举一反三：路灯不亮",
        )  # fmt: skip

    def keys(self) -> dict[str, Any]:
        """What addresses are made of."""
        made = self.given()
        first = made[0]
        inspector = first.inspectors.order_by("pk").first()
        return {
            "round": self.round.pk,
            "assignment": first.pk,
            "drawn": Drawn.objects.first().pk,  # type: ignore[union-attr]  # three were drawn
            "day": str(first.day),
            "inspector": inspector.pk if inspector else 0,
        }


@dataclass(frozen=True)
class StreetRow(Row):
    """A row of the matrix about something of the street; `about` holds `name=key` pairs."""

    about: tuple[str, ...] = ("pk=round",)

    def ask_of(self, client: Client, street: Street) -> HttpResponse:
        """Send the request about a street."""
        keys = street.keys()
        known = {name: keys[key or name] for name, _, key in (p.partition("=") for p in self.about)}
        if not self.api:
            return client.generic(self.method, reverse(self.name, kwargs={**known, **self.more}))
        url = self.name
        for name, value in known.items():
            url = url.replace("{" + name + "}", str(value))
        return client.generic(self.method, url, json.dumps(self.data), "application/json")

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a street of this world."""
        return self.ask_of(client, Street(world))
