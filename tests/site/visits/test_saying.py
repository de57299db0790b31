"""Distances and doubts as people say them."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from chuangcheng.evidence.visits import saying
from chuangcheng.evidence.visits.models import FlagKind, VisitFlag
from chuangcheng.evidence.visits.views import FLAGS, REFUSED, VISITS
from chuangcheng.ground.site.tables import Table


@pytest.mark.parametrize(
    ("metres", "zh", "en"),
    [
        (0, "0 米", "0 m"),
        (994.4, "994 米", "994 m"),
        (996, "1.0 公里", "1.0 km"),
        (9949, "9.9 公里", "9.9 km"),
        (687141, "687 公里", "687 km"),
    ],
)
def test_it_says_a_distance_in_what_suits_it(metres: float, zh: str, en: str) -> None:
    assert saying.length(metres) == zh
    with override("en"):
        assert saying.length(metres) == en


def test_it_says_how_far_from_the_point_somebody_was() -> None:
    flag = VisitFlag(flag_kind=FlagKind.FAR, figures={"metres": 687141, "accuracy_m": 12})
    assert saying.doubt(flag) == "离点位 687 公里（定位精度 12 米）"
    with override("en"):
        assert saying.doubt(flag) == "687 km from the point (accuracy 12 m)"


@pytest.mark.parametrize("table", [VISITS, REFUSED, FLAGS], ids=lambda table: table.name)
def test_it_heads_a_round_by_its_one_name(table: Table) -> None:
    heads = [str(one.title) for one in (*table.columns, *table.filters) if one.key == "round"]
    assert heads == ["轮次", "轮次"]
    with override("en"):
        assert {str(one.title) for one in table.columns if one.key == "round"} == {"Round"}
