"""Computing in the background: large rounds on request, and whatever fell behind by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.ground.jobs.models import Job
from chuangcheng.ground.jobs.registry import TASKS
from chuangcheng.ground.points.models import Point
from chuangcheng.outcome.standing import actions, inputs, queries, tasks
from chuangcheng.outcome.standing.models import Computation
from tests.site.cast import SYSTEM, World
from tests.site.inspections import scene as rounds
from tests.site.inspections.scene import Scene
from tests.site.standing.test_provisional import given


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


@pytest.fixture
def under_way(world: World) -> Round:
    """A round walked by phones, of whose two visits one was sent; nobody has computed it yet."""
    made = rounds.round_(world, Scene(world).round.campaign, number=2)
    first, _to_make = given(world, made, "P1"), given(world, made, "P3")
    send(made, first.visit, "lamps")
    return made


def send(round_: Round, visit: str, item: str, *, second: bool = False) -> None:
    """What a phone sends of a visit."""
    point = Point.objects.select_related("point_kind", "area").get(code="P1")
    inspections.record(
        SYSTEM,
        round_=Round.objects.get(pk=round_.pk),
        rows=[Seen(uuid4(), point, item, visit, "pass", second=second)],
    )


def test_it_computes_no_round_under_way_while_phones_send(under_way: Round) -> None:
    tasks.follow(Heard())
    assert not under_way.computations.exists()
    actions.compute(SYSTEM, round_=under_way)
    send(under_way, "v9", "kerbs")
    tasks.follow(Heard())
    assert under_way.computations.count() == 1


def test_it_computes_a_round_under_way_once_a_day(world: World, under_way: Round) -> None:
    work = Heard()
    for _ in range(2):
        tasks.so_far(work)
    assert under_way.computations.count() == 1
    assert not queries.newest(world.office).get(round=under_way).finished
    assert TASKS["standing.so-far"].every == timedelta(days=1)
    assert work.told == [(0, 0)]


def test_it_computes_a_round_once_it_is_closed(world: World, under_way: Round) -> None:
    inspections.close(world.office, round_=under_way)
    tasks.so_far(Heard())
    assert not under_way.computations.exists()
    tasks.follow(Heard())
    assert queries.results(world.office).first() == under_way.computations.get()


def test_it_is_not_behind_for_good_where_nothing_came_that_counts(world: World) -> None:
    scene = Scene(world)
    send(scene.round, "v9", "lamps", second=True)
    for _ in range(2):
        tasks.follow(Heard())
        assert not queries.behind().exists()
    assert scene.round.computations.count() == 2
    before, after = scene.round.computations.order_by("pk")
    assert before.figures_sha256 == after.figures_sha256


def test_it_lists_what_is_behind_without_the_frameworks(under_way: Round) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert list(queries.behind()) == [under_way]
    assert '"document"' not in asked[0]["sql"]


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
