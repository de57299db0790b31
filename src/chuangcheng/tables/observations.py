"""Observations from files: read, checked against a framework, and put in its own words.

The good case costs one pass over the rows; rows are looked at one by one only where something is
wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from chuangcheng.engine.framework import Framework
from chuangcheng.engine.repeats import folded
from chuangcheng.engine.tally import COLUMNS
from chuangcheng.tables import sentences
from chuangcheng.tables.faults import SHOWN, Fault, FaultsError, Sentence
from chuangcheng.tables.judging import Case, Finding, Judge, State, nearest
from chuangcheng.tables.places import Place
from chuangcheng.tables.table import Column, Table, read_table

#: Columns without which a file is not a table of observations.
REQUIRED = ("area", "item", "visit", "result")
_KINDS = {"count": "number", "of": "number", "observed_at": "moment"}
#: The part of a composite point that a row judged; an item is judged once at each.
PART = "repeat"
LAYOUT = tuple(
    Column(name, _KINDS.get(name, "text"), name in REQUIRED)  # type: ignore[arg-type]  # the literals stand right above
    for name in (*COLUMNS, PART)
)
_PLACE = ("area", "point", "point_type")
_SAID = ("item", "point_type", "method", "result")

Found = tuple[list[Fault], int]


def read_observations(
    paths: Iterable[Path],
    framework: Framework,
    *,
    areas: Collection[str] | None = None,
    points: Mapping[str, Place] | None = None,
    shown: int | None = SHOWN,
) -> pl.LazyFrame:
    """The observations of all files with the columns of `chuangcheng.engine.tally.COLUMNS`.

    What was judged by parts is made one by the rule of its item. With `areas` or `points`, only
    these may be named, and points as what they are there. Raises FaultsError with every fault
    counted and `shown` of them (None: all) spelled out.
    """
    rows = read_parts(paths, framework, areas=areas, points=points, shown=shown)
    named = rows.select((pl.col(PART) != "").any())
    if not named.collect(engine="streaming").item():
        return rows.drop(PART)
    return folded({item.id: item.rule for item in framework.items}, rows.collect()).lazy()


def read_parts(
    paths: Iterable[Path],
    framework: Framework,
    *,
    areas: Collection[str] | None = None,
    points: Mapping[str, Place] | None = None,
    shown: int | None = SHOWN,
    beside: Sequence[str] = (),
) -> pl.LazyFrame:
    """The observations as they were judged, with the part of each as `repeat`; else as above.

    `beside` names more columns of text that are handed on as written; with them comes `row`, the
    row's number in its file.
    """
    table = read_table(paths, (*LAYOUT, *(Column(name) for name in beside)))
    judge = Judge(framework)
    frame = table.frame.with_columns(state=_state())
    counted, named, visits = table.collect(
        [
            frame.group_by(*_SAID, "state").agg(n=pl.len()),
            frame.group_by(*(_PLACE if points is not None else _PLACE[:1])).agg(n=pl.len()),
            _visits(frame, judge).select(pl.col("key").hash()),
        ]
    )
    cases = [_case(*row) for row in counted.select(*_SAID, "state").iter_rows()]
    meant = [judge.canonical(case) for case in cases]
    found = [_wrong_cases(table, frame, counted, [judge.findings(case) for case in meant], shown)]
    if areas is not None:
        unknown = sorted(set(named["area"].drop_nulls()) - set(areas))
        found.append(_wrong_areas(table, unknown, areas, shown))
    if points is not None:
        found.append(_wrong_points(table, named, points, judge, shown))
    if visits["key"].is_duplicated().any():
        found.append(_judged_twice(table, _visits(frame, judge), shown))
    _raise(found, shown)
    return _in_own_words(table.frame, cases, meant, ("row", *beside) if beside else ())


def _case(
    item: str | None, point_type: str | None, method: str | None, result: str | None, state: int
) -> Case:
    return Case(item or "", point_type or "", method or "", result or "", State(state))


def _raise(found: Iterable[Found], shown: int | None) -> None:
    faults = [fault for some, _ in found for fault in some]
    if faults:
        faults.sort(key=lambda fault: (fault.file, fault.row or 0))
        raise FaultsError(faults[:shown], sum(total for _, total in found))


def _state() -> pl.Expr:
    """The state of each row's cells as bits of `State`."""
    count, of = pl.col("count"), pl.col("of")
    flags = {
        State.COUNT_EMPTY: pl.col("count?").is_null() & count.is_null(),
        State.COUNT_UNREAD: pl.col("count?").is_not_null() & count.is_null(),
        State.COUNT_NEGATIVE: count < 0,
        State.OF_EMPTY: pl.col("of?").is_null() & of.is_null(),
        State.OF_UNREAD: pl.col("of?").is_not_null() & of.is_null(),
        State.OF_NOT_POSITIVE: of <= 0,
        State.MORE_THAN_ALL: (count > of) & (of > 0),
        State.AREA_EMPTY: pl.col("area").is_null(),
        State.VISIT_EMPTY: pl.col("visit").is_null(),
        State.COUNT_BROKEN: count != count.floor(),
        State.MOMENT_UNREAD: pl.col("observed_at?").is_not_null() & pl.col("observed_at").is_null(),
    }
    bits = [flag.fill_null(value=False).cast(pl.Int32) * int(bit) for bit, flag in flags.items()]
    return pl.sum_horizontal(bits)


