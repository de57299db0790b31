"""The weights of a resample have the expectation and the spread that theory asks for."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.intervals import interval, quantiles, tails
from chuangcheng.engine.sampled import Block
from chuangcheng.engine.strata import strata
from chuangcheng.engine.weights import Lots, generator, rescaled


def lots(blocks, scheme="rao_wu"):
    return Lots("s", "a", blocks, scheme)


@pytest.mark.parametrize("fraction", [0.0, 0.5])
@pytest.mark.parametrize("units", [2, 3, 4])
def test_it_varies_a_total_as_much_as_the_textbook_says(units, fraction):
    values = np.array([3.0, 5.0, 11.0, 4.0][:units])
    every = [np.bincount(d, minlength=units) for d in product(range(units), repeat=units - 1)]
    one = np.array([units])
    drawn = rescaled(np.array(every).T, one, one - 1, np.array([fraction]))
    totals = values @ drawn
    assert totals.mean() == pytest.approx(values.sum())
    assert totals.var() == pytest.approx((1 - fraction) * units * values.var(ddof=1))


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_it_draws_every_block_in_full_with_replacement(sizes):
    blocks = [Block(size) for size in sizes]
    drawn = lots(blocks, "multinomial").drawn(slice(0, 20))
    ends = np.cumsum(sizes)
    for start, end in zip(ends - sizes, ends, strict=True):
        assert (drawn[start:end].sum(axis=0) == end - start).all()
    assert (drawn == np.rint(drawn)).all()


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.integers(1, 9))
def test_it_draws_the_same_some_at_a_time_as_all_at_once(sizes, first):
    blocks = [Block(size) for size in sizes]
    random, whole = lots(blocks), lots(blocks).drawn(slice(0, 10))
    assert np.array_equal(random.drawn(slice(first, 10)), whole[:, first:])
    assert np.array_equal(random.drawn(slice(0, first)), whole[:, :first])


@given(st.integers(1, 10**7))
def test_it_never_draws_a_unit_after_the_last_one(size):
    assert np.nextafter(1.0, 0.0) * size < size


def test_it_leaves_a_block_alone_of_which_everything_was_seen():
    drawn = lots([Block(3, 1.0), Block(2)]).drawn(slice(0, 50))
    assert (drawn[:3] == 1).all()
    assert set(np.unique(drawn[3:])) == {0.0, 2.0}


def test_it_draws_every_point_about_as_often_as_any_other():
    drawn = lots([Block(4), Block(10)]).drawn(slice(0, 4000))
    assert drawn.mean(axis=1) == pytest.approx(np.ones(14), abs=0.06)


def test_it_gives_two_areas_different_draws():
    one, two = (generator("s", area).random(4) for area in ("a", "b"))
    assert not np.array_equal(one, two)


def test_it_interpolates_quantiles_as_numpy_does():
    draws = np.random.default_rng(1).normal(size=(5, 33))
    found = quantiles(np.sort(draws, axis=1), np.full(5, 0.3))
    assert found == pytest.approx(np.quantile(draws, 0.3, axis=1))


@given(
    st.integers(2, 1200), st.floats(0.001, 0.499), st.sampled_from(["many", "few"]), st.integers(0)
)
def test_it_finds_both_tails_of_draws_in_any_order_as_numpy_does(draws, tail, values, seed):
    random = np.random.default_rng(seed)
    drawn = {"many": random.normal(size=(3, draws)), "few": random.integers(0, 3, (3, draws)) / 3}
    found = tails(drawn[values], tail)
    assert found == pytest.approx(np.quantile(drawn[values], [tail, 1 - tail], axis=1), abs=1e-12)


def test_it_turns_bc_into_percentiles_where_there_is_no_bias():
    draws = np.arange(101.0)[None, :]
    low, high = interval(np.array([50.0]), draws, 0.9, "bc")
    assert (low[0], high[0]) == pytest.approx((5.0, 95.0))


def test_it_joins_one_lone_kind_with_the_smallest_other():
    found = strata([("a", "x", 1), ("a", "y", 5), ("a", "z", 2), ("b", "x", 1)])
    assert [(s.area, s.point_type, s.how) for s in found] == [
        ("a", "x", "joined"),
        ("a", "z", "joined"),
        ("a", "y", "own"),
        ("b", "x", "alone"),
    ]
