"""Composite points: three bus lines of five stops, a road by stretches of 500 m, shops of a street.

One visit judges an item several times there, once at each part (*repeat*), and the item still
counts once a visit. How the parts become one is the rule's affair:

- deductions add up by themselves: each part has its own floor, what one has too much makes up for
  nothing at another, and every miss costs (≥ 2 at each stop, −4 each). Only where a visit has a cap
  are the parts of a visit put together, so that the cap holds for them all;
- met or not: met where it is met at every part; of n, by count: the parts met, or all that was
  counted, are the count;
- ratio: what there is of what is wanted, each part up to what is wanted there; measured: the mean,
  or all counted ÷ all there is; grade: the lowest;
- answers stay as they are: each is one voice.

A part that does not apply leaves the others as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any

import numpy as np
import polars as pl

from chuangcheng.engine.rules import (
    AGAIN,
    FAIL,
    FIXED,
    PASS,
    UNJUDGED,
    AllOf,
    Answers,
    Bands,
    ByCount,
    Grade,
    Linear,
    PerOccurrence,
    Quota,
    Ratio,
    Rule,
    Seen,
)

Row = dict[str, Any]


def folded(rules: Mapping[str, Rule], observations: pl.DataFrame) -> pl.DataFrame:
    """Observations with the parts of each visit × item made one, without the column `repeat`.

    The first part is "", the others have names; a visit × item of which no part has a name was
    judged whole and is left as it is. Whatever is made one keeps the other columns of the part
    that lost most, the first where several did.
    """
    keys = parted(observations)
    plain = observations.drop("repeat")
    rest = plain.join(keys, on=["visit", "item"], how="anti", maintain_order="left")
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    parts = plain.join(keys, on=["visit", "item"], how="semi", maintain_order="left")
    for row in parts.iter_rows(named=True):
        groups[row["visit"], row["item"]].append(row)
    if not groups:
        return rest
    made = [one for (_, item), rows in groups.items() for one in fold(rules.get(item), rows)]
    return pl.concat([rest, pl.DataFrame(made, schema=rest.schema)])


def parted(observations: pl.DataFrame) -> pl.DataFrame:
    """The visits and items that were judged by parts, each once."""
    named = observations.filter(pl.col("repeat") != "")
    return named.select("visit", "item").unique(maintain_order=True)


def fold(rule: Rule | None, rows: Sequence[Row]) -> list[Row]:
    """The parts of one visit × item as the rule takes them: one row, or the rows as they are."""
    judged = [row for row in rows if row["result"] not in UNJUDGED]
    if rule is None or not _folds(rule):
        return list(rows)
    if not judged:
        return [rows[0]]
    return [_worst(rule, judged) | {"result": _word(judged)} | _together(rule, judged)]


def _folds(rule: Rule) -> bool:
    if isinstance(rule, Quota | PerOccurrence):
        return rule.cap is not None
    return not isinstance(rule, Answers)


@singledispatch
def _together(rule: Rule, rows: Sequence[Row]) -> Row:
    """What the parts say together, beside their word; for met or not, nothing more."""
    return {}


@_together.register(AllOf)
@_together.register(ByCount)
def _counted(rule: AllOf | ByCount, rows: Sequence[Row]) -> Row:
    """All that was counted; where nothing was, the parts that were met, of all."""
    if any(row["count"] is not None for row in rows):
        return {"count": _total(rows, "count"), "of": _total(rows, "of") or None}
    met = sum(row["result"] == PASS for row in rows)
    return {"count": float(met), "of": float(len(rows))}


@_together.register
def _missing(rule: Quota, rows: Sequence[Row]) -> Row:
    """What is wanted less all that is missing, so below 0 where the parts miss more together."""
    short = [rule.quota - row["count"] for row in rows if row["count"] is not None]
    return {"count": rule.quota - sum(max(0.0, one) for one in short)}


@_together.register
def _faults(rule: PerOccurrence, rows: Sequence[Row]) -> Row:
    """All faults; a part that failed without a count is one."""
    faults = [
        0.0 if row["result"] == PASS else 1.0 if row["count"] is None else row["count"]
        for row in rows
    ]
    return {"count": sum(faults)}


@_together.register
def _ratio(rule: Ratio, rows: Sequence[Row]) -> Row:
    """What there is, each part up to what is wanted there."""
    counted = [row for row in rows if row["count"] is not None]
    if not counted:
        return {}
    if rule.wanted is not None:
        wanted = rule.wanted
        return {"count": sum(min(row["count"], wanted) for row in counted) / len(counted)}
    there = [(min(row["count"], row["of"]), row["of"]) for row in counted if row["of"]]
    return {"count": sum(one for one, _ in there), "of": sum(of for _, of in there)}


@_together.register(Bands)
@_together.register(Linear)
def _measured(rule: Bands | Linear, rows: Sequence[Row]) -> Row:
    """All counted of all there is; without a denominator, the mean of what was measured."""
    counted = [row for row in rows if row["count"] is not None]
    if not counted:
        return {}
    if all(row["of"] for row in counted):
        return {"count": _total(counted, "count"), "of": _total(counted, "of")}
    return {"count": _total(counted, "count") / len(counted), "of": None}


@_together.register
def _graded(rule: Grade, rows: Sequence[Row]) -> Row:
    """The lowest grade."""
    return {"result": _worst(rule, rows)["result"]}


def _total(rows: Sequence[Row], column: str) -> float:
    return float(sum(row[column] for row in rows if row[column] is not None))


def _word(rows: Sequence[Row]) -> str:
    """Met where all are; fixed where all that was wrong was; again where any was named before."""
    wrong = {row["result"] for row in rows} - {PASS}
    if not wrong:
        return PASS
    if wrong == {FIXED}:
        return FIXED
    if AGAIN in wrong:
        return AGAIN
    return "" if wrong <= {"", FIXED} else FAIL


def _worst(rule: Rule, rows: Sequence[Row]) -> Row:
    lost = rule.lost(
        Seen(
            np.array([row["result"] for row in rows]),
            np.array([np.nan if row["count"] is None else row["count"] for row in rows]),
            np.array([np.nan if row["of"] is None else row["of"] for row in rows]),
        )
    )
    return dict(rows[int(np.argmax(np.nan_to_num(lost)))])
