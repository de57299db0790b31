"""What was kept becomes visits and observations, or is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections import queries as rounds
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.visits import actions, errands, pace, tasks
from chuangcheng.evidence.visits.errands import Errand
from chuangcheng.evidence.visits.limits import limits
from chuangcheng.evidence.visits.models import Finding, Submission, Visit, VisitFlag
from chuangcheng.ground.audit.models import Event
from chuangcheng.ground.jobs import queries as jobs
from chuangcheng.ground.jobs.models import Job
from chuangcheng.ground.jobs.worker import run_one
from tests.site.cast import World
from tests.site.devices.phones import paired
from tests.site.visits.street import Street, body, flags, judged, refused, send, sent


@pytest.fixture
def street(world: World) -> Street:
    return Street(world)


def test_it_makes_observations_of_what_was_judged(street: Street) -> None:
    visit = sent(street, "P1", "pass", "fail")
    rows = Observation.objects.filter(visit=visit.assignment.visit).order_by("pk")
    assert [(row.item, row.result) for row in rows] == [("lamps", "pass"), ("kerbs", "fail")]
    assert rounds.size(street.round) == 2
    assert (visit.inspector, visit.point.code) == (street.world.inspector, "P1")


def test_it_keeps_remarks_and_photographs_beside_observations(street: Street) -> None:
    photograph = str(uuid4())
    said = body(street.assignment("P1"))
    said["judgements"] = [judged("lamps", "fail", "三盏灯不亮", photographs=[photograph])]
    send(street.phone, said)
    found = Finding.objects.get(observation__item="lamps")
    assert (found.remark, found.photographs) == ("三盏灯不亮", [photograph])


def test_it_tells_of_a_batch_in_one_event(street: Street) -> None:
    pace.PACE.may_take()
    for code in ("P1", "P2", "P3"):
        send(street.phone, body(street.assignment(code)))
    before = Event.objects.count()
    assert street.take_in() == 3
    assert Event.objects.count() == before + 1
    assert Event.objects.get(verb="round.record").after["visits"] == 3


def test_it_takes_in_once(street: Street) -> None:
    sent(street, "P1")
    assert street.take_in() == 0
    assert Visit.objects.count() == 1


def test_it_refuses_what_is_not_the_inspectors(street: Street) -> None:
    street.assignment("P1").inspectors.set([street.world.supervisor])
    assert "分派" in refused(street, "P1").refusal["zh"]


def test_it_refuses_whoever_may_record_no_more(street: Street) -> None:
    street.world.inspector.grants.all().delete()
    assert "分派" in refused(street, "P1").refusal["zh"]


def test_it_refuses_for_a_closed_round(street: Street) -> None:
    inspections.close(street.world.top, round_=street.round)
    found = refused(street, "P1")
    assert "已经关闭" in found.refusal["zh"]
    assert found.round == street.round


def test_it_refuses_a_second_visit_of_one_assignment(street: Street) -> None:
    sent(street, "P1")
    assert "一次走访" in refused(street, "P1").refusal["zh"]
    assert rounds.size(street.round) == 2


def test_it_refuses_an_assignment_that_was_withdrawn(street: Street) -> None:
    one = street.assignment("P1")
    one.dropped_at = timezone.now()
    one.save()
    assert "撤销" in refused(street, "P1").refusal["zh"]


def test_it_refuses_items_that_are_unknown(street: Street) -> None:
    wrong = [judged("lamps", "pass"), judged("nothing", "pass")]
    found = refused(street, "P1", judgements=wrong)
    assert "nothing" in found.refusal["en"]
    assert not Observation.objects.exists()


def test_it_refuses_names_that_are_used(street: Street) -> None:
    one = judged("lamps", "pass")
    send(street.phone, body(street.assignment("P1"), judgements=[one]))
    assert "编号" in refused(street, "P2", judgements=[one]).refusal["zh"]
    twice = [judged("lamps", "pass"), judged("kerbs", "pass")]
    twice[1]["uuid"] = twice[0]["uuid"]
    assert "编号" in refused(street, "P3", judgements=twice).refusal["zh"]


def test_it_refuses_a_visit_at_which_nothing_was_judged(street: Street) -> None:
    assert "一项也没有" in refused(street, "P1", judgements=[]).refusal["zh"]


def test_it_marks_a_blind_second_visit(street: Street) -> None:
    first = street.assignment("P1")
    second = street.assign("P1", street.world.inspector, repeat_of=first)
    sent(street, "P1")
    uuid = str(uuid4())
    send(street.phone, body(second), uuid)
    street.take_in()
    assert Visit.objects.get(uuid=uuid).second
    assert rounds.size(street.round) == 2


def test_it_corrects_the_times_of_a_wrong_clock(street: Street) -> None:
    days, now = timedelta(days=2), timezone.now()
    clock = {"phone": None, "server": None, "difference_s": days.total_seconds()}
    visit = sent(street, "P1", at=now + days, clock=clock)
    assert visit.closed_at == now
    assert visit.said_closed_at == now + days
    assert Observation.objects.filter(observed_at=now).count() == 2
    assert flags(visit) == ["clock"]


def test_it_flags_a_visit_far_from_the_point(street: Street) -> None:
    fix = {"lon": 113.21, "lat": 35.21, "accuracy_m": 20, "at": timezone.now().isoformat()}
    visit = sent(street, "P1", position=fix)
    assert visit.distance_m is not None
    assert visit.distance_m == pytest.approx(1440, abs=30)
    assert flags(visit) == ["far"]


@pytest.mark.parametrize("position", [None, {"lon": 113.2013, "lat": 35.2, "accuracy_m": 0}])
def test_it_flags_nobody_who_was_there(position: Any, street: Street) -> None:
    assert flags(sent(street, "P1", position=position)) == []


def test_it_flags_a_journey_that_nobody_can_make(street: Street) -> None:
    now = timezone.now()
    sent(street, "P1", at=now)
    late = sent(street, "P3", at=now + timedelta(minutes=25))
    assert flags(late) == ["speed"]
    assert VisitFlag.objects.get(visit=late).other == Visit.objects.get(point__code="P1")


def test_it_flags_a_journey_whichever_visit_comes_first(street: Street) -> None:
    now = timezone.now()
    late = sent(street, "P3", at=now + timedelta(minutes=25))
    sent(street, "P1", at=now)
    assert flags(late) == ["speed"]


def test_it_flags_no_journey_that_takes_its_time(street: Street) -> None:
    now = timezone.now()
    sent(street, "P1", at=now)
    assert flags(sent(street, "P2", at=now + timedelta(hours=1))) == []


def test_it_flags_a_visit_copied_word_for_word(street: Street) -> None:
    now, words = timezone.now(), "路灯三盏不亮，已拍照"
    for number, code in enumerate(("P1", "P2")):
        said = [judged("lamps", "fail", words), judged("kerbs", "pass")]
        copied = sent(street, code, at=now + timedelta(hours=number), judgements=said)
    assert flags(copied) == ["copy"]


def test_it_flags_no_visits_that_found_everything_in_order(street: Street) -> None:
    now = timezone.now()
    sent(street, "P1", "pass", "pass", at=now)
    assert flags(sent(street, "P2", "pass", "pass", at=now + timedelta(hours=1))) == []


def test_it_takes_in_the_good_beside_one_that_breaks(street: Street) -> None:
    pace.PACE.may_take()
    for code in ("P1", "P2"):
        send(street.phone, body(street.assignment(code)))
    bad, real = street.assignment("P1").visit, inspections.record

    def breaking(actor: Any, **told: Any) -> Any:
        if any(row.visit == bad for row in told["rows"]):
            raise RuntimeError
        return real(actor, **told)

    with patch.object(inspections, "record", breaking):
        street.take_in()
    states = Submission.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["refused", "taken-in"]


@contextmanager
def declared(uuid: UUID, take: Callable[[UUID], Any]) -> Iterator[None]:
    """An errand of this name, the only one there is, and what becomes of it."""
    known = Errand(
        "looks",
        listed=lambda person: [],
        mine=lambda uuids: {uuid} & set(uuids),
        take=lambda submission, said: take(said.assignment),
    )
    with patch.object(errands, "ERRANDS", [known]), patch.object(actions, "ERRANDS", [known]):
        yield


def test_it_hands_errands_to_whoever_declared_them(street: Street) -> None:
    uuid, heard = uuid4(), list[UUID]()
    with declared(uuid, heard.append):
        told = send(street.phone, body(street.assignment("P1")) | {"assignment": str(uuid)})[1]
    assert told["state"] == "taken-in"
    assert heard == [uuid]


def test_it_takes_in_the_others_when_an_errand_fails(street: Street) -> None:
    uuid = uuid4()
    with declared(uuid, lambda _uuid: Submission.objects.get(pk=0)):
        status, told = send(street.phone, body(street.assignment("P1")) | {"assignment": str(uuid)})
        assert sent(street, "P2").point.code == "P2"
    assert (status, told["state"], bool(told["refusal"]["zh"])) == (201, "refused", True)


def test_it_puts_in_one_job_for_many_visits(street: Street) -> None:
    for code in ("P1", "P2", "P3"):
        send(street.phone, body(street.assignment(code)))
    assert Job.objects.filter(task=pace.TASK).count() == 1
    assert not jobs.jobs(street.world.top).filter(task=pace.TASK).exists()
    Job.objects.update(run_at=timezone.now())
    while run_one():
        pass
    assert Visit.objects.count() == 3


def test_it_sweeps_up_what_nobody_was_told_of(street: Street) -> None:
    pace.PACE.may_take()
    for code in ("P1", "P2"):
        send(street.phone, body(street.assignment(code)))
    told: list[int] = []

    class Held:
        def tell(self, done: int, of: int) -> None:
            told.append(done)

    small = limits().model_copy(update={"intake": limits().intake.model_copy(update={"batch": 1})})
    with patch.object(tasks, "limits", lambda: small):
        tasks.sweep(Held())
    assert told == [0, 0]  # held, without saying how many: they may be of a secret round
    assert Visit.objects.count() == 2


def test_it_takes_in_by_hand_what_can_be_recorded(street: Street) -> None:
    wrong = [judged("lamps", "pass"), judged("nothing", "pass")]
    found = refused(street, "P1", judgements=wrong)
    visit = actions.accept(street.world.supervisor, submission=found, why="现场核实过")
    assert list(Observation.objects.values_list("item", flat=True)) == ["lamps"]
    assert visit.submission.state == "taken-in"
    event = Event.objects.get(verb="visit.accept")
    assert (event.why, event.subject_kind) == ("现场核实过", "round")


def test_it_takes_in_by_hand_only_into_an_open_round(street: Street) -> None:
    inspections.close(street.world.top, round_=street.round)
    found = refused(street, "P1")
    with pytest.raises(ValidationError, match="重新打开"):
        actions.accept(street.world.supervisor, submission=found, why="现场核实过")
    inspections.reopen(street.world.top, round_=street.round, why="补收")
    actions.accept(street.world.supervisor, submission=found, why="现场核实过")
    assert rounds.size(street.round) == 2


def test_it_judges_no_item_twice_by_hand(street: Street) -> None:
    sent(street, "P1")
    found = refused(street, "P1")
    with pytest.raises(ValidationError, match="没有一项"):
        actions.accept(street.world.supervisor, submission=found, why="现场核实过")


def test_it_leaves_out_what_somebody_decides_to(street: Street) -> None:
    found = refused(street, "P1", judgements=[])
    actions.leave(street.world.supervisor, submission=found, why="空白走访")
    with pytest.raises(ValidationError, match="不需要"):
        actions.leave(street.world.supervisor, submission=found, why="空白走访")
    found.refresh_from_db()
    assert found.state == "left"


def test_it_decides_on_a_doubt_once_and_with_a_reason(street: Street) -> None:
    far = {"lon": 113.3, "lat": 35.3, "accuracy_m": 5}
    flag = VisitFlag.objects.get(visit=sent(street, "P1", position=far))
    with pytest.raises(ValidationError):
        actions.decide(street.world.supervisor, flag=flag, verdict="explained", reason="")
    actions.decide(street.world.supervisor, flag=flag, verdict="explained", reason="点位坐标有误")
    with pytest.raises(ValidationError, match="已有结论"):
        actions.decide(street.world.supervisor, flag=flag, verdict="kept", reason="点位坐标有误")


def test_it_takes_in_what_a_phone_sent_before_it_was_revoked(street: Street) -> None:
    pace.PACE.may_take()
    send(street.phone, body(street.assignment("P1")))
    street.phone.device.revoked_at = timezone.now()
    street.phone.device.save()
    assert send(street.phone, body(street.assignment("P2")))[0] == 401
    assert street.take_in() == 1
    again = paired(street.world.inspector)
    assert send(again, body(street.assignment("P2")))[0] == 201
