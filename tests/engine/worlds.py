"""Small invented worlds: a framework of every kind of rule, areas with points, and what was seen.

All of it follows from one number, so hypothesis can look for the number that breaks a promise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import Assessment, assess
from chuangcheng.engine.framework import Framework

BANDS = [{"least": 0.6, "share": 0.4}, {"least": 0.9, "share": 1.0}]
#: Item rules that answer with a share, and those that answer with points.
SHARES: list[dict[str, Any]] = [
    {"kind": "pass_fail", "fixed": 0.5, "again": 2.0},
    {"kind": "all_of", "n": 2},
    {"kind": "all_of"},
    {"kind": "by_count", "bands": [{"least": 2, "share": 0.7}, {"least": 4, "share": 1.0}]},
    {"kind": "ratio", "wanted": 4, "fixed": 0.5},
    {"kind": "ratio"},
    {"kind": "bands", "bands": BANDS},
    {"kind": "linear", "floor": 0.2, "target": 0.8},
    {"kind": "grade", "grades": {"A": 1.0, "B": 0.7, "C": 0.3, "C#": 0.0}},
    {"kind": "answers", "answers": {"yes": 1.0, "partly": 0.5, "no": 0.0}},
]
POINTS: list[dict[str, Any]] = [
    {"kind": "quota", "quota": 3, "each": 0.1, "cap": 0.2, "again": 1.5},
    {"kind": "quota", "quota": 2, "each": 0.05},
    {"kind": "per_occurrence", "each": 0.04, "fixed": 0.5, "again": 2.0},
    {"kind": "per_occurrence", "each": 0.06, "cap": 0.15},
]
PARTS: list[dict[str, Any]] = [
    {"kind": "rate"},
    {"kind": "mean"},
    {"kind": "deduct"},
    {"kind": "counted", "bands": [{"unmet": 0, "share": 1.0}, {"unmet": 1, "share": 0.6}]},
]
METHODS = [
    {
        "id": "onsite",
        "title": "实地测评",
        "weight": 60,
        "methods": [
            {"id": "third", "title": "第三方", "weight": 90},
            {"id": "bureau", "title": "城管局", "weight": 10},
        ],
    },
    {"id": "paper", "title": "材料申报", "weight": 25},
    {"id": "asked", "title": "问卷调查", "weight": 15},
]
LEAVES = ("third", "bureau", "paper", "asked")
KINDS = ("market", "street", "estate")


@dataclass(frozen=True)
class World:
    """A framework, the areas, and one round of observations."""

    framework: Framework
    tree: AreaTree
    observations: pl.DataFrame

    @cached_property
    def assessment(self) -> Assessment:
        """The round assessed."""
        return assess(self.observations, self.framework, tree=self.tree)


def world(
    seed: int, *, vetoes: bool = True, unjudged: float = 0.1, parts: int = 8, points: int = 7
) -> World:
    """A world of two counties with townships; `unjudged` is how often nothing can be said."""
    random = np.random.default_rng(seed)
    framework = Framework.model_validate(_framework(random, vetoes, parts))
    tree = AreaTree.of(
        [Area("city"), *(Area(f"c{i}", parent="city") for i in range(2))]
        + [Area(f"c{i}t{j}", parent=f"c{i}", group="town") for i in range(2) for j in range(2)]
    )
    return World(framework, tree, _observations(random, framework, unjudged, points))


def _framework(random: np.random.Generator, vetoes: bool, parts: int) -> dict[str, Any]:
    items: list[dict[str, Any]] = []
    standards = []
    for p in range(parts):
        rule = PARTS[p % len(PARTS)]
        mine = [
            _item(random, f"i{p}{k}", rule["kind"], vetoes) for k in range(random.integers(1, 4))
        ]
        items += mine
        part = {
            "id": f"p{p}",
            "method": LEAVES[random.integers(len(LEAVES))],
            "points": float(random.integers(1, 9)),
            "rule": rule,
            "items": [item["id"] for item in mine],
            "at": list(KINDS[: random.integers(1, 4)]) if random.random() < 0.3 else [],
            "absent": [None, "mean", "reweight", "list"][random.integers(4)],
            "unassessed": [None, "mean", "reweight", "list"][random.integers(4)],
        }
        standards.append({"id": f"s{p}", "title": f"标准{p}", "parts": [part]})
    asked = [item["id"] for item in items]
    half = len(standards) // 2
    contents = [
        {"id": f"k{c}", "title": f"内容{c}", "standards": some}
        for c, some in enumerate((standards[:half], standards[half:]))
    ]
    return {
        "id": "world",
        "version": "1",
        "title": "样本",
        "methods": METHODS,
        "projects": [
            {"id": f"j{c}", "title": f"项目{c}", "contents": [content]}
            for c, content in enumerate(contents)
        ],
        "items": items,
        "point_types": [{"id": kind, "title": kind, "items": asked} for kind in KINDS],
    }


def _item(random: np.random.Generator, id_: str, part: str, vetoes: bool) -> dict[str, Any]:
    rules = [*SHARES, *POINTS] if part == "deduct" else SHARES
    item: dict[str, Any] = {
        "id": id_,
        "title": id_,
        "rule": rules[random.integers(len(rules))],
        "weight": [1.0, 0.5, 2.0][random.integers(3)],
        "veto": bool(vetoes and random.random() < 0.05),
        "pass_mark": [1.0, 0.9, 0.6][random.integers(3)],
    }
    if part == "deduct":
        item |= {"points": 0.2, "cap": [None, 1.3][random.integers(2)]}
    return item


def _observations(
    random: np.random.Generator, framework: Framework, unjudged: float, points: int
) -> pl.DataFrame:
    rows = []
    areas = [f"c{i}t{j}" for i in range(2) for j in range(2)]
    at = {item: part.at for part in framework.parts() for item in framework.items_of(part)}
    for area in [*areas, "c0"]:
        nowhere = {item: random.random() for item in at}
        for number in range(points):
            kind = KINDS[random.integers(len(KINDS))]
            point = f"{area}-{number}"
            for item in framework.items:
                if at[item.id] and kind not in at[item.id]:
                    continue
                if nowhere[item.id] < unjudged:
                    continue
                absent = nowhere[item.id] < 2 * unjudged
                seen = _seen(random, item.rule.kind, 1.0 if absent else unjudged)
                unit = f"u{random.integers(4)}"
                rows.append((area, unit, point, kind, item.id, "v1", *seen))
    for area in areas:
        for item in framework.items:
            if not at[item.id] and random.random() < 0.3:
                seen = _seen(random, item.rule.kind, unjudged)
                rows.append((area, f"u{random.integers(4)}", "", "", item.id, "v2", *seen))
    schema = ("area", "unit", "point", "point_type", "item", "visit", "result", "count", "of")
    kinds: dict[str, Any] = dict.fromkeys(schema, pl.String) | {
        "count": pl.Float64,
        "of": pl.Float64,
    }
    return pl.DataFrame(rows, schema=kinds, orient="row")


def _seen(
    random: np.random.Generator, rule: str, unjudged: float
) -> tuple[str, float | None, float | None]:
    """A result that the rule understands, with the numbers it asks for."""
    if random.random() < unjudged:
        return ("na", "absent")[random.integers(2)], None, None
    if random.random() < 0.6:
        return "pass", None, None
    word = ("fail", "fixed", "again")[random.integers(3)]
    if rule == "pass_fail":
        return ("pass", word)[random.integers(2)], None, None
    if rule == "grade":
        return ("A", "B", "C", "C#", "fail")[random.integers(5)], None, None
    if rule == "answers":
        count = None if random.random() < 0.3 else float(random.integers(1, 40))
        return ("yes", "partly", "no")[random.integers(3)], count, None
    if rule == "per_occurrence":
        return word, None if random.random() < 0.4 else float(random.integers(0, 5)), None
    of = float(random.integers(1, 6))
    if rule in ("bands", "linear"):
        return word, float(random.integers(0, int(of) + 1)), of
    return word, float(random.integers(0, 6)), of
