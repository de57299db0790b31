"""Re-checks on the phone: who is sent, what comes of it, and what is no re-check."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.evidence.photographs import files
from chuangcheng.evidence.photographs.models import Flag, Photograph, State
from chuangcheng.evidence.photographs.owners import owner_of
from chuangcheng.evidence.visits.actions import take_waiting
from chuangcheng.evidence.visits.models import Submission
from chuangcheng.evidence.visits.queries import lost
from chuangcheng.evidence.visits.verdicts import Verdict
from chuangcheng.ground.people.models import User
from chuangcheng.remedy.problems.actions import rectify
from chuangcheng.remedy.problems.errands import UNKNOWN, Name
from chuangcheng.remedy.problems.models import Moment, Problem, Recheck
from chuangcheng.remedy.problems.steps.actions import add_pictures
from tests.site.cast import World
from tests.site.devices.phones import Phone, paired, said
from tests.site.problems.scene import Scene, rectified
from tests.site.visits.street import judged, send

NOW = timezone.now()


@pytest.fixture
def scene(world: World) -> Scene:
    """The lamps that failed, reported as rectified."""
    made = Scene(world)
    rectified(made, now=NOW - timedelta(days=2))
    return made


def day(user: User) -> dict[str, Any]:
    """What somebody's phone is told."""
    return said(paired(user).ask("GET", "day"))


def visit(
    errand: dict[str, Any], *judgements: dict[str, Any], at: datetime | None = None, **more: Any
) -> dict[str, Any]:
    """A visit as a phone sends it, at the end of which its clock showed `at`."""
    closed = at or timezone.now()
    return more | {
        "assignment": errand["uuid"],
        "opened_at": (closed - timedelta(minutes=5)).isoformat(),
        "closed_at": closed.isoformat(),
        "judgements": list(judgements),
    }


def sent(world: World, *judgements: dict[str, Any], uuid: str = "") -> tuple[Phone, dict[str, Any]]:
    """A re-check that the supervisor's phone has sent, and what it was told then."""
    phone = paired(world.supervisor)
    [errand] = said(phone.ask("GET", "day"))["rechecks"]
    told = send(phone, visit(errand, *judgements), uuid)[1]
    take_waiting(100)
    return phone, told


def test_it_sends_somebody_else_to_the_point(scene: Scene) -> None:
    [errand] = day(scene.world.supervisor)["rechecks"]
    assert errand["point"]["code"] == "P1"
    assert errand["items"] == ["lamps"]
    assert errand["problem"] == scene.lamps.number
    assert "rechecks" not in day(scene.world.clerk)


def test_it_comes_with_the_checklist(scene: Scene) -> None:
    phone = paired(scene.world.supervisor)
    told = said(phone.ask("GET", "day"))
    [round_] = told["rounds"]
    assert round_["id"] == told["rechecks"][0]["round"] == scene.round.pk
    assert phone.ask("GET", f"checklists/{round_['checklist']}").status_code == 200


def test_it_strikes_off_what_is_met(scene: Scene) -> None:
    sent(scene.world, judged("lamps", "pass"))
    assert scene.lamps.state == "struck-off"
    assert "rechecks" not in day(scene.world.supervisor)


def test_it_sends_back_what_is_not_met(scene: Scene) -> None:
    sent(scene.world, judged("lamps", "fail", "还是不亮"))
    assert scene.lamps.state == "signed"
    assert scene.lamps.reworks == 1
    assert Recheck.objects.get().step.note == "还是不亮"


def test_it_goes_by_the_worst_of_several_stops(scene: Scene) -> None:
    stops = [judged("lamps", result, repeat=str(n)) for n, result in enumerate(["pass", "fail"])]
    sent(scene.world, *stops)
    assert scene.lamps.state == "signed"


def test_it_is_one_re_check_however_often_it_comes(scene: Scene) -> None:
    uuid, judgement = str(uuid4()), judged("lamps", "pass")
    phone, _told = sent(scene.world, judgement, uuid=uuid)
    problem = scene.lamps
    again = {"uuid": str(Name(problem.pk, 0).uuid)}
    send(phone, visit(again, judgement), str(uuid4()))
    take_waiting(100)
    assert Recheck.objects.count() == 1


def test_it_is_sent_for_anew_after_it_came_back(scene: Scene) -> None:
    sent(scene.world, judged("lamps", "pass"))
    scene.again(2, timezone.now() + timedelta(hours=1))
    rectified(scene, now=NOW, after=timedelta())
    [errand] = day(scene.world.supervisor)["rechecks"]
    assert errand["state"] == "to-do"
    sent(scene.world, judged("lamps", "fail"))
    assert (scene.lamps.state, Recheck.objects.count()) == ("signed", 2)


@pytest.mark.parametrize("result", ["pass", "fail"])
def test_it_decides_nothing_that_came_after_somebody_else_looked(scene: Scene, result: str) -> None:
    world, late, uuid = scene.world, paired(scene.world.office), str(uuid4())
    [errand] = said(late.ask("GET", "day"))["rechecks"]
    seen = visit(errand, judged("lamps", result), at=NOW - timedelta(hours=6))
    sent(world, judged("lamps", "fail"))
    rectify(world.clerk, problem=scene.lamps, note="再修", photographs=[uuid4()])
    was = scene.lamps.facts()
    for _again in range(2):
        assert send(late, seen, uuid)[0] in {200, 201}
        take_waiting(100)
    assert (scene.lamps.facts(), Recheck.objects.count()) == (was, 1)
    [now] = said(late.ask("GET", "day"))["rechecks"]
    assert (now["uuid"] != errand["uuid"], now["state"]) == (True, "to-do")
    kept = lost(world.office).get(uuid=uuid)
    assert "已另行复查" in kept.refusal["zh"]
    assert "has been re-checked since" in kept.refusal["en"]