def _wrong_cases(
    table: Table,
    frame: pl.LazyFrame,
    counted: pl.DataFrame,
    findings: Sequence[Sequence[Finding]],
    shown: int | None,
) -> Found:
    """A fault for each row of each case that is wrong, in the order of the rows."""
    wrong = counted.with_columns(
        case=pl.int_range(pl.len()), wrong=pl.Series([len(some) for some in findings])
    ).filter(pl.col("wrong") > 0)
    if wrong.is_empty():
        return [], 0
    keys = [*_SAID, "state"]
    rows = frame.join(wrong.lazy().drop("n", "wrong"), on=keys, nulls_equal=True)
    [first] = table.collect([_first(rows, shown)])
    faults = [
        table.fault(row["file"], row["row"], finding.column, finding.say(row))
        for row in first.iter_rows(named=True)
        for finding in findings[row["case"]]
    ]
    return faults, int((wrong["n"] * wrong["wrong"]).sum())


def _wrong_areas(
    table: Table, unknown: list[str], areas: Collection[str], shown: int | None
) -> Found:
    """A fault for each row that names an area outside the table of areas."""
    if not unknown:
        return [], 0
    rows = table.frame.filter(pl.col("area").is_in(unknown))
    first, total = table.collect([_first(rows, shown), rows.select(pl.len())])
    say = {
        area: sentences.unknown_entry(("区域", "area"), area, nearest(area, areas))
        for area in unknown
    }
    faults = [
        table.fault(row["file"], row["row"], "area", say[row["area"]])
        for row in first.iter_rows(named=True)
    ]
    return faults, total.item()


def _wrong_points(
    table: Table,
    named: pl.DataFrame,
    points: Mapping[str, Place],
    judge: Judge,
    shown: int | None,
) -> Found:
    """A fault for each row of a point that is not in the library, or is something else there."""
    wrong: list[dict[str, Any]] = []
    say: list[Sentence] = []
    for row in named.filter(pl.col("point").is_not_null()).iter_rows(named=True):
        sentence = _wrong_point(row, points, judge)
        if sentence is not None:
            wrong.append({**row, "wrong": len(say)})
            say.append(sentence)
    if not wrong:
        return [], 0
    places = pl.LazyFrame(wrong, schema={**named.schema, "wrong": pl.Int64})
    rows = table.frame.join(places.drop("n"), on=_PLACE, nulls_equal=True)
    [first] = table.collect([_first(rows, shown)])
    faults = [
        table.fault(row["file"], row["row"], "point", say[row["wrong"]])
        for row in first.iter_rows(named=True)
    ]
    return faults, sum(row["n"] for row in wrong)


def _wrong_point(
    row: Mapping[str, Any], points: Mapping[str, Place], judge: Judge
) -> Sentence | None:
    place = points.get(row["point"])
    if place is None:
        return sentences.unknown_entry(("点位", "point"), row["point"], "")
    kind = judge.kind(place.point_type)
    same_kind = judge.kind(row["point_type"] or "") == kind
    if same_kind and row["area"] in (None, place.area):
        return None
    return sentences.other_point(place.point, place.area, kind)


def _visits(frame: pl.LazyFrame, judge: Judge) -> pl.LazyFrame:
    """The rows of visits with the key that only one row may have: visit × item × part.

    A question may be answered in several ways, one row for each answer.
    """
    answered = pl.when(pl.col("item").is_in(judge.answers)).then(pl.col("result"))
    part = pl.col(PART).fill_null("")
    key = pl.struct("visit", "item", part, answered.fill_null("").alias("answer"))
    return frame.filter(pl.col("visit").is_not_null()).with_columns(key=key)


def _judged_twice(table: Table, visits: pl.LazyFrame, shown: int | None) -> Found:
    """A fault for each row after the first of the same visit × item."""
    places = visits.sort("file", "row", maintain_order=True).with_columns(
        first_file=pl.col("file").first().over("key"),
        first_row=pl.col("row").first().over("key"),
        nth=pl.int_range(pl.len()).over("key"),
    )
    later = places.filter(pl.col("nth") > 0)
    first, total = table.collect([_first(later, shown), later.select(pl.len())])
    faults = [
        table.fault(
            row["file"],
            row["row"],
            "visit",
            sentences.judged_twice(
                row["visit"], row["item"], table.files[row["first_file"]].file, row["first_row"]
            ),
        )
        for row in first.iter_rows(named=True)
    ]
    return faults, total.item()


def _first(rows: pl.LazyFrame, shown: int | None) -> pl.LazyFrame:
    ordered = rows.sort("file", "row", maintain_order=True)
    return ordered if shown is None else ordered.head(shown)


def _in_own_words(
    frame: pl.LazyFrame, said: Sequence[Case], meant: Sequence[Case], beside: Sequence[str]
) -> pl.LazyFrame:
    """The columns of observations, what was written otherwise replaced by the framework's word."""
    pairs = list(zip(said, meant, strict=True))
    replaced = []
    for name in ("item", "point_type", "method"):
        words = {getattr(s, name): getattr(m, name) for s, m in pairs}
        other = {written: word for written, word in words.items() if written != word}
        replaced += [pl.col(name).replace(other)] if other else []
    own = frame.with_columns(*replaced, *_results(pairs), pl.col(PART).fill_null(""))
    return own.select(*COLUMNS, PART, *beside)


def _results(pairs: Sequence[tuple[Case, Case]]) -> list[pl.Expr]:
    """Results in the framework's words; what one rule writes so, another may mean so."""
    other = {s.result: m.result for s, m in pairs if s.result != m.result}
    if not other:
        return []
    own = {(s.item, s.result) for s, m in pairs if s.result in other and s.result == m.result}
    replaced = pl.col("result").replace(other)
    for item, result in own:
        mine = (pl.col("item") == item) & (pl.col("result") == result)
        replaced = pl.when(mine).then(pl.lit(result)).otherwise(replaced)
    return [replaced.alias("result")]
