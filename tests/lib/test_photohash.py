"""A photograph is known again however it was treated, and others are not taken for it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from chuangcheng.lib.photohash import (
    Limits,
    Shelf,
    difference_hash,
    distance,
    distances,
    likeness,
    turnings,
)

LIMITS = Limits(same=6, look=12)
Picture = NDArray[np.float64]
SEEDS = st.integers(0, 10_000)


def photograph(seed: int, height: int = 240, width: int = 320) -> Picture:
    """Something like a street: shapes of many sizes, the larger the stronger, as 0 … 255."""
    dice = np.random.default_rng(seed)
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    picture = np.zeros((height, width))
    for frequency in (1, 2, 3, 4, 6, 9, 14):
        angle, phase = dice.uniform(0, 2 * np.pi, 2)
        wave = np.cos(angle) * x + np.sin(angle) * y
        picture += np.sin(2 * np.pi * frequency * wave + phase) / frequency**0.7
    low, high = picture.min(), picture.max()
    return (picture - low) / (high - low) * 255


def compressed(picture: Picture, step: int = 24) -> Picture:
    """Blocks of eight whose finer differences from their mean are rounded away, as JPEG does."""
    height, width = (side // 8 * 8 for side in picture.shape)
    blocks = picture[:height, :width].reshape(height // 8, 8, width // 8, 8)
    means = blocks.mean(axis=(1, 3), keepdims=True)
    return (means + np.round((blocks - means) / step) * step).reshape(height, width)


def noisy(picture: Picture) -> Picture:
    """With the grain of a cheap phone at dusk."""
    return picture + np.random.default_rng(1).normal(0, 12, picture.shape)


def smaller(picture: Picture) -> Picture:
    """At a third of the size, as messengers send it."""
    return picture[:240, :318].reshape(80, 3, 106, 3).mean(axis=(1, 3))


TREATED = {
    "brighter": lambda picture: picture * 0.7 + 70,
    "gamma": lambda picture: 255 * (picture / 255) ** 1.4,
    "compressed": compressed,
    "noisy": noisy,
    "smaller": smaller,
    "cropped": lambda picture: picture[3:-3, 4:-4],
    "stamped": lambda picture: np.vstack([picture[:-14], np.zeros((14, picture.shape[1]))]),
}


def drawn(new: Picture, old: Picture):
    """How two pictures compare."""
    return likeness(turnings(new), difference_hash(old), LIMITS)


@pytest.mark.parametrize("treatment", TREATED)
def test_it_knows_a_treated_copy_again(treatment: str):
    pictures = [photograph(seed) for seed in range(20)]
    verdicts = [drawn(TREATED[treatment](picture), picture).verdict for picture in pictures]
    assert set(verdicts) <= {"same", "look"}
    assert verdicts.count("same") >= 18


@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("mirrored", [False, True])
def test_it_knows_a_turned_or_mirrored_copy_again(quarter: int, *, mirrored: bool):
    old = photograph(7)
    new = np.rot90(np.fliplr(old) if mirrored else old, quarter)
    found = drawn(new, old)
    assert found.distance == 0
    assert ("mirrored" in found.turning) is mirrored


def test_it_does_not_take_others_for_it():
    hashes = [difference_hash(photograph(seed)) for seed in range(60)]
    pairs = [(i, j) for i in range(60) for j in range(i)]
    near = [pair for pair in pairs if distance(hashes[pair[0]], hashes[pair[1]]) <= LIMITS.same]
    assert len(near) < len(pairs) / 100


@given(SEEDS, st.floats(-100, 100))
def test_it_does_not_see_brightness(seed: int, brightness: float):
    picture = photograph(seed, 24, 27)
    changed = difference_hash(picture + brightness)
    assert distance(difference_hash(picture), changed) <= 1  # one field may stand on the edge


@given(SEEDS, st.integers(2, 5))
def test_it_does_not_see_size(seed: int, times: int):
    picture = photograph(seed, 20, 31)
    larger = np.kron(picture, np.ones((times, times)))
    assert distance(difference_hash(picture), difference_hash(larger)) <= 1


def test_it_compares_each_field_with_its_left_neighbour():
    rising = np.tile(np.arange(9) * 20, (8, 1))
    assert difference_hash(rising) == 2**64 - 1
    assert difference_hash(rising[:, ::-1]) == 0
    one = np.zeros((8, 9))
    one[0, 1] = 255
    assert difference_hash(one) == 1 << 63


def test_it_averages_fields_that_cut_through_pixels():
    picture = np.array([[0.0, 10.0, 0.0]])
    # nine fields of a third of a pixel each: 0 0 0 10 10 10 0 0 0, the same in all eight rows
    assert difference_hash(picture) == int("00100000" * 8, 2)


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_it_likens_nothing_to_a_covered_lens(grey: int):
    blank = np.random.default_rng(grey).normal(grey, 3, (240, 320))
    assert drawn(blank, blank).verdict == drawn(photograph(1), blank).verdict == "blank"
    assert drawn(blank, photograph(1)).verdict == "blank"


@pytest.mark.parametrize(
    ("bits", "verdict"), [(0, "same"), (6, "same"), (7, "look"), (12, "look"), (13, "different")]
)
def test_it_judges_by_the_limits_given(bits: int, verdict: str):
    kept = (1 << 20) - 1 << 40
    new = dict.fromkeys(turnings(photograph(1)), kept ^ ((1 << bits) - 1))
    assert likeness(new, kept, LIMITS).verdict == verdict


@given(st.lists(st.integers(0, 2**64 - 1)), st.integers(0, 2**64 - 1))
def test_it_measures_many_as_it_measures_one(others: list[int], one: int):
    assert distances(one, others).tolist() == [distance(one, other) for other in others]


@pytest.mark.parametrize("shape", [(0, 4), (4,), (4, 4, 3)])
def test_it_refuses_what_is_no_greyscale_picture(shape: tuple[int, ...]):
    with pytest.raises(ValueError, match="greyscale picture has height and width"):
        turnings(np.zeros(shape))


@pytest.mark.parametrize(("same", "look"), [(-1, 5), (7, 6), (6, 64)])
def test_it_refuses_limits_that_do_not_rise(same: int, look: int):
    with pytest.raises(ValueError, match="limits must rise"):
        Limits(same, look)


HASHES = st.integers(0, 2**64 - 1)
TURNINGS = tuple(turnings(photograph(1)))


def shelf(hashes: list[int]) -> Shelf:
    """A shelf of these, in two helpings, keyed from 100 on."""
    found, half = Shelf(), len(hashes) // 2
    keys = range(100, 100 + len(hashes))
    found.put(keys[:half], hashes[:half])
    found.put(keys[half:], hashes[half:])
    return found


@given(st.lists(HASHES, max_size=30), st.lists(HASHES, min_size=8, max_size=8), st.integers(0, 63))
def test_it_finds_on_the_shelf_what_comparing_one_by_one_finds(
    kept: list[int], new: list[int], most: int
):
    turned = dict(zip(TURNINGS, new, strict=True))
    found = {near.key: (near.distance, near.turning) for near in shelf(kept).near(turned, most)}
    likened = {100 + i: likeness(turned, one, LIMITS) for i, one in enumerate(kept) if one}
    wanted = {
        key: (one.distance, one.turning) for key, one in likened.items() if one.distance <= most
    }
    assert found == (wanted if any(new) else {})


@given(st.sets(st.integers(0, 63), max_size=12), HASHES.filter(bool))
def test_it_finds_every_copy_within_the_bits_that_may_differ(flipped: set[int], new: int):
    kept = new ^ sum(1 << bit for bit in flipped)
    found = shelf([kept]).near({"upright": new}, 12)
    assert [near.distance for near in found] == ([len(flipped)] if kept else [])


def test_it_lists_the_nearest_on_the_shelf_first():
    new = dict.fromkeys(TURNINGS, 0b1111)
    found = shelf([0b0111, 0b1111, 0b1011, 0]).near(new, 12)
    assert [(near.key, near.distance) for near in found] == [(101, 0), (100, 1), (102, 1)]


def test_it_likens_nothing_to_a_blank_on_the_shelf():
    assert shelf([0, 0]).near(dict.fromkeys(TURNINGS, 1), 12) == []
    assert shelf([1, 2]).near(dict.fromkeys(TURNINGS, 0), 12) == []
