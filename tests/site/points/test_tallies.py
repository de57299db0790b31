"""Tallies: whatever is done to points, what is kept of squares is what lies in them."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from django.db.models import Count, Sum
from django.http import QueryDict

from chuangcheng.ground.points import queries
from chuangcheng.ground.points.models import Point, PointKind, Tally
from chuangcheng.ground.site import tallies
from chuangcheng.ground.site.maps import Box, Mark, clusters, part, whole
from tests.site.cast import World, signed_in

Kept = list[tuple[Any, ...]]


@pytest.fixture
def scattered(world: World) -> World:
    """Three hundred points in two areas, a third of them close together."""
    kind, chance = PointKind.objects.create(code="park", title_zh="公园"), Random(3)
    Point.objects.bulk_create(
        Point(
            code=f"P{n}", title_zh=f"点{n}", point_kind=kind,
            area=(world.street, world.township)[n % 2],
            lon=chance.gauss(113, 0.5 if n % 3 else 0.01), lat=chance.gauss(35, 0.5),
        )
        for n in range(300)
    )  # fmt: skip
    return world


def _kept() -> Kept:
    return sorted(Tally.objects.values_list("area_id", "square", "n", "keys"))


def _counted() -> Kept:
    placed = Point.objects.exclude(lon=None).order_by().values("area_id", "square")
    counted = placed.annotate(n=Count("pk"), keys=Sum("pk"))
    return sorted(counted.values_list("area_id", "square", "n", "keys"))


def _sums() -> tuple[int, int]:
    found = Tally.objects.aggregate(lons=Sum("lons"), lats=Sum("lats"))
    return found["lons"], found["lats"]


def test_it_tallies_what_is_made(scattered: World) -> None:
    assert len(_kept()) > 100
    assert _kept() == _counted()
    degrees = Point.objects.values_list("lon", "lat")
    for kept, said in zip(_sums(), zip(*degrees, strict=True), strict=True):
        assert kept == sum(round(one * tallies.PARTS) for one in said)


def test_it_follows_points_that_move(scattered: World) -> None:
    some = Point.objects.filter(code__startswith="P1")
    some.update(lon=112.5, lat=34.5)
    some.filter(code__startswith="P10").update(area=scattered.other_county)
    some.filter(code__startswith="P11").update(lon=None, lat=None)
    Point.objects.filter(code="P11").update(lon=10.25, lat=-20.5)
    assert _kept() == _counted()


def test_it_leaves_nothing_of_what_is_gone(scattered: World) -> None:
    Point.objects.filter(code__startswith="P2").delete()
    assert _kept() == _counted()
    Point.objects.all().delete()
    assert _kept() == []


def test_it_owes_nothing_when_the_tallies_went_first(scattered: World) -> None:
    Tally.objects.all().delete()
    Point.objects.all().delete()
    assert _kept() == []


def test_it_changes_nothing_when_points_change_hands(scattered: World) -> None:
    before = _kept(), _sums()
    Point.objects.update(unit=scattered.police)
    assert (_kept(), _sums()) == before


def _placed(marks: list[Mark]) -> list[tuple[int, float, float, str]]:
    return sorted((mark.count, round(mark.lon, 4), round(mark.lat, 4), mark.url) for mark in marks)


@pytest.mark.parametrize(("across", "down"), [(1, 1), (24, 12), (64, 64)])
def test_it_draws_the_map_that_the_points_draw(scattered: World, across: int, down: int) -> None:
    rows = queries.points(scattered.office).filter(lon__isnull=False).order_by()
    box, marks = whole(rows, across, down)
    other, same = whole(rows, across, down, kept=queries.tallies(scattered.office))
    assert (other, _placed(same)) == (box, _placed(marks))


@pytest.mark.parametrize("cells", [4, 24])
@pytest.mark.parametrize(
    "sides", [(112, 34, 114, 36), (112.7, 34.9, 113.05, 35.2), (-180, -90, 180, 90)]
)
def test_it_draws_what_the_points_draw_in_a_part(
    scattered: World, sides: tuple[float, float, float, float], cells: int
) -> None:
    rows = queries.points(scattered.office).filter(lon__isnull=False).order_by()
    box = Box(*sides)
    side = box.cell(cells, cells)
    marks = part(rows, box, side, kept=queries.tallies(scattered.office))
    assert _placed(marks) == _placed(clusters(rows, box, side))
    assert marks


def test_it_leaves_the_points_of_units_to_the_points(world: World) -> None:
    assert queries.tallies(world.clerk) is None
    assert queries.tallies(world.office) is not None


@pytest.mark.parametrize("asked", ["", "area=/HC/QH/", "kind=1", "q=P1", "unit=3", "owner=0"])
def test_it_shows_what_the_address_asks_for(scattered: World, asked: str) -> None:
    query = QueryDict(asked).dict()
    said = signed_in(scattered.office).get("/points/map/marks/", query).json()
    listed = signed_in(scattered.office).get("/points/", query).context["table"]
    assert sum(mark["count"] for mark in said["marks"]) == listed.page.paginator.count
