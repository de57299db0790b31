"""Sharing out: everybody's work, nobody's own points, second visits by others, and routes."""

from dataclasses import replace
from datetime import time
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from chuangcheng.evidence.assignments import actions, queries
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.rules import AssignmentFacts, Order
from chuangcheng.evidence.assignments.settings import defaults
from chuangcheng.evidence.draws import queries as draws
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections.models import RoundKind
from chuangcheng.evidence.inspections.rules import Seen
from chuangcheng.ground.units import actions as units
from chuangcheng.ground.units.rules import UnitFacts
from tests.site.assignments.street import Street
from tests.site.cast import SYSTEM, World, signed_in, unit


def test_it_gives_every_drawn_point_once(world: World) -> None:
    street = Street(world)
    made = street.given()
    wanted = {one.point_id for one in draws.to_visit(street.round)}
    assert {assignment.point_id for assignment in made} == wanted
    assert len(made) == len(wanted)
    assert not queries.to_share_out(street.round)


def test_it_puts_whoever_is_given_work_on_the_round(world: World) -> None:
    street = Street(world, secret=True)
    assert not queries.of(world.inspector).exists()
    street.given(team=1)
    assert set(street.round.members.all()) == {world.office, *street.crew}


def test_it_gives_people_what_is_theirs_alone(world: World) -> None:
    street = Street(world)
    made = street.given(team=1)
    for one in street.crew:
        mine = {a.pk for a in made if one in a.inspectors.all()}
        assert {assignment.pk for assignment in queries.of(one)} == mine


def test_it_sends_nobody_to_their_own_units_points(world: World) -> None:
    street = Street(world)
    for assignment in street.given(team=1, twice=1):
        if assignment.point.unit == world.police:
            assert world.inspector not in assignment.inspectors.all()


def test_it_counts_what_answers_to_a_unit_as_its_own(world: World) -> None:
    street = Street(world)
    squad = unit("QH-JJ-1", "青禾县交警一中队", world.county)
    facts = UnitFacts(squad.code, squad.title_zh, squad.unit_kind, squad.area)
    units.change(SYSTEM, unit=squad, facts=facts, superiors=[world.police])
    assert queries.answering(street.crew)[world.inspector.pk] == {world.police.pk, squad.pk}


def test_it_repeats_a_share_blind_by_others(world: World) -> None:
    street = Street(world)
    second = [a for a in street.given(team=1, twice=0.5) if a.repeat_of]
    assert len(second) == 2
    for assignment in second:
        assert assignment.repeat_of
        first = set(assignment.repeat_of.inspectors.all())
        assert not first & set(assignment.inspectors.all())
        assert assignment.point == assignment.repeat_of.point


def test_it_says_who_is_missing_for_second_visits(world: World) -> None:
    street = Street(world)
    order = Order(street.crew[1:3], street.days[:1], 2, 1.0)
    with pytest.raises(ValidationError) as refused:
        actions.share_out(SYSTEM, round_=street.round, order=order)
    assert "双盲复查" in refused.value.messages[0]
    assert not Assignment.objects.exists()


def test_it_asks_for_people_and_days_of_the_round(world: World) -> None:
    street = Street(world)
    order = Order(street.crew[:1], (), 2, 0.0)
    with pytest.raises(ValidationError) as refused:
        actions.share_out(SYSTEM, round_=street.round, order=order)
    assert refused.value.message_dict.keys() == {"inspectors", "days"}


def test_it_orders_each_day_from_one_on(world: World) -> None:
    street = Street(world)
    street.given(team=1)
    for one in street.crew:
        for day in street.days:
            route = queries.route(world.office, street.round, day, one.pk)
            assert [a.order for a in route] == list(range(1, len(route) + 1))


def test_it_takes_another_order_on_the_page(world: World) -> None:
    street = Street(world)
    order = Order(street.crew[1:2], street.days[:1], 1, 0.0)
    made = actions.share_out(SYSTEM, round_=street.round, order=order)
    wanted = [a.pk for a in sorted(made, key=lambda a: -a.order)]
    url = reverse("assignments:reorder", args=[street.round.pk, street.days[0], street.crew[1].pk])
    browser = signed_in(world.office)
    browser.post(url, {"order": wanted})
    assert _route(street) == wanted
    browser.post(url, {"order": wanted, "down": wanted[0]})
    assert _route(street) == [wanted[1], wanted[0], wanted[2]]
    browser.post(url, {"order": wanted[:2]})
    assert len(_route(street)) == 3


