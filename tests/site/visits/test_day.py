"""What a phone is told to do, and nothing of what is not its person's."""

from __future__ import annotations

from datetime import time
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.utils import timezone

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.visits import checklists, days, errands
from chuangcheng.evidence.visits.errands import Errand
from chuangcheng.evidence.visits.pace import PACE
from tests.engine.small import framework
from tests.site.cast import World
from tests.site.devices.phones import Phone, paired, said
from tests.site.visits.street import Street, body, refused, send, sent


@pytest.fixture
def street(world: World) -> Street:
    return Street(world)


def day(phone: Phone, **headers: str) -> HttpResponse:
    """The answer to `GET day`."""
    return phone.ask("GET", "day", **headers)


def states(phone: Phone) -> list[str]:
    """How far each assignment is."""
    return [one["state"] for one in said(day(phone))["assignments"]]


def test_it_lists_what_is_to_be_done(street: Street) -> None:
    one = street.assignment("P1")
    one.opens, one.closes = time(9), time(11, 30)
    one.save()
    told = said(day(street.phone))
    assert [row["point"]["code"] for row in told["assignments"]] == ["P1", "P2", "P3"]
    first = told["assignments"][0]
    assert (first["uuid"], first["state"]) == (str(one.uuid), "to-do")
    assert (first["opens"], first["closes"], first["partners"]) == ("09:00", "11:30", [])
    assert (first["point"]["lon"], first["point"]["kind"]) == (113.2, "road")


def test_it_names_partners_but_no_second_visit(street: Street) -> None:
    first = street.assignment("P1")
    first.inspectors.add(street.world.supervisor)
    street.assign("P1", street.world.office, repeat_of=first)
    told = day(street.phone).content.decode()
    assert "督小青" in told
    assert "办小青" not in told
    assert "repeat_of" not in told
    assert states(paired(street.world.office)) == ["to-do"]


def test_it_answers_304_until_something_changes(street: Street) -> None:
    tag = day(street.phone).headers["ETag"]
    unchanged = day(street.phone, **{"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    sent(street, "P1")
    assert day(street.phone, **{"If-None-Match": tag}).status_code == 200


def test_it_tells_how_far_each_visit_is(street: Street) -> None:
    sent(street, "P1")
    refused(street, "P2", judgements=[])
    PACE.may_take()
    send(street.phone, body(street.assignment("P3")))
    assert states(street.phone) == ["taken-in", "refused", "received"]


def test_it_tells_a_partner_that_the_visit_is_done(street: Street) -> None:
    street.assignment("P1").inspectors.add(street.world.supervisor)
    sent(street, "P1")
    assert states(paired(street.world.supervisor)) == ["taken-in"]


def test_it_tells_nothing_of_a_round_one_is_no_longer_on(world: World) -> None:
    street = Street(world, secret=True)
    digest = said(day(street.phone))["rounds"][0]["checklist"]
    street.round.members.set([world.office])
    told = said(day(street.phone))
    assert (told["rounds"], told["assignments"]) == ([], [])
    assert street.phone.ask("GET", f"checklists/{digest}").status_code == 404
    assert send(street.phone, body(street.assignment("P1")))[1]["state"] == "refused"


def test_it_tells_nobody_else_of_a_secret_round(world: World) -> None:
    street = Street(world, secret=True)
    other = paired(world.supervisor)
    assert said(day(other))["rounds"] == []
    assert states(street.phone) == ["to-do"] * 3


def test_it_ends_with_the_round_but_for_what_was_refused(street: Street) -> None:
    inspections.close(street.world.top, round_=street.round)
    assert states(street.phone) == []
    refused(street, "P1")
    told = said(day(street.phone))
    assert [one["state"] for one in told["assignments"]] == ["refused"]
    assert told["rounds"][0]["closed"] is True


def test_it_gives_a_checklist_by_its_hash_for_ever(street: Street) -> None:
    digest = said(day(street.phone))["rounds"][0]["checklist"]
    answer = street.phone.ask("GET", f"checklists/{digest}")
    assert "immutable" in answer.headers["Cache-Control"]
    told = said(answer)
    assert told["sha256"] == digest
    assert told["kinds"]["road"]["groups"][0]["items"] == ["lamps", "kerbs"]
    assert told["items"]["lamps"]["asks"] == "result"
    values = [one["value"] for one in told["items"]["lamps"]["answers"]]
    assert values[:2] == ["pass", "fail"]


def test_it_asks_only_for_the_items_of_the_round(street: Street) -> None:
    Round.objects.filter(pk=street.round.pk).update(items=["kerbs"])
    digest = said(day(street.phone))["rounds"][0]["checklist"]
    told = said(street.phone.ask("GET", f"checklists/{digest}"))
    assert set(told["items"]) == {"kerbs"}


@pytest.mark.parametrize("digest", ["0" * 64, "x"])
def test_it_knows_no_other_checklist(digest: str, street: Street) -> None:
    answer = street.phone.ask("GET", f"checklists/{digest}")
    assert (answer.status_code, said(answer)["code"]) == (404, "not-found")


def test_it_lists_errands_under_their_name(street: Street) -> None:
    looks = Errand("looks", lambda person: [{"uuid": "1"}], lambda uuids: set(), lambda *_a: None)
    none = Errand("nones", lambda person: [], lambda uuids: set(), lambda *_a: None)
    with (
        patch.object(errands, "ERRANDS", [looks, none]),
        patch.object(days, "ERRANDS", [looks, none]),
    ):
        told = said(day(street.phone))
    assert told["looks"] == [{"uuid": "1"}]
    assert "nones" not in told


def test_it_tells_the_time_outside_of_the_tag(street: Street) -> None:
    one, other = day(street.phone), day(street.phone)
    assert one.headers["ETag"] == other.headers["ETag"]
    assert said(one)["server_time"][:10] == timezone.localdate().isoformat()


def test_it_says_how_often_a_composite_point_is_looked_at() -> None:
    parts = {"title": {"zh": "站点", "en": "stop"}, "number": 3}
    kinds = [{"id": "line", "title": "公交线路", "items": ["lamps"], "repeats": parts}]
    whole = framework({"items": ["lamps"], "points": 100}, point_types=kinds)
    told = checklists.written(whole)["kinds"]["line"]["repeats"]
    assert told == {"title": {"zh": "站点", "en": "stop"}, "number": 3, "metres": None}
