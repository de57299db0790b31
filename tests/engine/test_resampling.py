"""Intervals and rank probabilities hold what they promise."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.engine.alike import DEDUCTED
from chuangcheng.engine.areas import Area, AreaTree
from chuangcheng.engine.assess import assess
from chuangcheng.engine.redraw import Draws, redrawn
from chuangcheng.engine.resampling import resample
from chuangcheng.engine.sampled import sampled
from chuangcheng.engine.sanctions import Decision
from chuangcheng.engine.scoring import ASSESSED, floats, part_shares
from chuangcheng.engine.strata import FrameError
from chuangcheng.engine.summary import estimates
from chuangcheng.engine.weights import Lots
from tests.engine.small import framework, rows, seen
from tests.engine.worlds import World, world

SEEDS = st.integers(0, 2**32 - 1)
WITHIN = 1e-10


def resampled_rows(world: World, seed: str, draws: int) -> list[pl.DataFrame]:
    """The observations of every draw, each point's rows as often as the draw has the point."""
    samples = sampled(world.assessment.plan, world.tree, world.observations)
    rounds = [[world.observations.filter(point="")] for _ in range(draws)]
    for row, sample in samples.areas.items():
        area = world.tree.areas[row].id
        drawn = Lots(seed, area, sample.blocks, "multinomial").drawn(slice(0, draws))
        for unit, (kind, point) in enumerate(sample.units):
            own = world.observations.filter(area=area, point_type=kind, point=point)
            for draw in range(draws):
                rounds[draw] += [own] * int(drawn[unit, draw])
    return [pl.concat(some) for some in rounds]


def naive_shares(world: World, resampled: pl.DataFrame) -> np.ndarray:
    """The share each part lost in one draw, by assessing the resampled rows from the start."""
    whole, plan = world.assessment, world.assessment.plan
    draw = assess(resampled, world.framework, tree=world.tree)
    shares = part_shares(plan, *floats(draw.sums))
    found = part_shares(plan, *floats(whole.sums))
    keeps = (draw.points.status != ASSESSED) & (plan.kinds != DEDUCTED)
    vetoed = np.add.reduceat(whole.sums.vetoed, plan.first_gauge, axis=1) > 0
    shares = np.where(keeps | vetoed, found, shares)
    judged = whole.points.status == ASSESSED
    for row, part in zip(*np.nonzero(whole.points.substitute == "mean"), strict=True):
        peers = (world.tree.peers == world.tree.peers[row]) & judged[:, part]
        shares[row, part] = shares[peers, part].mean()
    return shares


@settings(max_examples=25)
@given(SEEDS)
def test_it_equals_a_naive_loop_that_assesses_resampled_rows_anew(seed):
    small = world(seed, points=5)
    samples = sampled(small.assessment.plan, small.tree, small.observations)
    draws = list(redrawn(small.assessment, samples, Draws("s", 3, "multinomial")))
    assert sorted(area.row for area in draws) == list(range(len(small.tree.areas)))
    for draw, resampled in enumerate(resampled_rows(small, "s", 3)):
        naive = naive_shares(small, resampled)
        for area in draws:
            assert np.abs(area.shares[draw] - naive[area.row]).max() < WITHIN


@settings(max_examples=10)
@given(SEEDS)
def test_it_draws_the_totals_that_assessing_resampled_rows_gives(seed):
    small = world(seed, vetoes=False, unjudged=0.0, points=6)
    small = World(small.framework, small.tree, small.observations.filter(pl.col("point") != ""))
    found = resample(small.assessment, small.observations, seed="s", draws=3, scheme="multinomial")
    totals = found.totals + found.bias[:, :1]
    for draw, resampled in enumerate(resampled_rows(small, "s", 3)):
        anew = assess(resampled, small.framework, tree=small.tree)
        if (anew.points.status == small.assessment.points.status).all():
            assert np.abs(totals[:, draw] - estimates(anew)[:, 0]).max() < WITHIN


