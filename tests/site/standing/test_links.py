"""From an observation on to what it led to: its photographs, its problem, the points it cost."""

from __future__ import annotations

from chuangcheng.evidence.inspections.links import links
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.ground.people.models import User
from chuangcheng.outcome.standing import actions, queries
from chuangcheng.remedy.problems.showing import state
from tests.site.cast import SYSTEM, World, signed_in
from tests.site.photographs.pictures import jpeg
from tests.site.photographs.scene import taken
from tests.site.problems.scene import PASS, Scene, correct
from tests.site.visits.street import Street, sent


def told(person: User, observation: Observation) -> dict[str, list[str]]:
    """What an observation leads to, in Chinese; each is on its page, and opens."""
    found = links(person, observation)
    browser = signed_in(person)
    page = browser.get(observation.get_absolute_url()).content.decode()
    for one in (one for _words, some in found for one in some):
        assert f'<a href="{one.url}">{one.text}</a>' in page
        assert browser.get(one.url).status_code == 200
    return {words.zh: [one.text for one in some] for words, some in found}


def computed(scene: Scene) -> None:
    """A computation of the round that was followed into problems."""
    actions.compute(SYSTEM, round_=type(scene.round).objects.get(pk=scene.round.pk))


def test_it_leads_to_the_problem_and_to_the_points_lost(world: World) -> None:
    scene = Scene(world)
    computed(scene)
    found = told(world.office, scene.fault)
    assert found["问题"] == [f"{scene.lamps} · {state(scene.lamps)}"]
    [loss] = queries.cost(world.office, scene.fault)
    assert loss.area == scene.fault.area
    assert [text.partition(" ")[0] for text in found["失分"]] == ["−30.0000"]


def test_it_leads_from_a_correction_to_the_same_problem(world: World) -> None:
    scene = Scene(world)
    computed(scene)
    assert list(told(world.office, correct(scene, PASS))) == ["问题"]


def test_it_leads_nobody_on_without_the_right(world: World) -> None:
    scene = Scene(world)
    computed(scene)
    assert links(world.newcomer, scene.fault) == links(world.neighbour, scene.fault) == []


def test_it_leads_to_its_photographs(world: World) -> None:
    street = Street(world)
    visit = sent(street, "P1", "fail", "pass")
    shown = Observation.objects.get(round=street.round, result="fail")
    taken(street, visit, jpeg(1), judgement=str(shown.uuid))
    assert told(world.supervisor, shown)["照片"] == ["第 1 张"]


def test_it_leads_nowhere_from_what_was_met(world: World) -> None:
    scene = Scene(world)
    met = Observation.objects.filter(round=scene.round, result="pass", correction=None).first()
    assert met is not None
    assert told(world.office, met) == {}
