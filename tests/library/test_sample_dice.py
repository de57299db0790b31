"""Chance in the sample county is fair, and what is handed out adds up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.library.sample.dice import Dice, apportioned

weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)


@given(st.integers(0, 2000), weights)
def test_it_hands_out_all_there_is(whole: int, weights: list[float]) -> None:
    shares = apportioned(whole, weights)
    assert sum(shares) == whole
    assert min(shares) >= 0


@given(weights, st.data())
def test_it_gives_nobody_more_than_he_may_take(weights: list[float], data: st.DataObject) -> None:
    most = data.draw(st.lists(st.integers(0, 20), min_size=len(weights), max_size=len(weights)))
    whole = data.draw(st.integers(0, sum(most)))
    shares = apportioned(whole, weights, most)
    assert sum(shares) == whole
    assert all(share <= limit for share, limit in zip(shares, most, strict=True))


def test_it_refuses_to_hand_out_more_than_all_may_take() -> None:
    with pytest.raises(ValueError, match="all together may take 3"):
        apportioned(4, [1, 1], [1, 2])


def test_it_throws_the_same_number_for_the_same_words() -> None:
    dice = Dice("seed")
    assert dice.unit("a", 1) == Dice("seed").unit("a", 1)
    assert dice.unit("a", 1) != dice.unit("a", 2)
    assert dice.unit("a", 1) != Dice("other").unit("a", 1)


def test_it_throws_evenly() -> None:
    dice = Dice("seed")
    tenths = [dice.below(10, n) for n in range(10_000)]
    assert all(900 < tenths.count(tenth) < 1100 for tenth in range(10))


def test_it_picks_by_weight() -> None:
    dice = Dice("seed")
    picked = [dice.weighted("ab", (1, 3), n) for n in range(4000)]
    assert 900 < picked.count("a") < 1100
