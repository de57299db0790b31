"""Datums agree with published points, and the way back leads back."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.lib import datum
from chuangcheng.lib.datum import CHINA, Box, Position

Convert = Callable[[float, float], Position]

#: Test points of the eviltransform converters (MIT licence): WGS-84 and GCJ-02.
SHIFTED = {
    "Shanghai": ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    "Shenzhen": ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    "Beijing": ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
}
#: Points that coordtransform (GCJ-02 to BD-09) and gcoord (WGS-84 to BD-09) publish; both MIT.
BAIDU = [
    (datum.gcj02_to_bd09, (116.404, 39.915), (116.41036949371029, 39.92133699351021)),
    (datum.wgs84_to_bd09, (116.403988, 39.914266), (116.41661560068297, 39.92196580126834)),
]
INSIDE = st.tuples(st.floats(73.5, 135.1), st.floats(18.1, 53.6))
ANYWHERE = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
BACK_AND_FORTH = [
    (datum.wgs84_to_gcj02, datum.gcj02_to_wgs84),
    (datum.gcj02_to_bd09, datum.bd09_to_gcj02),
    (datum.wgs84_to_bd09, datum.bd09_to_wgs84),
]


@pytest.mark.parametrize("city", SHIFTED)
def test_it_shifts_published_points_as_published(city: str):
    wgs84, gcj02 = SHIFTED[city]
    assert datum.wgs84_to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert datum.gcj02_to_wgs84(*gcj02) == pytest.approx(wgs84, abs=1e-9)


@pytest.mark.parametrize(("convert", "given_", "published"), BAIDU)
def test_it_shifts_to_baidu_as_published(convert: Convert, given_: Position, published: Position):
    assert convert(*given_) == pytest.approx(published, abs=1e-9)


@pytest.mark.parametrize(("there", "back"), BACK_AND_FORTH)
@given(INSIDE)
def test_it_comes_back_to_where_it_was(there: Convert, back: Convert, position: Position):
    assert back(*there(*position)) == pytest.approx(position, abs=1e-9)


@given(INSIDE)
def test_it_shifts_by_streets_never_by_towns(position: Position):
    assert 5 < datum.distance(position, datum.wgs84_to_gcj02(*position)) < 1500


@given(ANYWHERE.filter(lambda position: not CHINA.holds(position)))
def test_it_changes_nothing_outside_china(position: Position):
    assert datum.wgs84_to_gcj02(*position) == position
    if not Box(72, 0.5, 138, 56).holds(position):
        assert datum.gcj02_to_wgs84(*position) == position


def test_it_gives_back_what_no_position_is_shifted_to():
    edge = Position(CHINA.west + 0.0005, 30.0)
    assert datum.gcj02_to_wgs84(*edge) == edge


def test_it_measures_a_degree_of_the_meridian():
    assert datum.distance((116, 39), (116, 40)) == pytest.approx(math.pi * 6371008.8 / 180)


def test_it_measures_as_published_between_shanghai_and_beijing():
    published = 1_078_164  # metres, by eviltransform on a sphere with the radius of the equator
    metres = datum.distance(SHIFTED["Shanghai"][1], SHIFTED["Beijing"][1])
    assert metres * 6378137 / 6371008.8 == pytest.approx(published, abs=1)


@given(ANYWHERE, ANYWHERE)
def test_it_measures_the_same_both_ways_and_at_most_half_round(one: Position, other: Position):
    assert datum.distance(one, other) == pytest.approx(datum.distance(other, one), abs=1e-6)
    assert 0 <= datum.distance(one, other) <= math.pi * 6371008.8 + 1e-6
    assert datum.distance(one, one) == 0


@given(st.lists(INSIDE, min_size=1))
def test_it_boxes_every_position_closely(positions: list[Position]):
    box = datum.box(positions)
    assert all(box.holds(position) for position in positions)
    edges = {edge for position in positions for edge in position}
    assert set(box) <= edges


def test_it_boxes_nothing_around_nothing():
    with pytest.raises(ValueError, match="not enough values"):
        datum.box([])


@given(INSIDE, INSIDE, st.floats(1, 5_000_000))
def test_it_sieves_out_nothing_that_is_near(centre: Position, other: Position, metres: float):
    if datum.distance(centre, other) <= metres:
        assert datum.around(*centre, metres * 1.000001).holds(other)


def test_it_reaches_round_the_globe_beside_a_pole():
    assert datum.around(116, 89.9999, 1000) == pytest.approx((-244, 89.991, 476, 90), abs=1e-3)
