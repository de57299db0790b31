"""Observations counted: millions of rows become one row for each thing that was seen alike.

This is the only step that touches every observation, so it is written once in Narwhals and runs
where the data are: Polars, DuckDB or Spark. What it returns is small, and all that follows is plain
arithmetic on it, so every engine gives the same figures.

An observation has the columns of `COLUMNS`; `unit`, `point_type`, `count` and `of` may be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from narwhals.typing import IntoFrame
from numpy.typing import NDArray

from chuangcheng.engine.rules import ABSENT, NOT_APPLICABLE, PASS

#: One row is one judged item: (column, what it says).
COLUMNS = {
    "area": "the area whose score it counts in",
    "unit": "who answers for it there",
    "point": "the point that was visited",
    "point_type": "the kind of point",
    "item": "the item of the framework",
    "visit": "one walk past the point; an item is judged once a visit",
    "method": "how it was judged; must be the method of the item's part",
    "result": "pass, fail, fixed, again, na, absent, or a grade or answer of the item's rule",
    "count": "what was counted or measured, where the rule asks for it",
    "of": "out of how many, where the rule asks for it",
    "observed_at": "when it was seen",
}
_TEXT = ("area", "unit", "point", "point_type", "item", "result")
_NUMBERS = ("count", "of")
_ONE = pl.lit(1, pl.Int64)


def tally(observations: IntoFrame, *keys: str, typed: Sequence[str] = ()) -> pl.DataFrame:
    """How many rows (`n`) were seen alike: by area, item, result, count, of and further `keys`.

    With `typed`, the items for which the kind of point matters, there is a column `point_type`,
    left empty for all other items: that keeps the tally small.
    """
    by = ["area", "item", *keys, *_type(typed), "result", *_NUMBERS]
    counted = _columns(observations, by, typed).group_by(by).agg(n=nw.len())
    return _collected(counted)


def by_point(observations: IntoFrame) -> pl.DataFrame:
    """The tally by point and kind of point, or each row for itself where rows are at hand.

    An item is judged once a visit, so hardly two rows at a point are alike: where nothing has to be
    fetched from afar, looking for those that are costs more than it saves.
    """
    if isinstance(observations, pl.DataFrame):
        names = ("area", "item", "point", "point_type", "result", *_NUMBERS)
        columns = {name: _column(observations, name) for name in names}
        return pl.DataFrame(columns).with_columns(n=_ONE)
    return tally(observations, "point", "point_type")


def alike(rows: pl.LazyFrame) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """The different rows, each once, and for every row which of them it is like."""
    names = rows.collect_schema().names()
    groups = rows.with_row_index("row").group_by(names, maintain_order=True).agg("row").collect()
    row = groups["row"]
    which = np.empty(int(row.list.len().sum()), dtype=np.int64)
    which[row.explode().to_numpy()] = np.repeat(np.arange(len(row)), row.list.len().to_numpy())
    return groups.drop("row"), which


def runs(rows: pl.DataFrame) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """The first row of each run of equal ones, and for every row the run that it belongs to.

    Rows mostly stand in the order in which they were seen, so that runs are few and long.
    """
    run = rows.select(pl.struct(pl.all()).rle_id()).to_series().cast(pl.Int64).to_numpy()
    return rows[np.flatnonzero(np.diff(run, prepend=-1))], run


def faults(observations: IntoFrame, *keys: str, typed: Sequence[str] = ()) -> pl.DataFrame:
    """The same of the rows that can have lost something, by unit and further `keys`."""
    by = ["area", "unit", "item", *keys, *_type(typed), "result", *_NUMBERS]
    rows = _columns(observations, by, typed)
    clean = nw.col("result").is_in([PASS, NOT_APPLICABLE, ABSENT]) & nw.col("count").is_null()
    return _collected(rows.filter(~clean).group_by(by).agg(n=nw.len()))


def change(minus: pl.DataFrame, plus: pl.DataFrame, typed: Sequence[str] = ()) -> pl.DataFrame:
    """A few observations taken out and put in, as a tally: `n` is 1 for each put in, else −1.

    Cell by cell, since for a row or two an expression takes longer to plan than to compute.
    """
    both, kinds = (minus, plus), set(typed)
    texts = ("area", "unit", "item", *_type(typed), "result")
    columns: dict[str, list[Any]] = {name: _words(both, name) for name in texts}
    if typed:
        pairs = zip(columns["item"], columns["point_type"], strict=True)
        columns["point_type"] = [kind if item in kinds else "" for item, kind in pairs]
    columns |= {name: _cells(both, name) for name in _NUMBERS}
    columns["n"] = [-1] * len(minus) + [1] * len(plus)
    kind_of = dict.fromkeys(texts, pl.String) | dict.fromkeys(_NUMBERS, pl.Float64)
    return pl.DataFrame(columns, schema={**kind_of, "n": pl.Int64})


def _words(frames: Sequence[pl.DataFrame], name: str) -> list[str]:
    return ["" if cell is None else str(cell) for cell in _cells(frames, name)]


def _cells(frames: Sequence[pl.DataFrame], name: str) -> list[Any]:
    """A column of some frames, one after the other; empty where a frame lacks it."""
    known = (
        rows[name].to_list() if name in rows.columns else [None] * len(rows) for rows in frames
    )
    return [cell for cells in known for cell in cells]


def _column(rows: pl.DataFrame, name: str) -> pl.Series:
    """A column as text, empty for nothing, or as numbers; what is not there holds nothing."""
    found = rows[name] if name in rows.columns else pl.repeat(None, len(rows), eager=True)
    if name in _NUMBERS:
        return found.cast(pl.Float64)
    texts = found.cast(pl.String)
    return texts.fill_null("") if texts.has_nulls() else texts


def _type(typed: Sequence[str]) -> tuple[str, ...]:
    return ("point_type",) if typed else ()


def _columns(observations: IntoFrame, wanted: list[str], typed: Sequence[str]) -> nw.LazyFrame[Any]:
    """The wanted columns; text as text and numbers as floats, missing ones empty."""
    frame = nw.from_native(observations).lazy()
    present = frame.collect_schema()
    columns = []
    for name in wanted:
        kind = nw.String() if name in _TEXT else nw.Float64()
        column = nw.col(name) if name in present else nw.lit(None)
        if name not in present or (name in _NUMBERS and present[name] != kind):
            column = column.cast(kind)
        if name == "result":
            column = nw.when(~column.is_null()).then(column).otherwise(nw.lit(""))
        if name == "point_type" and typed:
            column = nw.when(nw.col("item").is_in(list(typed))).then(column)
        columns.append(column.alias(name))
    return frame.select(*columns)


def _collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """A frame brought home to Polars, with the same types wherever it came from."""
    options = {"engine": "streaming"} if frame.implementation.is_polars() else {}
    home: pl.DataFrame = frame.collect(backend="polars", **options).to_native()
    text = [name for name in home.columns if name in _TEXT]
    return home.with_columns(pl.col(text).cast(pl.String).fill_null(""), pl.col("n").cast(pl.Int64))
