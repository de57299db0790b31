"""Many problems at once: dispatched together, shown on a map."""

from chuangcheng.ground.points.models import Point
from chuangcheng.remedy.problems.models import Problem
from chuangcheng.remedy.problems.steps.batches import dispatch_all
from tests.site.cast import World, signed_in
from tests.site.problems.scene import Scene, dispatched

PAGE = "/problems/dispatch/"


def states() -> set[str]:
    """The states of all problems."""
    return set(Problem.objects.values_list("state", flat=True))


def test_it_dispatches_all_to_those_who_lead(world: World) -> None:
    scene = Scene(world)
    browser = signed_in(world.office)
    assert str(world.police) in browser.get(PAGE).content.decode()
    assert browser.post(PAGE).status_code == 302
    assert states() == {"dispatched"}
    assert scene.lamps.due is not None


def test_it_dispatches_what_the_address_names(world: World) -> None:
    scene = Scene(world)
    signed_in(world.office).post(f"{PAGE}?lead={world.police.pk}")
    assert scene.lamps.state == "dispatched"
    assert states() == {"dispatched", "filed"}


def test_it_leaves_those_that_nobody_leads(world: World) -> None:
    scene = Scene(world)
    Problem.objects.filter(pk=scene.lamps.pk).update(lead=None)
    assert "另有 1 个" in signed_in(world.office).get(PAGE).content.decode()
    signed_in(world.office).post(PAGE)
    assert scene.lamps.state == "filed"


def test_it_leaves_what_somebody_took_further(world: World) -> None:
    scene = Scene(world)
    stale = list(Problem.objects.select_related("lead"))
    dispatched(scene)
    assert dispatch_all(world.office, stale) == len(stale) - 1


def test_it_shows_open_problems_where_they_lie(world: World) -> None:
    scene = Scene(world)
    told = signed_in(world.office).get("/problems/map/marks/").json()
    placed = Problem.objects.filter(lon__isnull=False).count()
    assert sum(mark["count"] for mark in told["marks"]) == placed
    point = Point.objects.get(pk=scene.lamps.point_id)
    assert (scene.lamps.lon, scene.lamps.lat) == (point.lon, point.lat)


def test_it_opens_the_map_with_its_list(world: World) -> None:
    scene = Scene(world)
    page = signed_in(world.office).get("/problems/map/").content.decode()
    assert "data-map" in page
    assert scene.lamps.number in page
