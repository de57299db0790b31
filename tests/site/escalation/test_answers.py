"""What came of letters, cards and interviews."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from chuangcheng.remedy.escalation.actions import answer, climb
from chuangcheng.remedy.escalation.models import Answer, Taken
from tests.site.cast import World, signed_in
from tests.site.escalation.late import late, letter
from tests.site.escalation.weekly import followed
from tests.site.problems.scene import DAY, Scene


def said(step: Taken, **more: object) -> dict[str, object]:
    """An answer of the day after."""
    now = step.at + DAY
    return {"day": timezone.localdate(now), "text": "已派人整改", "now": now} | more


def test_it_keeps_what_a_unit_answers(world: World) -> None:
    step = letter(Scene(world))
    kept = answer(world.clerk, step=step, **said(step))
    assert (kept.person_name, list(step.answers.all())) == ("联小青", [kept])
    shown = signed_in(world.office).get(step.get_absolute_url()).content.decode()
    assert "已派人整改" in shown


def test_it_keeps_what_was_said_at_an_interview(world: World) -> None:
    [step] = followed(Scene(world), 1)
    answer(world.office, step=step, **said(step, text="主要负责人表态一周内整改"))
    assert Answer.objects.get().step.rung == "black-list-interview"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("text", " "), ("day", timezone.localdate() + timedelta(days=900)), ("day", None)],
)
def test_it_says_what_is_wrong(world: World, field: str, wrong: object) -> None:
    step = letter(Scene(world))
    wrong = wrong or timezone.localdate(step.at) - DAY
    with pytest.raises(ValidationError) as refused:
        answer(world.clerk, step=step, **said(step, **{field: wrong}))
    assert set(refused.value.message_dict) == {field}


def test_it_takes_no_answer_to_a_reminder(world: World) -> None:
    scene = Scene(world)
    [step] = climb(scene.campaign, late(scene) - timedelta(hours=1))
    with pytest.raises(ValidationError, match="不需要答复"):
        answer(world.clerk, step=step, **said(step))


def test_it_takes_no_answer_of_whoever_only_looks(world: World) -> None:
    step = letter(Scene(world))
    with pytest.raises(PermissionDenied):
        answer(world.leader, step=step, **said(step))


def test_it_never_removes_an_answer(world: World) -> None:
    step = letter(Scene(world))
    answer(world.clerk, step=step, **said(step))
    with pytest.raises(TypeError, match="never removed"):
        Answer.objects.all().delete()


def test_it_lists_what_nobody_has_answered(world: World) -> None:
    step = letter(Scene(world))
    client = signed_in(world.office)
    assert step.title in client.get("/escalation/?answered=no&format=csv").content.decode()
    answer(world.clerk, step=step, **said(step))
    assert step.title not in client.get("/escalation/?answered=no&format=csv").content.decode()


def test_it_is_recorded_on_the_page(world: World) -> None:
    step = letter(Scene(world))
    Taken.objects.filter(pk=step.pk).update(at=timezone.now())
    today = timezone.localdate().isoformat()
    written = {"day": today, "text": "已派人整改"}
    answered = signed_in(world.clerk).post(f"/escalation/{step.pk}/answer/", written)
    assert answered.status_code == 302
    told = signed_in(world.office).get(f"/api/escalation/{step.pk}/answers").json()["items"]
    assert [(one["day"], one["text"]) for one in told] == [(today, "已派人整改")]


def test_it_says_when_nobody_of_the_unit_can_be_told(world: World) -> None:
    step = letter(Scene(world))
    office = signed_in(world.office)
    assert "没有能收到通知的账号" not in office.get(step.get_absolute_url()).content.decode()
    world.clerk.grants.all().delete()
    assert "没有能收到通知的账号" in office.get(step.get_absolute_url()).content.decode()


def test_it_is_dated_as_letters_are(world: World) -> None:
    step = letter(Scene(world))
    page = signed_in(world.office).get(step.get_absolute_url()).content.decode()
    day = timezone.localtime(step.at)
    assert f">{day.year}年{day.month}月{day.day}日</time>" in page
