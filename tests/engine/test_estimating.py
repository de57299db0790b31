"""Shares of all points from those that were drawn: against a textbook, and by their properties."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.engine.estimating import estimate, judged_points
from chuangcheng.engine.rules import PassFail, Quota

#: Lohr, "Sampling: Design and Analysis", example 3.2: acres of farms in a sample of counties.
#: Region: counties, counties drawn, mean, variance.
AGRICULTURE = {
    "NC": (1054, 103, 300_504.16, 29_618_183_543.0),
    "NE": (220, 21, 97_629.81, 7_647_472_708.0),
    "S": (1382, 135, 211_315.04, 53_587_487_856.0),
    "W": (422, 41, 662_295.51, 396_185_950_266.0),
}


def points(*rows: tuple[str, str, float, float]) -> pl.DataFrame:
    """Points of kinds and areas with the items met and judged there."""
    return pl.DataFrame(
        [(kind, area, f"P{n}", met, of) for n, (kind, area, met, of) in enumerate(rows)],
        schema=["point_type", "area", "point", "met", "judged"],
        orient="row",
    )


def values(number: int, mean: float, variance: float) -> list[float]:
    """An odd number of values that have this mean and variance."""
    apart = math.sqrt(variance)
    half = number // 2
    return [mean, *([mean + apart] * half), *([mean - apart] * half)]


def test_it_agrees_with_the_textbook() -> None:
    rows = [
        ("county", region, value, 1.0)
        for region, (_, drawn, mean, variance) in AGRICULTURE.items()
        for value in values(drawn, mean, variance)
    ]
    there = {("county", region): told[0] for region, told in AGRICULTURE.items()}
    found = estimate(points(*rows), there)
    assert found is not None
    assert found.share * 3078 == pytest.approx(909_736_035, abs=500)
    assert found.se is not None
    assert found.se * 3078 == pytest.approx(50_417_248, rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(
    met=st.lists(st.integers(0, 4), min_size=4, max_size=6),
    size=st.integers(2, 3),
)
def test_it_is_right_on_the_average_of_all_draws(met: Sequence[int], size: int) -> None:
    # With as many items at each point the ratio is a mean, which is unbiased, and so is its variance.
    whole = [("road", "A", float(more), 4.0) for more in met]
    truth = sum(row[2] for row in whole) / (4 * len(whole))
    drawn = [
        estimate(points(*some), {("road", "A"): len(whole)}) for some in combinations(whole, size)
    ]
    shares = [one.share for one in drawn if one]
    assert np.mean(shares) == pytest.approx(truth)
    assert np.mean([(one.se or 0) ** 2 for one in drawn if one]) == pytest.approx(np.var(shares))


def test_it_weighs_areas_by_their_points() -> None:
    rows = points(
        ("road", "A", 4, 4), ("road", "A", 4, 4), ("road", "B", 0, 4), ("road", "B", 0, 4)
    )
    found = estimate(rows, {("road", "A"): 30, ("road", "B"): 10})
    assert found is not None
    assert (found.share, found.plain, found.seen, found.points) == (0.75, 0.5, 4, 40)


def test_it_has_no_margin_where_all_was_seen() -> None:
    found = estimate(points(("road", "A", 3, 4), ("road", "A", 1, 4)), {("road", "A"): 2})
    assert found is not None
    assert (found.share, found.se, found.low, found.high) == (0.5, 0.0, 0.5, 0.5)


def test_it_tells_no_margin_from_one_point_of_many() -> None:
    found = estimate(points(("road", "A", 3, 4)), {("road", "A"): 9})
    assert found is not None
    assert (found.share, found.se, found.low) == (0.75, None, None)


def test_it_takes_lone_points_together() -> None:
    rows = points(("road", "A", 4, 4), ("road", "B", 2, 4))
    found = estimate(rows, {("road", "A"): 5, ("road", "B"): 5})
    assert found is not None
    assert found.se == pytest.approx(0.25 * math.sqrt(0.8))
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < 0.75 < found.high < 1


def test_it_says_nothing_where_nothing_was_judged() -> None:
    assert estimate(points(("road", "A", 0, 0)), {("road", "A"): 3}) is None
    assert estimate(points(("road", "A", 1, 1)), {}) is None


def test_it_counts_what_loses_nothing_as_met() -> None:
    rows = [
        ("P1", "lamps", "pass", None), ("P1", "kerbs", "fail", None), ("P1", "signs", "na", None),
        ("P2", "posters", "", 3.0), ("P2", "posters", "", 5.0), ("", "lamps", "pass", None),
        ("P3", "lamps", "absent", None),
    ]  # fmt: skip
    frame = pl.DataFrame(
        [("road", "A", point, item, result, count, None) for point, item, result, count in rows],
        schema={
            **dict.fromkeys(("point_type", "area", "point", "item", "result"), pl.String),
            "count": pl.Float64, "of": pl.Float64,
        },
        orient="row",
    )  # fmt: skip
    rules = {name: PassFail(kind="pass_fail") for name in ("lamps", "kerbs", "signs")}
    quota = Quota(kind="quota", quota=5, each=0.1)
    found = judged_points({**rules, "posters": quota}, frame)
    assert found.select("point", "met", "judged").rows() == [("P1", 1.0, 2.0), ("P2", 1.0, 2.0)]
