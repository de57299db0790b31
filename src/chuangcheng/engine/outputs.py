"""The tables that an assessment gives out, with the same columns whatever it was made from."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuangcheng.engine.areas import AreaTree
from chuangcheng.engine.attribution import Prices
from chuangcheng.engine.exact import TICK, from_ticks, rounded
from chuangcheng.engine.plan import Node, Plan
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
    by_part = [np.add.reduceat(a, plan.first_gauge, axis=1) for a in (sums.met, sums.seen)]
    frames = [_node_frame(tree, node, scores, *by_part) for node in plan.nodes]
    rank_of = {area.id: row for row, area in enumerate(tree.areas)}
    return (
        pl.concat(frames)
        .with_columns(order=pl.col("area").replace_strict(rank_of, return_dtype=pl.Int64))
        .sort("order", maintain_order=True)
        .drop("order")
    )


def _node_frame(tree: AreaTree, node: Node, scores: Scores, met: Ints, seen: Ints) -> pl.DataFrame:
    possible, lost = scores.node(node.columns)
    earned = possible - lost
    return pl.DataFrame(
        {
            "area": [area.id for area in tree.areas],
            "kind": node.kind,
            "node": node.id,
            "parent": node.parent,
            "title": node.title,
            "possible": from_ticks(possible),
            "earned": from_ticks(earned),
            "lost": from_ticks(lost),
            "rate": np.where(possible > 0, earned / np.where(possible > 0, possible, 1), np.nan),
            "met": met[:, node.columns].sum(axis=1),
            "judged": seen[:, node.columns].sum(axis=1),
            "status": _status(scores.status[:, node.columns]),
        }
    ).with_columns(pl.col("rate").fill_nan(None))


def _status(parts: NDArray[np.str_]) -> NDArray[np.str_]:
    every = {status: (parts == status).all(axis=1) for status in (ASSESSED, ABSENT, UNASSESSED)}
    return np.select(list(every.values()), list(every), default="partly")


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
    depth = np.array([len(rows) for rows in tree.ancestors])
    row = np.repeat(np.arange(len(own)), depth[own])
    area = np.concatenate([tree.ancestors[a] for a in own]) if len(own) else own
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
    return _titled(plan, tree, summed.sort("area_row", "slot", "unit"), _stood_in(plan, scores))


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


def _titled(
    plan: Plan, tree: AreaTree, found: pl.DataFrame, stood_in: pl.DataFrame
) -> pl.DataFrame:
    slots = pl.DataFrame(
        [(i, s.part, s.item.id, s.at) for i, s in enumerate(plan.slots)],
        schema={"slot": pl.Int64, "part_row": pl.Int64, "item": str, "point_type": str},
        orient="row",
    )
    areas = pl.DataFrame({"area_row": range(len(tree.areas)), "area": [a.id for a in tree.areas]})
    rows = pl.concat(
        [
            found.join(slots, on="slot", how="left", maintain_order="left").drop("slot"),
            stood_in.with_columns(unit=pl.lit(NOBODY), item=pl.lit(""), point_type=pl.lit("")),
        ],
        how="diagonal",
    )
    return (
        rows.join(part_places(plan), on="part_row", how="left", maintain_order="left")
        .join(areas, on="area_row", how="left", maintain_order="left")
        .with_columns(pl.col("faults").fill_null(0))
        .select(*LOSSES)
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


def part_places(plan: Plan) -> pl.DataFrame:
    """Where each part stands in the tree: part_row, project, content, standard, part, method."""
    places = [
        (project.id, content.id, standard.id, part.id, part.method)
        for project in plan.framework.projects
        for content in project.contents
        for standard in content.standards
        for part in standard.parts
    ]
    names = ("project", "content", "standard", "part", "method")
    return (
        pl.DataFrame(places, schema=names, orient="row")
        .with_row_index("part_row")
        .with_columns(pl.col("part_row").cast(pl.Int64))
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
            "raw_rank": pl.Series(by_raw.rank).replace(0, None),
            "rank": pl.Series(by_net.rank).replace(0, None),
            "to_first": from_ticks(by_net.to_first),
            "to_next": from_ticks(by_net.to_next),
            "above_last": from_ticks(by_net.above_last),
            "children_mean": _children_mean(tree, raw, known),
        }
    )


def _children_mean(tree: AreaTree, raw: Ints, known: NDArray[np.bool_]) -> pl.Series:
    weight = np.array([area.weight for area in tree.areas])
    judged = [rows[known[rows]] for rows in tree.children]
    means = [
        float(np.average(from_ticks(raw[rows]), weights=weight[rows])) if len(rows) else None
        for rows in judged
    ]
    return pl.Series(means, dtype=pl.Float64)
