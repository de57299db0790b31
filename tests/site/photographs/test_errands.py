"""Photographs to be taken again: whose phone is sent, what comes of it, and when it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.evidence.photographs import actions, queries
from chuangcheng.evidence.photographs.models import Flag, FlagKind, Photograph
from chuangcheng.evidence.photographs.unproven import unproven
from chuangcheng.evidence.visits.models import Finding, Submission, Visit
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.people.models import User
from tests.site.cast import SYSTEM, World
from tests.site.devices.phones import Phone, paired, said
from tests.site.photographs import pictures
from tests.site.photographs.scene import look, taken
from tests.site.visits.street import Street, send, sent

Browser = Callable[[str | None], Client]
BLURRED = "看不清是哪盏灯"


@pytest.fixture
def street(world: World) -> Street:
    return Street(world)


@pytest.fixture
def failed(street: Street) -> Observation:
    """Lamps that failed, with a photograph of them."""
    visit = sent(street, "P1", "fail", "pass")
    seen = Observation.objects.get(item="lamps")
    taken(street, visit, pictures.jpeg(3), judgement=str(seen.uuid), item="lamps")
    return seen


def reject(photograph: Photograph, reason: str = BLURRED) -> Flag:
    """The supervisor does not accept a photograph."""
    flag = Flag.objects.create(photograph=photograph, flag_kind=FlagKind.PLACE)
    supervisor = User.objects.get(username="supervisor")
    return actions.decide(supervisor, flag=flag, verdict="rejected", reason=reason)


def last(seen: Observation) -> Photograph:
    """The newest photograph of a judgement."""
    return Photograph.objects.filter(judgement=seen.uuid).latest("pk")


def asked(phone: Phone) -> list[dict[str, Any]]:
    """What a phone is to photograph again."""
    found: list[dict[str, Any]] = said(phone.ask("GET", "day")).get("retakes", [])
    return found


def again(street: Street, errand: dict[str, Any], seed: int = 9) -> str:
    """The visit for it and a new photograph, sent and looked at; gives what the visit was told."""
    uuid, name, now = str(uuid4()), uuid4(), timezone.now()
    known = errand["retake"]
    judgement = {"uuid": known["judgement"], "item": "lamps", "result": known["result"]}
    body = {
        "assignment": errand["uuid"],
        "opened_at": (now - timedelta(minutes=2)).isoformat(),
        "closed_at": now.isoformat(),
        "judgements": [judgement | {"photographs": [str(name)]}],
    }
    send(street.phone, body, uuid)
    street.take_in()
    facts = {"visit": uuid, "judgement": known["judgement"], "item": "lamps"}
    pictures.send(street.phone, pictures.jpeg(seed), name, taken_at=now.isoformat(), **facts)
    look()
    return Submission.objects.get(uuid=uuid).state


def test_it_sends_whoever_took_it(street: Street, failed: Observation, world: World) -> None:
    reject(last(failed))
    [errand] = asked(street.phone)
    assert (errand["point"]["code"], errand["items"], errand["state"]) == ("P1", ["lamps"], "to-do")
    assert errand["retake"]["judgement"] == str(failed.uuid)
    assert (errand["retake"]["result"], errand["retake"]["why"]) == ("fail", BLURRED)
    assert asked(paired(world.supervisor)) == []


def test_it_sends_nobody_for_what_is_accepted(street: Street, failed: Observation) -> None:
    assert asked(street.phone) == []


def test_it_shows_the_old_photograph_to_its_person_alone(
    street: Street, failed: Observation, world: World
) -> None:
    reject(last(failed))
    [name] = asked(street.phone)[0]["before"]
    address = f"retakes/photographs/{name}"
    assert street.phone.ask("GET", address).headers["Content-Type"] == "image/jpeg"
    assert paired(world.supervisor).ask("GET", address).status_code == 404


def test_it_is_over_once_the_new_one_is_accepted(street: Street, failed: Observation) -> None:
    old = last(failed)
    reject(old)
    assert again(street, asked(street.phone)[0]) == "taken-in"
    new = last(failed)
    assert (new.round, new.area, new.point) == (failed.round, failed.area, failed.point)
    assert asked(street.phone) == []
    assert not unproven(SYSTEM).exists()
    assert Photograph.objects.filter(pk=old.pk).exists()
    assert Event.objects.filter(verb="photograph.retake").count() == 1


def test_it_waits_while_somebody_doubts_the_new_one(
    street: Street, failed: Observation, world: World
) -> None:
    reject(last(failed))
    again(street, asked(street.phone)[0], seed=3)  # the very same picture
    [waiting] = asked(street.phone)
    assert waiting["state"] == "taken-in"
    doubt = Flag.objects.get(photograph=last(failed), verdict="")
    actions.decide(world.supervisor, flag=doubt, verdict="explained", reason="同一盏灯")
    assert asked(street.phone) == []


def test_it_is_another_errand_when_the_new_one_is_not_accepted(
    street: Street, failed: Observation
) -> None:
    reject(last(failed))
    [first] = asked(street.phone)
    again(street, first)
    reject(last(failed), "还是看不清")
    [second] = asked(street.phone)
    assert second["uuid"] != first["uuid"]
    assert (second["state"], second["retake"]["why"]) == ("to-do", "还是看不清")


def test_it_is_no_wonder_that_it_looks_like_the_old_one(
    street: Street, failed: Observation
) -> None:
    reject(last(failed))
    again(street, asked(street.phone)[0])
    assert not Flag.objects.filter(photograph=last(failed)).exists()


def test_it_says_that_no_photograph_came(street: Street, failed: Observation) -> None:
    reject(last(failed))
    [errand] = asked(street.phone)
    body = {"assignment": errand["uuid"], "judgements": []}
    now = timezone.now().isoformat()
    uuid = str(uuid4())
    send(street.phone, body | {"opened_at": now, "closed_at": now}, uuid)
    street.take_in()
    refused = Submission.objects.get(uuid=UUID(uuid))
    assert (refused.state, refused.round) == ("refused", failed.round)
    assert refused.reason is not None
    assert "没有照片" in refused.reason.zh


def test_it_is_over_once_the_round_is_closed_and_takes_in_what_was_late(
    street: Street, failed: Observation
) -> None:
    reject(last(failed))
    [errand] = asked(street.phone)
    inspections.close(SYSTEM, round_=street.round)
    assert asked(street.phone) == []
    assert again(street, errand) == "taken-in"
    assert not unproven(SYSTEM).exists()


def test_it_is_over_once_the_judgement_is_corrected(street: Street, failed: Observation) -> None:
    reject(last(failed))
    [errand] = asked(street.phone)
    inspections.judge(SYSTEM, observation=failed, said=Judgement("pass"), why="现场核实已亮")
    assert asked(street.phone) == []
    assert again(street, errand) == "refused"


def test_it_stands_before_the_old_one_which_is_marked(
    street: Street, failed: Observation, as_: Browser
) -> None:
    old = last(failed)
    visit = Visit.objects.get(uuid=old.visit)
    Finding.objects.create(visit=visit, observation=failed, photographs=[str(old.uuid)])
    reject(old)
    again(street, asked(street.phone)[0])
    shown = as_("office").get(f"/visits/{old.visit}/").content.decode()
    assert shown.index(str(last(failed).uuid)) < shown.index(str(old.uuid))
    assert "不予采信" in shown[shown.index(str(old.uuid)) :]


def test_it_is_shown_with_the_problem_that_came_of_the_judgement(
    street: Street, failed: Observation
) -> None:
    old = last(failed)
    reject(old)
    again(street, asked(street.phone)[0])
    shown = queries.accepted_first(queries.named(SYSTEM, [old.uuid]))
    assert [(one.uuid, one.rejected) for one in shown] == [
        (last(failed).uuid, False),
        (old.uuid, True),
    ]
