"""A round in 青禾县 that tests look at: two townships, three points, one small framework."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chuangcheng.evidence.inspections import actions
from chuangcheng.evidence.inspections.models import Decision, Observation, Round, RoundKind
from chuangcheng.evidence.inspections.rules import RoundFacts
from chuangcheng.evidence.inspections.sheet import Fresh
from chuangcheng.ground.people.models import User
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.ground.points.rules import PointFacts
from chuangcheng.ground.scope import Person
from chuangcheng.ground.sheets.importer import Plan, Source
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Campaign, Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.mandate.frameworks.models import Edition
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.outcome.standing.models import Computation, Loss
from tests.engine.small import framework
from tests.site.cast import SYSTEM, World
from tests.site.kept import kept
from tests.site.matrix import Row

HEADINGS = ("area", "unit", "point", "point_type", "item", "visit", "method", "result")
BONUS = {"id": "B-01", "kind": "bonus", "title": "加分", "points": 2}
STREET = (
    ("QH-DJ", "QH-JJ", "P1", "road", "lamps", "v1", "onsite", "fail"),
    ("QH-DJ", "QH-JJ", "P1", "road", "kerbs", "v1", "onsite", "pass"),
    ("QH-DJ", "QH-SJ", "P2", "market", "lamps", "v2", "onsite", "pass"),
    ("QH-DJ", "QH-SJ", "P2", "market", "kerbs", "v2", "onsite", "fail"),
    ("QH-XH", "QH-JJ", "P3", "road", "lamps", "v3", "onsite", "pass"),
    ("QH-XH", "QH-JJ", "P3", "road", "kerbs", "v3", "onsite", "pass"),
)


def edition() -> Edition:
    """Two standards of one item each, issued."""
    whole = framework(
        {"items": ["lamps"], "points": 60}, {"items": ["kerbs"], "points": 40}, sanctions=[BONUS]
    )
    return frameworks.issue(SYSTEM, edition=frameworks.take_in(SYSTEM, framework=whole))


def campaign(world: World) -> Campaign:
    """The county's campaign."""
    facts = CampaignFacts(
        code="QH-1",
        title_zh="青禾县创城",
        area=world.county,
        edition=edition(),
        lane=Lane.SPRINT,
        first_year=2025,
    )
    return campaigns.create(SYSTEM, facts=facts)


def lay_points(world: World) -> None:
    """The three points of the round."""
    where = {"P1": (world.street, "road"), "P2": (world.street, "market")}
    for code, (area, kind) in {**where, "P3": (world.township, "road")}.items():
        known = PointKind.objects.get(code=kind)
        points.create(SYSTEM, facts=PointFacts(code, f"点位{code}", known, area))


def round_(
    world: World,
    of: Campaign,
    number: int = 1,
    *,
    secret: bool = False,
    members: tuple[User, ...] = (),
) -> Round:
    """A round without observations."""
    facts = RoundFacts(
        year=2025,
        number=number,
        title_zh=f"第{number}轮测评",
        round_kind=RoundKind.MOCK,
        starts=date(2025, 3, 1),
        ends=date(2025, 3, 3),
    )
    return actions.create(SYSTEM, campaign=of, facts=facts, secret=secret, members=members)


def written(*rows: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """Rows as a CSV file."""
    return "\n".join(",".join(map(str, row)) for row in (headings, *rows)).encode()


def take_in(actor: Person, of: Round, content: bytes) -> Plan[Fresh]:
    """Take a file into a round."""
    source = Source("rows.csv", sha256(content).hexdigest())
    return actions.take_in(actor, round_=of, name="rows.csv", content=content, source=source)


@dataclass
class Scene:
    """A campaign with its first round, taken in and computed, and where its pages are."""

    world: World
    secret: bool = False
    round: Round = field(init=False)
    decision: Decision = field(init=False)
    computation: Computation = field(init=False)

    def __post_init__(self) -> None:
        name = f"a round, {self.secret=}"
        self.round, self.decision, self.computation = kept(name, self._lay)

    def _lay(self) -> tuple[Round, Decision, Computation]:
        of = campaign(self.world)
        lay_points(self.world)
        made = round_(self.world, of, secret=self.secret)
        take_in(SYSTEM, made, written(*STREET))
        decision = actions.decide(SYSTEM, round_=made, area=self.world.street, sanction="B-01")
        return made, decision, standing.compute(SYSTEM, round_=made)

    @property
    def fault(self) -> Observation:
        """The lamps that failed at P1."""
        return Observation.objects.get(round=self.round, item="lamps", result="fail")

    def keys(self) -> dict[str, Any]:
        """What addresses are made of."""
        point = Point.objects.get(code="P1")
        loss = Loss.objects.filter(area=self.world.county, observation__point=point).first()
        return {
            "round": self.round.pk,
            "computation": self.computation.pk,
            "observation": self.fault.pk,
            "decision": self.decision.pk,
            "loss": loss.pk if loss else 0,
            "code": self.world.county.code,
        }


@dataclass(frozen=True)
class SceneRow(Row):
    """A row of the matrix about something of the scene; `about` names parts of its address.

    Each is `name=key`, the name in the address and the key of the scene.
    """

    about: tuple[str, ...] = ()
    secret: int = 404

    def ask_of(self, client: Client, scene: Scene) -> HttpResponse:
        """Send the request about a scene."""
        keys = scene.keys()
        pairs = (pair.partition("=") for pair in self.about)
        known = {name: keys[key or name] for name, _, key in pairs}
        if self.api:
            url = self.name
            for name, value in known.items():
                url = url.replace("{" + name + "}", str(value))
        else:
            url = reverse(self.name, kwargs={**known, **self.more})
        if self.api:
            return client.generic(self.method, url, json.dumps(self.data), "application/json")
        return client.generic(self.method, url)

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a scene of this world."""
        return self.ask_of(client, Scene(world))
