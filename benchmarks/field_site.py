"""A site for phones to send to: `python -m benchmarks.field_site FOLDER VISITS PHONES`.

Makes a round with an assignment for each visit, and phones, each of an inspector of its own; writes
what the phones need to know into `phones.json` of the folder.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from uuid import uuid4

import django

django.setup()

from chuangcheng.engine.framework import Framework  # noqa: E402 - Django must be up first
from chuangcheng.evidence.assignments.models import Assignment  # noqa: E402
from chuangcheng.evidence.inspections import actions as rounds  # noqa: E402
from chuangcheng.evidence.inspections.models import Round, RoundKind  # noqa: E402
from chuangcheng.evidence.inspections.rules import RoundFacts  # noqa: E402
from chuangcheng.ground.areas import actions as areas  # noqa: E402
from chuangcheng.ground.areas.models import Area, Level  # noqa: E402
from chuangcheng.ground.areas.rules import AreaFacts  # noqa: E402
from chuangcheng.ground.devices import actions as devices  # noqa: E402
from chuangcheng.ground.devices import queries as paired  # noqa: E402
from chuangcheng.ground.devices.rules import DeviceFacts  # noqa: E402
from chuangcheng.ground.people import actions as people  # noqa: E402
from chuangcheng.ground.people.models import Role, User  # noqa: E402
from chuangcheng.ground.people.rules import PersonFacts  # noqa: E402
from chuangcheng.ground.points.models import Point, PointKind  # noqa: E402
from chuangcheng.ground.scope import System  # noqa: E402
from chuangcheng.mandate.campaigns import actions as campaigns  # noqa: E402
from chuangcheng.mandate.campaigns.models import Lane  # noqa: E402
from chuangcheng.mandate.campaigns.rules import CampaignFacts  # noqa: E402
from chuangcheng.mandate.frameworks import actions as frameworks  # noqa: E402

SYSTEM = System()
ITEMS = [f"item-{number:02}" for number in range(20)]
TODAY = date(2026, 3, 1)


def main(folder: Path, visits: int, phones: int) -> None:
    """Make the site and tell of it."""
    people.lay_roles(SYSTEM)
    county = areas.create(
        SYSTEM, facts=AreaFacts(code="QH", title_zh="青禾县", level=Level.COUNTY), parent=None
    )
    inspectors = [_inspector(county, number) for number in range(phones)]
    round_ = _round(county, inspectors)
    given = _assignments(round_, county, inspectors, visits)
    told = {
        "tokens": [_token(inspector) for inspector in inspectors],
        "assignments": given,
        "items": ITEMS,
    }
    (folder / "phones.json").write_text(json.dumps(told))


def _round(county: Area, inspectors: list[User]) -> Round:
    """A secret round, as most rounds are while inspectors are in the street."""
    document = {
        "id": "field",
        "version": "1",
        "title": "二十项",
        "methods": [{"id": "onsite", "title": "实地测评", "weight": 100}],
        "projects": [{"id": "1", "title": "项目", "contents": [
            {"id": "1-1", "title": "内容", "standards": [{"id": "1-1-1", "title": "标准", "parts": [
                {"id": "p", "method": "onsite", "points": 100, "items": ITEMS}]}]}]}],
        "items": [{"id": item, "title": item} for item in ITEMS],
        "point_types": [{"id": "road", "title": "道路", "items": ITEMS}],
    }  # fmt: skip
    edition = frameworks.take_in(SYSTEM, framework=Framework.model_validate(document))
    edition = frameworks.issue(SYSTEM, edition=edition)
    campaign = campaigns.create(
        SYSTEM, facts=CampaignFacts("QH", "创城", county, edition, Lane.SPRINT, 2025)
    )
    facts = RoundFacts(2026, 1, "测评", RoundKind.MOCK, TODAY, TODAY)
    return rounds.create(SYSTEM, campaign=campaign, facts=facts, secret=True, members=inspectors)


def _inspector(county: Area, number: int) -> User:
    issued = people.create(SYSTEM, facts=PersonFacts(f"phone{number}", f"测{number}", area=county))
    role = Role.objects.get(code="inspector")
    people.give(SYSTEM, user=issued.user, role=role, area=county, units=())
    return issued.user


def _assignments(
    round_: Round, county: Area, inspectors: list[User], visits: int
) -> list[list[str]]:
    """The uuids of each inspector's assignments."""
    kind = PointKind.objects.get(code="road")
    points = Point.objects.bulk_create(
        Point(code=f"P{n}", title_zh=f"点位{n}", point_kind=kind, area=county, lon=113, lat=35)
        for n in range(visits)
    )
    made = Assignment.objects.bulk_create(
        Assignment(round=round_, point=point, day=TODAY) for point in points
    )
    through, phones = Assignment.inspectors.through, len(inspectors)
    through.objects.bulk_create(
        through(assignment_id=one.pk, user_id=inspectors[n % phones].pk)
        for n, one in enumerate(made)
    )
    return [[str(one.uuid) for one in made[n::phones]] for n in range(phones)]


def _token(inspector: User) -> str:
    pairing = paired.pairing(devices.offer(inspector))
    if pairing is None:
        raise RuntimeError("The pairing code does not work.")
    return devices.pair(inspector, pairing=pairing, facts=DeviceFacts(uuid4(), "bench"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
