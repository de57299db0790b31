"""What is measured; each task runs in a process of its own: python -m benchmarks.tasks NAME SIZE.

A task prepares what it needs, then times its work, and says how long it took (seconds), how much of
the processor (seconds of all cores together, which other work on the machine hardly changes), how
much memory the process ever held (megabytes), and a figure of its answer that its peers must share.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from time import perf_counter, process_time
from typing import NamedTuple

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq

from benchmarks import bootstrap, data, pandas_script
from chuangcheng.engine.assess import assess
from chuangcheng.engine.bulk import ByArea
from chuangcheng.engine.resampling import resample


class Spent(NamedTuple):
    """Seconds on the clock and seconds of the processor."""

    seconds: float
    cpu: float

    @classmethod
    def until_now(cls) -> Spent:
        """What to measure from."""
        return cls(perf_counter(), process_time())

    def since(self) -> Spent:
        """What was spent since then."""
        return Spent(perf_counter() - self.seconds, process_time() - self.cpu)


#: What was spent, and a figure that peers must share (None where they need not).
Result = tuple[Spent, float | None]
#: How often short work is repeated within a process; the median counts.
REPEATS = 15


def bulk(size: data.Size) -> Result:
    """Scores of all nodes, losses by unit and item, and ranks, area by area."""
    framework = data.framework()
    start = Spent.until_now()
    run = ByArea(size.path, framework)
    tables = [(chunk.scores(), chunk.losses()) for chunk in run]
    scores, losses = (pl.concat(some) for some in zip(*tables, strict=True))
    run.ranks()
    return start.since(), _answer(scores, losses)


def at_once(size: data.Size) -> Result:
    """The same by `assess`, all areas at once."""
    framework = data.framework()
    start = Spent.until_now()
    assessment = assess(pl.scan_parquet(size.path), framework)
    scores, losses = assessment.scores(), assessment.losses()
    assessment.ranks()
    return start.since(), _answer(scores, losses)


def pandas(size: data.Size) -> Result:
    """The same by a straightforward pandas script."""
    start = Spent.until_now()
    tables = pandas_script.score(size.path)
    spent = start.since()
    return spent, float(tables["ranks"]["earned"].sum() - tables["losses"]["lost"].sum())


def _answer(scores: pl.DataFrame, losses: pl.DataFrame) -> float:
    return float(scores.filter(kind="total")["earned"].sum()) - float(losses["lost"].sum())


def nation(size: data.Size) -> Result:
    """Area by area, each chunk's tables made and let go; then the ranks."""
    framework = data.framework()
    start = Spent.until_now()
    run = ByArea(size.path, framework)
    earned, lost = 0.0, 0.0
    for chunk in run:
        earned += float(chunk.scores().filter(kind="total")["earned"].sum())
        lost += float(chunk.losses()["lost"].sum())
    run.ranks()
    return start.since(), earned - lost


def cells_polars(size: data.Size) -> Result:
    """The floor: rows merely grouped to area × item × unit, by Polars."""
    start = Spent.until_now()
    rows = pl.scan_parquet(size.path).group_by("area", "item", "unit").agg(pl.len())
    cells = rows.collect(engine="streaming")
    return start.since(), float(cells.height)


def cells_duckdb(size: data.Size) -> Result:
    """The floor by DuckDB."""
    start = Spent.until_now()
    rows = duckdb.read_parquet(str(size.path))
    cells = rows.aggregate("area, item, unit, count(*)").to_arrow_table()
    return start.since(), float(cells.num_rows)


def limit(size: data.Size) -> Result:
    """The physical limit: read the columns that scoring needs and add them up."""
    names = ["area", "unit", "item", "point_type", "result", "count"]
    start = Spent.until_now()
    file = pq.ParquetFile(size.path, read_dictionary=names[:-1])
    whole = 0
    for group in range(file.num_row_groups):
        table = file.read_row_group(group, columns=names)
        for name in names[:-1]:
            codes = table.column(name).combine_chunks().indices
            whole += int(np.from_dlpack(codes).sum(dtype=np.int64))
        whole += int(pl.Series(table.column("count")).sum())
    return start.since(), None


def one_county(size: data.Size) -> Result:
    """One county pulled out of the file and fully scored."""
    framework = data.framework()
    name = f"area{size.areas // 2:04}"

    def work() -> object:
        county = ByArea(size.path, framework).only(name)
        return county.scores(), county.losses()

    return _median(work), None


def changed(size: data.Size) -> Result:
    """One changed observation re-scored in a campaign of 1 200 items."""
    framework = data.framework(parts=300 if size.areas > data.SMOKE.areas else data.PARTS)
    rows = pl.concat([pl.DataFrame(data.area_rows(size, area)) for area in range(3)])
    rows = rows.with_columns(pl.col(pl.Categorical).cast(pl.String))
    before = assess(rows, framework)
    old = rows[7:8]
    new = old.with_columns(result=pl.lit("fail"), count=pl.lit(2.0))

    def work() -> object:
        after = before.changed(old, new)
        return after.scores(), after.ranks()

    return _median(work), None


def bootstrap_engine(size: data.Size) -> Result:
    """1 000 resamples of one county of 200 points with 15 answers each: intervals of all nodes."""
    rows, framework = _sample(1), data.framework()
    assessment = assess(rows, framework)
    return _median(lambda: resample(assessment, rows, seed="s")), None


def bootstrap_loop(size: data.Size) -> Result:
    """The same by a plain loop in numpy."""
    rows, framework = _sample(1), data.framework()
    assessment = assess(rows, framework)
    draws = 1000 if size != data.SMOKE else 10
    start = Spent.until_now()
    bootstrap.intervals(assessment, rows, draws, 1)
    return start.since(), None


def hundred(size: data.Size) -> Result:
    """Intervals of all nodes and rank probabilities of 100 such counties."""
    rows, framework = _sample(min(size.areas, 100)), data.framework()
    assessment = assess(rows, framework)
    start = Spent.until_now()
    found = resample(assessment, rows, seed="s")
    found.intervals()
    found.rank_probabilities()
    return start.since(), None


def _sample(areas: int) -> pl.DataFrame:
    size = data.Size("sample", areas=areas, points=200, answers=15)
    return pl.concat([pl.DataFrame(data.area_rows(size, area)) for area in range(areas)])


def _median(work: Callable[[], object]) -> Spent:
    taken = []
    for _ in range(REPEATS):
        start = Spent.until_now()
        work()
        taken.append(start.since())
    return Spent(*np.median(taken, axis=0).tolist())


TASKS: dict[str, Callable[[data.Size], Result]] = {
    task.__name__: task
    for task in (
        bulk,
        at_once,
        pandas,
        nation,
        cells_polars,
        cells_duckdb,
        limit,
        one_county,
        changed,
        bootstrap_engine,
        bootstrap_loop,
        hundred,
    )
}


def main(name: str, size: str) -> None:
    """Do one task and print its result as JSON."""
    spent, answer = TASKS[name](data.SIZES[size])
    unit = 1e6 if sys.platform == "darwin" else 1e3
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({**spent._asdict(), "megabytes": peak, "answer": answer}))


if __name__ == "__main__":
    main(*sys.argv[1:])
