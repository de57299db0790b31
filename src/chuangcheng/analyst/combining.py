"""What `combine` and `years` do: totals and ranks of a printed table, held against what it prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import click
import polars as pl

from chuangcheng.analyst.answering import DIFFERENT, OK, answer
from chuangcheng.engine.combine import Difference, differences, percentages, ranked, weighted
from chuangcheng.engine.exact import Rounding
from chuangcheng.engine.ranking import Ranking
from chuangcheng.engine.years import year_columns
from chuangcheng.tables import saving, sentences
from chuangcheng.tables.bilingual import say
from chuangcheng.tables.faults import Fault
from chuangcheng.tables.printed import Printed, read_printed

#: What is computed, and what such a column is called when the input brought it.
_COMPUTED = {"total": "printed_total", "rank": "printed_rank"}


@dataclass(frozen=True)
class Rule:
    """How components become totals and ranks; `weights` are as the person wrote them."""

    weights: tuple[Decimal, ...]
    places: int = 2
    rounding: Rounding = "half-up"
    ranking: Ranking = "competition"
    normalise: bool = False


@dataclass(frozen=True)
class Asked:
    """Which table, who is ranked in it, and what is to come of it."""

    file: Path
    by: str
    group: str = ""
    out: Path | None = None
    check: bool = False
    as_json: bool = False


@dataclass(frozen=True)
class Combined:
    """The table with totals and ranks, and where the print says otherwise."""

    table: pl.DataFrame
    names: Sequence[str]
    rows: Sequence[int]
    different: Sequence[Difference]


def combine(asked: Asked, columns: Sequence[str], rule: Rule) -> int:
    """Combine the named columns, answer, and return the exit code. Raises FaultsError."""
    return _answered(asked, rule, lambda printed: [printed.place(name) for name in columns])


def years(asked: Asked, columns: Sequence[str], rule: Rule) -> int:
    """The same for the columns of years: those named, else those whose headers are years."""

    def places(printed: Printed) -> list[int]:
        found = [printed.place(name) for name in columns] or year_columns(printed.headers)
        if len(found) != len(rule.weights):
            fault = sentences.not_the_years(len(found), len(rule.weights))
            printed.faults.add(Fault(printed.file, fault, row=1))
        return found

    return _answered(asked, rule, places)


def _answered(asked: Asked, rule: Rule, places: Callable[[Printed], list[int]]) -> int:
    printed = read_printed(asked.file)
    combined = _combined(printed, places(printed), asked, rule)
    if asked.out is not None:
        with saving.whole_file(asked.out) as stage:
            _write(combined.table, stage)
    if asked.as_json:
        answer(_data(asked, combined))
    else:
        _tell(asked, combined)
    return DIFFERENT if asked.check and combined.different else OK


def _combined(printed: Printed, places: list[int], asked: Asked, rule: Rule) -> Combined:
    by = printed.place(asked.by) if asked.by else 0
    group = printed.place(asked.group) if asked.group else None
    components = [printed.decimals(place) for place in places if place >= 0]
    names = printed.texts(by) if by >= 0 else []
    groups = printed.texts(group) if group is not None and group >= 0 else None
    printed.faults.raise_if_any()
    per_cent = percentages(rule.weights, normalise=rule.normalise)
    totals = [
        weighted(values, per_cent, rule.places, rule.rounding)
        for values in zip(*components, strict=True)
    ]
    ranks = ranked(totals, groups, rule.ranking)
    used = {by, *places, *([] if group is None else [group])}
    said = {word: printed.meaning(word, used) for word in _COMPUTED}
    different = []
    for word, computed in (("total", totals), ("rank", ranks)):
        if said[word] >= 0:
            different += differences(word, printed.figures(said[word]), computed)
    different.sort(key=lambda difference: difference.row)
    return Combined(_table(printed, said, totals, ranks), names, printed.rows, different)


def _table(
    printed: Printed, said: Mapping[str, int], totals: list[Decimal], ranks: list[int]
) -> pl.DataFrame:
    """All cells as printed, the computed columns last."""
    renamed = {place: _COMPUTED[word] for word, place in said.items() if place >= 0}
    columns = {
        renamed.get(place, header): [cells[place] for cells in printed.cells]
        for place, header in enumerate(printed.headers)
    }
    computed = {"total": [f"{total:f}" for total in totals], "rank": list(map(str, ranks))}
    return pl.DataFrame({**columns, **computed})


def _write(table: pl.DataFrame, path: Path) -> None:
    ending = path.suffix.lower()
    if ending == ".parquet":
        table.write_parquet(path)
    elif ending == ".xlsx":
        table.write_excel(path)
    else:
        saving.write_csv(table, path)


def _data(asked: Asked, combined: Combined) -> dict[str, object]:
    return {
        "file": str(asked.file),
        "rows": combined.table.to_dicts(),
        "differences": [
            {
                "row": combined.rows[difference.row],
                "by": combined.names[difference.row],
                "column": difference.column,
                "printed": f"{difference.printed:f}",
                "computed": f"{difference.computed:f}",
                "difference": f"{difference.by:+f}",
            }
            for difference in combined.different
        ],
    }


def _tell(asked: Asked, combined: Combined) -> None:
    """The table where a pipe takes it, unless it went to a file; the differences beside it."""
    if asked.out is None:
        click.echo(_csv(combined.table), nl=False)
    for difference in combined.different:
        row, name = combined.rows[difference.row], combined.names[difference.row]
        said, found = f"{difference.printed:f}", f"{difference.computed:f}"
        by = f"{difference.by:+f}"
        zh = f"第{row}行 {name}：{difference.column} 印作 {said}，算得 {found}，相差 {by}"
        en = f"row {row}, {name}: {difference.column} printed {said}, computed {found}, {by}"
        click.echo(say(zh, en), err=asked.out is None)
    count = len(combined.different)
    click.echo(
        say(
            f"{len(combined.rows)} 行，{count} 处与印出的不同",
            f"{len(combined.rows)} rows, {count} differences",
        ),
        err=asked.out is None,
    )


def _csv(table: pl.DataFrame) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.iter_rows())
    return text.getvalue()
