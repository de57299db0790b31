"""Rounds in the street: recorded in bulk, closed and opened again, by page and by API."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from chuangcheng.evidence.inspections import actions, queries, rules
from chuangcheng.evidence.inspections.models import Observation, Round, RoundState
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.points.models import Point
from chuangcheng.tables.judging import Case, Judge, State
from tests.engine.small import framework
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections import scene

ROUND = {
    "year": 2025, "number": 3, "title_zh": "暗访", "round_kind": "undercover",
    "starts": "2025-06-01", "ends": "2025-06-02",
}  # fmt: skip


def street(world: World) -> tuple[Round, list[Seen]]:
    """A round and two judged items of one visit."""
    made = scene.round_(world, scene.campaign(world))
    scene.lay_points(world)
    point = Point.objects.select_related("point_kind").get(code="P1")
    rows = [Seen(uuid4(), point, item, "v1", "pass") for item in ("lamps", "kerbs")]
    return made, rows


def test_it_records_a_visit_once(world: World) -> None:
    made, rows = street(world)
    assert len(actions.record(SYSTEM, round_=made, rows=rows)) == 2
    assert actions.record(SYSTEM, round_=made, rows=rows) == {}
    assert set(Observation.objects.values_list("uuid", flat=True)) == {row.uuid for row in rows}


def test_it_takes_place_and_method_from_the_point(world: World) -> None:
    made, rows = street(world)
    recorded = actions.record(SYSTEM, round_=made, rows=rows)
    one = Observation.objects.get(pk=recorded[rows[0].uuid])
    assert (one.area, one.point_type, one.method) == (world.street, "road", "onsite")


@pytest.mark.parametrize(("count", "wrong"), [(2.0, []), (2.5, ["count"]), (-1.0, ["count"])])
def test_it_counts_faults_in_whole_numbers(count: float, wrong: list[str]) -> None:
    rule = {"kind": "per_occurrence", "each": 0.1}
    part = {"items": ["spots"], "points": 10, "rule": {"kind": "deduct"}}
    judge = Judge(framework(part, items=[{"id": "spots", "title": "占道", "rule": rule}]))
    case = Case("spots", "road", "onsite", "fail", State(0))
    _meant, found = rules.findings(judge, case, Judgement("fail", count), visited=True)
    assert [column for column, _sentence in found] == wrong


def test_it_gives_all_rows_one_number_and_one_event(world: World) -> None:
    made, rows = street(world)
    recorded = actions.record(SYSTEM, round_=made, rows=rows)
    assert set(recorded) == {row.uuid for row in rows}
    assert Observation.objects.filter(seq=made.seq, pk__in=recorded.values()).count() == 2
    assert Event.objects.filter(verb="round.record").count() == 1


def test_it_records_nothing_where_one_row_is_wrong(world: World) -> None:
    made, [one, other] = street(world)
    wrong = replace(other, item="lamp-posts")
    assert queries.faults(made, [one, wrong]).keys() == {wrong.uuid}
    with pytest.raises(ValidationError):
        actions.record(SYSTEM, round_=made, rows=[one, wrong])
    assert not Observation.objects.exists()


def test_it_refuses_to_judge_an_item_twice_in_a_visit(world: World) -> None:
    made, [one, _] = street(world)
    again = replace(one, uuid=uuid4())
    assert queries.faults(made, [one, again]).keys() == {again.uuid}
    assert not queries.faults(made, [one, replace(again, repeat="2")])


def test_it_takes_nothing_in_while_closed(world: World) -> None:
    made, rows = street(world)
    actions.close(world.office, round_=made)
    with pytest.raises(ValidationError):
        actions.record(SYSTEM, round_=made, rows=rows)
    with pytest.raises(ValidationError):
        scene.take_in(SYSTEM, made, scene.written(*scene.STREET))
    actions.reopen(world.office, round_=made, why="漏了一个点")
    assert len(actions.record(SYSTEM, round_=made, rows=rows)) == 2


def test_it_is_closed_and_opened_again_once(world: World) -> None:
    made, _ = street(world)
    first, second = (Round.objects.get(pk=made.pk) for _ in range(2))
    actions.close(world.office, round_=first)
    with pytest.raises(ValidationError):
        actions.close(world.office, round_=second)
    closed = Round.objects.get(pk=made.pk)
    actions.reopen(world.office, round_=first, why="漏了一个点")
    with pytest.raises(ValidationError):
        actions.reopen(world.office, round_=closed, why="漏了一个点")
    assert Event.objects.filter(verb__in=["round.close", "round.reopen"]).count() == 2


def test_it_reopens_for_a_reason_only(world: World) -> None:
    made, _ = street(world)
    actions.close(world.office, round_=made)
    with pytest.raises(ValidationError):
        actions.reopen(world.office, round_=made, why=" ")


def test_it_refuses_an_uuid_of_another_round(world: World) -> None:
    made, rows = street(world)
    actions.record(SYSTEM, round_=made, rows=rows)
    other = scene.round_(world, made.campaign, 2)
    with pytest.raises(ValidationError):
        actions.record(SYSTEM, round_=other, rows=rows)


@pytest.mark.parametrize(
    ("first", "last", "secret", "closed", "state"),
    [
        (1, 2, True, False, RoundState.PLANNED),
        (-1, 1, True, False, RoundState.UNDER_WAY),
        (-3, -1, True, False, RoundState.UNDER_WAY),
        (-3, -1, True, True, RoundState.CLOSED),
        (-1, 1, False, False, RoundState.UNDER_WAY),
        (-3, -1, False, True, RoundState.RELEASED),
        (-3, -1, False, False, RoundState.RELEASED),
    ],
)
def test_it_stands_where_its_facts_say(
    first: int, last: int, secret: bool, closed: bool, state: RoundState
) -> None:
    today, now = timezone.localdate(), timezone.now()
    days = {"starts": today + timedelta(days=first), "ends": today + timedelta(days=last)}
    moments = {"released_at": None if secret else now, "closed_at": now if closed else None}
    assert Round(**days, **moments).state == state


def test_it_is_run_by_api(world: World) -> None:
    of, browser = scene.campaign(world), signed_in(world.office)
    given = ROUND | {"campaign": of.pk, "secret": True, "members": [world.inspector.pk]}
    made = browser.post("/api/inspections", given, "application/json").json()
    url = f"/api/inspections/{made['id']}"
    changed = browser.put(
        url, ROUND | {"twice": 0.1, "members": [world.office.pk]}, "application/json"
    )
    assert (made["state"], changed.json()["twice"]) == ("under-way", 0.1)
    assert browser.post(f"{url}/close").json()["state"] == "closed"
    assert browser.post(f"{url}/reopen", {"why": "漏"}, "application/json").status_code == 200
    assert browser.post(f"{url}/release").json()["released_at"]


def test_it_names_items_and_people_that_are_not_there(world: World) -> None:
    of, browser = scene.campaign(world), signed_in(world.office)
    given = ROUND | {"campaign": of.pk, "secret": True, "members": [world.neighbour.pk]}
    answer = browser.post("/api/inspections", given, "application/json")
    assert answer.json()["faults"][0]["field"] == "members"
    answer = browser.post(
        "/api/inspections", given | {"members": [], "items": ["nothing"]}, "application/json"
    )
    assert answer.json()["faults"][0]["field"] == "items"


@pytest.mark.parametrize("named", [True, False])
def test_it_keeps_members_out_of_scope_by_api(named: bool, world: World) -> None:
    both = (world.office, world.neighbour)
    made = scene.round_(world, scene.campaign(world), secret=True, members=both)
    said = {"members": [one.pk for one in (both if named else both[:1])]}
    url = f"/api/inspections/{made.pk}"
    answer = signed_in(world.office).put(url, ROUND | said, "application/json")
    assert answer.status_code == 200, answer.json()
    assert set(made.members.all()) == set(both)


def test_it_closes_and_reopens_on_the_page(world: World) -> None:
    made, _ = street(world)
    browser = signed_in(world.office)
    browser.post(reverse("inspections:close", args=[made.pk]))
    assert "重新打开" in browser.get(made.get_absolute_url()).content.decode()
    browser.post(reverse("inspections:reopen", args=[made.pk]), {"why": "漏了一个点"})
    made.refresh_from_db()
    assert not made.closed


def test_it_counts_a_visit_by_parts_once(world: World) -> None:
    made, [one, _] = street(world)
    stops = [replace(one, uuid=uuid4(), repeat=part) for part in ("", "2")]
    stops[1] = replace(stops[1], result="fail")
    actions.record(SYSTEM, round_=made, rows=stops)
    seen = queries.frame(made)
    assert seen["result"].to_list() == ["fail"]
    assert "repeat" not in seen.columns


@pytest.mark.parametrize("part", [0, 1])
def test_it_follows_a_correction_of_one_part(world: World, part: int) -> None:
    made, [one, other] = street(world)
    stops = [replace(one, uuid=uuid4(), repeat=name, result="fail") for name in ("", "2")]
    recorded = actions.record(SYSTEM, round_=made, rows=[*stops, other])
    before, seq = queries.frame(made), made.seq
    said = Judgement("pass")
    observation = Observation.objects.get(pk=recorded[stops[part].uuid])
    actions.judge(world.office, observation=observation, said=said, why="看错")
    made.refresh_from_db()
    minus, plus = queries.since(made, seq, made.seq)
    assert minus.to_dicts() == before.filter(item="lamps").to_dicts()
    assert plus.to_dicts() == queries.frame(made).filter(item="lamps").to_dicts()
    assert plus["result"].to_list() == ["fail"]


def test_it_follows_a_part_that_comes_later(world: World) -> None:
    made, [one, _] = street(world)
    actions.record(SYSTEM, round_=made, rows=[one])
    before, seq = queries.frame(made), made.seq
    later = replace(one, uuid=uuid4(), repeat="2", result="fail")
    actions.record(SYSTEM, round_=made, rows=[later])
    minus, plus = queries.since(made, seq, made.seq)
    assert minus.to_dicts() == before.to_dicts()
    assert plus["result"].to_list() == ["fail"]


@pytest.mark.parametrize("visits", [3, 30], ids=["by name", "all of the round"])
def test_it_makes_one_of_the_parts_of_every_visit(world: World, visits: int) -> None:
    made, [one, other] = street(world)
    names = [f"w{n}" for n in range(visits)]
    first = [replace(one, uuid=uuid4(), visit=name) for name in names]
    actions.record(SYSTEM, round_=made, rows=first)
    before, seq = queries.frame(made), made.seq
    later = [replace(row, uuid=uuid4(), repeat="2", result="fail") for row in first]
    plain = [replace(other, uuid=uuid4(), visit=name) for name in names]
    actions.record(SYSTEM, round_=made, rows=[*later, *plain])
    minus, plus = queries.since(made, seq, made.seq)
    assert sorted(minus.rows()) == sorted(before.rows())
    assert sorted(plus.rows()) == sorted(queries.frame(made).rows())
    assert plus["result"].to_list().count("fail") == visits
