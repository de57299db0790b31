"""A sketch of a day's way: the stops where they lie, joined in their order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from chuangcheng.evidence.assignments.models import Assignment

_WIDTH, _HEIGHT, _EDGE = 640.0, 360.0, 24.0


@dataclass(frozen=True)
class Mark:
    """A stop on the sketch, by its number on the route."""

    number: int
    title: str
    x: float
    y: float


@dataclass(frozen=True)
class Sketch:
    """The stops whose place is known, and the line through them; `lost` counts the others."""

    marks: tuple[Mark, ...]
    lost: int
    width: float = _WIDTH
    height: float = _HEIGHT

    @property
    def line(self) -> str:
        """The way as SVG takes it."""
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


def of(rows: Sequence[Assignment]) -> Sketch:
    """The sketch of a route; north is up, and a metre is as long either way."""
    placed = [
        (number, row, row.point.lon, row.point.lat)
        for number, row in enumerate(rows, 1)
        if row.point.lon is not None and row.point.lat is not None
    ]
    if not placed:
        return Sketch((), len(rows))
    shrink = math.cos(math.radians(sum(one[3] for one in placed) / len(placed)))
    xs, ys = [one[2] * shrink for one in placed], [one[3] for one in placed]
    spans = (max(xs) - min(xs), max(ys) - min(ys))
    rooms = (_WIDTH - 2 * _EDGE, _HEIGHT - 2 * _EDGE)
    scale = min((room / span for room, span in zip(rooms, spans, strict=True) if span), default=0.0)
    middle = ((max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2)
    marks = tuple(
        Mark(
            number,
            str(row),
            _WIDTH / 2 + (x - middle[0]) * scale,
            _HEIGHT / 2 - (y - middle[1]) * scale,
        )
        for (number, row, _lon, _lat), x, y in zip(placed, xs, ys, strict=True)
    )
    return Sketch(marks, len(rows) - len(marks))
