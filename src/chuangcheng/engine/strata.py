"""Strata of a sample of points: all points of one kind in one area, and what to do with lone ones.

A stratum with a single point says nothing about how much such points differ.
The lone kinds of an area are therefore resampled together; a kind that is alone in being lone joins
the smallest of the others; an area with one point in all has no margin, and its table says so.
A stratum of which every point was seen has no sampling error at all and is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

How = Literal["own", "joined", "complete", "alone"]
#: The number of points in the library of points, by area and kind of point.
Frame = Mapping[tuple[str, str], int]


class FrameError(ValueError):
    """The frame has fewer points of a kind than were seen, or lacks a kind that was."""


@dataclass(frozen=True)
class Stratum:
    """The points of a kind in an area: how many were seen, and of how many where that is known.

    `how` it is resampled: within its *own* points, *joined* with the kinds of the same `group`, or
    not at all, being *complete* (every point seen) or *alone* (one point, and none to join).
    """

    area: str
    point_type: str
    points: int
    frame: int | None = None
    how: How = "own"
    group: str = ""


def strata(seen: Iterable[tuple[str, str, int]], frame: Frame | None = None) -> list[Stratum]:
    """The strata, by area and group, of the kinds that were `seen` (area, kind, points).

    Raises FrameError naming every kind of which the frame lists fewer points than were seen.
    """
    kinds = [
        Stratum(*kind, None if frame is None else frame.get(kind[:2], 0)) for kind in sorted(seen)
    ]
    _all_listed(kinds)
    by_area = groupby(kinds, key=lambda kind: kind.area)
    return [stratum for _, some in by_area for stratum in _grouped(list(some))]


def _all_listed(kinds: Sequence[Stratum]) -> None:
    few = [k for k in kinds if k.frame is not None and k.frame < k.points]
    if few:
        named = "; ".join(
            f"{k.point_type} in {k.area}: {k.points} seen, {k.frame} listed" for k in few
        )
        msg = f"the frame lists fewer points than were seen ({named}); complete the frame"
        raise FrameError(msg)


def _grouped(kinds: list[Stratum]) -> list[Stratum]:
    """The strata of one area, each with its group, those of a group side by side."""
    open_ = [kind for kind in kinds if kind.frame != kind.points]
    lone = [kind for kind in open_ if kind.points == 1]
    others = sorted((k for k in open_ if k.points > 1), key=lambda k: (k.points, k.point_type))
    together = lone + others[: 1 if len(lone) == 1 else 0]
    name = "+".join(sorted(kind.point_type for kind in together))
    placed = [_placed(kind, together, name) for kind in kinds]
    return sorted(placed, key=lambda stratum: (stratum.group, stratum.point_type))


def _placed(kind: Stratum, together: Sequence[Stratum], name: str) -> Stratum:
    if kind.frame == kind.points:
        return replace(kind, how="complete", group=kind.point_type)
    if kind not in together:
        return replace(kind, how="own", group=kind.point_type)
    return replace(kind, how="joined" if len(together) > 1 else "alone", group=name)
