"""Computing in the background: large rounds on request, and whatever fell behind by itself."""

import pytest

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.jobs.models import Job
from chuangcheng.outcome.standing import actions, inputs, tasks
from chuangcheng.outcome.standing.models import Computation
from tests.site.cast import World
from tests.site.inspections.scene import Scene


class Heard:
    """A piece of work that remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def tell(self, done: int, of: int) -> None:
        """Remember."""
        self.told.append((done, of))


def test_it_computes_what_fell_behind(world: World) -> None:
    scene, work = Scene(world), Heard()
    inspections.judge(world.inspector, observation=scene.fault, said=Judgement("pass"), why="复核")
    tasks.follow(work)
    assert Computation.objects.count() == 2
    assert work.told == [(0, 0)]  # held, without saying how many: one of them may be secret


def test_it_keeps_a_job_that_runs_twice_once(world: World) -> None:
    scene, work = Scene(world), Heard()
    inspections.take_back(world.office, decision=scene.decision, why="误记")
    for _ in range(2):
        tasks.compute(work, round_=scene.round.pk, person=world.office.pk)
    assert Computation.objects.count() == 2
    assert work.told[:3] == [(1, 3), (2, 3), (3, 3)]


def test_it_queues_rounds_that_are_large(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene(world)
    monkeypatch.setattr(actions, "defaults", lambda: {**inputs.defaults(), "at_once": 2})
    queued = actions.order(world.office, round_=scene.round)
    assert isinstance(queued, Job)
    assert queued.args == {"round_": scene.round.pk, "person": world.office.pk}
    assert Computation.objects.count() == 1


def test_it_computes_small_rounds_at_once(world: World) -> None:
    scene = Scene(world)
    assert isinstance(actions.order(world.office, round_=scene.round), Computation)
