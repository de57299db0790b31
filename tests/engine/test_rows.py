"""The loss of every row, and what mending an item would win, agree with the whole arithmetic."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.engine.assess import Assessment, assess
from chuangcheng.engine.duties import Duty
from chuangcheng.engine.gains import gains
from chuangcheng.engine.rows import row_losses
from tests.engine.worlds import World, world

seeds = st.integers(0, 10_000)
few = settings(max_examples=25, deadline=None)
KEYS = ["area", "part", "item", "unit"]


def summed(losses: pl.DataFrame) -> dict[tuple[str, ...], float]:
    """The losses that observations caused, by area, part, item and unit."""
    found = losses.filter(pl.col("item") != "").group_by(KEYS).agg(pl.col("lost").sum())
    return {key: lost for *key_, lost in found.iter_rows() if (key := tuple(key_)) and lost > 1e-12}


def everywhere(made: World, assessment: Assessment) -> pl.DataFrame:
    areas = [area.id for area in made.tree.areas]
    return pl.concat([row_losses(assessment, made.observations, area) for area in areas])


@few
@given(seeds)
def test_it_loses_by_rows_what_it_loses_by_unit_and_item(seed: int) -> None:
    made = world(seed)
    rows, losses = everywhere(made, made.assessment), made.assessment.losses()
    assert summed(rows) == pytest.approx(summed(losses), abs=1e-9)


@few
@given(seeds)
def test_it_shares_a_row_as_the_duties_say(seed: int) -> None:
    made = world(seed)
    item = made.framework.items[0].id
    duties = [Duty("lead", 3, item=item), Duty("partner", 1, item=item)]
    assessment = assess(made.observations, made.framework, tree=made.tree, duties=duties)
    rows = everywhere(made, assessment)
    assert summed(rows) == pytest.approx(summed(assessment.losses()), abs=1e-9)
    assert set(rows.filter(item=item)["unit"]) <= {"lead", "partner"}


def test_it_names_the_observation_that_lost() -> None:
    made = world(1)
    rows = row_losses(made.assessment, made.observations, "city")
    seen = made.observations.with_row_index("observation")
    joined = rows.join(seen, on="observation", suffix="_seen")
    assert (joined["item"] == joined["item_seen"]).all()
    assert not joined["result"].is_in(["na", "absent"]).any()


@few
@given(seeds)
def test_it_wins_what_a_new_assessment_would_find(seed: int) -> None:
    made = world(seed)
    before = total(made.assessment)
    for row in gains(made.assessment, made.observations, "city").head(4).to_dicts():
        mended = assess(_mended(made, row["part"], row["item"]), made.framework, tree=made.tree)
        assert row["gain"] == pytest.approx(total(mended) - before, abs=1e-8)


def total(assessment: Assessment) -> float:
    """The city's points."""
    value = assessment.scores().filter(area="city", kind="total")["earned"].item()
    return float(value)


def _mended(made: World, part: str, item: str) -> pl.DataFrame:
    """The observations with every judged row of the item, where it counts in the part, passed."""
    plan = made.assessment.plan
    kinds = made.observations["point_type"] if plan.looks_at_type else [""] * 10**6
    counts = [
        plan.parts[plan.slots[plan.slot_of(i, kind)].part].id == part and i == item
        for i, kind in zip(made.observations["item"], kinds, strict=False)
    ]
    judged = pl.Series(counts) & ~pl.col("result").is_in(["na", "absent"])
    answers = pl.col("result").is_in(["yes", "partly", "no"])
    count = pl.when(judged & ~answers).then(None).otherwise(pl.col("count")).alias("count")
    result = pl.when(judged & ~answers).then(pl.lit("pass"))
    result = result.when(judged).then(pl.lit("yes")).otherwise(pl.col("result")).alias("result")
    return made.observations.with_columns(count, result)
