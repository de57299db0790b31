"""The peer: the same round scored by a straightforward pandas script.

It is what an analyst writes: read the columns needed, merge the framework to the rows, value each
row, group, and merge the results back to share out the losses.
It knows only the rules that the benchmark's framework uses, and keeps texts as categories, which is
the fastest way of doing this that is still straightforward.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.data import framework
from chuangcheng.engine.framework import Framework, Method

COLUMNS = ["area", "unit", "point_type", "item", "result", "count"]


def score(path: Path) -> dict[str, pd.DataFrame]:
    """Scores of the nodes, losses by unit and item, and ranks."""
    own = framework()
    rows = _valued(pd.read_parquet(path, columns=COLUMNS), _slots(own))
    items = rows.groupby(["area", "part", "gauge"], observed=True, as_index=False).agg(
        judged=("judged", "sum"), lost=("loss", "sum"), vetoes=("vetoes", "sum")
    )
    items = items.merge(_gauges(own), on="gauge")
    items, parts = _parts(items, _points(own))
    return {
        **_nodes(parts),
        "losses": _losses(rows, items, parts),
        "ranks": _ranks(parts),
    }


def _slots(own: Framework) -> pd.DataFrame:
    """Where an item counts at each kind of point, and its rule."""
    items = {item.id: item for item in own.items}
    found = []
    for part in own.parts():
        for item in (items[id_] for id_ in own.items_of(part)):
            rule = item.rule
            pooled = part.rule.kind == "rate"
            line = {
                "item": item.id,
                "part": part.id,
                "gauge": part.id if pooled else f"{part.id}/{item.id}",
                "voice": item.weight if pooled else 1.0,
                "price": item.points
                if part.rule.kind == "deduct"
                else item.weight
                if pooled
                else 1.0,
                "rule": rule.kind,
                "each": getattr(rule, "each", np.nan),
                "visit_cap": getattr(rule, "cap", np.nan),
                "wanted": getattr(rule, "wanted", np.nan),
                "fixed": rule.fixed,
                "veto": item.veto,
            }
            found += [line | {"point_type": kind.id} for kind in own.point_types]
    return pd.DataFrame(found)


def _gauges(own: Framework) -> pd.DataFrame:
    items = {item.id: item for item in own.items}
    found = []
    for part in own.parts():
        for id_ in own.items_of(part):
            item, pooled = items[id_], part.rule.kind == "rate"
            found.append(
                {
                    "gauge": part.id if pooled else f"{part.id}/{id_}",
                    "kind": part.rule.kind,
                    "weight": 1.0 if pooled else item.weight,
                    "cap": np.inf if item.cap is None else item.cap,
                    "pass_mark": item.pass_mark,
                }
            )
    return pd.DataFrame(found).drop_duplicates("gauge")


def _points(own: Framework) -> pd.DataFrame:
    """Parts with their place in the tree and the points they carry when everything was judged."""
    found = [
        (project.id, content.id, standard.id, part.id, part.method, part.rule.kind, part.points)
        for project in own.projects
        for content in project.contents
        for standard in content.standards
        for part in standard.parts
    ]
    names = ["project", "content", "standard", "part", "method", "kind", "points"]
    parts = pd.DataFrame(found, columns=names)
    full = parts["method"].map(_weights(own.methods, own.settings.full))
    parts["possible"] = full * parts["points"] / parts.groupby("method")["points"].transform("sum")
    return parts


def _weights(methods: tuple[Method, ...], budget: float) -> dict[str, float]:
    whole, found = sum(method.weight for method in methods), {}
    for method in methods:
        share = budget * method.weight / whole
        found |= _weights(method.methods, share) if method.methods else {method.id: share}
    return found


def _valued(rows: pd.DataFrame, slots: pd.DataFrame) -> pd.DataFrame:
    """Every row with the part it counts in and what it lost."""
    for name in ("item", "point_type"):
        slots[name] = slots[name].astype(rows[name].dtype)
    for name in ("part", "gauge", "rule"):
        slots[name] = slots[name].astype("category")
    rows = rows.merge(slots, on=["item", "point_type"], how="left")
    rows = rows[rows["result"] != "na"].copy()
    faults = rows["count"].fillna(1.0)
    lost = np.select(
        [rows["result"] == "pass", rows["rule"] == "per_occurrence", rows["rule"] == "ratio"],
        [
            0.0,
            np.minimum(rows["each"] * faults, rows["visit_cap"]),
            1.0 - np.clip(rows["count"] / rows["wanted"], 0, 1),
        ],
        1.0,
    )
    lost = np.where(rows["result"] == "fixed", lost * rows["fixed"], lost)
    priced = np.where(rows["rule"] == "per_occurrence", 1.0, rows["price"])
    rows["judged"], rows["loss"] = rows["voice"], lost * priced
    rows["vetoes"] = rows["veto"] & (lost > 0)
    return rows


def _parts(items: pd.DataFrame, points: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The gauges with their claims, and the parts with what they lost."""
    rate = items["lost"] / items["judged"]
    unmet = rate > 1.0 - items["pass_mark"] + 1e-9
    items["weighted"] = items["weight"] * rate
    items["deducted"] = np.minimum(items["lost"], items["cap"])
    items["unmet"] = unmet.astype(int)
    items["claim"] = np.select(
        [items["kind"] == "deduct", items["kind"] == "counted"],
        [items["deducted"], unmet * rate],
        items["weighted"],
    )
    parts = items.groupby(["area", "part"], observed=True, as_index=False).agg(
        weighted=("weighted", "sum"),
        weight=("weight", "sum"),
        deducted=("deducted", "sum"),
        unmet=("unmet", "sum"),
        claim=("claim", "sum"),
        vetoes=("vetoes", "sum"),
    )
    parts = parts.merge(points, on="part")
    share = np.select(
        [parts["vetoes"] > 0, parts["kind"] == "deduct", parts["kind"] == "counted"],
        [
            1.0,
            np.minimum(parts["deducted"] / parts["points"], 1.0),
            1.0 - np.select([parts["unmet"] == 0, parts["unmet"] == 1], [1.0, 0.6], 0.0),
        ],
        parts["weighted"] / parts["weight"],
    )
    parts["lost"] = share * parts["possible"]
    parts["earned"] = parts["possible"] - parts["lost"]
    return items, parts


