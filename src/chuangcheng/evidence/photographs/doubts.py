"""What is doubtful about a photograph: taken elsewhere, at another time, used before, or edited.

Every doubt comes with the figures it rests on, and is somebody's to decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from chuangcheng.evidence.photographs import queries
from chuangcheng.evidence.photographs.limits import limits
from chuangcheng.evidence.photographs.models import FlagKind, Photograph
from chuangcheng.lib.datum import distance
from chuangcheng.lib.photohash import Near, Turning


@dataclass(frozen=True)
class Doubt:
    """A kind of doubt, the earlier photograph if there is one, and what was measured."""

    kind: FlagKind
    other: Photograph | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)


def about(photograph: Photograph, hashes: Mapping[Turning, int]) -> Iterator[Doubt]:
    """All that is doubtful about a photograph that stands somewhere."""
    yield from _place(photograph)
    yield from _time(photograph)
    yield from _edited(photograph)
    yield from _reused(photograph, hashes)


def taken_at(photograph: Photograph) -> datetime | None:
    """When it was taken: by the phone, less what its clock was ahead; else by the file."""
    if photograph.taken_at is not None:
        return photograph.taken_at - timedelta(seconds=photograph.clock_s or 0)
    return photograph.file_taken_at


def position(photograph: Photograph) -> tuple[float, float] | None:
    """Where it was taken, in degrees: by the phone, else by the file."""
    for lon, lat in (
        (photograph.lon, photograph.lat),
        (photograph.file_lon, photograph.file_lat),
    ):
        if lon is not None and lat is not None:
            return lon, lat
    return None


def _place(photograph: Photograph) -> Iterator[Doubt]:
    point = photograph.point
    if point is None or point.lon is None or point.lat is None:
        return
    here = position(photograph)
    if here is None:
        return
    metres = distance(here, (point.lon, point.lat))
    limit = limits().geofence_m + (photograph.accuracy_m or 0)
    if metres > limit:
        figures = {"metres": round(metres), "limit": round(limit)}
        yield Doubt(FlagKind.PLACE, figures=figures)


def _time(photograph: Photograph) -> Iterator[Doubt]:
    at, window = taken_at(photograph), _window(photograph)
    if at is None or window is None:
        return
    slack = timedelta(minutes=limits().slack_minutes)
    since, until = window
    if not since - slack <= at <= until + slack:
        told = {"at": at, "since": since, "until": until}
        figures = {name: moment.isoformat(timespec="seconds") for name, moment in told.items()}
        yield Doubt(FlagKind.TIME, figures=figures)


def _window(photograph: Photograph) -> tuple[datetime, datetime] | None:
    """When it can have been taken: during its visit, or else on the days of its round."""
    if photograph.round is None:
        return None
    walk = queries.walk(photograph)
    if walk is not None:
        return walk.opened_at, walk.closed_at
    starts, ends = photograph.round.starts, photograph.round.ends
    midnights = (starts, ends + timedelta(days=1))
    since, until = (timezone.make_aware(datetime.combine(day, time())) for day in midnights)
    # What is taken again may be, until the round is closed: it came with what its phone sent.
    again = queries.sent_with(photograph)
    return since, max(until, again.received_at) if again else until


def _edited(photograph: Photograph) -> Iterator[Doubt]:
    named = photograph.software.casefold()
    if any(editor.casefold() in named for editor in limits().editors):
        yield Doubt(FlagKind.EDITED, figures={"software": photograph.software})


def _reused(photograph: Photograph, hashes: Mapping[Turning, int]) -> Iterator[Doubt]:
    file = [Near(key, 0, "upright") for key in queries.same_file(photograph)]
    near = {one.key: one for one in [*queries.alike(photograph, hashes), *file]}
    others = queries.earlier(photograph, near)
    nearest = sorted((near[key] for key in others), key=lambda one: (one.distance, one.key))
    found = [one for one in nearest if _counts(photograph, others[one.key], one.distance)]
    for one in found[: limits().others]:
        kind = FlagKind.SAME if one.distance <= limits().same_bits else FlagKind.LOOK
        figures = {"bits": one.distance, "turning": one.turning}
        yield Doubt(kind, others[one.key], figures)


def _counts(photograph: Photograph, other: Photograph, bits: int) -> bool:
    """The same picture counts wherever it is; one that looks like it only where that is likely."""
    if bits <= limits().same_bits:
        return True
    if photograph.judgement is not None and photograph.judgement == other.judgement:
        return False  # taken again, it is to look like what it replaces
    shared = {
        "person": photograph.person_id is not None and photograph.person_id == other.person_id,
        "point": photograph.point_id is not None and photograph.point_id == other.point_id,
    }
    return any(shared[name] for name in limits().look_among)
