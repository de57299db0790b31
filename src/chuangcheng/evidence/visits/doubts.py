"""What is doubtful about a visit. Pure: it looks at positions, times and hashes, and at no table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from chuangcheng.evidence.visits.bodies import JudgementIn
from chuangcheng.lib.datum import distance


@dataclass(frozen=True)
class Stay:
    """Somebody at a place for a while; `where` is longitude and latitude, or None."""

    where: tuple[float, float] | None
    opened_at: datetime
    closed_at: datetime


@dataclass(frozen=True)
class Journey:
    """The way between two stays: metres and seconds."""

    metres: float
    seconds: float

    @property
    def kmh(self) -> float | None:
        """Its speed; None where there was no time for it at all."""
        return self.metres / self.seconds * 3.6 if self.seconds > 0 else None


def metres_off(
    point: tuple[float | None, float | None], where: tuple[float, float] | None
) -> float | None:
    """How far from a point somebody was, or None where either place is unknown."""
    lon, lat = point
    if where is None or lon is None or lat is None:
        return None
    return distance((lon, lat), where)


def is_far(metres: float | None, accuracy_m: float, allowed_m: float) -> bool:
    """Whether somebody was outside of the fence, even by the best of what the phone could know."""
    return metres is not None and metres - accuracy_m > allowed_m


def journey(one: Stay, other: Stay) -> Journey | None:
    """The way between two stays of one person, whichever came first; None without places."""
    if one.where is None or other.where is None:
        return None
    first, second = sorted((one, other), key=lambda stay: stay.opened_at)
    seconds = (second.opened_at - first.closed_at).total_seconds()
    return Journey(distance(one.where, other.where), seconds)


def too_fast(way: Journey | None, *, near_m: float, fastest_kmh: float) -> bool:
    """Whether nobody can have gone that way in that time."""
    if way is None or way.metres <= near_m:
        return False
    return way.kmh is None or way.kmh > fastest_kmh


def content_hash(judgements: Sequence[JudgementIn]) -> str:
    """A hash of what was judged and remarked, empty where nobody wrote a remark.

    Many visits find everything in order; only words betray that one was copied from another.
    """
    if not any(one.remark.strip() for one in judgements):
        return ""
    said = sorted(
        (one.item, one.repeat, one.result, repr(one.count), repr(one.of), one.remark.strip())
        for one in judgements
    )
    return sha256(repr(said).encode()).hexdigest()
