"""Points as they are printed: rounded once, with a sign only where there is something to sign."""

from __future__ import annotations

import pytest

from chuangcheng.engine.exact import TICK
from chuangcheng.outcome.standing import printing
from tests.site.cast import World, signed_in
from tests.site.inspections.scene import Scene

CENT = TICK // 100


@pytest.mark.parametrize(
    ("ticks", "said"),
    [
        (0, "0.00"),
        (CENT // 10, "0.00"),
        (-CENT // 10, "0.00"),
        (CENT, "+0.01"),
        (-CENT, "−0.01"),
        (CENT // 2, "+0.01"),
        (None, "—"),
    ],
)
def test_it_signs_no_change_that_prints_as_nothing(ticks: int | None, said: str) -> None:
    assert printing.change(ticks) == said


def test_it_writes_no_minus_before_nothing() -> None:
    assert printing.points(-CENT // 10) == "0.00"


def test_it_ranks_in_the_order_in_which_one_reckons(world: World) -> None:
    scene = Scene(world)
    table = signed_in(world.office).get(f"/standing/{scene.computation.pk}/ranks/").context["table"]
    titles = [str(heading.title) for heading in table.headings]
    first = titles.index("原始分")
    assert titles[first : first + 4] == ["原始分", "加分", "减分", "得分"]
    for row in table.rows:
        raw, bonus, penalty, net = (float(str(cell.text)) for cell in row[first : first + 4])
        assert round(raw + bonus - penalty, 2) == net