def test_it_gives_the_same_for_the_same_seed_whatever_the_order_of_rows():
    small = world(3)
    shuffled = small.observations.sample(fraction=1.0, shuffle=True, seed=1)
    first = resample(small.assessment, small.observations, seed="a", draws=50)
    again = resample(small.assessment, shuffled, seed="a", draws=50)
    other = resample(small.assessment, small.observations, seed="b", draws=50)
    assert first.intervals().equals(again.intervals())
    assert first.rank_probabilities().equals(again.rank_probabilities())
    assert not first.intervals().equals(other.intervals())


def test_it_gives_an_area_the_same_interval_alone_and_among_others():
    small = world(3)
    own = small.observations.filter(area="c1t0")
    alone = assess(own, small.framework, tree=AreaTree.flat(["c1t0"]))
    settings = {"seed": "a", "draws": 50}
    among = resample(small.assessment, small.observations, **settings).intervals()
    borrowed = small.assessment.points.substitute[small.tree.index["c1t0"]] == "mean"
    assert not borrowed.any()
    assert resample(alone, own, **settings).intervals().equals(among.filter(area="c1t0"))


def test_it_mirrors_the_quantiles_at_the_estimate():
    part = {"points": 4.0, "items": ["i"]}
    results = ["pass", "pass", "fail", "pass", "fail", "pass"]
    whole = rows(*(seen("a", "i", r, point=f"p{n}") for n, r in enumerate(results)))
    found = resample(assess(whole, framework(part)), whole, seed=1, draws=400)
    total = found.intervals().row(by_predicate=pl.col("kind") == "total", named=True)
    draws = found.totals[0] + found.bias[0, 0]
    low, high = np.quantile(draws, [0.025, 0.975])
    assert total["low"] == pytest.approx(2 * total["earned"] - high)
    assert total["high"] == pytest.approx(min(2 * total["earned"] - low, 100.0))
    assert total["se"] == pytest.approx(draws.std(ddof=1))


def test_it_corrects_for_the_bias_of_a_cap_where_percentiles_do_not():
    part = {"points": 10.0, "rule": {"kind": "deduct"}, "items": ["i"]}
    item = {"id": "i", "title": "i", "points": 1.0, "cap": 4.0}
    results = ["fail" if n % 4 == 0 else "pass" for n in range(16)]
    whole = rows(*(seen("a", "i", r, point=f"p{n}") for n, r in enumerate(results)))
    assessed = assess(whole, framework(part, items=[item]))
    found = resample(assessed, whole, seed=1, draws=400)
    assert found.bias[0, 0] > 0
    assert found.totals[0].mean() == pytest.approx(estimates(assessed)[0, 0])
    corrected = resample(assessed, whole, seed=1, draws=400, method="bc")
    draws = np.quantile(found.totals[0] + found.bias[0, 0], 0.025)
    assert found.low[0, 0] < draws
    assert corrected.low[0, 0] <= draws


def test_it_keeps_a_veto_that_was_found_in_every_draw():
    part = {"points": 4.0, "items": ["i", "v"]}
    veto = {"id": "v", "title": "v", "veto": True}
    whole = rows(
        *(seen("a", "i", "pass", point=f"p{n}") for n in range(5)),
        seen("a", "v", "fail", point="p0"),
    )
    assessed = assess(whole, framework(part, items=[veto]))
    assert (resample(assessed, whole, seed=1, draws=200).totals == 0).all()


def test_it_has_no_margin_for_what_was_seen_at_no_point():
    parts = [{"points": 4.0, "items": ["i"]}, {"points": 6.0, "items": ["m"]}]
    whole = rows(
        *(seen("a", "i", r, point=r) for r in ("pass", "fail")),
        *(seen("a", "m", r, point="", point_type="") for r in ("pass", "fail")),
    )
    found = resample(assess(whole, framework(*parts)), whole, seed=1, draws=200)
    table = found.intervals().filter(kind="part").sort("node")
    assert table["sampled"].to_list() == [1.0, 0.0]
    assert table["low"].is_null().to_list() == [False, True]
    assert found.not_sampled()["node"].to_list() == ["s1", "p1"]
    assert found.varies[0, 0] == pytest.approx(0.4)


