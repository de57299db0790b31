"""From inputs to everything a page shows, as tables. Pure: no database.

Points become whole ticks here, and what single observations lost is settled so that it adds up to
what was lost at every part of every area, to the last tick.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

import polars as pl

from chuangcheng.engine.assess import Assessment, assess
from chuangcheng.engine.exact import TICK
from chuangcheng.engine.gains import gains
from chuangcheng.engine.resampling import Resampled, resample
from chuangcheng.engine.rows import row_losses
from chuangcheng.engine.strata import FrameError
from chuangcheng.outcome.standing.inputs import Inputs

_NODE = ["area", "kind", "node"]
_PLACES = 6


@dataclass(frozen=True)
class Figures:
    """The tables of a standing; points are ticks.

    nodes: area, kind, node, parent, position, possible, lost, low, high, met, judged, status.
    ranks: those of the engine, with low, high, rank_low and rank_high.
    losses: area, the place in the tree, item, point_type, unit, lost, and the `id` of the
    observation, null for substitutes.
    gains: area, standard, part, method, item, judged, faults, gain.
    """

    nodes: pl.DataFrame
    ranks: pl.DataFrame
    losses: pl.DataFrame
    gains: pl.DataFrame

    def sha256(self) -> str:
        """The hash of all figures; intervals to six places, all else exactly."""
        seen = sha256()
        for table in (self.nodes, self.ranks, self.losses, self.gains):
            floats = [name for name, kind in table.schema.items() if kind.is_float()]
            seen.update(table.with_columns(pl.col(floats).round(_PLACES)).write_csv().encode())
        return seen.hexdigest()


def assessed(inputs: Inputs) -> Assessment:
    """The assessment of the inputs."""
    found = inputs.sources
    return assess(
        inputs.observations,
        found.framework,
        tree=found.tree,
        duties=found.duties,
        decisions=found.decisions,
    )


def figures(inputs: Inputs) -> Figures:
    """All figures of a round."""
    assessment = assessed(inputs)
    resampled = _resampled(assessment, inputs)
    nodes = _nodes(assessment, resampled)
    return Figures(
        nodes=nodes,
        ranks=_ranks(assessment, resampled),
        losses=_settled(pl.concat(list(_losses(assessment, inputs.observations))), nodes),
        gains=pl.concat(list(_gains(assessment, inputs.observations))),
    )


def _resampled(assessment: Assessment, inputs: Inputs) -> Resampled | None:
    """Margins, where anything was seen at points."""
    observations, settings = inputs.observations, inputs.sources.settings
    if not observations["point"].is_not_null().any():
        return None
    known = {name: settings[name] for name in ("seed", "draws", "level")}
    try:
        population = dict(inputs.sources.population) or None
        return resample(assessment, observations, frame=population, **known)
    except FrameError:
        # The register of points lags behind what was seen, so it cannot be the population.
        return resample(assessment, observations, **known)


def _nodes(assessment: Assessment, resampled: Resampled | None) -> pl.DataFrame:
    scores = assessment.scores().with_columns(
        position=pl.int_range(pl.len()).over("area"),
        possible=_ticks("possible"),
        lost=_ticks("possible") - _ticks("earned"),
    )
    scores = scores.drop("title", "earned", "rate")
    if resampled is None:
        empty = pl.lit(None, pl.Float64)
        return scores.with_columns(low=empty, high=empty)
    margins = resampled.intervals().select(*_NODE, "low", "high")
    return scores.join(margins, on=_NODE, how="left", maintain_order="left")


def _ranks(assessment: Assessment, resampled: Resampled | None) -> pl.DataFrame:
    points = ("possible", "raw", "bonus", "penalty", "net", "to_first", "to_next", "above_last")
    ranks = assessment.ranks().with_columns(_ticks(name) for name in points)
    ranks = ranks.drop("title", "children_mean")
    if resampled is None:
        none = {name: pl.lit(None, pl.Int64) for name in ("rank_low", "rank_high")}
        floats = {name: pl.lit(None, pl.Float64) for name in ("low", "high")}
        return ranks.with_columns(**none, **floats)
    margins = resampled.rank_intervals().select("area", rank_low="low", rank_high="high")
    total = resampled.intervals().filter(pl.col("kind") == "total").select("area", "low", "high")
    # Bonus and penalty are facts: they move the interval of the score and do not widen it.
    moved = pl.col("low", "high") + (pl.col("bonus") - pl.col("penalty")) / TICK
    joined = ranks.join(margins, on="area", how="left", maintain_order="left")
    return joined.join(total, on="area", how="left", maintain_order="left").with_columns(moved)


_LOSS = ("area", "project", "content", "standard", "part", "method", "item", "point_type", "unit")


def _losses(assessment: Assessment, observations: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What each observation cost in each area it counts in, then what substitutes cost."""
    place = pl.col("observation").cast(pl.Int64)
    numbered = observations.select("id", "point_type").with_row_index("observation")
    numbered = numbered.with_columns(place, pl.col("point_type").fill_null(""))
    for area in assessment.tree.areas:
        rows = row_losses(assessment, observations, area.id).with_columns(place)
        rows = rows.join(numbered, on="observation", how="left", maintain_order="left")
        yield rows.select(*_LOSS, "id", "lost")
    stood_in = assessment.losses().filter(pl.col("item") == "")
    yield stood_in.select(*_LOSS, pl.lit(None, pl.Int64).alias("id"), "lost")


def _settled(losses: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Losses in ticks; what rounding left over goes to the largest of each area and part."""
    key = ["area", "part"]
    ticked = losses.with_columns(lost=_ticks("lost"))
    parts = nodes.filter(pl.col("kind") == "part").select("area", part="node", owed="lost")
    ticked = ticked.join(parts, on=key, how="left", maintain_order="left")
    over = pl.col("owed") - pl.col("lost").sum().over(key)
    first = pl.int_range(pl.len()).over(key) == pl.col("lost").arg_max().over(key)
    settled = pl.col("lost") + pl.when(first).then(over).otherwise(0)
    return ticked.with_columns(lost=settled).drop("owed")


def _gains(assessment: Assessment, observations: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """What each area would win by mending each item."""
    for area in assessment.tree.areas:
        found = gains(assessment, observations, area.id)
        named = found.select("standard", "part", "method", "item", "judged", "faults", "gain")
        yield named.with_columns(pl.lit(area.id).alias("area"), gain=_ticks("gain"))


def _ticks(name: str) -> pl.Expr:
    return (pl.col(name) * TICK).round().cast(pl.Int64).alias(name)
