"""What a round would count if some observations had been judged otherwise, against corrections."""

from __future__ import annotations

from uuid import uuid4

import polars as pl
import pytest

from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.evidence.inspections.models import Observation, Round
from chuangcheng.evidence.inspections.rejudged import rejudged
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.ground.points.models import Point
from chuangcheng.mandate.frameworks import actions as frameworks
from tests.engine.small import framework
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene

RATIO = {"id": "lamps", "title": "路灯", "rule": {"kind": "ratio"}}
ALL = Judgement("pass", 4, 4)
#: Two stops of a road, of whose lamps half are out at the first; another road; a second visit.
VISITS = (
    ("P1", "lamps", "v1", "fail", 2, ""),
    ("P1", "lamps", "v1", "pass", 4, "2"),
    ("P1", "kerbs", "v1", "pass", None, ""),
    ("P3", "lamps", "v3", "fail", 1, ""),
)


@pytest.fixture
def round_(world: World, monkeypatch: pytest.MonkeyPatch) -> Round:
    """A round in which lamps are counted, at stops too."""
    whole = framework(
        {"items": ["lamps"], "points": 60}, {"items": ["kerbs"], "points": 40}, items=[RATIO]
    )
    own = frameworks.issue(SYSTEM, edition=frameworks.take_in(SYSTEM, framework=whole))
    monkeypatch.setattr(scene, "edition", lambda: own)
    made = scene.round_(world, scene.campaign(world))
    scene.lay_points(world)
    known = {point.code: point for point in Point.objects.select_related("point_kind", "area")}
    rows = [
        Seen(uuid4(), known[code], item, visit, result, count, count and 4, repeat=repeat)
        for code, item, visit, result, count, repeat in VISITS
    ]
    blind = Seen(uuid4(), known["P1"], "lamps", "v9", "fail", 0, 4, second=True)
    actions.record(SYSTEM, round_=made, rows=[*rows, blind])
    made.refresh_from_db()
    return made


def failed(round_: Round) -> list[Observation]:
    """What failed, the first stop first and the blind second visit last."""
    return list(Observation.objects.filter(round=round_, result="fail").order_by("visit"))


def like(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Rows without the keys, which a correction makes anew."""
    return frame.drop("id").sort("visit", "item", "result").to_dicts()


@pytest.mark.parametrize("number", [0, 1])
def test_it_swaps_what_a_correction_swaps(round_: Round, number: int) -> None:
    one = failed(round_)[number]
    minus, plus = rejudged(round_, {one.pk: ALL}).swapped([one.pk])
    seq = round_.seq
    actions.judge(SYSTEM, observation=one, said=ALL, why="复核")
    round_.refresh_from_db()
    gone, came = queries.since(round_, seq, round_.seq)
    assert like(minus) == like(gone)
    assert like(plus) == like(came)


def test_it_takes_the_whole_of_a_visit_by_parts(round_: Round) -> None:
    first, *_others = failed(round_)
    minus, plus = rejudged(round_, {first.pk: ALL}).swapped([first.pk])
    assert minus.select("count", "of").rows() == [(6, 8)]
    assert plus.select("count", "of").rows() == [(8, 8)]


def test_it_leaves_alone_what_never_counted(round_: Round) -> None:
    *_others, blind = failed(round_)
    assert blind.second
    otherwise = rejudged(round_, {blind.pk: ALL})
    assert otherwise.areas == {}
    assert [len(some) for some in otherwise.swapped([blind.pk])] == [0, 0]


def test_it_swaps_only_what_it_is_asked_for(round_: Round) -> None:
    first, other, _blind = failed(round_)
    otherwise = rejudged(round_, {first.pk: ALL, other.pk: ALL})
    minus, _plus = otherwise.swapped([other.pk])
    assert minus["point"].to_list() == ["P3"]
    assert otherwise.areas == {first.pk: "QH-DJ", other.pk: "QH-XH"}
