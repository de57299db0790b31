"""What a drawn round says of all the points that could have been drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from chuangcheng.engine.estimating import Estimate, Stratum, estimate, judged_points
from chuangcheng.evidence.draws.models import Draw
from chuangcheng.evidence.draws.queries import to_visit
from chuangcheng.evidence.inspections import queries as inspections
from chuangcheng.evidence.inspections.models import Round


@dataclass(frozen=True)
class Line:
    """One kind of point, or all of them (`key` is empty), with its title."""

    key: str
    title: str
    it: Estimate

    @property
    def share(self) -> float:
        """The estimated share in per cent."""
        return self.it.share * 100

    @property
    def plain(self) -> float:
        """The share seen in per cent."""
        return self.it.plain * 100

    @property
    def low(self) -> float | None:
        """The lower end of the interval in per cent."""
        return None if self.it.low is None else self.it.low * 100

    @property
    def high(self) -> float | None:
        """The upper end of the interval in per cent."""
        return None if self.it.high is None else self.it.high * 100


def population(draw: Draw) -> dict[Stratum, int]:
    """How many points could be drawn, by kind and area, where any were to be."""
    out = {one["point"] for one in draw.excluded}
    there = Counter((kind, area) for area, kind, point in draw.frame if point not in out)
    wanted = {(one["point_type"], one["area"]) for one in draw.quotas if one["number"]}
    return {stratum: number for stratum, number in there.items() if stratum in wanted}


def estimates(round_: Round, draw: Draw) -> list[Line]:
    """The shares met, first of all points, then by kind; empty while nothing was judged."""
    seen, there = _seen(round_), population(draw)
    names = inspections.names(round_)
    found = []
    for kind in ("", *sorted({kind for kind, _area in there})):
        some = seen.filter(pl.col("point_type") == kind) if kind else seen
        part = {key: number for key, number in there.items() if kind in ("", key[0])}
        if (it := estimate(some, part)) is not None:
            found.append(Line(kind, names.of("point_type", kind) if kind else "", it))
    return found


def _seen(round_: Round) -> pl.DataFrame:
    """What was judged at the points drawn; what was looked at beside them says nothing of others."""
    drawn = [one.point.code for one in to_visit(round_)]
    rows = inspections.frame(round_).filter(pl.col("point").is_in(drawn))
    rules = inspections.learnt(round_).rules
    return judged_points(rules, rows.with_columns(pl.col("result").fill_null("")))
