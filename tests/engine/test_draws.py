"""A draw can be repeated by anybody, and what was changed after it is found."""

from __future__ import annotations

import hashlib
import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.draws import (
    DrawError,
    Exclusion,
    Quota,
    Record,
    draw,
    frame_hash,
    key,
    proportional,
    replace,
    verify,
)
from chuangcheng.engine.reasons import Reason

SEED = "青禾县 2024-06-18 双色球 01 05 12 19 23 30 07"


def library(**strata: int) -> pl.DataFrame:
    """Points of the kinds given, in one area."""
    rows = [("a", kind, f"{kind}-{n}") for kind, size in strata.items() for n in range(size)]
    return pl.DataFrame(rows, schema=["area", "point_type", "point"], orient="row")


def quota(kind: str, number: int) -> Quota:
    """A quota in the one area."""
    return Quota(area="a", point_type=kind, number=number)


def told(reasons: list[Reason]) -> list[str]:
    """Reasons as English sentences."""
    return [reason.en for reason in reasons]


FRAME = library(market=12, road=30)
#: Found with sha256sum and sort, not with the code under test.
KNOWN_KEY = "d6c348c3463edcd73d264013c4a6f913073e7cfb9a971bfd3db255513d92e9cb"
KNOWN_FRAME = "1f26f61d072340be9ba07a9698cb8b35895fae5c67e243225f4d4cbc874253ac"
KNOWN_SAMPLE = ["market-8", "market-9", "market-5", "market-3"]
QUOTAS = [quota("market", 4), quota("road", 6)]


def test_it_draws_what_five_lines_of_another_implementation_draw():
    hashed = {}
    for area, kind, point in FRAME.rows():
        text = SEED + "\n" + area + "\n" + kind + "\n" + point
        hashed[hashlib.sha256(text.encode("utf-8")).digest()] = (kind, point)
    expected = {}
    for kind, number in (("market", 4), ("road", 6)):
        expected[kind] = [hashed[h][1] for h in sorted(hashed) if hashed[h][0] == kind][:number]
    found = [point.point for point in draw(FRAME, SEED, QUOTAS).sample]
    assert found == expected["market"] + expected["road"]


def test_it_knows_this_key_and_this_draw_for_good():
    assert key("seed", "a", "road", "road-0") == KNOWN_KEY
    assert frame_hash(FRAME) == KNOWN_FRAME
    assert [p.point for p in draw(FRAME, SEED, [quota("market", 4)]).sample] == KNOWN_SAMPLE


@given(st.randoms(use_true_random=False), st.text("abc", min_size=1))
def test_it_does_not_depend_on_the_order_of_the_rows(shuffler: random.Random, seed: str):
    order = list(range(FRAME.height))
    shuffler.shuffle(order)
    assert draw(FRAME[order], seed, QUOTAS) == draw(FRAME, seed, QUOTAS)


@given(st.integers(1, 29), st.text("abc", min_size=1))
def test_it_only_adds_points_when_the_quota_grows(number: int, seed: str):
    smaller = draw(FRAME, seed, [quota("road", number)]).visited()
    larger = draw(FRAME, seed, [quota("road", number + 1)]).visited()
    assert larger[:number] == smaller
    assert len(set(larger)) == number + 1


def test_it_draws_every_point_about_equally_often():
    drawn = [p.point for n in range(2000) for p in draw(FRAME, f"{n}", [quota("market", 3)]).sample]
    times = [drawn.count(f"market-{n}") for n in range(12)]
    chi_square = sum((observed - 500) ** 2 / 500 for observed in times)
    # 0.1 % point of chi-square with 11 degrees of freedom; draws without replacement vary less.
    assert chi_square < 31.26


def test_it_draws_strata_independently_of_each_other():
    alone = draw(FRAME, SEED, [quota("road", 6)]).visited()
    assert set(alone) < set(draw(FRAME, SEED, QUOTAS).visited())


def test_it_leaves_out_who_is_excluded_and_moves_nobody_else():
    first = draw(FRAME, SEED, [quota("road", 6)])
    out = Exclusion(point=first.sample[2].point, reason="the inspector's own street")
    without = draw(FRAME, SEED, [quota("road", 6)], [out])
    expected = [*first.visited()[:2], *first.visited()[3:], first.reserves[0].point]
    assert without.visited() == expected
    assert {p.probability for p in without.sample} == {6 / 29}
    assert verify(without, FRAME) == []


def test_it_replaces_by_the_next_in_order_of_the_same_stratum():
    first = draw(FRAME, SEED, QUOTAS)
    roads = [p.point for p in first.reserves if p.point_type == "road"]
    once = replace(first, first.sample[-1].point, "closed for works")
    twice = replace(once, once.visited()[-1], "no access")
    assert [r.by for r in twice.replacements] == roads[:2]
    assert twice.visited() == [*first.visited()[:-1], roads[1]]
    assert verify(twice, FRAME) == []


