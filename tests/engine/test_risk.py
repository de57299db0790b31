"""Steadied failure rates, and the points where the same failure is most likely."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.risk import LEVELS, rates, steadied, strength

SCHEMA = {
    "item": pl.String,
    "point_type": pl.String,
    "unit": pl.String,
    "point": pl.String,
    "failed": pl.Boolean,
}
POINTS = pl.DataFrame(
    [("m1", "market", "u1"), ("m2", "market", "u1"), ("m3", "market", "u2"), ("r1", "road", "u3")],
    schema=["point", "point_type", "unit"],
    orient="row",
)
#: Item, kind, unit, point, whether it failed.
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["litter", "lamps"]),
        st.sampled_from(["market", "road"]),
        st.sampled_from(["u1", "u2", None]),
        st.sampled_from(["p1", "p2", "p3"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=60,
)


def judged(*rows: tuple[str, str, str | None, str, bool]) -> pl.DataFrame:
    """Judgements as a frame."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def times(failed: int, n: int, *about: str) -> list[tuple[str, str, str, str, bool]]:
    """So many judgements of (item, kind, unit, point), the first of them failed."""
    return [(*about, number < failed) for number in range(n)]


def members(*pairs: tuple[int, int]) -> pl.DataFrame:
    """Members of one family by (failed, judged)."""
    return pl.DataFrame(pairs, schema=["failed", "judged"], orient="row")


def test_it_finds_the_strength_that_a_hand_finds():
    # p = 10/20; S = 10·0.3² + 10·0.3² = 1.8; by chance pq = 0.25; room 0.25·(20 − 10 − 1) = 2.25
    # so ρ = 1.55/2.25 and m = (1 − ρ)/ρ = 0.7/1.55
    assert strength(members((2, 10), (8, 10)), []) == pytest.approx(0.7 / 1.55)


def test_it_steadies_as_a_hand_does():
    rows = [*times(2, 10, "litter", "market", "u1", "m1")]
    rows += times(8, 10, "litter", "market", "u2", "m3")
    found = rates(judged(*rows))
    m = 0.7 / 1.55
    expected = [(2 + m * 0.5) / (10 + m), (8 + m * 0.5) / (10 + m)]
    assert found.overall == 0.5
    assert found.levels["kind"]["rate"].to_list() == [0.5]
    assert found.levels["unit"]["rate"].to_list() == pytest.approx(expected)
    # Each unit has one point only, so nothing tells points apart from their unit.
    assert found.levels["point"]["rate"].to_list() == pytest.approx(expected)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(1, 10), (1, 10), (1, 10)], math.inf),  # all the same
        ([(1, 1), (0, 1), (1, 1)], math.inf),  # judged once each: nobody can know
        ([(5, 10)], math.inf),  # alone
        ([(0, 10), (0, 20)], math.inf),  # nothing ever failed
        ([(0, 10), (10, 10)], 0.0),  # always the same for each, never the same for both
    ],
)
def test_it_knows_the_ends(pairs: list[tuple[int, int]], expected: float):
    assert strength(members(*pairs), []) == expected


def test_it_pools_the_families_of_a_level():
    alike, apart = members((3, 10), (3, 10)), members((2, 10), (8, 10))
    both = pl.concat([alike.with_columns(f=pl.lit(1)), apart.with_columns(f=pl.lit(2))])
    assert strength(apart, []) < strength(both, ["f"]) < math.inf


@given(st.integers(0, 30), st.integers(1, 30), st.floats(0, 1), st.floats(0, 1e6))
def test_it_stays_between_its_own_rate_and_the_one_above(
    failed: int, n: int, above: float, m: float
):
    own = min(failed, n) / n
    rate = steadied(min(failed, n), n, above, m)
    assert min(own, above) - 1e-12 <= rate <= max(own, above) + 1e-12


@given(st.integers(0, 29), st.integers(30, 60), st.floats(0, 1), st.floats(0, 1e6))
def test_it_rises_with_every_failure(failed: int, n: int, above: float, m: float):
    assert steadied(failed + 1, n, above, m) > steadied(failed, n, above, m)


@given(ROWS)
def test_it_keeps_every_level_between_its_own_rate_and_the_one_above(rows):
    for level in rates(judged(*rows)).levels.values():
        own = level["failed"] / level["judged"]
        low, high = pl.select(
            pl.min_horizontal(own, level["above"]),
            pl.max_horizontal(own, level["above"]).alias("high"),
        )
        assert (level["rate"] >= low - 1e-12).all()
        assert (level["rate"] <= high + 1e-12).all()


@given(ROWS)
def test_it_counts_every_judgement_once_on_every_level(rows):
    found = rates(judged(*rows))
    for level in found.levels.values():
        assert level["judged"].sum() == len(rows)
        assert level["failed"].sum() == sum(row[-1] for row in rows)


@given(ROWS, st.randoms(use_true_random=False))
def test_it_does_not_mind_the_order_of_rows(rows, shuffler):
    turned = list(rows)
    shuffler.shuffle(turned)
    for name in LEVELS:
        one, other = (rates(judged(*some)).levels[name] for some in (rows, turned))
        assert one.drop("rate", "above").equals(other.drop("rate", "above"))
        assert other["rate"].to_list() == pytest.approx(one["rate"].to_list())


def test_it_puts_the_likeliest_points_first():
    rows = [
        *times(9, 10, "litter", "market", "u1", "m1"),
        *times(1, 10, "litter", "market", "u2", "m3"),
    ]
    rows += [
        *times(0, 20, "litter", "road", "u3", "r1"),
        *times(9, 10, "lamps", "road", "u3", "r1"),
    ]
    found = rates(judged(*rows)).likely(POINTS, "litter", besides=["m1"])
    assert found["point"].to_list() == ["m2", "m3", "r1"]
    assert found["known_by"].to_list() == ["unit", "point", "point"]
    assert found["judged"].to_list() == [0, 10, 20]


def test_it_falls_back_on_the_lowest_level_that_was_judged():
    found = rates(judged(*times(1, 4, "litter", "market", "u9", "m9")))
    by = dict(found.likely(POINTS, "litter").select("point", "known_by").iter_rows())
    assert by == {"m1": "kind", "m2": "kind", "m3": "kind", "r1": "item"}
    assert set(found.likely(POINTS, "never asked")["known_by"]) == {"overall"}
    assert set(found.likely(POINTS, "never asked")["rate"]) == {0.25}


def test_it_has_no_rate_before_the_first_judgement():
    found = rates(judged())
    assert math.isnan(found.overall)
    assert found.likely(POINTS, "litter")["known_by"].to_list() == ["overall"] * 4


def test_it_leaves_points_without_a_unit_in():
    found = rates(
        judged(("litter", "road", None, "r1", True), ("litter", "road", None, "r1", True))
    )
    road = POINTS.filter(pl.col("point") == "r1").with_columns(unit=pl.lit(None, dtype=pl.String))
    assert found.likely(road, "litter").row(0, named=True)["judged"] == 2
