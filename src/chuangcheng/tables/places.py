"""Points of the library of points, as registers and draws read them."""

from __future__ import annotations

from dataclasses import dataclass

from chuangcheng.engine.framework import Title


@dataclass(frozen=True)
class Place:
    """A point of the library of points, visited or not; `where` is (longitude, latitude)."""

    point: str
    point_type: str
    area: str
    title: Title
    unit: str = ""
    where: tuple[float, float] | None = None
