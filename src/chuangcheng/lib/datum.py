"""The three datums of Chinese maps, and distances.

The house keeps WGS-84, what satellites give.
Maps published in China are shifted: GCJ-02 (Amap, Tencent) by a formula whose constants became
public, BD-09 (Baidu) by a second shift on top.
The formulas are those in circulation since 2010 (on the ellipsoid of Krasovsky 1940), as in the
public-domain and MIT-licensed converters; the published test points of one of them are our tests.
There is no formula for the way back: it is found by iteration, to less than 1e-9 degrees.

Everywhere a position is (longitude, latitude) in degrees, as in GeoJSON.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Position(NamedTuple):
    """Longitude and latitude in degrees."""

    lon: float
    lat: float


class Box(NamedTuple):
    """West, south, east and north edges in degrees; GeoJSON's order."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, position: tuple[float, float]) -> bool:
        """Whether a position lies inside or on the edge."""
        lon, lat = position
        return self.west <= lon <= self.east and self.south <= lat <= self.north


Shift = Callable[[float, float], Position]

#: Outside this box the shift is not applied, as in every published converter.
CHINA = Box(72.004, 0.8293, 137.8347, 55.8271)

_MAJOR = 6378245.0
_ECCENTRICITY = 0.00669342162296594323  # first eccentricity, squared
_EARTH = 6371008.8  # mean radius in metres (IUGG)
_WAVES = math.pi * 3000.0 / 180.0
_CLOSE = 1e-11
_MOST_STEPS = 50


def wgs84_to_gcj02(lon: float, lat: float) -> Position:
    """A satellite's position as Chinese maps draw it; unchanged outside China."""
    if not CHINA.holds((lon, lat)):
        return Position(lon, lat)
    east, north = _metres(lon - 105.0, lat - 35.0)
    phi = math.radians(lat)
    root = 1 - _ECCENTRICITY * math.sin(phi) ** 2
    meridian = _MAJOR * (1 - _ECCENTRICITY) / root**1.5
    parallel = _MAJOR / math.sqrt(root) * math.cos(phi)
    return Position(lon + math.degrees(east / parallel), lat + math.degrees(north / meridian))


def gcj02_to_wgs84(lon: float, lat: float) -> Position:
    """The way back; a position that no satellite's position is drawn at comes back unchanged."""
    return _undone(wgs84_to_gcj02, lon, lat)


def gcj02_to_bd09(lon: float, lat: float) -> Position:
    """A position on most Chinese maps as Baidu's map draws it."""
    radius = math.hypot(lon, lat) + 0.00002 * math.sin(lat * _WAVES)
    angle = math.atan2(lat, lon) + 0.000003 * math.cos(lon * _WAVES)
    return Position(radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006)


def bd09_to_gcj02(lon: float, lat: float) -> Position:
    """The way back from Baidu's map."""
    return _undone(gcj02_to_bd09, lon, lat)


def wgs84_to_bd09(lon: float, lat: float) -> Position:
    """A satellite's position as Baidu's map draws it."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: float, lat: float) -> Position:
    """The way back from Baidu's map to what satellites give."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Metres along the great circle (haversine; within 0.6 % of the ellipsoid's)."""
    (lon, lat), (lon2, lat2) = one, other
    phi, phi2 = math.radians(lat), math.radians(lat2)
    half = math.sin((phi2 - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(phi2) * math.sin(math.radians(lon2 - lon) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(half)))


def box(positions: Iterable[tuple[float, float]]) -> Box:
    """The smallest box around positions; ValueError when there are none."""
    lons, lats = zip(*positions, strict=True)
    return Box(min(lons), min(lats), max(lons), max(lats))


def around(lon: float, lat: float, metres: float) -> Box:
    """A box that holds whatever lies within so many metres: a first sieve before `distance`.

    It reaches round the globe where a pole is near, and never over a pole.
    """
    reach = math.degrees(metres / _EARTH)
    south, north = max(-90.0, lat - reach), min(90.0, lat + reach)
    widest = math.cos(math.radians(max(abs(south), abs(north))))
    across = 360.0 if widest < 1e-9 else min(360.0, reach / widest)
    return Box(lon - across, south, lon + across, north)


def _metres(x: float, y: float) -> tuple[float, float]:
    """How far GCJ-02 shifts to the east and north, for degrees from 105° E and 35° N."""
    ripple = 20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)
    root = math.sqrt(abs(x))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple * 2.0 / 3.0
    east += _waves(x, (20.0, 1.0), (40.0, 3.0), (150.0, 12.0), (300.0, 30.0))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += ripple * 2.0 / 3.0 + _waves(y, (20.0, 1.0), (40.0, 3.0), (160.0, 12.0), (320.0, 30.0))
    return east, north


def _waves(at: float, *waves: tuple[float, float]) -> float:
    """Two thirds of sines, each of a height and with so many degrees to half a period."""
    return sum(high * math.sin(at * math.pi / long) for high, long in waves) * 2.0 / 3.0


def _undone(shift: Shift, lon: float, lat: float) -> Position:
    """The position that `shift` takes to this one, by stepping back by what is left over.

    The shift changes by less than a hundredth of the way moved, so each step gains two digits.
    At the edge of the area that is shifted there may be none; then nothing is changed.
    """
    guess = Position(lon, lat)
    for _ in range(_MOST_STEPS):
        there = shift(*guess)
        over = there.lon - lon, there.lat - lat
        if max(map(abs, over)) < _CLOSE:
            return guess
        guess = Position(guess.lon - over[0], guess.lat - over[1])
    return Position(lon, lat)
