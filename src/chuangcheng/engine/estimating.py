"""What a drawn round says of all the points it was drawn from: shares met, with their margins.

Design-based: within a stratum (kind of point × area) all points were equally likely, so each point
seen stands for N ÷ n of its stratum. A share is the ratio of two such totals, items met ÷ items
judged, and its variance that of Taylor's linearisation, points within strata, with the finite
population correction (Cochran, "Sampling Techniques", 1977, 5.3 and 6.11; Lohr, "Sampling: Design
and Analysis", 3.2 and 4.2). This is no score: a score follows the rules of its framework.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.rules import ABSENT, UNJUDGED, Rule, Seen

Floats = NDArray[np.float64]
#: Kind of point × area, as `population` counts them.
Stratum = tuple[str, str]
_SCHEMA = {"point_type": pl.String, "area": pl.String, "point": pl.String}


@dataclass(frozen=True)
class Estimate:
    """A share of all points from those seen, both from 0 to 1, with the plain share beside it.

    `seen` of `points` were looked at. `se`, `low` and `high` are None where no margin can be
    told: a single point of a stratum of several, or nothing that varies among a part of them.
    """

    share: float
    plain: float
    seen: int
    points: int
    se: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class _Group:
    """The points seen of one stratum, or of several that are taken together, and how many there are."""

    met: Floats
    judged: Floats
    size: int

    @property
    def weight(self) -> float:
        return self.size / len(self.met)


def judged_points(rules: Mapping[str, Rule], observations: pl.DataFrame) -> pl.DataFrame:
    """Items `met` and `judged` at each point (point_type, area, point); met is what loses nothing.

    A row that does not apply is not judged, one of a point that is not there is left out.
    """
    rows = observations.filter(pl.col("point") != "", pl.col("result") != ABSENT)
    met = pl.Series("met", np.zeros(rows.height))
    places = rows.with_row_index("place")
    for (item,), some in places.group_by("item"):
        if rule := rules.get(str(item)):
            met[some["place"].to_numpy()] = (_lost(rule, some) <= 0).astype(np.float64)
    judged = (~rows["result"].is_in(list(UNJUDGED))).cast(pl.Float64)
    counted = rows.with_columns(met=met * judged, judged=judged)
    by = counted.group_by(*_SCHEMA, maintain_order=True)
    return by.agg(pl.col("met").sum(), pl.col("judged").sum())


def estimate(
    points: pl.DataFrame, population: Mapping[Stratum, int], level: float = 0.95
) -> Estimate | None:
    """The share met of all items at all points of a population, None where nothing was judged.

    `points` is what `judged_points` gives, `population` how many points there are by kind and
    area; strata of which nothing was seen are left out, and so is what is in no stratum.
    """
    groups = _groups(points, population)
    met, judged = (
        sum(g.weight * getattr(g, what).sum() for g in groups) for what in ("met", "judged")
    )
    if not judged:
        return None
    share = float(met / judged)
    se = _error(_together(groups), share, float(judged))
    plain = sum(g.met.sum() for g in groups) / sum(g.judged.sum() for g in groups)
    seen, whole = sum(len(g.met) for g in groups), sum(g.size for g in groups)
    low, high = _interval(share, se, level)
    return Estimate(share, float(plain), seen, whole, se, low, high)


def _lost(rule: Rule, rows: pl.DataFrame) -> Floats:
    numbers = (
        rows[name].cast(pl.Float64).fill_null(math.nan).to_numpy() for name in ("count", "of")
    )
    return np.asarray(rule.lost(Seen(rows["result"].to_numpy(), *numbers)), dtype=np.float64)


def _groups(points: pl.DataFrame, population: Mapping[Stratum, int]) -> list[_Group]:
    found = points.group_by("point_type", "area", maintain_order=True)
    return [
        _Group(some["met"].to_numpy(), some["judged"].to_numpy(), max(size, some.height))
        for key, some in found
        if (size := population.get((str(key[0]), str(key[1])), 0))
    ]


def _together(groups: Sequence[_Group]) -> list[_Group]:
    """Groups with two points or more, or seen whole; lone ones are taken together.

    A single lone one joins the smallest of the others, as nothing tells how much it may vary.
    """
    lone = [g for g in groups if len(g.met) == 1 < g.size]
    rest = sorted((g for g in groups if not len(g.met) == 1 < g.size), key=lambda g: len(g.met))
    if len(lone) == 1 and rest:
        lone.append(rest.pop(0))
    return [*rest, *([_joined(lone)] if lone else [])]


def _joined(groups: Iterable[_Group]) -> _Group:
    some = list(groups)
    met, judged = (np.concatenate([getattr(g, what) for g in some]) for what in ("met", "judged"))
    return _Group(met, judged, sum(g.size for g in some))


def _error(groups: Iterable[_Group], share: float, judged: float) -> float | None:
    """The standard error of a share; `judged` is the estimated number of all items judged."""
    variance = 0.0
    for group in groups:
        seen = len(group.met)
        if seen == group.size:
            continue
        if seen < 2:
            return None
        apart = (group.met - share * group.judged) / judged
        spread = float(np.var(apart, ddof=1))
        variance += group.size**2 * (1 - seen / group.size) * spread / seen
    return math.sqrt(variance)


def _interval(share: float, se: float | None, level: float) -> tuple[float | None, float | None]:
    """On the scale of log odds, so that it stays within 0 and 1."""
    if se is None or (se == 0 and share in (0.0, 1.0)) or not 0 < share < 1:
        return None, None
    middle, reach = math.log(share / (1 - share)), _reach(level) * se / (share * (1 - share))
    low, high = (1 / (1 + math.exp(-(middle + sign * reach))) for sign in (-1, 1))
    return low, high


def _reach(level: float) -> float:
    return NormalDist().inv_cdf(0.5 + level / 2)
