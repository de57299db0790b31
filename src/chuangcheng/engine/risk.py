"""Where the same failure is most likely: failure rates steadied by those of their like.

One failure in one judgement is no rate of 100 %.
Each rate is drawn towards that of what it belongs to: a point's towards its unit's (for this item,
at this kind of point), that towards the kind's, that towards the item's, that towards all:

    rate = (failed + m · rate above) ÷ (judged + m),      m = (1 − ρ) ÷ ρ

the mean of a beta distribution after binomial evidence (empirical Bayes; Casella, "An introduction
to empirical Bayes data analysis", The American Statistician 39, 1985).
ρ, how much alike judgements of one and the same are, is found by moments for each level (Kleinman,
"Proportions with extraneous variance", JASA 68, 1973), pooled over all families of the level:

    ρ = (S − Σ pq(k − 1)) ÷ Σ pq(N − Σn²/N − (k − 1)),      S = ΣΣ n(failed/n − p)²

for families of k members with n judgements each, N together, p failed of them and q not.
Where members differ no more than by chance ρ is 0, and all stand at the rate above them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

#: Each level's keys; a level belongs to the one before it, the first to all judgements together.
LEVELS = {
    "item": ("item",),
    "kind": ("item", "point_type"),
    "unit": ("item", "point_type", "unit"),
    "point": ("item", "point_type", "unit", "point"),
}
COLUMNS = (*LEVELS["point"], "failed")


@dataclass(frozen=True)
class Rates:
    """Steadied failure rates of every level.

    `overall` is the rate of all judgements, nan when there are none.
    `levels` has a frame for each name of LEVELS: its keys, judged, failed, `above` (the steadied
    rate it is drawn to) and `rate`.
    `strength` is the m of each level: how many judgements the rate above weighs as much as.
    """

    overall: float
    levels: dict[str, pl.DataFrame]
    strength: dict[str, float]

    def likely(self, points: pl.DataFrame, item: str, besides: Sequence[str] = ()) -> pl.DataFrame:
        """Points in the order of how likely they fail an item, the likeliest first.

        `points` has the columns point, point_type and unit; those in `besides` are left out.
        Columns: point, point_type, unit, judged, failed (at this very point), rate, and `known_by`,
        the lowest level that had been judged before ("overall" where none was).
        """
        asked = points.filter(~pl.col("point").is_in(list(besides)))
        found = asked.select("point", "point_type", "unit", item=pl.lit(item))
        for name, keys in LEVELS.items():
            rate = self.levels[name].select(*keys, pl.col("rate").alias(f"_{name}"))
            found = found.join(rate, on=keys, how="left", nulls_equal=True)
        own = self.levels["point"].select(*LEVELS["point"], "judged", "failed")
        found = found.join(own, on=LEVELS["point"], how="left", nulls_equal=True)
        return found.select(
            "point",
            "point_type",
            "unit",
            pl.col("judged", "failed").fill_null(0),
            rate=pl.coalesce(*_lowest_first(), pl.lit(self.overall)),
            known_by=pl.coalesce(*_names_lowest_first(), pl.lit("overall")),
        ).sort("rate", "point", descending=[True, False])


def rates(judgements: pl.DataFrame) -> Rates:
    """Steadied rates from judgements, one a row: item, point_type, unit, point, failed (truth).

    Rows that judged nothing (not applicable, no such point) are to be left out beforehand.
    """
    level = _level(judgements, LEVELS["point"])
    counted = {"point": level}
    for name in ("unit", "kind", "item"):
        level = level.group_by(LEVELS[name]).agg(pl.col("judged", "failed").sum())
        counted[name] = level
    total = level.select(pl.col("judged", "failed").sum()).row(0)
    return _steadied(counted, total[1] / total[0] if total[0] else math.nan)


def steadied(failed: float, judged: float, above: float, strength: float) -> float:
    """One rate drawn to the one above it: own for strength 0, the one above for infinite."""
    if math.isinf(strength):
        return above
    return (failed + strength * above) / (judged + strength)


def strength(members: pl.DataFrame, family: Sequence[str]) -> float:
    """The m of a level: `members` with judged and failed, families by the columns named.

    Infinite where the members differ no more than by chance, or were judged once each, so that
    nobody can know; 0 where each member always comes out the same.
    """
    by: list[str | pl.Expr] = [*family] or [pl.lit(0).alias("all")]
    share = pl.col("failed").sum() / pl.col("judged").sum()
    sums = members.group_by(by).agg(
        k=pl.len(),
        together=pl.col("judged").sum(),
        squares=(pl.col("judged") ** 2).sum(),
        pq=share * (1 - share),
        spread=(pl.col("judged") * (pl.col("failed") / pl.col("judged") - share) ** 2).sum(),
    )
    free, room = pl.col("k") - 1, pl.col("together") - pl.col("squares") / pl.col("together")
    by_chance, at_most = sums.select(
        by_chance=(pl.col("pq") * free).sum(), at_most=(pl.col("pq") * (room - free)).sum()
    ).row(0)
    beyond = sums["spread"].sum() - by_chance
    # Counts are whole, so whatever is smaller than this is only what rounding left over.
    if at_most <= 1e-9 or beyond <= 1e-9:
        return math.inf
    return max(float(at_most / beyond) - 1.0, 0.0)


def _level(judgements: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    failed = pl.col("failed").cast(pl.Int64).sum()
    return judgements.group_by(keys).agg(judged=pl.len().cast(pl.Int64), failed=failed)


def _steadied(counted: dict[str, pl.DataFrame], overall: float) -> Rates:
    """From the highest level down, each drawn to the one above it."""
    levels: dict[str, pl.DataFrame] = {}
    strengths: dict[str, float] = {}
    above: tuple[str, ...] = ()
    for name, keys in LEVELS.items():
        members = counted[name]
        if above:
            parents = levels[_name(above)].select(*above, above="rate")
            members = members.join(parents, on=above, how="left", nulls_equal=True)
        else:
            members = members.with_columns(above=pl.lit(overall))
        strengths[name] = strength(members, above)
        levels[name] = members.with_columns(rate=_rate(strengths[name])).sort(keys)
        above = keys
    return Rates(overall, levels, strengths)


def _rate(m: float) -> pl.Expr:
    if math.isinf(m):
        return pl.col("above")
    return (pl.col("failed") + m * pl.col("above")) / (pl.col("judged") + m)


def _name(keys: tuple[str, ...]) -> str:
    return next(name for name, own in LEVELS.items() if own == keys)


def _lowest_first() -> list[pl.Expr]:
    return [pl.col(f"_{name}") for name in reversed(LEVELS)]


def _names_lowest_first() -> list[pl.Expr]:
    return [
        pl.when(pl.col(f"_{name}").is_not_null()).then(pl.lit(name)) for name in reversed(LEVELS)
    ]
