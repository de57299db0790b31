"""Squares: what is gathered from them is what the database gathers, and they follow their points."""

from __future__ import annotations

from random import Random

import pytest

from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.ground.site import squares
from chuangcheng.ground.site.maps import Box, Mark, clusters, whole
from chuangcheng.ground.site.squares import square
from tests.site.cast import World


@pytest.fixture
def scattered(world: World) -> World:
    """Three hundred points in two areas, here and there in two degrees."""
    kind, chance = PointKind.objects.create(code="park", title_zh="公园"), Random(3)
    Point.objects.bulk_create(
        Point(
            code=f"P{n}", title_zh=f"点{n}", point_kind=kind,
            area=(world.street, world.township)[n % 2],
            lon=chance.gauss(113, 0.5), lat=chance.gauss(35, 0.5),
        )
        for n in range(300)
    )  # fmt: skip
    return world


def _placed(marks: list[Mark]) -> list[tuple[int, float, float, str]]:
    return sorted((mark.count, round(mark.lon, 4), round(mark.lat, 4), mark.url) for mark in marks)


@pytest.mark.parametrize(("across", "down"), [(2, 2), (24, 12), (64, 64)])
def test_it_gathers_what_the_database_does(scattered: World, across: int, down: int) -> None:
    rows = Point.objects.order_by()
    box, marks = whole(rows, across, down)
    assert isinstance(box, Box)
    assert _placed(marks) == _placed(clusters(rows, box, box.cell(across, down)))


def test_it_reaches_from_the_first_point_to_the_last(scattered: World) -> None:
    box, _marks = whole(Point.objects.order_by(), 24, 12)
    lons, lats = zip(*Point.objects.values_list("lon", "lat"), strict=True)
    assert box == Box(min(lons), min(lats), max(lons), max(lats))


def test_it_leaves_too_many_squares_to_the_database(
    scattered: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Point.objects.order_by()
    before = whole(rows, 24, 12)
    monkeypatch.setattr(squares, "MOST", 3)
    box, marks = whole(rows, 24, 12)
    assert (box, _placed(marks)) == (before[0], _placed(before[1]))


def test_it_moves_the_square_with_the_point(scattered: World) -> None:
    Point.objects.filter(code="P0").update(lon=10.5, lat=20.5)
    point = Point.objects.get(code="P1")
    point.lon, point.lat = -170.25, -80.0
    point.save(update_fields=["lon", "lat", "square"])
    kept = dict(Point.objects.filter(code__in=["P0", "P1"]).values_list("code", "square"))
    assert kept == {"P0": square(10.5, 20.5), "P1": square(-170.25, -80.0)}


def test_it_tells_nobody_of_squares(scattered: World) -> None:
    assert "square" not in Point.objects.get(code="P0").facts()
