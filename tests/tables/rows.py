"""Rows of observations to begin with, and files made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

HEADER = ("area", "unit", "point", "point_type", "item", "visit", "method", "result", "count", "of")
CHINESE = (
    "区域",
    "责任单位",
    "点位",
    "点位类型",
    "项目",
    "走访",
    "测评方法",
    "结果",
    "数量",
    "总数",
)
GOOD = dict(
    zip(HEADER, ("A", "U", "P1", "market", "CLEAN-01", "v1", "onsite", "pass", "", ""), strict=True)
)


def text(*rows: dict[str, str], header: Sequence[str] = HEADER, separator: str = ",") -> str:
    """Good rows with some cells otherwise, as delimited text."""
    lines = [separator.join(header)]
    lines += [separator.join({**GOOD, **row}.values()) for row in rows]
    return "\n".join(lines) + "\n"


def write(path: Path, *rows: dict[str, str]) -> Path:
    """The same as a file in UTF-8."""
    path.write_text(text(*rows), "utf-8")
    return path


def parquet(path: Path, *rows: dict[str, str]) -> Path:
    """The same as Parquet, numbers typed."""
    frame = pl.DataFrame([{**GOOD, **row} for row in rows])
    numbers = pl.col("count", "of").cast(pl.Float64, strict=False)
    frame.with_columns(numbers).write_parquet(path)
    return path
