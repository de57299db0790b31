"""Judging anew: a correction is one more observation, and nothing earlier is touched."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from chuangcheng.evidence.inspections import actions, queries
from chuangcheng.evidence.inspections.models import Decision, Observation
from chuangcheng.evidence.inspections.rules import Judgement
from tests.site.cast import World, signed_in
from tests.site.inspections.scene import Scene

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
    scene, browser = Scene(world), signed_in(world.inspector)
    url = f"/api/inspections/{scene.round.pk}/observations/{scene.fault.pk}/judge"
    sent = {"uuid": str(uuid4()), "result": "pass", "why": "复核"}
    answers = [browser.post(url, sent, "application/json").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Observation.objects.count() == 7


def test_it_corrects_on_the_page(world: World) -> None:
    scene = Scene(world)
    url = reverse("inspections:judge", args=[scene.round.pk, scene.fault.pk])
    signed_in(world.inspector).post(url, {"result": "pass", "why": "复核"})
    assert Observation.objects.get(corrects__item="lamps").result == "pass"


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


def test_it_refuses_entries_that_the_framework_lacks(world: World) -> None:
    scene = Scene(world)
    with pytest.raises(ValidationError):
        actions.decide(world.office, round_=scene.round, area=world.street, sanction="B-99")
