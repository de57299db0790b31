"""Small charts as inline SVG, made to stand in a row of the table that has their figures.

They hold no text, so they need no language, and stretch to the width of their cell; lines and dots
keep their size where the style sheet says that strokes do not scale.
Colours are the style sheet's: shapes carry the classes track, fill, loss, whisker, grid, line, mark.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

#: A place in a picture: to the right, and down.
Place = tuple[float, float]

_SVG = Markup(
    '<svg class="{}" viewBox="0 0 100 {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
)
_HIGH = 12


def bar(share: float, low: float | None = None, high: float | None = None) -> Markup:
    """A share of 1 as a bar on its track, with the ends of its interval where there is one."""
    shapes = [_rect("track", 0, 1), _rect("fill", 0, share)]
    if low is not None and high is not None:
        shapes.append(_whisker(low, high))
    return _stretched("bar", shapes)


def span(start: float, width: float) -> Markup:
    """A bar that floats: one step of a waterfall; shares of the whole."""
    return _stretched("bar", [_rect("track", 0, 1), _rect("loss", start, width)])


def loss(share: float) -> Markup:
    """A loss as a bar from the left, as a share of the largest."""
    return _stretched("bar slim", [_rect("loss", 0, share)])


def dot(value: float, low: float | None, high: float | None, lines: Sequence[float] = ()) -> Markup:
    """A value with its interval on a scale of 0 to 1, over grid lines."""
    shapes = [_line("grid", at * 100, at * 100, 0, _HIGH) for at in lines]
    if low is not None and high is not None:
        shapes.append(_whisker(low, high))
    shapes.append(_mark("mark", (value * 100, _HIGH / 2)))
    return _stretched("bar range", shapes)


def slope(series: Sequence[Sequence[float | None]], height: float = 36.0) -> Markup:
    """Lines over rounds; every series has a value in 0..1 or None for each round."""
    shapes = [_line("grid", 0, 100, y, y) for y in (0.0, height / 2, height)]
    for n, values in enumerate(series):
        step = 96 / max(1, len(values) - 1)
        at = [(2 + i * step, height * (1 - v)) for i, v in enumerate(values) if v is not None]
        shapes.append(course(at, f"line l{n}"))
        shapes += [_mark(f"mark l{n}", place) for place in at[-1:]]
    return _SVG.format("slope", f"{height:g}", Markup("").join(shapes))


def course(at: Sequence[Place], kind: str = "line", mark: str = "") -> Markup:
    """A line from place to place, each marked where `mark` names a class for that."""
    steps = " ".join(f"{'L' if n else 'M'}{x:.2f} {y:.2f}" for n, (x, y) in enumerate(at))
    marks = [_mark(mark, place) for place in at] if mark else []
    line = Markup('<path class="{}" d="{}"/>').format(kind, steps)
    return Markup("").join([line, *marks])


def _stretched(name: str, shapes: Sequence[Markup]) -> Markup:
    return _SVG.format(name, _HIGH, Markup("").join(shapes))


def _percent(share: float) -> str:
    """A share as a place in the picture, never beyond its edges."""
    return f"{max(0.0, min(1.0, share)) * 100:.2f}"


def _rect(name: str, start: float, width: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="2" width="{}" height="{}"/>').format(
        name, _percent(start), _percent(width), _HIGH - 4
    )


def _line(name: str, x1: float, x2: float, y1: float, y2: float) -> Markup:
    return Markup('<path class="{}" d="M{} {}L{} {}"/>').format(
        name, f"{x1:.2f}", f"{y1:g}", f"{x2:.2f}", f"{y2:g}"
    )


def _whisker(low: float, high: float) -> Markup:
    middle, top, end = _HIGH / 2, _HIGH / 2 - 3, _HIGH / 2 + 3
    return Markup('<path class="whisker" d="M{0} {2}H{1}M{0} {3}V{4}M{1} {3}V{4}"/>').format(
        _percent(low), _percent(high), f"{middle:g}", f"{top:g}", f"{end:g}"
    )


def _mark(name: str, at: Place) -> Markup:
    return Markup('<path class="{}" d="M{:.2f} {:.2f}h0"/>').format(name, *at)
