"""The map of points: cells that count right, single points by name, and nothing out of scope."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.ground.areas.models import Area
from chuangcheng.ground.points.models import Point, PointKind
from chuangcheng.ground.site.maps import MOST, Box, clusters
from tests.site.cast import World, signed_in

DEGREES = st.floats(-180, 180, allow_nan=False)


@pytest.fixture
def crowd(world: World) -> World:
    """Two hundred points in a street, in a lattice, and one in the other county."""
    kind = PointKind.objects.create(code="park", title_zh="公园")
    Point.objects.bulk_create(
        [_point(world.street, kind, n, 113 + n % 20 / 100, 35 + n // 20 / 100) for n in range(200)]
    )
    _point(world.other_county, kind, 999, 114, 36).save()
    return world


def _point(area: Area, kind: PointKind, n: int, lon: float, lat: float) -> Point:
    return Point(code=f"P{n}", title_zh=f"点{n}", area=area, point_kind=kind, lon=lon, lat=lat)


def _asked(world: World, who: str, **query: object) -> dict[str, Any]:
    answer = signed_in(getattr(world, who)).get("/points/map/marks/", query)
    assert answer.status_code == 200
    return dict(answer.json())


def test_it_shows_everything_at_first(crowd: World) -> None:
    told = _asked(crowd, "office")
    assert sum(mark["count"] for mark in told["marks"]) == 200
    assert told["box"] == [113.0, 35.0, 113.19, 35.09]


def test_it_counts_what_lies_in_the_part_looked_at(crowd: World) -> None:
    told = _asked(crowd, "office", box="112.995,34.995,113.045,35.015")
    assert sum(mark["count"] for mark in told["marks"]) == 10


@given(west=st.floats(112.9, 113.1), south=st.floats(34.9, 35.1), over=st.floats(0.001, 0.4))
def test_it_has_the_same_cells_for_every_part(west: float, south: float, over: float) -> None:
    side = 360 / 2**13
    whole = Box(west, south, west + over, south + over).of_cells(side)
    assert whole.west <= west
    assert west + over < whole.east <= west + over + side
    assert whole.south <= south
    assert south + over < whole.north <= south + over + side
    assert all(((at + 180) / side).is_integer() for at in (whole.west, whole.east))


def test_it_counts_the_same_in_a_cell_at_the_rim(crowd: World) -> None:
    rows, side = Point.objects.all(), 360 / 2**13
    whole = {(m.lon, m.lat): m.count for m in clusters(rows, Box(112, 34, 115, 37), side)}
    some = clusters(rows, Box(113.02, 35.02, 113.1, 35.05), side)
    assert some
    assert all(whole[mark.lon, mark.lat] == mark.count for mark in some)


def test_it_names_what_stands_alone(crowd: World) -> None:
    [mark] = _asked(crowd, "office", box="112.999,34.999,113.001,35.001")["marks"]
    assert mark["title"] == "点0"
    assert mark["url"] == Point.objects.get(code="P0").get_absolute_url()


@pytest.mark.parametrize(("who", "count"), [("neighbour", 1), ("superior", 201), ("newcomer", 0)])
def test_it_shows_what_is_in_scope(crowd: World, who: str, count: int) -> None:
    answer = signed_in(getattr(crowd, who)).get("/points/map/marks/")
    marks = answer.json()["marks"] if answer.status_code == 200 else []
    assert sum(mark["count"] for mark in marks) == count


def test_it_filters_as_the_list_does(crowd: World) -> None:
    assert sum(mark["count"] for mark in _asked(crowd, "office", q="P19")["marks"]) == 11


@pytest.mark.parametrize(
    "box", ["", "1,2,3", "3,1,2,4", "nan,0,1,1", "x", "inf,0,1,1", "190,0,200,1"]
)
def test_it_takes_no_nonsense_for_a_box(crowd: World, box: str) -> None:
    assert sum(mark["count"] for mark in _asked(crowd, "office", box=box)["marks"]) == 200


def test_it_loses_nothing_between_cells(crowd: World) -> None:
    box = Box(112, 34, 115, 37)
    for cells in (1, 7, MOST):
        marks = clusters(Point.objects.all(), box, box.cell(cells, cells))
        assert sum(mark.count for mark in marks) == 201


@given(west=DEGREES, east=DEGREES, across=st.integers(1, MOST), down=st.integers(1, MOST))
def test_it_lays_no_more_cells_than_asked(west: float, east: float, across: int, down: int) -> None:
    box = Box(min(west, east), 0, max(west, east), 1)
    side = box.cell(across, down)
    asked = max((box.east - box.west) / across, 1 / down)
    assert asked <= side * 1.0001
    assert side <= 2.01 * asked


def test_it_says_how_many_have_no_place(crowd: World) -> None:
    Point.objects.filter(code="P0").update(lon=None, lat=None)
    page: Client = signed_in(crowd.office)
    assert "1 个点位没有坐标" in page.get("/points/map/").content.decode()


def test_it_lays_the_office_own_map_beneath(
    crowd: World, settings: LazySettings, tmp_path: Path
) -> None:
    page: Client = signed_in(crowd.office)
    assert 'data-basemap=""' in page.get("/points/map/").content.decode()
    settings.DATA_DIR = tmp_path
    (tmp_path / "basemap.pmtiles").write_bytes(b"PMTiles")
    assert 'data-basemap="/field/basemap.pmtiles"' in page.get("/points/map/").content.decode()
