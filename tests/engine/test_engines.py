"""Polars, DuckDB and Spark give the same scores, losses and ranks of the same observations."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from pyspark.sql import SparkSession

from chuangcheng.engine.assess import Assessment, assess
from tests.engine.small import framework, rows, seen
from tests.engine.worlds import world

SEEDS = range(6)
WITHIN = 1e-9


def assert_same(mine: Assessment, theirs: Assessment) -> None:
    """Scores and ranks to the last bit, since whole numbers are added; losses to 1e-9."""
    assert mine.scores().equals(theirs.scores())
    assert mine.ranks().equals(theirs.ranks())
    keys = [name for name in mine.losses().columns if name not in ("lost", "faults")]
    both = mine.losses().join(theirs.losses(), on=keys, how="full", coalesce=True, suffix="_")
    assert both.filter((pl.col("lost") - pl.col("lost_")).abs().fill_null(1) > WITHIN).is_empty()
    assert both.filter(pl.col("faults") != pl.col("faults_")).is_empty()


def relation(observations: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    """The observations in DuckDB."""
    return duckdb.connect().from_arrow(observations.to_arrow())


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """One Spark session on one core, which needs Java."""
    if shutil.which("java") is None:
        pytest.skip("Java is missing: on Debian or Ubuntu install default-jre-headless")
    # It says good-bye when the test's streams are closed already.
    logging.getLogger("py4j").setLevel(logging.WARNING)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    home = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", str(home))
        .getOrCreate()
    )
    yield session
    session.stop()


def test_it_gives_the_same_in_spark(spark: SparkSession, tmp_path: Path):
    for seed in SEEDS[:2]:
        small = world(seed)
        small.observations.write_parquet(tmp_path / f"{seed}.parquet")
        there = spark.read.parquet(str(tmp_path / f"{seed}.parquet"))
        assert_same(assess(there, small.framework, tree=small.tree), small.assessment)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_gives_the_same_in_duckdb(seed: int):
    small = world(seed)
    there = relation(small.observations)
    assert_same(assess(there, small.framework, tree=small.tree), small.assessment)


@pytest.mark.parametrize("seed", SEEDS)
def test_it_gives_the_same_from_a_lazy_frame_and_from_pandas(seed: int):
    small = world(seed)
    for there in (small.observations.lazy(), small.observations.to_pandas()):
        assert_same(assess(there, small.framework, tree=small.tree), small.assessment)


def test_it_gives_the_same_from_shuffled_rows_in_many_files(tmp_path: Path):
    small = world(2)
    shuffled = small.observations.sample(fraction=1.0, shuffle=True, seed=7)
    for number, part in enumerate(shuffled.iter_slices(97)):
        part.write_parquet(tmp_path / f"{number}.parquet")
    pattern = str(tmp_path / "*.parquet")
    for there in (pl.scan_parquet(pattern), duckdb.connect().read_parquet(pattern)):
        assert_same(assess(there, small.framework, tree=small.tree), small.assessment)


def test_it_reads_numbers_and_texts_of_any_kind():
    small = world(4)
    numbers = small.observations.with_columns(pl.col("count", "of").cast(pl.Int32))
    kinds = {
        "dictionaries": numbers.with_columns(pl.col("area", "item", "result").cast(pl.Categorical)),
        "integers": relation(numbers),
        "decimals": relation(numbers).project(
            '* REPLACE (CAST("count" AS DECIMAL(9, 2)) AS "count", CAST("of" AS SMALLINT) AS "of")'
        ),
    }
    for there in kinds.values():
        assert_same(assess(there, small.framework, tree=small.tree), small.assessment)


def test_it_reads_yes_and_no_as_one_and_nought():
    ratio = {"id": "i", "title": "i", "rule": {"kind": "ratio", "wanted": 1}}
    checked = framework({"points": 10.0, "items": ["i"]}, items=[ratio])
    whole = rows(*(seen("a", "i", "fail", point=f"p{n}") for n in range(4)))
    flags = whole.with_columns(count=pl.Series([True, True, True, False]))
    for there in (flags, relation(flags)):
        assert assess(there, checked).ranks()["raw"].to_list() == [75.0]


@pytest.mark.parametrize("engine", [pl.DataFrame.lazy, relation])
def test_it_does_not_lose_a_cap_where_nothing_was_counted(engine: Any):
    item = {
        "id": "i",
        "title": "i",
        "rule": {"kind": "per_occurrence", "each": 0.5, "cap": 2.0},
        "cap": 3.0,
    }
    capped = framework({"points": 10.0, "rule": {"kind": "deduct"}, "items": ["i"]}, items=[item])
    whole = rows(*(seen(area, "i", "pass", point=f"p{n}") for area in "ab" for n in range(3)))
    failed = rows(seen("b", "i", "fail", point="p9"))
    ranks = assess(engine(pl.concat([whole, failed])), capped).ranks()
    assert ranks.select("area", "raw").rows() == [("a", 100.0), ("b", 95.0)]


@pytest.mark.parametrize("engine", [pl.DataFrame.lazy, relation])
def test_it_gives_equal_totals_equal_ranks_in_whatever_order_they_were_added(engine: Any):
    shares = [Decimal(n) / 7 for n in range(1, 7)]
    parts = [{"points": float(s), "items": [f"i{n}"]} for n, s in enumerate(shares)]
    found = [seen("a", f"i{n}", "fail" if n % 2 else "pass") for n in range(6)]
    turned = [row | {"area": "b"} for row in found[::-1]]
    split = [row | {"area": "c", "point": f"q{n}"} for n, row in enumerate(found * 3)]
    whole = rows(*found, *turned, *split)
    assert assess(engine(whole), framework(*parts)).ranks()["rank"].to_list() == [1, 1, 1]