def test_it_narrows_by_the_part_of_the_frame_that_was_seen():
    small = world(5, unjudged=0.0)
    kinds = small.observations.filter(pl.col("point") != "")
    seen_points = kinds.group_by("area", "point_type").agg(pl.col("point").n_unique()).rows()
    whole = resample(small.assessment, small.observations, seed=1)
    twice = resample(
        small.assessment,
        small.observations,
        seed=1,
        frame={(a, k): 2 * n for a, k, n in seen_points},
    )
    every = resample(
        small.assessment, small.observations, seed=1, frame={(a, k): n for a, k, n in seen_points}
    )
    assert 0 < twice.se[0, 0] < whole.se[0, 0]
    assert every.se.max() < WITHIN
    assert every.varies.max() == 0


def test_it_refuses_a_frame_smaller_than_the_sample():
    whole = rows(*(seen("a", "i", "pass", point=f"p{n}") for n in range(3)))
    assessed = assess(whole, framework({"points": 4.0, "items": ["i"]}))
    with pytest.raises(FrameError, match="road in a: 3 seen, 2 listed"):
        resample(assessed, whole, seed=1, frame={("a", "road"): 2})


@pytest.mark.parametrize(("draws", "level"), [(1, 0.95), (100, 1.0), (100, 0.0)])
def test_it_refuses_what_makes_no_interval(draws, level):
    whole = rows(seen("a", "i", "pass"))
    assessed = assess(whole, framework({"points": 4.0, "items": ["i"]}))
    with pytest.raises(ValueError, match=r"take 1000 draws at 0\.95"):
        resample(assessed, whole, seed=1, draws=draws, level=level)


def test_it_is_sure_of_a_rank_only_where_the_points_agree():
    part = {"points": 10.0, "items": ["i"]}
    fails = {"best": 0, "middle": 20, "close": 21, "last": 39}
    whole = rows(
        *(seen(area, "i", "fail" if n < bad else "pass", point=f"p{n}")
          for area, bad in fails.items() for n in range(40))
    )  # fmt: skip
    found = resample(assess(whole, framework(part)), whole, seed=1)
    table = found.rank_intervals().sort("rank")
    assert table["area"].to_list() == ["best", "middle", "close", "last"]
    assert table.select("low", "high").rows() == [(1, 1), (2, 3), (2, 3), (4, 4)]
    chances = found.rank_probabilities()
    assert chances.group_by("area").agg(pl.col("probability").sum())["probability"].to_list() == (
        pytest.approx([1.0] * 4)
    )
    assert 0.5 < chances.filter(area="middle", rank=2)["probability"].item() < 0.9


def test_it_ranks_draws_by_net_score_and_leaves_out_who_is_vetoed():
    sanctions = [
        {"id": "b", "kind": "bonus", "title": "加分", "points": 50.0},
        {"id": "v", "kind": "veto", "title": "否决", "effect": "revoke"},
    ]
    whole = rows(
        *(seen(area, "i", r, point=f"p{n}")
          for area, some in {"x": "ppf", "y": "pff", "z": "ppp"}.items()
          for n, r in enumerate({"p": "pass", "f": "fail"}[letter] for letter in some))
    )  # fmt: skip
    assessed = assess(
        whole,
        framework({"points": 10.0, "items": ["i"]}, sanctions=sanctions),
        decisions=[Decision("y", "b", 2.0), Decision("z", "v")],
    )
    found = resample(assessed, whole, seed=1, draws=200).rank_intervals()
    assert found.select("area", "rank", "low", "high").rows() == [("x", 2, 2, 2), ("y", 1, 1, 1)]


def test_it_says_what_was_resampled_together():
    kinds = {"market": 1, "road": 1, "park": 3}
    whole = rows(
        *(seen("a", "i", "pass", point_type=kind, point=f"{kind}{n}")
          for kind, number in kinds.items() for n in range(number))
    )  # fmt: skip
    assessed = assess(
        whole, framework({"points": 4.0, "items": ["i"]}), tree=AreaTree.of([Area("a")])
    )
    found = resample(assessed, whole, seed=1, draws=10).strata
    assert {(s.point_type, s.how, s.group) for s in found} == {
        ("market", "joined", "market+road"),
        ("road", "joined", "market+road"),
        ("park", "own", "park"),
    }
