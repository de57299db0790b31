"""What stands in for a part that was not judged."""

from __future__ import annotations

from chuangcheng.engine.assess import assess
from tests.engine.small import framework, rows, seen


def test_it_reweights_where_there_are_no_others_to_take_the_mean_of():
    own = {"absent": "mean", "unassessed": "mean"}
    parts = [{"points": 1.0, "items": ["i"]}, {"points": 1.0, "items": ["j"]}]
    whole = rows(seen("a", "i", "pass"), seen("b", "i", "fail"))
    scores = assess(whole, framework(*parts, settings=own)).scores()
    assert scores.filter(kind="part", node="p1")["possible"].to_list() == [0.0, 0.0]
    assert scores.filter(kind="total")["earned"].to_list() == [100.0, 0.0]
