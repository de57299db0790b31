"""What a phone sends is kept as it came, once, whatever comes of it."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangcheng.evidence.visits import actions
from chuangcheng.evidence.visits.bodies import VisitIn
from chuangcheng.evidence.visits.models import Submission, Visit
from tests.site.cast import World
from tests.site.devices.phones import paired, said
from tests.site.visits.street import Street, body, send


@pytest.fixture
def street(world: World) -> Street:
    return Street(world)


def test_it_keeps_a_visit_as_it_came(street: Street) -> None:
    uuid, sent = str(uuid4()), body(street.assignment("P1"))
    status, told = send(street.phone, sent, uuid)
    assert (status, told["uuid"]) == (201, uuid)
    kept = Submission.objects.get(uuid=uuid)
    assert json.loads(kept.text) == sent
    assert kept.person == street.world.inspector


def test_it_answers_the_same_visit_the_same(street: Street) -> None:
    uuid, sent = str(uuid4()), body(street.assignment("P1"))
    send(street.phone, sent, uuid)
    again = dict(reversed(sent.items())) | {"sent_at": "2030-01-01T00:00:00+08:00", "app": "2"}
    status, told = send(street.phone, again, uuid)
    assert (status, told["state"]) == (200, "taken-in")
    assert Submission.objects.count() == 1


def test_it_refuses_another_visit_of_the_same_name(street: Street) -> None:
    uuid = str(uuid4())
    send(street.phone, body(street.assignment("P1")), uuid)
    status, told = send(street.phone, body(street.assignment("P2")), uuid)
    assert (status, told["code"]) == (409, "visit-differs")


def test_it_tells_nobody_else_what_became_of_a_visit(street: Street) -> None:
    uuid, sent = str(uuid4()), body(street.assignment("P1"))
    send(street.phone, sent, uuid)
    other = paired(street.world.supervisor)
    assert send(other, sent, uuid)[0] == 409


def test_it_keeps_what_no_rule_can_take_in(street: Street) -> None:
    sent = body(street.assignment("P1")) | {"assignment": str(uuid4())}
    status, told = send(street.phone, sent)
    assert (status, told["state"]) == (201, "refused")
    assert set(told["refusal"]) == {"zh", "en"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("assignment", "nobody"),
        ("opened_at", "2025-03-01T10:00:00"),
        ("position", {"lon": 500, "lat": 0}),
        ("judgements", None),
        ("clock", {"difference_s": 1e300}),
    ],
)
def test_it_names_the_place_of_a_fault(name: str, value: Any, street: Street) -> None:
    sent = body(street.assignment("P1")) | {name: value}
    status, told = send(street.phone, sent)
    assert (status, told["code"]) == (422, "malformed")
    assert name in told["detail"]["zh"]
    assert not Submission.objects.exists()


@pytest.mark.parametrize("text", ["", "null", "[]", "{", '{"a": "\\ud800"}', "\x00"])
def test_it_refuses_what_is_no_visit(text: str, street: Street) -> None:
    from_phone = {"Authorization": f"Bearer {street.phone.token}"}
    url = f"/api/field/visits/{uuid4()}"
    answer = Client().generic("PUT", url, text, "application/json", headers=from_phone)
    assert (answer.status_code, said(answer)["code"]) == (422, "malformed")


def test_it_judges_each_visit_of_an_outbox_by_itself(street: Street) -> None:
    good, other = (body(street.assignment(code)) | {"uuid": str(uuid4())} for code in ("P1", "P2"))
    bad = {"uuid": str(uuid4()), "assignment": 1}
    differs = other | {"uuid": good["uuid"]}
    answer = street.phone.ask("POST", "outbox", {"visits": [good, bad, other, good, differs]})
    told = said(answer)["visits"]
    assert [one["status"] for one in told] == [201, 422, 201, 200, 409]
    assert [one["uuid"] for one in told] == [
        one["uuid"] for one in (good, bad, other, good, differs)
    ]


def test_it_keeps_an_outbox_in_its_order(street: Street) -> None:
    visits = [body(street.assignment("P1")) | {"uuid": str(uuid4())} for _each in range(5)]
    street.phone.ask("POST", "outbox", {"visits": visits})
    kept = Submission.objects.order_by("pk").values_list("uuid", flat=True)
    assert [str(uuid) for uuid in kept] == [one["uuid"] for one in visits]


@pytest.mark.parametrize("given", [{}, [], {"visits": 1}, {"visits": [{}] * 51}])
def test_it_refuses_an_outbox_that_is_none(given: Any, street: Street) -> None:
    answer = street.phone.ask("POST", "outbox", given)
    assert (answer.status_code, said(answer)["code"]) == (422, "malformed")


def test_it_says_that_the_disk_is_full(street: Street) -> None:
    with patch.object(actions, "_inserted", side_effect=actions.FullError):
        status, told = send(street.phone, body(street.assignment("P1")))
    assert (status, told["code"]) == (507, "full")


def test_it_keeps_a_visit_whose_taking_in_goes_wrong(street: Street) -> None:
    locked = OperationalError("locked")
    with patch.object(actions, "take_waiting", side_effect=locked):
        status, told = send(street.phone, body(street.assignment("P1")))
    assert (status, told["state"]) == (201, "received")
    assert street.take_in() == 1
    assert Visit.objects.count() == 1


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.lists(st.integers(0, 2), min_size=1, max_size=8))
def test_it_comes_to_the_same_in_any_order_and_repetition(order: list[int], street: Street) -> None:
    made = _bodies(street)
    for number in order:
        uuid, sent = made[number]
        assert send(street.phone, sent, uuid)[0] in {200, 201}
    street.take_in()
    uuids = {made[number][0] for number in order}
    assert Submission.objects.filter(uuid__in=uuids).count() == len(uuids)
    assert Visit.objects.filter(uuid__in=uuids).count() == len(uuids)


_made: dict[int, list[tuple[str, Any]]] = {}


def _bodies(street: Street) -> list[tuple[str, Any]]:
    if id(street) not in _made:
        codes = ("P1", "P2", "P3")
        _made[id(street)] = [(str(uuid4()), body(street.assignment(code))) for code in codes]
    return _made[id(street)]


text = st.text(max_size=20)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.sampled_from(sorted(VisitIn.model_fields)), value=anything)
def test_it_keeps_or_refuses_whatever_comes(name: str, value: Any, street: Street) -> None:
    status, told = send(street.phone, body(street.assignment("P1")) | {name: value})
    assert status in {201, 422}
    assert ("detail" in told) == (status == 422)


def test_it_tells_a_phone_to_come_back_when_the_database_is_busy(street: Street) -> None:
    locked = OperationalError("database is locked")
    with patch.object(actions, "keep", side_effect=locked):
        answer = street.phone.ask("PUT", f"visits/{uuid4()}", body(street.assignment("P1")))
    assert (answer.status_code, said(answer)["code"]) == (503, "busy")
    assert answer.headers["Retry-After"]
