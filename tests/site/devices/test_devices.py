"""Phones: paired by a code, let in by a token, shut out at once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.devices import actions, queries
from chuangcheng.ground.devices.limits import limits
from chuangcheng.ground.devices.models import Device, Pairing
from chuangcheng.ground.people.models import User
from chuangcheng.ground.scope import Person
from chuangcheng.ground.signin.limits import limits as door
from tests.site.cast import World
from tests.site.devices.phones import paired, said

Browser = Callable[[str | None], Client]


def pair(code: str, uuid: str = "", address: str = "192.0.2.9") -> tuple[int, dict[str, object]]:
    """Pair as a phone does."""
    body = {"code": code, "uuid": uuid or str(uuid4()), "title": "Android"}
    answer = Client().post("/api/field/pair", body, "application/json", REMOTE_ADDR=address)
    return answer.status_code, said(answer)


def test_it_pairs_by_a_code_however_it_is_typed(world: World) -> None:
    code = actions.offer(world.inspector)
    status, told = pair(f" {code[:4].lower()}-{code[4:]}")
    assert (status, told["person"]) == (201, {"name": "测小青"})
    device = queries.by_token(str(told["token"]))
    assert device is not None
    assert (device.person, device.title) == (world.inspector, "Android")


def test_it_pairs_once(world: World) -> None:
    code = actions.offer(world.inspector)
    assert [pair(code)[0], pair(code)[0]] == [201, 410]


def test_it_pairs_one_of_two_that_come_together(world: World) -> None:
    pairing = queries.pairing(actions.offer(world.inspector))
    assert pairing is not None
    facts = actions.DeviceFacts(uuid4(), "a")
    actions.pair(world.inspector, pairing=pairing, facts=facts)
    with pytest.raises(actions.SpentError):
        actions.pair(world.inspector, pairing=pairing, facts=facts)
    assert Device.objects.filter(person=world.inspector).count() == 1


def test_it_forgets_a_code_after_its_minutes(world: World) -> None:
    code = actions.offer(world.inspector)
    Pairing.objects.update(until=timezone.now() - timedelta(seconds=1))
    status, told = pair(code)
    assert (status, told["code"]) == (410, "pairing-spent")


def test_it_makes_whoever_guesses_wait(world: World) -> None:
    uuid = str(uuid4())
    codes = [pair("AAAA-AAAA-AAAA", uuid)[0] for _try in range(door().person_at_address.failures)]
    assert set(codes) == {410}
    assert pair(actions.offer(world.inspector), uuid)[0] == 429
    assert pair(actions.offer(world.inspector))[0] == 201


def test_it_ends_the_earlier_pairing_of_the_same_phone(world: World) -> None:
    uuid = str(uuid4())
    tokens = [str(pair(actions.offer(world.inspector), uuid)[1]["token"]) for _time in range(2)]
    found = [queries.by_token(token) for token in tokens]
    assert [device.revoked_at is None for device in found if device] == [False, True]


def test_it_keeps_neither_token_nor_code(world: World) -> None:
    code = actions.offer(world.inspector)
    assert code not in str(Pairing.objects.values_list())
    token = str(pair(code)[1]["token"])
    assert token not in str(Device.objects.values_list())
    assert token not in str(Event.objects.values_list())


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer x", "Basic eDp5"])
def test_it_lets_no_stranger_in(token: str, world: World) -> None:
    answer = Client().get("/api/field/day", headers={"Authorization": token})
    assert (answer.status_code, said(answer)["code"]) == (401, "device-unknown")


def test_it_opens_nothing_by_a_session(as_: Browser) -> None:
    assert as_("inspector").get("/api/field/day").status_code == 401


@pytest.mark.parametrize("who", ["inspector", "office"])
def test_it_shuts_a_phone_out_at_once(who: str, as_: Browser, world: World) -> None:
    phone = paired(world.inspector)
    assert phone.ask("GET", "nothing").status_code == 404
    assert as_(who).post(f"/devices/{phone.device.pk}/revoke/").status_code == 302
    assert said(phone.ask("GET", "day"))["code"] == "device-revoked"


def test_it_shuts_a_phone_out_with_its_person(world: World) -> None:
    phone = paired(world.inspector)
    User.objects.filter(pk=world.inspector.pk).update(is_active=False)
    assert said(phone.ask("GET", "day"))["code"] == "device-revoked"


def test_it_lists_only_the_phones_of_people_one_keeps(world: World) -> None:
    paired(world.inspector)
    keepers: list[Person] = [world.office, world.neighbour, world.inspector]
    assert [queries.kept(person).count() for person in keepers] == [1, 0, 0]


def test_it_shows_a_code_with_a_picture_of_it(as_: Browser) -> None:
    page = as_("inspector").post("/devices/pair/").content.decode()
    assert "<svg" in page
    assert "<dd>http://testserver/field/</dd>" in page
    assert len(Pairing.objects.values_list("code_hash")) == 1


def test_it_notes_when_a_phone_was_here(world: World) -> None:
    phone = paired(world.inspector)
    long_ago = timezone.now() - timedelta(minutes=limits().seen_minutes + 1)
    Device.objects.update(seen_at=long_ago)
    phone.ask("GET", "day")
    phone.device.refresh_from_db()
    assert phone.device.seen_at > long_ago


def test_it_answers_malformed_requests_in_both_languages(db: None) -> None:
    answer = Client().post("/api/field/pair", {"code": 1}, "application/json")
    told = said(answer)
    assert (answer.status_code, told["code"]) == (422, "malformed")
    assert set(told["detail"]) == {"zh", "en"}


def test_it_answers_what_is_not_there(db: None) -> None:
    answer = Client().get("/api/field/nothing")
    assert (answer.status_code, said(answer)["code"]) == (404, "not-found")
