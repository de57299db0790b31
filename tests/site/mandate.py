"""What is asked of 青禾县 in tests: a small framework, a campaign, points, pledges, one duty."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from chuangcheng.engine.framework import Framework
from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import Pledge, PledgeKind, Point, PointKind
from chuangcheng.ground.points.rules import PledgeFacts, PointFacts
from chuangcheng.ground.units.models import Unit
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Campaign, Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.duties import actions as duties
from chuangcheng.mandate.duties.models import Duty
from chuangcheng.mandate.duties.rules import DutyFacts
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.mandate.frameworks.models import Edition, Standard
from tests.site.cast import SYSTEM, World
from tests.site.kept import kept
from tests.site.matrix import Row

BEGIN = date(2026, 1, 1)
Browser = Callable[[str | None], Client]


def document(version: str = "1") -> dict[str, Any]:
    """Three standards: one at points and on paper, one on paper, one by asking."""
    answers = {"kind": "answers", "answers": {"yes": 1, "no": 0}}
    return {
        "id": "small",
        "version": version,
        "title": {"zh": "小体系", "en": "Small framework"},
        "methods": [
            {"id": "onsite", "title": "实地测评", "weight": 50},
            {"id": "paper", "title": "材料申报", "weight": 30},
            {"id": "survey", "title": "问卷调查", "weight": 20},
        ],
        "projects": [
            {"id": "1", "title": "环境", "contents": [
                {"id": "1-1", "title": "街面", "standards": [
                    {"id": "1-1-1", "title": "道路整洁", "parts": [
                        {"id": "1-1-1.on", "method": "onsite", "points": 50,
                         "items": ["litter", "kerbs"]},
                        {"id": "1-1-1.mat", "method": "paper", "points": 10,
                         "items": ["M-road"]},
                    ]},
                    {"id": "1-1-2", "title": "长效机制", "requirement": "有制度，有记录。",
                     "parts": [{"id": "1-1-2.mat", "method": "paper", "points": 20,
                                "items": ["M-rules"]}]},
                ]},
            ]},
            {"id": "2", "title": "群众", "contents": [
                {"id": "2-1", "title": "知晓", "standards": [
                    {"id": "2-1-1", "title": "知晓率", "parts": [
                        {"id": "2-1-1.sv", "method": "survey", "points": 20,
                         "items": ["Q-know"]}]},
                ]},
            ]},
        ],
        "items": [
            {"id": "litter", "title": "无垃圾"},
            {"id": "kerbs", "title": "路沿完好", "weight": 3},
            {"id": "M-road", "title": "保洁记录"},
            {"id": "M-rules", "title": "制度文件"},
            {"id": "Q-know", "title": "您知道创城吗", "rule": answers},
        ],
        "point_types": [
            {"id": "RD", "title": "主次干道", "items": ["litter", "kerbs"]},
            {"id": "MK", "title": "市场", "items": ["litter"]},
        ],
    }  # fmt: skip


def framework(version: str = "1") -> Framework:
    """The small framework."""
    return Framework.model_validate(document(version))


def issued(area: Area | None = None, version: str = "1") -> Edition:
    """An edition that holds."""
    edition = frameworks.take_in(SYSTEM, framework=framework(version), area=area)
    return frameworks.issue(SYSTEM, edition=edition)


def campaign(area: Area, edition: Edition, code: str = "QH-CC") -> Campaign:
    """A campaign for a title."""
    facts = CampaignFacts(code, "青禾县创城", area, edition, Lane.SPRINT, 2025)
    return campaigns.create(SYSTEM, facts=facts)


def standard(edition: Edition, code: str) -> Standard:
    """A standard by its code."""
    return Standard.objects.get(edition=edition, code=code)


def point(code: str, kind: str, area: Area, unit: Unit | None = None) -> Point:
    """A point of a kind that a framework has brought."""
    known = PointKind.objects.get(code=kind)
    return points.create(SYSTEM, facts=PointFacts(code, f"点位{code}", known, area, unit))


def duty(of: Campaign, code: str, lead: Unit | None, area: Area | None = None) -> Duty:
    """A standard handed to a unit."""
    facts = DutyFacts(standard(of.edition, code), area, lead)
    return duties.create(SYSTEM, campaign=of, facts=facts)


@dataclass
class Scene:
    """Everything that the mandate's pages are about."""

    world: World
    edition: Edition = field(init=False)
    draft: Edition = field(init=False)
    campaign: Campaign = field(init=False)
    road: Point = field(init=False)
    market: Point = field(init=False)
    pledge: Pledge = field(init=False)
    duty: Duty = field(init=False)

    def __post_init__(self) -> None:
        for name, part in kept("the mandate", self._laid).items():
            setattr(self, name, part)

    def _laid(self) -> dict[str, Any]:
        self._lay()
        return {name: part for name, part in vars(self).items() if name != "world"}

    def _lay(self) -> None:
        world = self.world
        self.edition = issued(world.county)
        self.draft = frameworks.take_in(SYSTEM, framework=framework("2"), area=world.county)
        self.campaign = campaign(world.county, self.edition)
        self.road = point("P1", "RD", world.street, world.police)
        self.market = point("P2", "MK", world.township)
        facts = PledgeFacts(PledgeKind.STREET, world.leader, self.road, BEGIN)
        self.pledge = points.pledge(SYSTEM, facts=facts)
        self.duty = self._duty()

    def _duty(self) -> Duty:
        facts = DutyFacts(
            standard(self.edition, "1-1-1"),
            lead=self.world.police,
            partners=((self.world.markets, Decimal("0.4")),),
            lead_share=Decimal("0.6"),
        )
        return duties.create(SYSTEM, campaign=self.campaign, facts=facts)

    def keys(self) -> dict[str, Any]:
        """What addresses are made of."""
        names = ("edition", "draft", "campaign", "road", "market", "pledge", "duty")
        keys = {name: getattr(self, name).pk for name in names}
        return keys | {
            "kind": self.road.point_kind_id,
            "leader": self.world.leader.pk,
            "police": self.world.police.pk,
        }


@dataclass(frozen=True)
class SceneRow(Row):
    """A row of the matrix about something of the scene; `about` holds `name=key` pairs."""

    about: tuple[str, ...] = ()

    def ask(self, client: Client, world: World) -> HttpResponse:
        """Send the request about a scene of this world."""
        keys = Scene(world).keys()
        known = {name: keys[key] for name, _, key in (pair.partition("=") for pair in self.about)}
        if not self.api:
            return client.generic(self.method, reverse(self.name, kwargs={**known, **self.more}))
        url = self.name
        for name, value in known.items():
            url = url.replace("{" + name + "}", str(value))
        return client.generic(self.method, url, json.dumps(self.data), "application/json")
