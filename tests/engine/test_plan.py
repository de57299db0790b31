"""A compiled framework adds up what belongs together."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.engine.alike import Alike
from chuangcheng.engine.plan import compile_plan
from tests.engine.worlds import world


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6)), min_size=1, max_size=8))
def test_it_adds_the_gauges_of_each_part_that_is_decided_alike(parts):
    part_of_gauge = np.repeat(np.arange(len(parts)), [number for _, number in parts])
    chosen = np.array([part for part, (mine, _) in enumerate(parts) if mine], dtype=np.int64)
    gauges = np.flatnonzero(np.isin(part_of_gauge, chosen))
    some = Alike.of(0, chosen, gauges, part_of_gauge[gauges])
    values = np.arange(2.0 * len(gauges)).reshape(-1, 2) ** 2
    wanted = [values[part_of_gauge[gauges] == part].sum(axis=0) for part in chosen]
    assert np.array_equal(some.added(values), np.array(wanted).reshape(-1, 2))


def test_it_holds_every_part_and_every_gauge_once():
    plan = compile_plan(world(1).framework)
    for of in ("parts", "gauges"):
        together = np.concatenate([getattr(some, of) for some in plan.alike])
        assert sorted(together) == list(range(len(together)))
    assert sum(len(some.gauges) for some in plan.alike) == len(plan.gauge_part)
