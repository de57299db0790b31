"""Computing: the figures are the engine's, add up exactly, and can be made again for good."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from chuangcheng.engine.exact import TICK
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.rules import Judgement
from chuangcheng.ground.areas.models import Area
from chuangcheng.outcome.standing import actions, queries, reading
from chuangcheng.outcome.standing.figures import figures
from chuangcheng.outcome.standing.inputs import gather
from chuangcheng.outcome.standing.live import live
from chuangcheng.outcome.standing.models import Computation, Loss, NodeScore, Rank
from tests.site.cast import World
from tests.site.inspections import scene
from tests.site.inspections.scene import Scene


@pytest.fixture
def whole(world: World) -> Scene:
    """The scene, taken in and computed."""
    return Scene(world)


def test_it_scores_as_one_would_by_hand(whole: Scene) -> None:
    # Each item failed once of three times: two thirds of 60 and of 40.
    county = Rank.objects.get(area=whole.world.county)
    assert round(county.raw / TICK, 6) == round(200 / 3, 6)
    street = Rank.objects.get(area=whole.world.street)
    assert (street.raw, street.bonus, street.net) == (50 * TICK, 2 * TICK, 52 * TICK)


def test_it_ranks_townships_among_themselves(whole: Scene) -> None:
    ranks = {rank.area: rank.rank for rank in Rank.objects.exclude(parent=None)}
    assert ranks == {whole.world.township: 1, whole.world.street: 2}


@pytest.mark.parametrize("kind", ["project", "standard", "part", "method"])
def test_it_shares_out_exactly_what_is_missing_at_every_node(whole: Scene, kind: str) -> None:
    for node in NodeScore.objects.filter(node_kind=kind):
        lost = Loss.objects.filter(area=node.area, **{kind: node.node}).aggregate(sum=Sum("lost"))
        assert (lost["sum"] or 0) == node.lost, node


def test_it_prices_each_observation_in_every_area_it_counts_in(whole: Scene) -> None:
    prices = {loss.area: loss.lost for loss in Loss.objects.filter(observation=whole.fault)}
    assert prices == {whole.world.county: 20 * TICK, whole.world.street: 30 * TICK}


def test_it_repeats_in_every_figure(whole: Scene) -> None:
    assert actions.repeat(whole.world.office, computation=whole.computation).same


def test_it_repeats_whatever_has_changed_since(whole: Scene) -> None:
    world = whole.world
    inspections.judge(world.inspector, observation=whole.fault, said=Judgement("pass"), why="复核")
    inspections.take_back(world.office, decision=whole.decision, why="误记")
    Area.objects.filter(pk=world.street.pk).update(group="街道")
    kept = Computation.objects.get(pk=whole.computation.pk)
    assert actions.repeat(world.office, computation=kept).same


def test_it_says_so_when_figures_were_tampered_with(whole: Scene) -> None:
    Computation.objects.update(figures_sha256="0" * 64)
    kept = Computation.objects.get()
    assert not actions.repeat(whole.world.office, computation=kept).figures


def test_it_gives_the_same_inputs_the_same_hash(whole: Scene) -> None:
    again = actions.compute(whole.world.office, round_=whole.round)
    assert again.pk != whole.computation.pk
    assert again.inputs_sha256 == whole.computation.inputs_sha256
    assert again.figures_sha256 == whole.computation.figures_sha256


def test_it_follows_a_correction_without_counting_the_rest_again(whole: Scene) -> None:
    live(whole.round)
    inspections.judge(
        whole.world.inspector, observation=whole.fault, said=Judgement("pass"), why="复核"
    )
    whole.round.refresh_from_db()
    followed = live(whole.round)
    anew = figures(gather(whole.round)).ranks
    assert followed.steps == 1
    county = anew.filter(area=whole.world.county.code)["raw"].item()
    assert int(followed.assessment.points.totals[0]) == county


def test_it_tells_where_an_area_stands_after_a_correction(whole: Scene) -> None:
    inspections.judge(
        whole.world.inspector, observation=whole.fault, said=Judgement("pass"), why="复核"
    )
    kept = queries.computations(whole.world.office).get()
    rank = queries.ranks(whole.world.office, kept).get(area=whole.world.county)
    now = reading.now(kept, rank)
    assert now is not None
    assert (now.facts, now.moved) == (1, 20 * TICK)


def test_it_is_behind_until_it_is_computed(whole: Scene) -> None:
    assert list(queries.behind()) == []
    inspections.judge(
        whole.world.inspector, observation=whole.fault, said=Judgement("pass"), why="复核"
    )
    assert list(queries.behind()) == [whole.round]
    actions.compute(whole.world.office, round_=queries.behind().get(), once=True)
    assert list(queries.behind()) == []


def test_it_is_forbidden_to_those_who_only_look(whole: Scene) -> None:
    with pytest.raises(PermissionDenied):
        actions.compute(whole.world.leader, round_=whole.round)


def test_it_shows_a_clerk_what_the_own_unit_lost(whole: Scene) -> None:
    kept = queries.computations(whole.world.clerk).get()
    units = {loss.unit for loss in queries.losses(whole.world.clerk, kept)}
    assert units == {whole.world.police}


def test_it_says_what_changed_since_the_round_before(whole: Scene) -> None:
    second = scene.round_(whole.world, whole.round.campaign, number=2)
    scene.take_in(whole.world.office, second, scene.written(*scene.STREET[1:3]))
    later = actions.compute(whole.world.office, round_=second)
    assert queries.earlier(whole.world.office, later) == whole.computation
    assert queries.earlier(whole.world.office, whole.computation) is None
