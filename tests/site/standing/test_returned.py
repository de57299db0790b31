"""What putting right brought back adds up in every area, also where a mean of the others stands in."""

from __future__ import annotations

import gc

import pytest
from django.http import HttpResponse

from chuangcheng.engine.assess import Assessment
from chuangcheng.engine.exact import TICK
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.ground.areas.models import Area
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Campaign, Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.mandate.frameworks import actions as frameworks
from chuangcheng.outcome.standing import actions
from chuangcheng.outcome.standing.live import live
from chuangcheng.outcome.standing.rectified import rectified, returns
from chuangcheng.remedy.problems.following.actions import follow
from chuangcheng.remedy.problems.models import Problem
from tests.engine.small import framework
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene as rounds
from tests.site.kept import kept
from tests.site.problems.scene import Scene, struck_off

#: The township has no lamps, for which the mean of the others stands in, and bad kerbs of its own.
ROWS = (
    *rounds.STREET[:4],
    ("QH-XH", "", "", "", "lamps", "", "onsite", "absent"),
    ("QH-XH", "QH-JJ", "P3", "road", "kerbs", "v3", "onsite", "fail"),
)
AREAS = ("county", "street", "township")


class Mean(Scene):
    """A round followed into problems, in which an area takes the mean of the others for a part."""

    def __post_init__(self) -> None:
        self.campaign, self.round = kept("a round with a mean, followed", self._lay)

    def _lay(self) -> tuple[Campaign, Round]:
        lamps = {"items": ["lamps"], "points": 60, "absent": "mean"}
        whole = framework(lamps, {"items": ["kerbs"], "points": 40})
        issued = frameworks.issue(SYSTEM, edition=frameworks.take_in(SYSTEM, framework=whole))
        facts = CampaignFacts("QH-1", "青禾县创城", self.world.county, issued, Lane.SPRINT, 2025)
        of = campaigns.create(SYSTEM, facts=facts)
        rounds.lay_points(self.world)
        made = rounds.round_(self.world, of)
        rounds.take_in(SYSTEM, made, rounds.written(*ROWS))
        follow(made)
        return of, made

    def strike_off(self, *codes: str) -> None:
        """Strike off the problems at these points, in this order."""
        for code in codes:
            struck_off(self, Problem.objects.get(point__code=code))

    def page(self, area: Area) -> HttpResponse:
        """The page of what was brought back to an area, as the office sees it."""
        found = actions.compute(SYSTEM, round_=fresh(self))
        return signed_in(self.world.office).get(f"/standing/{found.pk}/area/{area.code}/rectified/")


def fresh(scene: Scene) -> Round:
    """The round with the number of its last verb."""
    return Round.objects.select_related("campaign__area", "edition").get(pk=scene.round.pk)


@pytest.mark.parametrize("codes", [("P1", "P3"), ("P3", "P1"), ("P3", "P2", "P1"), ("P1",)])
@pytest.mark.parametrize("name", AREAS)
def test_it_adds_up_where_a_mean_of_others_stands_in(
    name: str, codes: tuple[str, ...], world: World
) -> None:
    scene, area = Mean(world), getattr(world, name)
    scene.strike_off(*codes)
    after = rectified(fresh(scene), area)
    rows = returns(world.office, fresh(scene), area)
    assert after is not None
    assert sum(row.gained for row in rows) == after.gained
    assert after.problems == sum(row.problem is not None for row in rows)


def test_it_says_last_what_came_of_other_areas_and_names_nothing_of_them(world: World) -> None:
    scene = Mean(world)
    scene.strike_off("P1", "P3")
    rows = returns(world.office, fresh(scene), world.township)
    assert [(row.problem is None, row.elsewhere) for row in rows] == [(False, False), (True, True)]
    page = scene.page(world.township).content.decode()
    assert "其他区域" in page
    assert "其他单位的问题" not in page
    assert Problem.objects.get(point__code="P1").number not in page


def test_it_tells_an_area_what_others_brought_back_where_nothing_of_its_own_was(
    world: World,
) -> None:
    scene = Mean(world)
    scene.strike_off("P1")
    after = rectified(fresh(scene), world.township)
    assert after is not None
    assert (after.problems, after.gained > 0) == (0, True)
    page = scene.page(world.township).content.decode()
    assert "还没有销号的问题为这里挣回分" not in page
    assert "以其他区域的均值代替" in page


def test_it_shows_on_the_page_of_the_area_that_others_brought_it_back(world: World) -> None:
    scene = Mean(world)
    scene.strike_off("P1")
    found = actions.compute(SYSTEM, round_=fresh(scene))
    browser = signed_in(world.office)
    page = browser.get(f"/standing/{found.pk}/area/{world.township.code}/").content.decode()
    assert "0 个问题已销号" not in page
    assert "其他区域有问题销号" in page


def test_it_says_nothing_where_nothing_moved(world: World) -> None:
    scene = Mean(world)
    scene.strike_off("P3")  # kerbs, for which no mean stands in anywhere
    assert rectified(fresh(scene), world.street) is None
    assert returns(world.office, fresh(scene), world.street) == []


def test_it_is_worth_what_its_own_problem_and_the_mean_of_the_others_are(world: World) -> None:
    scene = Mean(world)
    scene.strike_off("P1", "P3")
    own, others = returns(world.office, fresh(scene), world.township)
    assert (own.gained, others.gained) == (40 * TICK, 30 * TICK)


def test_it_values_no_round_of_which_nothing_was_struck_off(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, asked = Mean(world), list[Round]()
    monkeypatch.setattr("chuangcheng.outcome.standing.rectified.live", asked.append)
    assert rectified(fresh(scene), world.county) is None
    assert returns(world.office, fresh(scene), world.county) == []
    assert asked == []


def assessments() -> set[int]:
    """The assessments that are held anywhere."""
    gc.collect()
    return {id(one) for one in gc.get_objects() if isinstance(one, Assessment)}


def test_it_holds_no_assessment_beside_those_that_are_followed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chuangcheng.outcome.standing.live.KEPT", 0)
    scene = Mean(world)
    scene.strike_off("P1", "P3")
    live(fresh(scene))
    before = assessments()
    assert rectified(fresh(scene), world.county)
    assert returns(world.office, fresh(scene), world.county)
    assert assessments() <= before
