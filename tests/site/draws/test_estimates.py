"""What the points drawn say of all points: a page beside the scores, which it does not change."""

from __future__ import annotations

import pytest
from django.urls import reverse

from chuangcheng.engine.draws import Exclusion
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.draws import actions, estimates
from chuangcheng.evidence.draws.models import Draw
from chuangcheng.evidence.draws.rules import DrawFacts
from chuangcheng.evidence.inspections import queries as inspections
from tests.site.assignments.street import FACTS, QUOTAS, Street
from tests.site.assignments.test_sharing_out import record
from tests.site.cast import World, signed_in


def walked(world: World) -> Street:
    """Two roads of three are met, one market of three is not: 4 of 4 items, and 0 of 2."""
    street = Street(world)
    for one in street.given(team=1):
        record(street, one, "pass" if one.point.code.startswith("R") else "fail")
    return street


def draw_of(street: Street) -> Draw:
    """The draw as it was kept."""
    return Draw.objects.get(round=street.round)


def test_it_lets_each_point_stand_for_those_of_its_stratum(world: World) -> None:
    street = walked(world)
    lines = {line.key: line for line in estimates.estimates(street.round, draw_of(street))}
    whole = lines[""].it
    assert (whole.seen, whole.points) == (3, 6)
    # Three roads all met and three markets all unmet, where two thirds of what was seen is met.
    assert (lines[""].share, lines[""].plain) == (pytest.approx(50), pytest.approx(200 / 3))
    assert (lines["road"].share, lines["market"].low) == (100, None)


def test_it_counts_what_could_be_drawn(world: World) -> None:
    street = Street(world)
    assert estimates.population(draw_of(street)) == {
        ("road", "QH-DJ"): 3, ("market", "QH-XH"): 3,
    }  # fmt: skip
    actions.discard(world.office, draw=street.draw, why="重来")
    out = (Exclusion(point="R0", reason="施工"),)
    facts = DrawFacts(FACTS.announced, QUOTAS[:1], out)
    draw = actions.announce(world.office, round_=street.round, facts=facts)
    actions.draw_points(world.office, draw=draw, seed="7")
    assert estimates.population(draw_of(street)) == {("road", "QH-DJ"): 2}


def test_it_leaves_out_points_that_were_not_drawn(world: World) -> None:
    street = walked(world)
    drawn = set(Assignment.objects.values_list("point", flat=True))
    before = estimates.estimates(street.round, draw_of(street))
    other = Assignment.objects.first()
    assert other is not None
    other.point = type(other.point).objects.exclude(pk__in=drawn)[0]
    other.pk, other.uuid = None, "3f2b8a52-3c9e-4bb5-9d2b-0f6f5a4f6a10"
    record(street, other, "fail")
    assert inspections.frame(street.round).height == 8
    assert estimates.estimates(street.round, draw_of(street)) == before


def test_it_stands_on_a_page(world: World) -> None:
    street = walked(world)
    url = reverse("draws:estimates", args=[street.round.pk])
    page = signed_in(world.office).get(url).content.decode()
    assert "50.0%" in page
    assert "66.7%" in page
    assert "没有差异或点位太少，说不出" in page
    detail = signed_in(world.office).get(reverse("draws:detail", args=[street.round.pk]))
    assert url in detail.content.decode()


def test_it_waits_for_what_is_judged(world: World) -> None:
    street = Street(world)
    url = reverse("draws:estimates", args=[street.round.pk])
    assert "还没有判定" in signed_in(world.office).get(url).content.decode()
