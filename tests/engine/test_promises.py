"""What the arithmetic promises, for any framework and any observations (property-based)."""

from __future__ import annotations

import random

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import assess
from chuangcheng.engine.duties import Duty
from tests.engine.strategies import AREAS, rounds, rows

COUNTY = AreaTree.of([Area("county"), *(Area(area, parent="county") for area in AREAS)])
WITHIN = 1e-9


@given(rounds())
def test_it_adds_up_the_losses_to_possible_minus_earned_at_every_node(round_):
    framework, observations = round_
    assessment = assess(observations, framework, tree=COUNTY)
    losses = assessment.losses()
    for kind in ("project", "content", "standard", "part"):
        nodes = assessment.scores().filter(kind=kind).select("area", "lost", **{kind: "node"})
        borne = losses.group_by("area", kind).agg(borne=pl.col("lost").sum())
        both = nodes.join(borne, on=["area", kind], how="full", coalesce=True).fill_null(0)
        assert (both["lost"] - both["borne"]).abs().max() < WITHIN


@given(rounds())
def test_it_adds_up_to_the_total_by_unit_by_item_and_by_method(round_):
    framework, observations = round_
    assessment = assess(observations, framework, tree=COUNTY)
    total = dict(assessment.scores().filter(kind="total").select("area", "lost").iter_rows())
    for key in ("unit", "item", "method"):
        borne = assessment.losses().group_by("area", key).agg(pl.col("lost").sum())
        for area, lost in total.items():
            assert abs(borne.filter(area=area)["lost"].sum() - lost) < WITHIN


@given(rounds(), st.randoms(use_true_random=False))
def test_it_does_not_depend_on_the_order_of_rows(round_, shuffler: random.Random):
    framework, observations = round_
    order = list(range(observations.height))
    shuffler.shuffle(order)
    assert_same(
        assess(observations, framework, tree=COUNTY),
        assess(observations[order], framework, tree=COUNTY),
    )


@given(rounds(), st.data())
def test_it_does_not_depend_on_how_the_files_are_split(round_, data):
    framework, observations = round_
    cut = data.draw(st.integers(0, observations.height))
    both = assess(observations[:cut], framework, tree=COUNTY).own
    both += assess(observations[cut:], framework, tree=COUNTY).own
    whole = assess(observations, framework, tree=COUNTY).own
    for mine, theirs in zip(vars(both).values(), vars(whole).values(), strict=True):
        assert np.array_equal(mine, theirs)


@given(rounds(), st.data())
def test_it_gives_exactly_the_same_after_one_changed_observation(round_, data):
    framework, observations = round_
    new = pl.DataFrame([data.draw(rows(framework))], schema=observations.schema)
    at = data.draw(st.integers(0, observations.height - 1))
    before = assess(observations, framework, tree=COUNTY)
    changed = pl.concat([observations[:at], new, observations[at + 1 :]])
    assert_same(
        before.changed(observations[at : at + 1], new), assess(changed, framework, tree=COUNTY)
    )


@given(rounds())
def test_it_stays_between_nothing_and_full_marks(round_):
    framework, observations = round_
    scores = assess(observations, framework, tree=COUNTY).scores()
    assert scores.filter(pl.col("lost") < 0).is_empty()
    assert scores.filter(pl.col("earned") < 0).is_empty()
    assert scores.filter(kind="total")["possible"].max() <= framework.settings.full + WITHIN


@given(rounds())
def test_it_gives_the_county_what_its_townships_saw_together(round_):
    framework, observations = round_
    pooled = observations.with_columns(area=pl.lit("county"))
    flat = assess(pooled, framework, tree=AreaTree.of([Area("county")])).scores()
    tree = assess(observations, framework, tree=COUNTY).scores().filter(area="county")
    columns = ["node", "possible", "earned", "met", "judged"]
    assert tree.select(columns).equals(flat.select(columns))


@given(rounds())
def test_it_never_loses_a_point_between_lead_and_partners(round_):
    framework, observations = round_
    standard = next(framework.standards()).id
    duties = [Duty("lead", 0.7, standard=standard), Duty("partner", 0.2, standard=standard)]
    alone = assess(observations, framework, tree=COUNTY).losses().filter(standard=standard)
    shared = assess(observations, framework, tree=COUNTY, duties=duties).losses()
    shared = shared.filter(standard=standard)
    assert abs(shared["lost"].sum() - alone["lost"].sum()) < WITHIN
    assert set(shared["unit"]) <= {"lead", "partner"}


def assert_same(mine, theirs):
    """Equal to the last bit in scores and ranks, and in losses but for the order of adding."""
    assert mine.scores().equals(theirs.scores())
    assert mine.ranks().equals(theirs.ranks())
    keys = [name for name in mine.losses().columns if name not in ("lost", "faults")]
    both = mine.losses().join(theirs.losses(), on=keys, how="full", coalesce=True, suffix="_")
    assert both.filter((pl.col("lost") - pl.col("lost_")).abs().fill_null(1) > WITHIN).is_empty()