def test_it_replaces_a_point_with_its_assignment(world: World) -> None:
    street = Street(world)
    street.given(team=1, twice=1)
    drawn = draws.to_visit(street.round).filter(point__code__startswith="M").first()
    assert drawn
    other = actions.replace(SYSTEM, drawn=drawn, why="停业")
    live = Assignment.objects.live().filter(point=other.point)
    assert [a.repeat_of_id is None for a in live.order_by("pk")] == [True, False]
    assert not Assignment.objects.live().filter(point=drawn.point).exists()


def test_it_replaces_a_point_at_its_own_hours_and_as_urgent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    street = Street(world)
    made = street.given(team=1)
    drawn = draws.to_visit(street.round).filter(point__code__startswith="M").first()
    assert drawn
    first = next(one for one in made if one.point == drawn.point)
    first.refresh_from_db()
    mine = tuple(first.inspectors.all())
    actions.change(SYSTEM, assignment=first, facts=AssignmentFacts(first.day, mine, priority=2))
    monkeypatch.setitem(defaults().hours, "market", (time(7), time(11)))
    other = actions.replace(SYSTEM, drawn=drawn, why="停业")
    live = Assignment.objects.live().get(point=other.point)
    assert (live.day, live.order, live.priority) == (first.day, first.order, 2)
    assert (live.opens, live.closes) == (time(7), time(11))


def test_it_keeps_what_was_visited(world: World) -> None:
    street = Street(world)
    first = street.given()[0]
    record(street, first)
    with pytest.raises(ValidationError):
        actions.drop(SYSTEM, assignment=first)
    assert queries.progress(world.office, street.round).done == 1


def test_it_gives_to_nobody_else_what_was_visited(world: World) -> None:
    street = Street(world)
    first = street.given(team=1)[0]
    mine = tuple(first.inspectors.all())
    record(street, first)
    later = AssignmentFacts(street.days[1], mine, priority=2)
    assert actions.change(SYSTEM, assignment=first, facts=later).priority == 2
    others = tuple(one for one in street.crew[1:] if one not in mine)
    with pytest.raises(ValidationError, match="已经走访"):
        actions.change(SYSTEM, assignment=first, facts=replace(later, inspectors=others[:1]))
    assert tuple(first.inspectors.all()) == mine


def test_it_leaves_what_was_dropped_meanwhile_as_it_is(world: World) -> None:
    street = Street(world)
    first = street.given(team=1)[0]
    known = Assignment.objects.get(pk=first.pk)
    actions.drop(SYSTEM, assignment=first, why="绕行")
    later = AssignmentFacts(street.days[1], tuple(known.inspectors.all()), priority=2)
    with pytest.raises(ValidationError, match="已被撤销"):
        actions.change(SYSTEM, assignment=known, facts=later)
    with pytest.raises(ValidationError, match="已被撤销"):
        actions.drop(SYSTEM, assignment=known)
    assert Assignment.objects.get(pk=first.pk).priority == 0


def test_it_refuses_a_change_to_whoever_must_stay_away(world: World) -> None:
    street = Street(world)
    first = next(a for a in street.given() if a.point.unit == world.police)
    facts = AssignmentFacts(street.days[1], (world.inspector,))
    with pytest.raises(ValidationError) as refused:
        actions.change(SYSTEM, assignment=first, facts=facts)
    assert "inspectors" in refused.value.message_dict
    actions.change(SYSTEM, assignment=first, facts=replace(facts, inspectors=(street.crew[1],)))
    assert list(first.inspectors.all()) == [street.crew[1]]


@pytest.mark.parametrize("side", ["first", "second"])
def test_it_refuses_the_same_person_twice(world: World, side: str) -> None:
    street = Street(world)
    second = next(a for a in street.given(team=1, twice=1) if a.repeat_of)
    assert second.repeat_of
    both = {"first": second.repeat_of, "second": second}
    mine = both.pop(side)
    [other] = both.values()
    facts = AssignmentFacts(street.days[0], tuple(other.inspectors.all()))
    with pytest.raises(ValidationError) as refused:
        actions.change(SYSTEM, assignment=mine, facts=facts)
    assert refused.value.messages == ["同一点位的两次走访不能有同一个人。"]


