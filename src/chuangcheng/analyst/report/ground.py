"""The map of the report: points on their ground, as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from markupsafe import Markup

from chuangcheng.engine.framework import Title


@dataclass(frozen=True)
class Dot:
    """A point on the map: where it lies, its loss as a share of the largest, and its sheet."""

    title: Title
    longitude: float
    latitude: float
    share: float
    href: str
    area: Title

    @property
    def name(self) -> str:
        """Its title in both languages: a tooltip has no language of its own."""
        titles = (self.title.zh, self.title.en)
        return " · ".join(dict.fromkeys(filter(None, titles)))


def area_map(dots: Sequence[Dot]) -> Markup:
    """Points on their ground, north up; the name of each area stands above its points."""
    xs, ys = _ground([(dot.longitude, dot.latitude) for dot in dots])
    placed = sorted(zip(xs, ys, dots, strict=True), key=lambda each: -each[2].share)
    circles = [
        Markup(
            '<a href="{}"><title>{}</title><circle class="{}" cx="{}" cy="{}" r="{}"/></a>'
        ).format(dot.href, dot.name, _kind(dot), f"{x:.1f}", f"{y:.1f}", f"{_radius(dot):.2f}")
        for x, y, dot in placed
    ]
    labels = [_label(name, placed) for name in dict.fromkeys(dot.area for dot in dots)]
    return Markup('<svg class="map" viewBox="0 0 100 {}">{}</svg>').format(
        f"{max(ys) + 6:.1f}", Markup("").join([*circles, *labels])
    )


def _label(name: Title, placed: Sequence[tuple[float, float, Dot]]) -> Markup:
    mine = [(x, y) for x, y, dot in placed if dot.area == name]
    x, y = sum(x for x, _ in mine) / len(mine), min(y for _, y in mine)
    both = (("zh", name.zh), ("en", name.en or name.zh))
    at = f"{min(max(x, 9), 91):.1f}", f"{max(y - 3.5, 3):.1f}"
    return Markup("").join(
        Markup('<text x="{}" y="{}" lang="{}">{}</text>').format(*at, lang, words)
        for lang, words in both
    )


def _ground(places: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Degrees to the plane of the picture, north up, as wide as it allows."""
    flat = cos(radians(sum(y for _, y in places) / len(places)))
    xs, ys = [x * flat for x, _ in places], [-y for _, y in places]
    scale = 88 / max(max(xs) - min(xs), max(ys) - min(ys), 1e-9)
    return [6 + (x - min(xs)) * scale for x in xs], [9 + (y - min(ys)) * scale for y in ys]


def _kind(dot: Dot) -> str:
    return "loss" if dot.share else "none"


def _radius(dot: Dot) -> float:
    return 0.6 + 2.6 * sqrt(dot.share)
