"""Judging anew: a correction is one more observation, and nothing earlier is touched."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.urls import reverse

from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.evidence.inspections.models import Decision, Observation
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.scope import Person
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.inspections.scene import STREET, Scene, round_, take_in, written

PASS = Judgement("pass")


def test_it_adds_and_never_changes(world: World) -> None:
    scene = Scene(world)
    first = scene.fault
    later = actions.judge(world.inspector, observation=first, said=PASS, why="复核")
    first.refresh_from_db()
    assert (first.result, later.result, later.corrects) == ("fail", "pass", first)
    assert queries.chain(later) == [first, later]


def test_it_counts_the_correction_alone(world: World) -> None:
    scene = Scene(world)
    actions.judge(world.inspector, observation=scene.fault, said=PASS, why="复核")
    seen = queries.frame(scene.round)
    assert len(seen) == 6
    assert seen["result"].to_list().count("fail") == 1


def test_it_still_knows_how_things_were(world: World) -> None:
    scene = Scene(world)
    before = queries.frame(scene.round)
    actions.judge(world.inspector, observation=scene.fault, said=PASS, why="复核")
    assert queries.frame(scene.round, scene.computation.upto).equals(before)


def test_it_corrects_only_what_still_counts(world: World) -> None:
    scene = Scene(world)
    fault = scene.fault
    actions.judge(world.inspector, observation=fault, said=PASS, why="复核")
    with pytest.raises(ValidationError):
        actions.judge(world.inspector, observation=fault, said=PASS, why="再复核")


def test_it_refuses_what_the_rule_does_not_know(world: World) -> None:
    scene = Scene(world)
    with pytest.raises(ValidationError) as refused:
        actions.judge(world.inspector, observation=scene.fault, said=Judgement("B"), why="复核")
    assert "result" in refused.value.message_dict


def test_it_is_forbidden_to_those_who_only_look(world: World) -> None:
    scene = Scene(world)
    with pytest.raises(PermissionDenied):
        actions.judge(world.leader, observation=scene.fault, said=PASS, why="复核")


def test_it_answers_a_repeated_sending_with_what_the_first_made(world: World) -> None:
    scene, uuid = Scene(world), uuid4()
    fault = scene.fault
    answers = [sent(scene, fault, uuid).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Observation.objects.count() == 7


def test_it_answers_whoever_sent_the_same_at_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, uuid, judge = Scene(world), uuid4(), actions.judge
    fault = scene.fault

    def just_before(actor: Person, **said: Any) -> Observation:
        judge(world.inspector, observation=fault, said=PASS, why="复核", uuid=uuid)
        return judge(actor, **said)

    monkeypatch.setattr(actions, "judge", just_before)
    answer = sent(scene, fault, uuid)
    assert (answer.status_code, answer.json()["uuid"]) == (200, str(uuid))
    assert Observation.objects.count() == 7


def test_it_refuses_a_uuid_that_another_observation_has(world: World) -> None:
    scene = Scene(world)
    other = Observation.objects.exclude(pk=scene.fault.pk).first()
    assert other
    answer = sent(scene, scene.fault, other.uuid)
    assert (answer.status_code, answer.json()["faults"][0]["field"]) == (422, "uuid")
    assert Observation.objects.count() == 6


def test_it_refuses_a_uuid_that_another_round_has(world: World) -> None:
    scene = Scene(world)
    elsewhere = round_(world, scene.round.campaign, 2)
    take_in(SYSTEM, elsewhere, written(STREET[0]))
    used = Observation.objects.get(round=elsewhere).uuid
    assert sent(scene, scene.fault, used).status_code == 422
    assert not Observation.objects.filter(corrects__isnull=False).exists()


def sent(scene: Scene, observation: Observation, uuid: UUID) -> HttpResponse:
    """What the API answers to an inspector's judgement."""
    url = f"/api/inspections/{scene.round.pk}/observations/{observation.pk}/judge"
    said = {"uuid": str(uuid), "result": "pass", "why": "复核"}
    answer: HttpResponse = signed_in(scene.world.inspector).post(url, said, "application/json")
    return answer


def test_it_corrects_on_the_page(world: World) -> None:
    scene = Scene(world)
    url = reverse("inspections:judge", args=[scene.round.pk, scene.fault.pk])
    signed_in(world.inspector).post(url, {"result": "pass", "why": "复核"})
    assert Observation.objects.get(corrects__item="lamps").result == "pass"


@pytest.mark.parametrize(
    ("language", "found", "visit"),
    [("zh-hans", "不符合", "走访编号"), ("en", "Not met", "Visit")],
)
def test_it_is_told_as_a_sentence_on_its_page(
    language: str, found: str, visit: str, world: World
) -> None:
    scene = Scene(world)
    url = reverse("inspections:observation", args=[scene.round.pk, scene.fault.pk])
    page = signed_in(world.office).get(url, headers={"accept-language": language}).content.decode()
    assert f'<p class="finding alert">{found}' in page
    assert f"<dt>{visit}</dt>" in page


@pytest.mark.parametrize("model", [Observation, Decision])
def test_it_refuses_to_change_facts(world: World, model: type[Observation | Decision]) -> None:
    Scene(world)
    with pytest.raises(TypeError):
        model.objects.all().update(seq=9)
    with pytest.raises(TypeError):
        model.objects.all().delete()


def test_it_takes_a_decision_back_by_another(world: World) -> None:
    scene = Scene(world)
    actions.take_back(world.office, decision=scene.decision, why="材料不符")
    assert not queries.decisions(world.office).exists()
    assert Decision.objects.count() == 2


def test_it_takes_a_decision_back_once(world: World) -> None:
    scene = Scene(world)
    first, same = (Decision.objects.get(pk=scene.decision.pk) for _ in range(2))
    back = actions.take_back(world.office, decision=first, why="材料不符")
    for other in (same, back):
        with pytest.raises(ValidationError):
            actions.take_back(world.office, decision=other, why="材料不符")
    assert Decision.objects.count() == 2


def test_it_takes_a_decision_back_for_a_reason_only(world: World) -> None:
    scene = Scene(world)
    with pytest.raises(ValidationError) as refused:
        actions.take_back(world.office, decision=scene.decision, why=" ")
    assert "why" in refused.value.message_dict


def test_it_asks_on_the_page_why_a_decision_is_taken_back(world: World) -> None:
    scene, browser = Scene(world), signed_in(world.office)
    url = reverse("inspections:take-back", args=[scene.round.pk, scene.decision.pk])
    assert url in browser.get(scene.round.get_absolute_url()).content.decode()
    assert "why" in browser.post(url, {"why": ""}).context["form"].errors
    assert browser.post(url, {"why": "材料不符"}).status_code == 302
    assert Decision.objects.get(takes_back=scene.decision).note == "材料不符"


def test_it_refuses_entries_that_the_framework_lacks(world: World) -> None:
    scene = Scene(world)
    with pytest.raises(ValidationError):
        actions.decide(world.office, round_=scene.round, area=world.street, sanction="B-99")
