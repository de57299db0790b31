"""Small charts as inline SVG, made to stand in a row of the table that has their figures.

They hold no text, so they need no language, and stretch to the width of their cell; lines and dots
keep their size because strokes do not scale.
"""

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


_SVG = Markup('<svg class="{}" viewBox="0 0 100 {}"{} aria-hidden="true">{}</svg>')
_STRETCH = Markup(' preserveAspectRatio="none"')
HIGH = 12


def bar(share: float, low: float | None = None, high: float | None = None) -> Markup:
    """What was earned of what was possible, with the ends of its interval; all shares of 1."""
    shapes = [_rect("track", 0, 100), _rect("fill", 0, share * 100)]
    if low is not None and high is not None:
        shapes.append(_whisker(low * 100, high * 100))
    return _stretched("bar", shapes)


def span(start: float, width: float) -> Markup:
    """A bar that floats: one step of a waterfall; shares of the whole."""
    shapes = [_rect("track", 0, 100), _rect("loss", start * 100, width * 100)]
    return _stretched("bar", shapes)


def loss(share: float) -> Markup:
    """A loss as a bar from the left, as a share of the largest."""
    return _stretched("bar slim", [_rect("loss", 0, share * 100)])


def dot(value: float, low: float | None, high: float | None, lines: Sequence[float] = ()) -> Markup:
    """A value with its interval on a scale of 0 to 1, over grid lines."""
    shapes = [_line("grid", at * 100, at * 100, 0, HIGH) for at in lines]
    if low is not None and high is not None:
        shapes.append(_whisker(low * 100, high * 100))
    shapes.append(_point("mark", value * 100, HIGH / 2))
    return _stretched("bar range", shapes)


def slope(series: Sequence[Sequence[float | None]], height: float = 36.0) -> Markup:
    """Lines over rounds; every series has a value in 0..1 or None for each round."""
    shapes = [_line("grid", 0, 100, y, y) for y in (0.0, height / 2, height)]
    for n, values in enumerate(series):
        step = 96 / max(1, len(values) - 1)
        at = [(2 + i * step, height * (1 - v)) for i, v in enumerate(values) if v is not None]
        path = " ".join(f"{'L' if i else 'M'}{x:.2f} {y:.2f}" for i, (x, y) in enumerate(at))
        shapes.append(Markup('<path class="line l{}" d="{}"/>').format(n, path))
        shapes += [_point(f"mark l{n}", x, y) for x, y in at[-1:]]
    return _SVG.format("slope", f"{height:g}", _STRETCH, Markup("").join(shapes))


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


def _stretched(name: str, shapes: Sequence[Markup]) -> Markup:
    return _SVG.format(name, HIGH, _STRETCH, Markup("").join(shapes))


def _rect(name: str, x: float, width: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="2" width="{}" height="{}"/>').format(
        name, f"{x:.2f}", f"{max(0.0, width):.2f}", HIGH - 4
    )


def _line(name: str, x1: float, x2: float, y1: float, y2: float) -> Markup:
    return Markup('<path class="{}" d="M{} {}L{} {}"/>').format(
        name, f"{x1:.2f}", f"{y1:g}", f"{x2:.2f}", f"{y2:g}"
    )


def _whisker(low: float, high: float) -> Markup:
    middle, top, end = HIGH / 2, HIGH / 2 - 3, HIGH / 2 + 3
    return Markup('<path class="whisker" d="M{0} {2}H{1}M{0} {3}V{4}M{1} {3}V{4}"/>').format(
        f"{low:.2f}", f"{high:.2f}", f"{middle:g}", f"{top:g}", f"{end:g}"
    )


def _point(name: str, x: float, y: float) -> Markup:
    return Markup('<path class="{}" d="M{} {}h0"/>').format(name, f"{x:.2f}", f"{y:.2f}")