@pytest.mark.parametrize(
    ("ahead", "state"), [(timedelta(days=3), "refused"), (-timedelta(days=3), "taken-in")]
)
def test_it_looks_after_what_was_reported_by_the_clock_of_the_site(
    scene: Scene, ahead: timedelta, state: str
) -> None:
    phone, uuid = paired(scene.world.supervisor), str(uuid4())
    [errand] = said(phone.ask("GET", "day"))["rechecks"]
    shown = timezone.now() + min(ahead, timedelta())
    clock = {"phone": None, "server": None, "difference_s": ahead.total_seconds()}
    send(phone, visit(errand, judged("lamps", "pass"), at=shown, clock=clock), uuid)
    take_waiting(100)
    assert Submission.objects.get(uuid=uuid).state == state
    assert scene.lamps.open == (state == "refused")


@pytest.mark.parametrize("judgement", [judged("kerbs", "pass"), judged("lamps", "blue")])
def test_it_keeps_what_is_no_re_check(scene: Scene, judgement: dict[str, Any]) -> None:
    sent(scene.world, judgement)
    [errand] = day(scene.world.supervisor)["rechecks"]
    assert errand["state"] == "refused"
    assert errand["refusal"]["zh"]
    assert scene.lamps.state == "rectified"


@pytest.mark.parametrize("who", ["neighbour", "supervisor"])
def test_it_takes_none_from_whoever_may_not_and_keeps_nobody_waiting(
    scene: Scene, who: str
) -> None:
    phone, name = paired(getattr(scene.world, who)), str(Name(scene.lamps.pk, 0).uuid)
    phone.device.person.grants.all().delete()
    uuid = str(uuid4())
    status, _told = send(phone, visit({"uuid": name}, judged("lamps", "pass")), uuid)
    take_waiting(100)
    told = Submission.objects.get(uuid=uuid)
    assert (status, told.state, told.refusal) == (201, "refused", asdict(UNKNOWN))
    assert scene.lamps.state == "rectified"


@pytest.fixture
def before(scene: Scene, settings: Any, tmp_path: Path) -> str:
    """Where a phone asks for the photograph of the fault."""
    settings.MEDIA_ROOT = str(tmp_path)
    small = files.put("picture", b"was")
    taken = Photograph.objects.create(sha256="0" * 64, size=3, thumbnail=small)
    add_pictures(scene.lamps, [taken.uuid], Moment.BEFORE)
    return f"rechecks/photographs/{taken.uuid}"


def test_it_shows_what_it_was_like_to_whoever_looks_again(scene: Scene, before: str) -> None:
    phone = paired(scene.world.supervisor)
    [errand] = said(phone.ask("GET", "day"))["rechecks"]
    assert [f"rechecks/photographs/{uuid}" for uuid in errand["before"]] == [before]
    assert phone.ask("GET", before).content == b"was"


def test_it_shows_what_was_taken_again_in_the_place_of_what_was_not_accepted(
    scene: Scene, before: str
) -> None:
    old, small = Photograph.objects.get(), files.put("picture", b"sharp")
    Photograph.objects.filter(pk=old.pk).update(judgement=(judgement := uuid4()))
    Flag.objects.create(photograph=old, verdict=Verdict.REJECTED)
    new = Photograph.objects.create(
        sha256="1" * 64, size=5, thumbnail=small, judgement=judgement, state=State.CHECKED
    )
    phone = paired(scene.world.supervisor)
    [errand] = said(phone.ask("GET", "day"))["rechecks"]
    assert errand["before"] == [str(old.uuid)]  # nobody has looked at the new one yet
    Photograph.objects.filter(pk=new.pk).update(compared_at=NOW)
    [errand] = said(phone.ask("GET", "day"))["rechecks"]
    assert errand["before"] == [str(new.uuid)]
    assert phone.ask("GET", f"rechecks/photographs/{new.uuid}").content == b"sharp"
    other = paired(scene.world.clerk).ask("GET", f"rechecks/photographs/{new.uuid}")
    assert other.status_code == 404


@pytest.mark.parametrize("who", ["clerk", "neighbour"])
def test_it_shows_it_to_nobody_else(scene: Scene, before: str, who: str) -> None:
    refused = paired(getattr(scene.world, who)).ask("GET", before)
    assert (refused.status_code, said(refused)["code"]) == (404, "not-found")


def test_it_shows_it_no_longer_once_it_is_struck_off(scene: Scene, before: str) -> None:
    phone, _told = sent(scene.world, judged("lamps", "pass"))
    assert phone.ask("GET", before).status_code == 404


def test_it_knows_whose_the_photographs_are(scene: Scene) -> None:
    uuid = str(uuid4())
    sent(scene.world, judged("lamps", "pass"), uuid=uuid)
    owner = owner_of(UUID(uuid), scene.world.supervisor.pk)
    assert owner is not None
    assert owner.key == str(scene.lamps.pk)


@given(st.integers(1, 2**36 - 1), st.integers(0, 4095))
def test_it_reads_back_its_names(problem: int, count: int) -> None:
    name = Name(problem, count)
    assert Name.read(name.uuid) == name
    assert name.uuid.version == 8


@given(st.uuids(version=4))
def test_it_takes_no_other_name_for_one(uuid: UUID) -> None:
    assert Name.read(uuid) is None


def test_it_knows_no_problem_that_is_not_there(scene: Scene) -> None:
    phone = paired(scene.world.supervisor)
    send(phone, visit({"uuid": str(Name(10**6, 0).uuid)}, judged("lamps", "pass")))
    take_waiting(100)
    assert Problem.objects.get(item="lamps").state == "rectified"
