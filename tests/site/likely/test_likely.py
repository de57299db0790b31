"""From one problem to the others of its kind."""

from __future__ import annotations

import pytest

from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.inspections.models import Round, RoundKind
from chuangcheng.remedy.likely.queries import likely
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene as rounds
from tests.site.problems.scene import Scene, dispatched

#: The third point failed its kerbs in a secret round.
SECRET = ("QH-XH", "QH-JJ", "P3", "road", "lamps", "v9", "onsite", "fail")


@pytest.fixture
def scene(world: World) -> Scene:
    """The lamps failed at P1, and were met at P2 and P3."""
    return Scene(world)


def test_it_names_the_other_points_and_not_its_own(scene: Scene) -> None:
    found = likely(scene.world.office, scene.lamps)
    assert sorted(one.point.code for one in found) == ["P2", "P3"]


def test_it_says_what_a_rate_rests_on(scene: Scene) -> None:
    found = {one.point.code: one for one in likely(scene.world.office, scene.lamps)}
    assert (found["P3"].judged, found["P3"].failed, found["P3"].known_by) == (1, 0, "point")
    assert 0 <= found["P3"].rate <= 1


def test_it_leaves_out_what_is_on_the_list_already(scene: Scene) -> None:
    problem = scene.lamps
    scene.reported(source="patrol", title="灯不亮", point=scene.point("P3"), item="lamps")
    assert [one.point.code for one in likely(scene.world.office, problem)] == ["P2"]


def test_it_learns_nothing_from_a_secret_round(scene: Scene) -> None:
    before = likely(scene.world.office, scene.lamps)
    secret = rounds.round_(scene.world, scene.campaign, 2, secret=True)
    rounds.take_in(SYSTEM, secret, rounds.written(SECRET))
    assert likely(scene.world.office, scene.lamps) == before


def test_it_shows_only_points_in_scope(scene: Scene) -> None:
    assert likely(scene.world.neighbour, scene.lamps) == []


def test_it_makes_a_patrol_of_the_chosen_points(scene: Scene) -> None:
    chosen = scene.point("P3")
    client = signed_in(scene.world.office)
    answer = client.post(f"/likely/{scene.lamps.pk}/patrol/", {"point": [chosen.pk]})
    made = Round.objects.get(round_kind=RoundKind.PATROL)
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert made.items == ["lamps"]
    assert Assignment.objects.get(round=made).point == chosen


def test_it_makes_no_patrol_of_nothing(scene: Scene) -> None:
    client = signed_in(scene.world.office)
    client.post(f"/likely/{scene.lamps.pk}/patrol/")
    assert not Round.objects.filter(round_kind=RoundKind.PATROL).exists()


def test_it_is_led_to_from_the_problem(scene: Scene) -> None:
    problem = dispatched(scene)
    shown = signed_in(scene.world.office).get(problem.get_absolute_url()).content.decode()
    assert f"/likely/{problem.pk}/" in shown
    page = signed_in(scene.world.office).get(f"/likely/{problem.pk}/").content.decode()
    assert "点位P3" in page


def test_it_tells_other_systems(scene: Scene) -> None:
    found = signed_in(scene.world.office).get(f"/api/likely/{scene.lamps.pk}").json()
    assert {one["point_id"] for one in found} == {scene.point("P2").pk, scene.point("P3").pk}
    assert {one["known_by"] for one in found} == {"point"}


def test_it_has_no_page_for_a_problem_without_an_item(scene: Scene) -> None:
    problem = scene.reported(source="patrol")
    answer = signed_in(scene.world.office).get(f"/likely/{problem.pk}/")
    assert answer.status_code == 404
