"""The standing of this moment: followed fact by fact, and exactly what computing anew would give."""

from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import Round
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas import actions as areas
from chuangcheng.ground.areas.rules import AreaFacts
from chuangcheng.ground.audit import queries as audit
from chuangcheng.ground.audit.verbs import VERBS
from chuangcheng.ground.points import actions as points
from chuangcheng.ground.points.models import PointKind
from chuangcheng.ground.points.rules import PointFacts
from chuangcheng.outcome.standing.figures import assessed
from chuangcheng.outcome.standing.inputs import gather
from chuangcheng.outcome.standing.live import QUIET, live
from tests.site.cast import World
from tests.site.inspections.scene import Scene


@pytest.fixture
def whole(world: World) -> Scene:
    """The scene, taken in and computed, and looked at once."""
    found = Scene(world)
    live(found.round)
    return found


def _judge(whole: Scene) -> None:
    said = Judgement("pass")
    inspections.judge(whole.world.inspector, observation=whole.fault, said=said, why="复核")


def _decide(whole: Scene) -> None:
    inspections.decide(
        whole.world.office, round_=whole.round, area=whole.world.street, sanction="B-01"
    )


def _group(whole: Scene) -> None:
    street = whole.world.street
    facts = AreaFacts(street.code, street.title_zh, street.level, group="街道")
    areas.change(whole.world.office, area=street, facts=facts)


def _point(whole: Scene) -> None:
    kind = PointKind.objects.get(code="road")
    points.create(whole.world.office, facts=PointFacts("P9", "点位", kind, whole.world.street))


def _fresh(whole: Scene) -> Round:
    return Round.objects.get(pk=whole.round.pk)


@pytest.mark.parametrize("change", [_judge, _decide, _group, _point])
def test_it_is_what_computing_anew_gives(whole: Scene, change: Callable[[Scene], None]) -> None:
    for done in (_judge, change) if change is not _judge else (change,):
        done(whole)
    now, anew = live(_fresh(whole)).assessment, assessed(gather(_fresh(whole)))
    assert now.points.totals.tolist() == anew.points.totals.tolist()
    assert now.ranks().equals(anew.ranks())
    assert now.losses().equals(anew.losses())


@pytest.mark.parametrize("change", [_decide, _group, _point])
def test_it_starts_anew_when_anything_but_a_fact_changed(
    whole: Scene, change: Callable[[Scene], None]
) -> None:
    _judge(whole)
    assert live(_fresh(whole)).steps == 1
    change(whole)
    assert live(_fresh(whole)).steps == 0


def test_it_follows_a_correction_with_few_questions(
    whole: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _judge(whole)
    round_ = _fresh(whole)
    with django_assert_max_num_queries(5):
        assert live(round_).steps == 1


def test_it_starts_anew_after_another_history(whole: Scene) -> None:
    held = live(_fresh(whole))
    assert audit.after(held.link) == (held.link, frozenset())
    assert audit.after(audit.Link(held.link.seq, "0" * 64)) is None
    assert audit.after(audit.Link(held.link.seq + 1, held.link.hash)) is None


def test_it_knows_every_verb_that_it_passes_over() -> None:
    assert set(VERBS) >= QUIET
