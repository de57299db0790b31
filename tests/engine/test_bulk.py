"""Area by area from a file gives what assessing everything at once gives."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangcheng.engine import dense
from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import UnknownAreaError, assess
from chuangcheng.engine.bulk import ByArea, UnsortedError
from chuangcheng.engine.duties import Duty
from chuangcheng.engine.sanctions import Decision
from chuangcheng.engine.sums import UncountedError, UnknownItemError
from tests.engine.small import framework, rows, seen
from tests.engine.strategies import AREAS, rounds
from tests.engine.worlds import world

COUNTY = AreaTree.of([Area("county"), *(Area(area, parent="county") for area in AREAS)])
WITHIN = 1e-9
UNREAD = HealthCheck.function_scoped_fixture


def gathered(run: ByArea) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The scores and losses of all chunks."""
    chunks = [(chunk.scores(), chunk.losses()) for chunk in run]
    scores, losses = zip(*chunks, strict=True)
    return pl.concat(scores), pl.concat(losses)


def assert_equal_losses(mine: pl.DataFrame, theirs: pl.DataFrame) -> None:
    """The same rows in any order, and the same points."""
    keys = [name for name in mine.columns if name not in ("lost", "faults")]
    both = mine.join(theirs, on=keys, how="full", coalesce=True, suffix="_")
    assert both.filter((pl.col("lost") - pl.col("lost_")).abs().fill_null(1) > WITHIN).is_empty()
    assert both.filter(pl.col("faults") != pl.col("faults_")).is_empty()


@settings(max_examples=40, suppress_health_check=[UNREAD])
@given(
    round_=rounds(),
    size=st.integers(1, 20),
    coded=st.booleans(),
    limits=st.sampled_from([(1, 10**5), (10**6, 10**5), (10**6, 0)]),
)
def test_it_gives_what_assessing_at_once_gives(tmp_path: Path, round_, size, coded, limits):
    framework_, observations = round_
    chunk, kept = limits
    stored = observations.sort("area")
    if coded:
        stored = stored.with_columns(pl.col(pl.String).cast(pl.Categorical))
    stored.write_parquet(tmp_path / "o.parquet", row_group_size=size)
    run = ByArea(tmp_path / "o.parquet", framework_, tree=COUNTY, rows=chunk)
    with patch.object(dense, "_KEPT", kept):
        scores, losses = gathered(run)
    whole = assess(observations, framework_, tree=COUNTY)
    assert run.scores().equals(whole.scores())
    assert run.ranks().equals(whole.ranks())
    there = whole.scores().filter(pl.col("area").is_in(scores["area"].unique().implode()))
    assert scores.sort("area", maintain_order=True).equals(there.sort("area", maintain_order=True))
    own = whole.losses().filter(pl.col("area").is_in(scores["area"].unique().implode()))
    assert_equal_losses(losses, own)


def test_it_hands_out_last_the_areas_that_borrow_a_mean(tmp_path: Path):
    part = {"points": 4.0, "items": ["i"], "absent": "mean"}
    borrower = seen("a", "i", "absent")
    lenders = [seen("b", "i", "pass"), seen("c", "i", "fail")]
    whole = rows(borrower, *lenders)
    whole.write_parquet(tmp_path / "o.parquet", row_group_size=1)
    run = ByArea(tmp_path / "o.parquet", framework(part), rows=1)
    assert [chunk.areas for chunk in run] == [("b",), ("c",), ("a",)]
    assert gathered(run)[0].filter(kind="total", area="a")["earned"].item() == 50.0
    assert run.ranks().equals(assess(whole, framework(part)).ranks())


def test_it_shares_losses_by_duty_and_counts_decisions(tmp_path: Path):
    sanctions = [{"id": "b", "kind": "bonus", "title": "加分", "points": 5.0}]
    checked = framework({"points": 4.0, "items": ["i"]}, sanctions=sanctions)
    whole = rows(seen("a", "i", "fail"), seen("a", "i", "pass"), seen("b", "i", "fail"))
    whole.write_parquet(tmp_path / "o.parquet")
    more = {"duties": [Duty("lead", standard="s0")], "decisions": [Decision("b", "b")]}
    run = ByArea(tmp_path / "o.parquet", checked, **more)
    assert set(gathered(run)[1]["unit"]) == {"lead"}
    assert run.ranks().equals(assess(whole, checked, **more).ranks())


