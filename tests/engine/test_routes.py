"""The order of a day's visits."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.engine.routes import Day, Route, Stop, best, cost, greedy, solver

DAY = Day(starts=480, metres=100)


@st.composite
def stops(draw: st.DrawFn, most: int = 9) -> list[Stop]:
    """Some stops, some of them with hours or priority."""
    found = []
    for n in range(draw(st.integers(0, most))):
        opens = draw(st.sampled_from([0.0, 540.0, 840.0]))
        closes = opens + draw(st.sampled_from([60.0, 240.0])) if opens else 1440.0
        lon, lat = draw(st.floats(0, 0.05)), draw(st.floats(0, 0.05))
        found.append(Stop(f"p{n}", 10, lon, lat, opens, closes, draw(st.integers(0, 2))))
    return found


@given(stops())
@settings(max_examples=60)
def test_it_reaches_every_stop_once(given_: list[Stop]) -> None:
    assert sorted(s.id for s in greedy(given_, DAY).stops) == sorted(s.id for s in given_)


@given(stops(6))
@settings(max_examples=40)
def test_it_comes_near_the_best_of_all_orders(given_: list[Stop]) -> None:
    found = cost(greedy(given_, DAY))
    least = min(cost(Route(way, DAY)) for way in permutations(given_))
    assert least - 1e-6 <= found <= least + 0.35 * max(least - DAY.starts, 0) + 1e-6


def test_it_is_on_time_where_that_can_be() -> None:
    late = Stop("late", 10, 0.0, 0.0, opens=840, closes=870)
    early = Stop("early", 10, 0.0, 0.0, opens=0, closes=485)
    way = greedy([late, Stop("any", 60, 0.001, 0.0), early], DAY)
    assert [one.stop.id for one in way.course] == ["early", "any", "late"]
    assert not any(one.late for one in way.course)


def test_it_says_what_it_cannot_reach_in_time() -> None:
    shut = Stop("shut", 10, 0.0, 0.0, opens=0, closes=400)
    assert greedy([shut], DAY).course[0].late


def test_it_goes_first_where_it_matters() -> None:
    same = [Stop("plain", 10), Stop("urgent", 10, priority=3)]
    assert [stop.id for stop in greedy(same, DAY).stops] == ["urgent", "plain"]


def test_it_waits_for_a_place_to_open() -> None:
    [reached] = greedy([Stop("p", 10, opens=540)], DAY).course
    assert (reached.reached, reached.begun) == (480, 540)


def test_it_measures_the_way() -> None:
    way = Route((Stop("a", 1, 0.0, 0.0), Stop("b", 1, 0.01, 0.0), Stop("c", 1)), DAY)
    assert round(way.metres) == 1112


@given(stops(12))
@settings(max_examples=8, deadline=None)
def test_it_is_never_worse_with_a_solver(given_: list[Stop]) -> None:
    solved = best(given_, DAY, seconds=0.05)
    assert sorted(s.id for s in solved.stops) == sorted(s.id for s in given_)
    assert cost(solved) <= cost(greedy(given_, DAY)) + 1e-6


def test_it_solves_by_pyvrp_where_that_is_installed() -> None:
    corners = [(0.0, 0.0), (0.01, 0.01), (0.0, 0.01), (0.01, 0.0)]
    ring = [Stop(f"{n}", 5, lon, lat) for n, (lon, lat) in enumerate(corners)]
    assert round(best(ring, DAY, seconds=0.1).metres) == 3336
    assert solver() == "PyVRP"
