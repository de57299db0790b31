"""Draws of points that anybody can repeat: stratified quotas from a seed announced beforehand.

A point's key is the SHA-256 of the seed, its area, its kind and its id, one a line, in UTF-8.
Within a stratum (a kind of point in an area) the points stand in the order of their keys, and the
first so many as the quota says are drawn.
So the order of the rows does not matter, a larger quota only adds points, and whoever cannot be
visited is replaced by the next in order.
Nobody who announces the seed before it exists (tomorrow's lottery numbers, say) can choose it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Literal

import polars as pl

from chuangcheng.engine.reasons import Reason, RefusedError
from chuangcheng.engine.titles import Model

ALGORITHM: Literal["sha256-order-1"] = "sha256-order-1"
COLUMNS = ("area", "point_type", "point")
Stratum = tuple[str, str]


class DrawError(RefusedError):
    """A draw that cannot be made; `reasons` says why, the message has a line for each."""


class Quota(Model):
    """How many points of a kind are drawn in an area."""

    area: str
    point_type: str
    number: int


class Point(Model):
    """A point where it stands in the order of its stratum; for a drawn one how likely that was."""

    area: str
    point_type: str
    point: str
    order: int
    probability: float | None = None


class Exclusion(Model):
    """A point left out before the draw, and why (conflict of interest, closed for works)."""

    point: str
    reason: str


class Replacement(Model):
    """A point that was drawn and could not be visited, why, and the next in order that was."""

    point: str
    reason: str
    by: str


class Record(Model):
    """All that is needed to repeat a draw, to be published with it; `model_dump_json` writes it.

    `order` in `sample` and `reserves` counts from 1 in each stratum, over the points not excluded;
    `probability` is the quota ÷ the number of those points.
    """

    algorithm: Literal["sha256-order-1"] = ALGORITHM
    seed: str
    frame_sha256: str
    frame_points: int
    quotas: tuple[Quota, ...]
    excluded: tuple[Exclusion, ...] = ()
    sample: tuple[Point, ...]
    reserves: tuple[Point, ...]
    replacements: tuple[Replacement, ...] = ()

    def visited(self) -> list[str]:
        """The points to visit, those replaced left out and their replacements put in."""
        points = [drawn.point for drawn in self.sample]
        for replacement in self.replacements:
            points[points.index(replacement.point)] = replacement.by
        return points


def key(seed: str, area: str, point_type: str, point: str) -> str:
    """The key of a point: 64 hexadecimal digits, in whose order the points stand."""
    return sha256("\n".join((seed, area, point_type, point)).encode()).hexdigest()


def frame_hash(frame: pl.DataFrame) -> str:
    """SHA-256 of the frame: area, kind and id of each point by tabs, lines sorted by their bytes.

    Every line ends with a line feed. Raises DrawError for a frame that cannot be drawn from.
    """
    lines = sorted("\t".join(row).encode() + b"\n" for row in _rows(frame))
    return sha256(b"".join(lines)).hexdigest()


def draw(
    frame: pl.DataFrame,
    seed: str,
    quotas: Iterable[Quota],
    excluded: Iterable[Exclusion] = (),
) -> Record:
    """Draw from a frame with the columns area, point_type and point.

    Raises DrawError with a line for everything that is wrong with seed, frame, quotas or exclusions.
    """
    wanted, out = tuple(quotas), tuple(excluded)
    rows = _rows(frame)
    eligible = _eligible(rows, out)
    reasons = [*_bad_seed(seed), *_bad_exclusions(rows, out), *_bad_quotas(eligible, wanted)]
    if reasons:
        raise DrawError(reasons)
    sample: list[Point] = []
    reserves: list[Point] = []
    for quota in sorted(wanted, key=_stratum):
        points = _ordered(seed, _stratum(quota), eligible[_stratum(quota)])
        chance = quota.number / max(len(points), 1)
        sample += [p.model_copy(update={"probability": chance}) for p in points[: quota.number]]
        reserves += points[quota.number :]
    return Record(
        seed=seed,
        frame_sha256=frame_hash(frame),
        frame_points=len(rows),
        quotas=wanted,
        excluded=out,
        sample=tuple(sample),
        reserves=tuple(reserves),
    )


def replace(record: Record, point: str, reason: str) -> Record:
    """The record with a point replaced by the next in order of its stratum.

    Raises DrawError when the point is not to be visited, or its stratum has no more points.
    """
    if point not in record.visited():
        raise DrawError([Reason("not-visited", {"point": point})])
    places = {p.point: _stratum(p) for p in (*record.sample, *record.reserves)}
    used = {replacement.by for replacement in record.replacements}
    left = [
        p.point for p in record.reserves if _stratum(p) == places[point] and p.point not in used
    ]
    if not left:
        area, kind = places[point]
        facts = {"kind": kind, "area": area, "point": point}
        raise DrawError([Reason("none-in-reserve", facts)])
    added = Replacement(point=point, reason=reason, by=left[0])
    return record.model_copy(update={"replacements": (*record.replacements, added)})


def verify(record: Record, frame: pl.DataFrame) -> list[Reason]:
    """A reason for everything in which a record differs from the draw repeated; empty if none."""
    try:
        found = frame_hash(frame)
        again = draw(frame, record.seed, record.quotas, record.excluded)
    except DrawError as error:
        return [Reason("not-repeatable", {"why": reason}) for reason in error.reasons]
    said = []
    if found != record.frame_sha256:
        facts = {"points": again.frame_points, "hash": found[:12], "recorded": record.frame_points}
        facts["recorded_hash"] = record.frame_sha256[:12]
        said.append(Reason("another-frame", facts))
    said += _different("drawn", record.sample, again.sample)
    said += _different("reserve", record.reserves, again.reserves)
    return [*said, *_wrong_replacements(record, again)]


def proportional(frame: pl.DataFrame, total: int, minimum: int = 1) -> tuple[Quota, ...]:
    """Quotas in proportion to the number of points of each stratum, by largest remainders.

    No stratum gets less than `minimum` (or than it has) nor more than it has; equal remainders go
    to the first by area and kind. Raises DrawError when `total` leaves no such quotas.
    """
    sizes = Counter((area, kind) for area, kind, _ in _rows(frame))
    least = {stratum: min(minimum, size) for stratum, size in sizes.items()}
    low, high = sum(least.values()), sum(sizes.values())
    if not low <= total <= high:
        facts = {"total": total, "low": low, "high": high}
        raise DrawError([Reason("total-out-of-reach", facts)])
    ideal = {stratum: total * size / high for stratum, size in sizes.items()}
    given = {s: min(max(int(ideal[s]), least[s]), sizes[s]) for s in sorted(sizes)}
    while sum(given.values()) < total:
        _move(given, 1, lambda s: (given[s] - ideal[s], s), lambda s: given[s] < sizes[s])
    while sum(given.values()) > total:
        _move(given, -1, lambda s: (ideal[s] - given[s], s), lambda s: given[s] > least[s])
    return tuple(Quota(area=a, point_type=k, number=n) for (a, k), n in given.items())


def _move(
    given: dict[Stratum, int],
    by: int,
    order: Callable[[Stratum], tuple[float, Stratum]],
    may: Callable[[Stratum], bool],
) -> None:
    given[min(filter(may, given), key=order)] += by


def _stratum(of: Quota | Point) -> Stratum:
    return of.area, of.point_type


def _ordered(seed: str, stratum: Stratum, points: Sequence[str]) -> list[Point]:
    area, kind = stratum
    ordered = sorted(points, key=lambda point: key(seed, area, kind, point))
    return [
        Point(area=area, point_type=kind, point=point, order=order)
        for order, point in enumerate(ordered, 1)
    ]


def _eligible(
    rows: Sequence[tuple[str, str, str]], excluded: Sequence[Exclusion]
) -> Mapping[Stratum, list[str]]:
    out = {exclusion.point for exclusion in excluded}
    strata: dict[Stratum, list[str]] = {}
    for area, kind, point in rows:
        strata.setdefault((area, kind), []).extend([] if point in out else [point])
    return strata


def _rows(frame: pl.DataFrame) -> list[tuple[str, str, str]]:
    """Area, kind and id of each point. Raises DrawError naming what is missing or twice there."""
    missing = [name for name in COLUMNS if name not in frame.columns]
    if missing:
        raise DrawError(Reason("no-frame-column", {"column": name}) for name in missing)
    rows = frame.select(pl.col(*COLUMNS).cast(pl.String).fill_null("")).rows()
    twice = [point for point, n in Counter(row[2] for row in rows).items() if n > 1]
    reasons = [Reason("point-twice", {"point": point}) for point in twice]
    for number, row in enumerate(rows, 1):
        if "" in row:
            facts = {"row": number, "column": COLUMNS[row.index("")]}
            reasons.append(Reason("frame-cell-empty", facts))
        elif any(set("\t\r\n") & set(text) for text in row):
            reasons.append(Reason("frame-cell-broken", {"row": number}))
    if reasons:
        raise DrawError(reasons)
    return rows


def _bad_seed(seed: str) -> list[Reason]:
    return [] if seed and seed == " ".join(seed.split()) else [Reason("bad-seed")]


def _bad_exclusions(
    rows: Sequence[tuple[str, str, str]], excluded: Sequence[Exclusion]
) -> list[Reason]:
    known = {point for _, _, point in rows}
    unknown = [e.point for e in excluded if e.point not in known]
    silent = [e.point for e in excluded if not e.reason.strip()]
    return [
        *(Reason("excluded-unknown", {"point": point}) for point in unknown),
        *(Reason("excluded-silently", {"point": point}) for point in silent),
    ]


def _bad_quotas(eligible: Mapping[Stratum, list[str]], quotas: Sequence[Quota]) -> list[Reason]:
    reasons = []
    for (area, kind), times in Counter(map(_stratum, quotas)).items():
        if times > 1:
            facts = {"times": times, "kind": kind, "area": area}
            reasons.append(Reason("quota-twice", facts))
    for quota in quotas:
        there = len(eligible.get(_stratum(quota), ()))
        if not 0 <= quota.number <= there:
            facts = {"number": quota.number, "there": there}
            facts |= {"kind": quota.point_type, "area": quota.area}
            reasons.append(Reason("quota-out-of-reach", facts))
    return reasons


def _different(
    what: Literal["drawn", "reserve"], said: Sequence[Point], found: Sequence[Point]
) -> list[Reason]:
    if list(said) == list(found):
        return []
    mine, theirs = {p.point for p in said}, {p.point for p in found}
    told = {"recorded": sorted(mine - theirs), "repeated": sorted(theirs - mine)}
    reasons = [
        Reason(f"{whose}-{what}", {"points": ", ".join(points)})
        for whose, points in told.items()
        if points
    ]
    return reasons or [Reason(f"order-{what}")]


def _wrong_replacements(record: Record, again: Record) -> list[Reason]:
    for replacement in record.replacements:
        try:
            again = replace(again, replacement.point, replacement.reason)
        except DrawError as error:
            facts = {"point": replacement.point, "why": error.reasons[0]}
            return [Reason("replacement-not-repeatable", facts)]
        if again.replacements[-1] != replacement:
            facts = {"point": replacement.point, "by": replacement.by}
            facts["next"] = again.replacements[-1].by
            return [Reason("replaced-out-of-turn", facts)]
    return []
