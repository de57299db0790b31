"""Random frameworks with every kind of rule, and observations that fit them."""

from __future__ import annotations

import polars as pl
from hypothesis import strategies as st

from chuangcheng.engine.framework import Framework

AREAS = ("a1", "a2", "a3")
UNITS = ("u1", "u2", "u3")
POINT_TYPES = ("market", "road")
GRADES = {"A": 1.0, "B": 0.6, "C": 0.0}
ANSWERS = {"satisfied": 1.0, "fair": 0.6, "not": 0.0}
BANDS = [{"least": 3, "share": 0.5}, {"least": 5, "share": 1.0}]

SHARE_RULES = (
    {"kind": "pass_fail", "fixed": 0.5},
    {"kind": "all_of", "n": 2},
    {"kind": "all_of"},
    {"kind": "by_count", "bands": BANDS},
    {"kind": "ratio", "wanted": 4},
    {"kind": "ratio"},
    {"kind": "bands", "bands": [{"least": 0.5, "share": 0.7}, {"least": 0.9, "share": 1.0}]},
    {"kind": "linear", "floor": 0.2, "target": 0.9},
    {"kind": "linear", "floor": 9, "target": 1},
    {"kind": "grade", "grades": GRADES},
    {"kind": "answers", "answers": ANSWERS},
)
DEDUCTION_RULES = (
    {"kind": "quota", "quota": 4, "each": 0.3, "cap": 1},
    {"kind": "per_occurrence", "each": 0.25, "again": 2},
)
PART_RULES = (
    {"kind": "rate"},
    {"kind": "mean"},
    {"kind": "deduct"},
    {"kind": "counted", "bands": [{"unmet": 0, "share": 1}, {"unmet": 1, "share": 0.6}]},
)
METHODS = [
    {"id": "onsite", "title": "实地测评", "weight": 60, "methods": [
        {"id": "third", "title": "第三方", "weight": 90},
        {"id": "bureau", "title": "城管局", "weight": 10},
    ]},
    {"id": "materials", "title": "材料申报", "weight": 40},
]  # fmt: skip
LEAVES = ("third", "bureau", "materials")


@st.composite
def items(draw: st.DrawFn, name: str, part_rule: str) -> dict:
    """An item that may stand in a part of that kind."""
    rules = SHARE_RULES + (DEDUCTION_RULES if part_rule == "deduct" else ())
    return {
        "id": name,
        "title": name,
        "rule": draw(st.sampled_from(rules)),
        "weight": draw(st.sampled_from([0.5, 1.0, 3.0])),
        "points": draw(st.sampled_from([0.1, 0.5, 2.0])),
        "cap": draw(st.sampled_from([None, 0.7])),
        "pass_mark": draw(st.sampled_from([0.6, 1.0])),
        "veto": draw(st.booleans()) and draw(st.booleans()) and draw(st.booleans()),
    }


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    """A framework of up to eight parts in two projects, any kinds of rule."""
    parts, listed = [], []
    for p in range(draw(st.integers(2, 8))):
        rule = draw(st.sampled_from(PART_RULES))
        mine = [draw(items(f"i{p}.{k}", rule["kind"])) for k in range(draw(st.integers(1, 4)))]
        listed += mine
        substitutes = st.sampled_from([None, "mean", "reweight", "list"])
        parts.append(
            {
                "id": f"p{p}",
                "method": draw(st.sampled_from(LEAVES)),
                "points": draw(st.sampled_from([0.5, 1.0, 2.5])),
                "rule": rule,
                "items": [item["id"] for item in mine],
                "at": draw(st.sampled_from([[], [], ["market"], ["market", "road"]])),
                "absent": draw(substitutes),
                "unassessed": draw(substitutes),
            }
        )
    return Framework.model_validate(
        {
            "id": "random",
            "version": "1",
            "title": "随机",
            "methods": METHODS,
            "projects": [_project(0, parts[::2]), _project(1, parts[1::2])],
            "items": listed,
            "point_types": [
                {"id": id_, "title": id_, "items": [item["id"] for item in listed]}
                for id_ in POINT_TYPES
            ],
        }
    )


def _project(number: int, parts: list[dict]) -> dict:
    standards = [{"id": f"s{p['id']}", "title": "标准", "parts": [p]} for p in parts]
    return {
        "id": f"{number}",
        "title": "项目",
        "contents": [{"id": f"{number}.1", "title": "内容", "standards": standards}],
    }


@st.composite
def rows(draw: st.DrawFn, framework: Framework) -> dict:
    """One observation that the framework can value."""
    part = draw(st.sampled_from(list(framework.parts())))
    wanted = draw(st.sampled_from(part.items))
    item = next(item for item in framework.items if item.id == wanted)
    counted = bool(item.rule.needs())
    row = {
        "area": draw(st.sampled_from(AREAS)),
        "unit": draw(st.sampled_from(UNITS)),
        "point": draw(st.sampled_from(["p1", "p2", "p3", "p4"])),
        "point_type": draw(st.sampled_from(part.at or POINT_TYPES)),
        "item": item.id,
        "result": draw(st.sampled_from(item.rule.results())),
        "count": None,
        "of": None,
    }
    if counted or draw(st.booleans()):
        row["count"] = float(draw(st.integers(0, 6)))
        row["of"] = float(draw(st.integers(6, 8))) if counted else None
    if item.rule.kind == "answers" and row["count"] == 0:
        row["count"] = None
    return row


@st.composite
def rounds(draw: st.DrawFn, most: int = 40) -> tuple[Framework, pl.DataFrame]:
    """A framework and a round of observations that fit it."""
    framework = draw(frameworks())
    return framework, frame(draw(st.lists(rows(framework), min_size=1, max_size=most)))


def frame(observations: list[dict]) -> pl.DataFrame:
    """Observations as a frame with the columns of the contract."""
    text = ("area", "unit", "point", "point_type", "item", "result")
    schema = dict.fromkeys(text, pl.String) | dict.fromkeys(("count", "of"), pl.Float64)
    return pl.DataFrame(observations, schema=schema, orient="row")