def test_it_survives_being_written_as_json():
    record = replace(draw(FRAME, SEED, QUOTAS), draw(FRAME, SEED, QUOTAS).visited()[0], "shut")
    assert Record.model_validate_json(record.model_dump_json()) == record


def test_it_finds_a_point_smuggled_into_the_sample():
    record = draw(FRAME, SEED, QUOTAS)
    swapped = (record.reserves[3].model_copy(update={"probability": 1 / 3}), *record.sample[1:])
    said = told(verify(record.model_copy(update={"sample": swapped}), FRAME))
    assert f"the record has {swapped[0].point} drawn" in said[0]
    assert f"the repeated draw has {record.sample[0].point} drawn" in said[1]


def test_it_finds_a_changed_order_of_the_reserves():
    record = draw(FRAME, SEED, QUOTAS)
    turned = record.model_copy(update={"reserves": record.reserves[::-1]})
    assert told(verify(turned, FRAME)) == [
        "the points in reserve stand in another order or with other probabilities"
    ]


def test_it_finds_a_replacement_out_of_turn():
    record = replace(draw(FRAME, SEED, QUOTAS), draw(FRAME, SEED, QUOTAS).visited()[0], "shut")
    chosen = record.replacements[0].model_copy(update={"by": record.reserves[1].point})
    said = told(verify(record.model_copy(update={"replacements": (chosen,)}), FRAME))
    assert said == [
        (
            f"{chosen.point} was replaced by {chosen.by}, but {record.reserves[0].point} "
            "was next in order"
        )
    ]


def test_it_finds_a_frame_that_is_not_the_one_drawn_from():
    record = draw(FRAME, SEED, [quota("market", 2)])
    said = told(verify(record, FRAME.filter(pl.col("point") != "road-7")))
    assert said[0].startswith("the frame is not the one that was drawn from: it has 41 points")
    assert len(said) == 1
    gone = told(verify(record, FRAME.drop("area")))
    assert gone == ["the draw cannot be repeated: the frame has no column area; add it"]


def test_it_names_everything_that_is_wrong_at_once():
    bad = [quota("road", 31), quota("road", 2), quota("park", 1), quota("market", -1)]
    with pytest.raises(DrawError) as caught:
        draw(FRAME, " seed ", bad, [Exclusion(point="x", reason=" ")])
    lines = str(caught.value).split("\n")
    for said in ("seed is empty", "x is excluded but", "x is excluded without", "2 quotas for road",
                 "31 of road in a", "1 of park in a", "-1 of market in a"):  # fmt: skip
        assert sum(said in line for line in lines) == 1
    assert len(lines) == 7


def test_it_refuses_a_frame_with_holes_or_doubles():
    rows = [("a", "road", "r1"), ("a", "market", "r1"), ("a", None, "r2"), ("a", "road", "r\t3")]
    frame = pl.DataFrame(rows, schema=["area", "point_type", "point"], orient="row")
    with pytest.raises(DrawError) as caught:
        frame_hash(frame)
    assert [line.split(";")[0] for line in str(caught.value).split("\n")] == [
        "point r1 stands in the frame twice",
        "row 3 of the frame has no point_type",
        "row 4 of the frame has a tab or line break in an id",
    ]


def test_it_refuses_to_replace_what_is_not_visited_or_cannot_be():
    record = draw(library(road=1), SEED, [quota("road", 1)])
    with pytest.raises(DrawError, match="x is not among the points to visit"):
        replace(record, "x", "shut")
    with pytest.raises(DrawError, match="no further road in a to replace road-0"):
        replace(record, "road-0", "shut")


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.integers(0, 3), st.data())
def test_it_shares_a_total_out_in_proportion(sizes: list[int], minimum: int, data: st.DataObject):
    frame = library(**{f"k{n}": size for n, size in enumerate(sizes)})
    least = [min(minimum, size) for size in sizes]
    total = data.draw(st.integers(sum(least), sum(sizes)))
    given = [q.number for q in proportional(frame, total, minimum)]
    assert sum(given) == total
    assert all(low <= n <= size for low, n, size in zip(least, given, sizes, strict=True))
    if minimum == 0:
        ideal = [total * size / sum(sizes) for size in sizes]
        assert all(abs(n - share) < 1 for n, share in zip(given, ideal, strict=True))


def test_it_draws_nothing_where_the_quota_is_nought():
    record = draw(FRAME, SEED, [quota("market", 0), quota("road", 1)])
    assert [p.point_type for p in record.sample] == ["road"]
    assert len(record.reserves) == 41


def test_it_shares_out_by_largest_remainders():
    frame = library(a=50, b=30, c=13, d=7)
    assert [q.number for q in proportional(frame, 10, 0)] == [5, 3, 1, 1]
    assert [q.number for q in proportional(frame, 10, 2)] == [4, 2, 2, 2]


@pytest.mark.parametrize("total", [3, 101])
def test_it_refuses_a_total_that_leaves_no_quotas(total):
    with pytest.raises(DrawError, match="the least is 4, and there are 100"):
        proportional(library(a=50, b=30, c=13, d=7), total)
