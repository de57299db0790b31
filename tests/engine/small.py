"""A framework small enough to reckon by hand, and rows for it."""

from __future__ import annotations

from typing import Any

import polars as pl

from chuangcheng.engine.framework import Framework
from tests.engine.strategies import frame


def framework(*parts: dict[str, Any], **changes: Any) -> Framework:
    """A framework of these parts; every item that a part names is pass/fail unless given."""
    own = {item["id"]: item for item in changes.pop("items", [])}
    named = [item for part in parts for item in part["items"]]
    standards = [
        {"id": f"s{n}", "title": "标准", "parts": [{"id": f"p{n}", "method": "onsite", **part}]}
        for n, part in enumerate(parts)
    ]
    content = {"id": "1.1", "title": "内容", "standards": standards}
    whole = {
        "id": "small",
        "version": "1",
        "title": "小",
        "methods": [{"id": "onsite", "title": "实地测评", "weight": 100}],
        "projects": [{"id": "1", "title": "项目", "contents": [content]}],
        "items": [own.get(id_, {"id": id_, "title": id_}) for id_ in dict.fromkeys(named)],
        "point_types": [{"id": kind, "title": kind, "items": named} for kind in ("market", "road")],
    }
    return Framework.model_validate(whole | changes)


def seen(area: str, item: str, result: str, count: float | None = None, **more: Any) -> dict:
    """One observation."""
    row = {"area": area, "unit": "u1", "point": "p", "point_type": "road", "item": item}
    return row | {"result": result, "count": count, "of": None} | more


def rows(*observations: dict) -> pl.DataFrame:
    """Observations as a frame."""
    return frame(list(observations))
