"""The tables that an assessment gives out, with the same columns whatever it was made from."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.attribution import Prices
from chuangcheng.engine.exact import TICK, from_ticks, rounded
from chuangcheng.engine.plan import Plan
from chuangcheng.engine.ranking import standing
from chuangcheng.engine.sanctions import Sanctioned
from chuangcheng.engine.scoring import ABSENT, ASSESSED, UNASSESSED, Scores
from chuangcheng.engine.sums import Sums, mark

Ints = NDArray[np.int64]
#: The unit of losses that nobody in the street is named for: a substitute stood in.
NOBODY = ""


def scores_frame(plan: Plan, tree: AreaTree, sums: Sums, scores: Scores) -> pl.DataFrame:
    """area, kind, node, parent, title, possible, earned, lost, rate, met, judged, status.

    Points are unrounded. `rate` = earned ÷ possible (empty where nothing was possible); `met` and
    `judged` count observations; `status` is assessed, absent, unassessed, or partly (some parts
    below were substituted or left out).
    """
    possible, lost = plan.by_node(scores.possible), plan.by_node(scores.lost)
    met, seen = (
        plan.by_node(np.add.reduceat(counts, plan.first_gauge, axis=1))
        for counts in (sums.met, sums.seen)
    )
    earned = possible - lost
    areas = pl.Series("area", [area.id for area in tree.areas], dtype=pl.String)
    nodes = plan.node_table
    by_node = pl.concat([nodes] * len(tree.areas)) if len(tree.areas) else nodes.clear()
    rate = np.where(possible > 0, earned / np.where(possible > 0, possible, 1), np.nan)
    return pl.DataFrame(
        [
            areas.gather(np.repeat(np.arange(len(tree.areas)), len(nodes))),
            *by_node,
            pl.Series("possible", from_ticks(possible).ravel()),
            pl.Series("earned", from_ticks(earned).ravel()),
            pl.Series("lost", from_ticks(lost).ravel()),
            pl.Series("rate", rate.ravel(), nan_to_null=True),
            pl.Series("met", met.ravel()),
            pl.Series("judged", seen.ravel()),
            _status(plan, scores.status),
        ]
    )


def _status(plan: Plan, parts: NDArray[np.str_]) -> pl.Series:
    """What the parts below a node have in common, or "partly"."""
    words = (ASSESSED, ABSENT, UNASSESSED)
    every = [plan.by_node((parts == word).astype(np.int64)) == plan.node_parts for word in words]
    found = np.select(every, range(len(words)), default=len(words))
    return pl.Series("status", [*words, "partly"]).gather(found.ravel())


def losses_frame(
    plan: Plan, tree: AreaTree, scores: Scores, prices: Prices, faulty: pl.DataFrame
) -> pl.DataFrame:
    """area, project, content, standard, part, method, item, point_type, unit, faults, lost.

    Every area has the losses of the areas below it, at its own prices. Parts for which a substitute
    stood in come once, without item, unit and faults.
    `faults` is the number of observations that lost; `lost` is in points of the area's total.
    """
    faulty = _together(faulty)
    marks = mark(plan, faulty)
    own = faulty["area"].replace_strict(tree.index, return_dtype=pl.Int64).to_numpy()
    row, area = _upwards(tree, own)
    gauge = plan.slot_gauge[marks.slot]
    lost = prices.lost[area, gauge[row]] * from_ticks(marks.lost)[row]
    lost += prices.vetoed[area, gauge[row]] * marks.vetoes[row]
    n = faulty["n"].cast(pl.Int64).to_numpy()[row]
    frame = pl.DataFrame(
        {
            "area_row": area,
            "slot": marks.slot[row],
            "unit": faulty["unit"].gather(row),
            "faults": n,
            "lost": lost * n,
        }
    ).filter((pl.col("lost") != 0) | pl.Series(marks.lost[row] != 0))
    summed = frame.group_by("area_row", "slot", "unit").agg(pl.col("faults", "lost").sum())
    return placed_losses(plan, tree, summed.sort("area_row", "slot", "unit"), scores)


def _together(faulty: pl.DataFrame) -> pl.DataFrame:
    """Rows seen alike as one, so that what was taken out again (n < 0) cancels what was put in."""
    if faulty.is_empty() or faulty["n"].cast(pl.Int64).min() > 0:  # type: ignore[operator]  # a number
        return faulty
    by = [name for name in faulty.columns if name != "n"]
    return faulty.group_by(by).agg(pl.col("n").sum()).filter(pl.col("n") != 0)


def _stood_in(plan: Plan, scores: Scores) -> pl.DataFrame:
    area, part = np.nonzero((scores.status != ASSESSED) & (scores.lost > 0))
    return pl.DataFrame(
        {"area_row": area, "part_row": part, "lost": from_ticks(scores.lost[area, part])}
    )


def _upwards(tree: AreaTree, own: Ints) -> tuple[Ints, Ints]:
    """(row, area): each row once for the area it belongs to and once for each area above."""
    depth = np.array([len(rows) for rows in tree.ancestors], dtype=np.int64)
    if not len(own) or depth.max() == 1:
        return np.arange(len(own)), own
    first = np.cumsum(depth) - depth
    row = np.repeat(np.arange(len(own)), depth[own])
    step = np.arange(len(row)) - np.repeat(np.cumsum(depth[own]) - depth[own], depth[own])
    return row, np.concatenate(tree.ancestors)[first[own[row]] + step]


def placed_losses(plan: Plan, tree: AreaTree, found: pl.DataFrame, scores: Scores) -> pl.DataFrame:
    """Losses `found` by area_row, slot and unit (with faults and lost), and where they stand.

    Those of parts for which a substitute stood in come after them.
    """
    stood_in = _stood_in(plan, scores)
    of_part = plan.part_table.with_columns(item=pl.lit(""), point_type=pl.lit(""))
    unseen = pl.concat([of_part[stood_in["part_row"]], stood_in.drop("part_row")], how="horizontal")
    unseen = unseen.with_columns(unit=pl.lit(NOBODY), faults=pl.lit(0, pl.Int64))
    seen = pl.concat([plan.slot_table[found["slot"]], found], how="horizontal")
    areas = pl.Series("area", [area.id for area in tree.areas], dtype=pl.String)
    return pl.concat(
        rows.with_columns(areas.gather(rows["area_row"])).select(LOSSES) for rows in (seen, unseen)
    )


LOSSES = (
    "area",
    "project",
    "content",
    "standard",
    "part",
    "method",
    "item",
    "point_type",
    "unit",
    "faults",
    "lost",
)


def ranks_frame(plan: Plan, tree: AreaTree, scores: Scores, sanctioned: Sanctioned) -> pl.DataFrame:
    """area, title, group, raw, bonus, penalty, net, effect, rank and distances.

    `raw_rank` and `rank` (by net) are taken within level and group on the printed figures, since a
    reader compares those; who is vetoed, or of whom nothing was seen (`possible` 0), has none. `children_mean` is the weighted mean of the
    areas right below, to hold against `raw`, which pools their observations.
    """
    settings = plan.framework.settings
    raw, net = scores.totals, sanctioned.net(scores.totals)
    printed = [
        np.rint(rounded(points, settings.places, settings.rounding) * TICK).astype(np.int64)
        for points in (raw, net)
    ]
    known = scores.possible.sum(axis=1) > 0
    by_raw = standing(printed[0], tree.peers, ranked=known, ranking=settings.ranking)
    by_net = standing(
        printed[1], tree.peers, ranked=known & sanctioned.ranked, ranking=settings.ranking
    )
    return pl.DataFrame(
        {
            "area": [area.id for area in tree.areas],
            "title": [area.title or area.id for area in tree.areas],
            "parent": [area.parent if area.parent in tree.index else "" for area in tree.areas],
            "group": [area.group for area in tree.areas],
            "possible": from_ticks(scores.possible.sum(axis=1)),
            "raw": from_ticks(raw),
            "bonus": from_ticks(sanctioned.bonus),
            "penalty": from_ticks(sanctioned.penalty),
            "net": from_ticks(net),
            "printed": rounded(net, settings.places, settings.rounding),
            "effect": sanctioned.effect,
            "raw_rank": _given(by_raw.rank),
            "rank": _given(by_net.rank),
            "to_first": from_ticks(by_net.to_first),
            "to_next": from_ticks(by_net.to_next),
            "above_last": from_ticks(by_net.above_last),
            "children_mean": _children_mean(tree, raw, known),
        }
    )


def _given(ranks: Ints) -> pl.Series:
    return pl.Series([rank or None for rank in ranks.tolist()], dtype=pl.Int64)


def _children_mean(tree: AreaTree, raw: Ints, known: NDArray[np.bool_]) -> pl.Series:
    weight = np.array([area.weight for area in tree.areas])
    judged = [rows[known[rows]] for rows in tree.children]
    means = [
        float(np.average(from_ticks(raw[rows]), weights=weight[rows])) if len(rows) else None
        for rows in judged
    ]
    return pl.Series(means, dtype=pl.Float64)
