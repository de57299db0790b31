"""Routes by PyVRP, a solver of vehicle routing problems (MIT licence), where it is installed."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from pyvrp import Model
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.stop import MaxRuntime

from chuangcheng.engine.routes import Day, Stop

#: PyVRP reckons in whole numbers: seconds here.
_SECOND = 60


def order(
    stops: Sequence[Stop], day: Day, metres: Sequence[Sequence[float]], seconds: float
) -> list[int]:
    """The numbers of the stops in the order of one vehicle's tour that may start and end anywhere.

    Where the hours of all cannot be kept, the order is the best that PyVRP found regardless.
    """
    model = Model()
    home = model.add_location(0, 0)
    places = [model.add_location(number + 1, 0) for number in range(len(stops))]
    depot = model.add_depot(home, tw_early=round(day.starts * _SECOND))
    for stop, place in zip(stops, places, strict=True):
        model.add_client(
            place,
            service_duration=round(stop.minutes * _SECOND),
            tw_early=round(stop.opens * _SECOND),
            tw_late=round(stop.closes * _SECOND),
        )
    model.add_vehicle_type(1, start_depot=depot, end_depot=depot, unit_duration_cost=1)
    for i in range(len(stops)):
        for way in (home, places[i]), (places[i], home):
            model.add_edge(*way, distance=0, duration=0)
        for j in range(len(stops)):
            if i != j:
                took = round(metres[i][j] / day.metres * _SECOND)
                model.add_edge(places[i], places[j], distance=round(metres[i][j]), duration=took)
    with warnings.catch_warnings():
        # Hours that cannot all be kept are no fault of ours; the route says who is reached late.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        found = model.solve(MaxRuntime(seconds), seed=0, display=False).best
    return [activity.idx for route in found.routes() for activity in route if activity.is_client()]
