"""Who visits which point: all promises of a plan, on any county."""

from collections import defaultdict
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.engine.assigning import (
    AssigningError,
    Inspector,
    Pace,
    Stop,
    Visit,
    along_curve,
    assign,
    teams,
    work,
)

minutes = st.floats(5, 60)
coordinate = st.floats(0, 0.2)


@st.composite
def stops(draw: st.DrawFn, units: tuple[str, ...] = ("",)) -> list[Stop]:
    """Up to thirty points of some units."""
    number = draw(st.integers(1, 30))
    return [
        Stop(f"p{n}", draw(minutes), draw(coordinate), draw(coordinate),
             draw(st.sampled_from(units)))
        for n in range(number)
    ]  # fmt: skip


def crew(number: int, *units: str) -> list[Inspector]:
    """So many inspectors; the first ones are each of one of the units."""
    own = [frozenset({unit}) for unit in units]
    own += [frozenset()] * (number - len(units))
    return [Inspector(f"i{n}", own[n]) for n in range(number)]


def loads(plan: list[Visit]) -> dict[tuple[int, tuple[str, ...]], float]:
    """Minutes of each team and day."""
    found: dict[tuple[int, tuple[str, ...]], float] = defaultdict(float)
    for visit in plan:
        found[visit.day, visit.team] += visit.stop.minutes
    return found


@given(stops(), st.integers(4, 9), st.integers(1, 4), st.sampled_from([0.0, 0.1, 0.5, 1.0]))
@settings(max_examples=60)
def test_it_visits_every_point_once_and_some_twice(
    given_: list[Stop], people: int, days: int, twice: float
) -> None:
    plan = assign(given_, teams(crew(people), 2, days), twice=twice, seed="s")
    first = [visit.stop.id for visit in plan if not visit.second]
    second = [visit.stop.id for visit in plan if visit.second]
    assert sorted(first) == sorted(stop.id for stop in given_)
    assert len(set(second)) == len(second) >= twice * len(given_)
    assert len(second) < twice * len(given_) + 1


@given(stops(("a", "b", "")), st.integers(6, 9), st.integers(1, 3))
@settings(max_examples=60)
def test_it_sends_nobody_to_what_their_own_unit_answers_for(
    given_: list[Stop], people: int, days: int
) -> None:
    inspectors = crew(people, "a", "b")
    units = {inspector.id: inspector.units for inspector in inspectors}
    for visit in assign(given_, teams(inspectors, 2, days), twice=0.3):
        assert not any(visit.stop.unit in units[one] for one in visit.team)


@given(stops(), st.integers(4, 9), st.integers(1, 3))
@settings(max_examples=60)
def test_it_repeats_blind_by_others(given_: list[Stop], people: int, days: int) -> None:
    plan = assign(given_, teams(crew(people), 2, days), twice=0.5)
    first = {visit.stop.id: set(visit.team) for visit in plan if not visit.second}
    assert all(not first[v.stop.id] & set(v.team) for v in plan if v.second)


@given(stops(), st.integers(1, 6), st.integers(1, 3))
@settings(max_examples=100)
def test_it_balances_to_within_one_point(given_: list[Stop], people: int, days: int) -> None:
    rota = teams(crew(people), 1, days)
    found = loads(assign(given_, rota))
    slots = [found[day, (one.id,)] for day, some in enumerate(rota) for (one,) in some]
    assert max(slots) - min(slots) <= max(stop.minutes for stop in given_) + 1e-6
    fair = sum(stop.minutes for stop in given_) / len(slots)
    assert max(slots) <= fair + max(stop.minutes for stop in given_) + 1e-6


@given(st.integers(2, 12), st.integers(1, 12))
def test_it_pairs_everybody_before_any_pair_comes_again(people: int, days: int) -> None:
    turns = people - 1 if people % 2 == 0 else people
    rota = teams(crew(people), 2, min(days, turns))
    pairs = [frozenset(one.id for one in team) for some in rota for team in some]
    assert len(set(pairs)) == len(pairs)
    assert all(len(some) == people // 2 for some in rota)


def test_it_names_the_points_that_nobody_may_visit() -> None:
    with pytest.raises(AssigningError) as refused:
        assign([Stop("p", 10, unit="a")], teams(crew(1, "a"), 1, 2))
    assert refused.value.points == ("p",)


def test_it_names_the_points_that_nobody_is_left_to_repeat() -> None:
    with pytest.raises(AssigningError) as refused:
        assign([Stop("p", 10)], teams(crew(2), 2, 3), twice=1)
    assert refused.value.again == ("p",)


def test_it_makes_room_for_a_second_visit() -> None:
    inspectors = [Inspector("i0"), Inspector("i1", frozenset({"a"})), Inspector("i2")]
    plan = assign([Stop("p", 10, unit="a")], teams(inspectors, 1, 1), twice=1)
    assert {visit.team for visit in plan} == {("i0",), ("i2",)}


@given(stops(), st.randoms())
def test_it_does_not_depend_on_the_order_of_the_points(given_: list[Stop], chance: Random) -> None:
    mixed = list(given_)
    chance.shuffle(mixed)
    rota = teams(crew(4), 2, 2)
    key = lambda visit: (visit.stop.id, visit.second)  # noqa: E731
    plans = [sorted(assign(some, rota, twice=0.2), key=key) for some in (given_, mixed)]
    assert plans[0] == plans[1]


def test_it_keeps_neighbours_together_on_the_curve() -> None:
    grid = [Stop(f"{x}-{y}", 1, x, y) for x in range(8) for y in range(8)]
    way = along_curve(grid)
    places = [tuple(map(int, stop.id.split("-"))) for stop in way]
    steps = [abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(places)]
    assert set(steps) == {1}


def test_it_reckons_work_from_items_and_ways() -> None:
    pace = Pace(visit=10, item=2, metres=100)
    near, far = work(pace, [(0.0, 0.0), (0.01, 0.0)], [1, 3])
    assert near == pytest.approx(10 + 2 + 11.12, abs=0.01)
    assert far == pytest.approx(near + 4)
    assert work(pace, [None], [1]) == [12]
