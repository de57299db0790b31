"""Bonus, penalty and veto: on the page of the area they were laid on, with the points they move."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.engine.exact import TICK
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.outcome.standing import actions, queries
from chuangcheng.outcome.standing.decided import Decided, decided
from chuangcheng.outcome.standing.models import Computation
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections.scene import Scene


def of(scene: Scene, where: str, computation: Computation | None = None) -> Decided:
    """What was laid on an area, as the office sees it."""
    office, kept = scene.world.office, computation or scene.computation
    ranks = queries.ranks(office, kept)
    return decided(office, kept, ranks.get(area=getattr(scene.world, where)))


def page_of(scene: Scene, where: str) -> str:
    """The page of an area."""
    client: Client = signed_in(scene.world.office)
    code = getattr(scene.world, where).code
    address = f"/standing/{scene.computation.pk}/area/{code}/"
    return str(client.get(address).content.decode())


def test_it_shows_the_points_beside_the_clause(world: World) -> None:
    scene = Scene(world)
    found = of(scene, "street")
    rank = queries.ranks(world.office, scene.computation).get(area=world.street)
    assert sum(one.points for one in found.laid) == rank.bonus - rank.penalty == 2 * TICK
    assert not found.capped
    assert "B-01 加分" in page_of(scene, "street")
    assert "+2.00" in page_of(scene, "street")


def test_it_lays_nothing_on_an_area_above(world: World) -> None:
    scene = Scene(world)
    found = of(scene, "county")
    assert found.laid == []
    assert found.below == [(world.street, 1)]
    page = page_of(scene, "county")
    assert "B-01" not in page
    assert f"/standing/{scene.computation.pk}/area/{world.street.code}/#decided" in page


def test_it_lays_nothing_on_a_neighbour(world: World) -> None:
    found = of(Scene(world), "township")
    assert (found.laid, found.below) == ([], [])


def test_it_reads_no_framework_for_its_clauses(world: World) -> None:
    scene = Scene(world)
    of(scene, "street")
    with CaptureQueriesContext(connection) as queries:
        assert of(scene, "street").laid
    assert not [one for one in queries if '"document"' in one["sql"]]


def test_it_counts_what_held_when_it_was_computed(world: World) -> None:
    scene = Scene(world)
    before = of(scene, "street").laid
    inspections.take_back(world.office, decision=scene.decision, why="误记")
    inspections.decide(world.office, round_=scene.round, area=world.township, sanction="B-01")
    assert of(scene, "street").laid == before
    assert of(scene, "township").laid == []
    later = actions.compute(SYSTEM, round_=type(scene.round).objects.get(pk=scene.round.pk))
    assert of(scene, "street", later).laid == []
    assert [one.points for one in of(scene, "township", later).laid] == [2 * TICK]


def test_it_says_where_a_cap_cuts(world: World) -> None:
    scene = Scene(world)
    queries.ranks(world.office, scene.computation).filter(area=world.street).update(bonus=TICK)
    assert of(scene, "street").capped
    assert "有封顶" in page_of(scene, "street")
