"""On which standard a problem stands, and whom that makes answer for it."""

import pytest

from chuangcheng.ground.points.models import Point
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Campaign, Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.duties import actions as duties
from chuangcheng.mandate.duties.rules import DutyFacts
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.remedy.problems.finding.actions import report
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.rules import ProblemFacts
from tests.engine.small import framework
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections.scene import lay_points
from tests.site.problems.scene import MONDAY

MARKETS = {"items": ["lamps"], "points": 60, "at": ["market"]}
ROADS = {"items": ["lamps"], "points": 30, "at": ["road"]}
ANYWHERE = {"items": ["lamps"], "points": 10}


def campaign(world: World, *parts: dict[str, object]) -> Campaign:
    """A campaign whose standards share an item; markets lead the first, the police the second."""
    made = frameworks.issue(SYSTEM, edition=frameworks.take_in(SYSTEM, framework=framework(*parts)))
    facts = CampaignFacts("QH-1", "青禾县创城", world.county, made, Lane.SPRINT, 2025)
    of = campaigns.create(SYSTEM, facts=facts)
    for code, unit in (("s0", world.markets), ("s1", world.police)):
        standard = made.standards.get(code=code)
        duties.create(SYSTEM, campaign=of, facts=DutyFacts(standard, lead=unit))
    lay_points(world)
    return of


def lamps(world: World, of: Campaign, code: str) -> Problem:
    """Lamps that do not burn at a point that no unit answers for."""
    point = Point.objects.get(code=code)
    facts = ProblemFacts(
        campaign=of, source="patrol", title="灯不亮", found_at=MONDAY, point=point, item="lamps"
    )
    return report(world.office, facts=facts, now=MONDAY)


@pytest.mark.parametrize(
    ("parts", "code", "standard"),
    [
        ((MARKETS, ROADS), "P1", "s1"),
        ((MARKETS, ROADS), "P2", "s0"),
        ((MARKETS, ANYWHERE), "P1", "s1"),
        ((ANYWHERE, ROADS), "P1", "s1"),
        ((MARKETS, MARKETS | {"items": ["kerbs"]}), "P1", "s0"),
    ],
)
def test_it_stands_on_the_standard_that_covers_its_kind_of_point(
    world: World, parts: tuple[dict[str, object], ...], code: str, standard: str
) -> None:
    found = lamps(world, campaign(world, *parts), code)
    assert found.standard == standard
    assert found.lead == (world.markets if standard == "s0" else world.police)


def test_it_names_its_standard_and_leads_to_it(world: World) -> None:
    of = campaign(world, MARKETS, ROADS)
    which = lamps(world, of, "P1")
    page = signed_in(world.office).get(which.get_absolute_url()).content.decode()
    standard = of.edition.standards.get(code="s1")
    assert f'<a href="{standard.get_absolute_url()}">{standard}</a>' in page