def test_it_scores_a_round_of_every_kind_of_rule(tmp_path: Path):
    for seed in range(4):
        small = world(seed)
        stored = small.observations.sort("area").with_columns(
            unit=pl.when(pl.col("unit") != "u1").then("unit")
        )
        stored.write_parquet(tmp_path / "o.parquet", row_group_size=100)
        run = ByArea(tmp_path / "o.parquet", small.framework)
        scores, losses = gathered(run)
        whole = assess(stored, small.framework)
        assert run.ranks().equals(whole.ranks())
        assert scores.sort("area", maintain_order=True).equals(whole.scores())
        assert_equal_losses(losses, whole.losses())


@pytest.mark.parametrize("statistics", [True, False])
def test_it_pulls_one_area_out_of_many(tmp_path: Path, statistics):
    small = world(2)
    stored = small.observations.sort("area")
    stored.write_parquet(tmp_path / "o.parquet", row_group_size=60, statistics=statistics)
    run = ByArea(tmp_path / "o.parquet", small.framework)
    for area in stored["area"].unique():
        alone = assess(stored.filter(area=area), small.framework)
        assert run.only(area).scores().equals(alone.scores())
        assert_equal_losses(run.only(area).losses(), alone.losses())
    with pytest.raises(UnknownAreaError, match="have no area nowhere"):
        run.only("nowhere")


def test_it_refuses_areas_that_are_not_side_by_side(tmp_path: Path):
    whole = rows(*(seen(area, "i", "pass") for area in "aba"))
    whole.write_parquet(tmp_path / "o.parquet", row_group_size=1, statistics=False)
    checked = framework({"points": 4.0, "items": ["i"]})
    assert [c.areas for c in ByArea(tmp_path / "o.parquet", checked, rows=1)] == [("a", "b")]
    whole.write_parquet(tmp_path / "o.parquet", row_group_size=1)
    with pytest.raises(UnsortedError, match="a cannot be scored area by area: sort the rows"):
        list(ByArea(tmp_path / "o.parquet", checked, rows=1))


def test_it_refuses_rows_of_an_area_that_has_areas_below_it(tmp_path: Path):
    rows(seen("a", "i", "pass"), seen("b", "i", "pass")).write_parquet(tmp_path / "o.parquet")
    tree = AreaTree.of([Area("a"), Area("b", parent="a")])
    with pytest.raises(UnsortedError, match="give them to areas that have none below"):
        list(ByArea(tmp_path / "o.parquet", framework({"points": 1.0, "items": ["i"]}), tree=tree))


def test_it_names_what_it_does_not_know(tmp_path: Path):
    checked = framework({"points": 4.0, "items": ["i"], "at": ["road"]})
    ratio = {"id": "i", "title": "i", "rule": {"kind": "ratio"}}
    counting = framework({"points": 4.0, "items": ["i"]}, items=[ratio])
    there = tmp_path / "o.parquet"
    for row, against, error in (
        (seen("a", "x", "pass"), checked, UnknownItemError),
        (seen("a", "i", "pass", point_type="market"), checked, UnknownItemError),
        (seen("a", "i", "fail", 3.0), counting, UncountedError),
        (seen("b", "i", "pass"), checked, UnknownAreaError),
    ):
        rows(row).write_parquet(there)
        with pytest.raises(error):
            list(ByArea(there, against, tree=AreaTree.of([Area("a")])))


def test_it_reads_a_file_without_the_columns_that_may_be_missing(tmp_path: Path):
    whole = rows(seen("a", "i", "fail"), seen("a", "i", "pass"))
    whole.select("area", "item", "result").write_parquet(tmp_path / "o.parquet")
    checked = framework({"points": 4.0, "items": ["i"]})
    losses = gathered(ByArea(tmp_path / "o.parquet", checked))[1]
    assert losses.select("unit", "faults", "lost").rows() == [("", 1, 50.0)]