def _nodes(parts: pd.DataFrame) -> dict[str, pd.DataFrame]:
    columns = ["possible", "earned", "lost"]
    return {
        kind: parts.groupby(["area", kind], observed=True, as_index=False)[columns].sum()
        for kind in ("project", "content", "standard", "part", "method")
    }


def _losses(rows: pd.DataFrame, items: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """The losses of units and items: the prices are merged back to the rows that lost."""
    per = items.merge(parts, on=["area", "part"], suffixes=("", "_part"))
    vetoed = per["vetoes_part"] > 0
    each = np.where(per["lost"] > 0, per["claim"] / per["lost"], 0.0)
    per["price_lost"] = np.where(
        vetoed | (per["claim_part"] <= 0), 0.0, per["lost_part"] / per["claim_part"] * each
    )
    per["price_veto"] = np.where(vetoed, per["lost_part"] / per["vetoes_part"], 0.0)
    faulty = rows[rows["loss"] > 0].merge(
        per[["area", "gauge", "price_lost", "price_veto"]], on=["area", "gauge"]
    )
    faulty["points"] = faulty["loss"] * faulty["price_lost"]
    faulty["points"] += faulty["vetoes"] * faulty["price_veto"]
    keys = ["area", "unit", "part", "item"]
    return faulty.groupby(keys, observed=True, as_index=False).agg(
        faults=("points", "size"), lost=("points", "sum")
    )


def _ranks(parts: pd.DataFrame) -> pd.DataFrame:
    total = parts.groupby("area", observed=True, as_index=False)["earned"].sum()
    total["rank"] = total["earned"].round(2).rank(method="min", ascending=False).astype(int)
    return total