def test_it_gives_no_work_in_a_closed_round(world: World) -> None:
    street = Street(world)
    inspections.close(world.office, round_=street.round)
    with pytest.raises(ValidationError):
        street.given()
    assert not queries.of(world.inspector).exists()


def test_it_starts_a_patrol_of_points_to_be_shared_out(world: World) -> None:
    street = Street(world)
    made = street.patrol(world.office, "R0", "M2")
    assert (made.round_kind, made.items) == (RoundKind.PATROL, ["lamps"])
    assert {p.code for p in queries.to_share_out(made)} == {"R0", "M2"}
    order = Order(street.crew[1:3], (made.starts,), 2, 0.0)
    assert len(actions.share_out(SYSTEM, round_=made, order=order)) == 2


def test_it_ends_a_patrol_after_as_many_days_as_the_data_say(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = defaults().model_copy(update={"patrol": 3})
    monkeypatch.setattr(actions, "defaults", lambda: known)
    made = Street(world).patrol(world.office, "R0")
    assert (made.ends - made.starts).days == 2


def test_it_shows_the_plan_and_the_route(world: World) -> None:
    street, browser = Street(world), signed_in(world.office)
    key = street.round.pk
    form = {
        "inspectors": [one.pk for one in street.crew], "days": [str(day) for day in street.days],
        "team": "1", "twice": "0",
    }  # fmt: skip
    browser.post(reverse("assignments:plan", args=[key]), form)
    [first, *_] = Assignment.objects.all()
    url = reverse("assignments:route", args=[key, first.day, first.inspectors.get().pk])
    page = browser.get(url).content.decode()
    assert "<polyline" in page
    assert '/inspections/" aria-current="page"' in page
    assert (
        str(first.inspectors.get())
        in browser.get(reverse("assignments:detail", args=[key])).content.decode()
    )


def record(street: Street, assignment: Assignment, result: str = "pass") -> None:
    """Both items judged at an assignment's point."""
    rows = [
        Seen(uuid4(), assignment.point, item, assignment.visit, result,
             second=assignment.repeat_of_id is not None)
        for item in ("lamps", "kerbs")
    ]  # fmt: skip
    inspections.record(SYSTEM, round_=street.round, rows=rows)


def _route(street: Street) -> list[int]:
    rows = queries.route(SYSTEM, street.round, street.days[0], street.crew[1].pk)
    return [a.pk for a in rows]


def busy(world: World, *, secret: bool) -> tuple[Street, list[Assignment]]:
    """A patrol given to people who walk the street on the same days."""
    street = Street(world, secret=secret)
    street.given()
    patrol = street.patrol(world.office, "R0", "R1", "M0")
    order = Order(street.crew, street.days[:2], 2, 0.0)
    return street, actions.share_out(SYSTEM, round_=patrol, order=order)


def test_it_tells_of_points_that_people_have_in_another_round_that_day(world: World) -> None:
    street = Street(world)
    walked = street.given(team=1)
    patrol = street.patrol(world.office, "R0", "R1", "M0")
    form = {
        "inspectors": [one.pk for one in street.crew], "days": [str(walked[0].day)],
        "team": 1, "twice": 0,
    }  # fmt: skip
    page = reverse("assignments:plan", args=[patrol.pk])
    told = signed_in(world.office).post(page, form, follow=True).content.decode()
    [who] = walked[0].inspectors.all()
    number = sum(one.day == walked[0].day and who in one.inspectors.all() for one in walked)
    assert f"{who} {walked[0].day} 同一天在“{street.round}”还有 {number} 个点位。" in told


def test_it_tells_nothing_of_a_secret_round(world: World) -> None:
    street, made = busy(world, secret=True)
    assert {round_ for _day, _who, round_ in queries.beside(world.office, made)} == {street.round}
    street.round.members.remove(world.office)
    assert not queries.beside(world.office, made)
