"""Agreement: pairs of blind visits, their figures, and that neither side learns of the other."""

from uuid import uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from chuangcheng.evidence.assignments import actions, agreement, agreement_views, planning
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.settings import Few, defaults
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections import queries as seen
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.ground.people import actions as people
from chuangcheng.ground.people.models import Role, User
from chuangcheng.mandate.campaigns import actions as campaigns
from chuangcheng.mandate.campaigns.models import Lane
from chuangcheng.mandate.campaigns.rules import CampaignFacts
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.outcome.standing.models import Loss
from tests.site.assignments.street import Street, facts
from tests.site.cast import SYSTEM, World, signed_in


def walked(street: Street, *, differ: int = 0) -> list[Assignment]:
    """Every point visited twice; the second finds the lamps failing at the first so many."""
    made = street.given(team=1, twice=1)
    seconds = [assignment for assignment in made if assignment.repeat_of]
    for assignment in made:
        fails = assignment in seconds[:differ]
        judged(street, assignment, "fail" if fails else "pass")
    return made


def judged(street: Street, assignment: Assignment, lamps: str) -> None:
    """Both items judged on an assignment."""
    rows = [
        Seen(uuid4(), assignment.point, item, assignment.visit, result,
             second=assignment.repeat_of_id is not None)
        for item, result in (("lamps", lamps), ("kerbs", "pass"))
    ]  # fmt: skip
    inspections.record(SYSTEM, round_=street.round, rows=rows)


def test_it_pairs_what_both_visits_judged(world: World) -> None:
    street = Street(world)
    walked(street, differ=1)
    pairs = agreement.pairs_of(world.office, street.round)
    assert len(pairs) == 6
    assert [(p.item, p.answers) for p in pairs if not p.agrees] == [("lamps", ("met", "unmet"))]


def test_it_reckons_figures_by_item(world: World) -> None:
    street = Street(world)
    walked(street, differ=1)
    pairs = agreement.pairs_of(world.office, street.round)
    figures = {one.key: one for one in agreement.by(pairs, "item")}
    assert (figures["lamps"].same, figures["kerbs"].same) == (2, 3)
    assert figures["lamps"].ac1.observed == pytest.approx(2 / 3)
    assert figures["kerbs"].ac1.value == 1


def test_it_goes_by_what_was_first_recorded(world: World) -> None:
    street = Street(world)
    walked(street, differ=1)
    wrong = Observation.objects.get(result="fail")
    inspections.judge(world.office, observation=wrong, said=Judgement("pass"), why="看错")
    pairs = agreement.pairs_of(world.office, street.round)
    assert sum(not pair.agrees for pair in pairs) == 1


def test_it_does_not_count_the_second_visit_in_the_score(world: World) -> None:
    street = Street(world)
    walked(street, differ=3)
    assert seen.size(street.round) == 6
    computed = standing.compute(SYSTEM, round_=street.round)
    assert not Loss.objects.filter(computation=computed).exists()


def test_it_hides_each_visit_from_the_other_while_the_round_is_open(world: World) -> None:
    street = Street(world)
    made = walked(street)
    for assignment in made:
        [person] = assignment.inspectors.all()
        there = seen.observations(person).filter(point=assignment.point)
        assert {one.visit for one in there} == {assignment.visit}
    inspections.close(world.office, round_=street.round)
    assert seen.observations(person).filter(point=assignment.point).count() == 4


@pytest.mark.parametrize(("where", "seen_by"), [("other_county", 2), ("county", 4)])
def test_it_hides_the_other_visit_from_whoever_runs_rounds_elsewhere_only(
    world: World, where: str, seen_by: int
) -> None:
    street = Street(world)
    assignment = walked(street)[0]
    person = assignment.inspectors.get()
    role = Role.objects.get(code="office")
    people.give(SYSTEM, user=person, role=role, area=getattr(world, where))
    person = User.objects.get(pk=person.pk)
    assert seen.observations(person).filter(point=assignment.point).count() == seen_by


def test_it_hides_nothing_of_a_round_that_one_runs_from_whoever_inspects_in_others_too(
    world: World,
) -> None:
    street = Street(world)
    assignment = walked(street)[0]
    [person] = assignment.inspectors.all()
    people.give(SYSTEM, user=person, role=Role.objects.get(code="office"), area=world.county)
    of = CampaignFacts("HC-1", "禾城市创城", world.city, street.round.edition, Lane.SPRINT, 2025)
    elsewhere = inspections.create(
        SYSTEM, campaign=campaigns.create(SYSTEM, facts=of), facts=facts(), secret=False
    )
    planning.blank(elsewhere, assignment.point, street.days[0]).save()
    Assignment.objects.get(round=elsewhere).inspectors.set([person])
    person = User.objects.get(pk=person.pk)
    mine = seen.observations(person).filter(point=assignment.point, round=street.round)
    assert mine.count() == 4


def test_it_drops_once_what_was_dropped(world: World) -> None:
    street = Street(world)
    made = street.given(team=1, twice=1)
    second = next(one for one in made if one.repeat_of)
    actions.drop(SYSTEM, assignment=second)
    first_time = Assignment.objects.get(pk=second.pk).dropped_at
    assert second.repeat_of
    actions.drop(SYSTEM, assignment=second.repeat_of)
    assert Assignment.objects.get(pk=second.pk).dropped_at == first_time


def test_it_asks_once_whom_it_must_hide_visits_from(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = walked(Street(world))
    person = User.objects.get(pk=made[0].inspectors.get().pk)
    assert person.holdings
    with django_assert_num_queries(1):
        seen.observations(person)


def test_it_lists_their_own_to_whoever_went_second_and_what_counts_to_the_office(
    world: World,
) -> None:
    street = Street(world)
    made = walked(street)
    url = reverse("inspections:observations", args=[street.round.pk]) + "?format=csv"
    second = next(a for a in made if a.repeat_of)
    own = signed_in(second.inspectors.get()).get(url).content.decode("utf-8-sig")
    assert second.point.title_zh in own
    assert len(signed_in(world.office).get(url).content.decode().splitlines()) == 1 + 6


def test_it_shows_the_figures_and_the_pairs(world: World) -> None:
    street, browser = Street(world), signed_in(world.office)
    walked(street, differ=1)
    shown = browser.get(reverse("assignments:agreement", args=[street.round.pk]) + "?by=item")
    assert "只有 6 对判定" in shown.content.decode()
    pairs = browser.get(reverse("assignments:pairs", args=[street.round.pk]) + "?item=lamps")
    assert pairs.content.decode().count("不一致") == 1


def test_it_shows_beside_the_progress_how_many_agree(world: World) -> None:
    street = Street(world)
    url = reverse("assignments:detail", args=[street.round.pk])
    assert '<span class="figure">尚无</span>' in signed_in(world.office).get(url).content.decode()
    walked(street, differ=1)
    assert '<span class="figure">83.3%</span>' in signed_in(world.office).get(url).content.decode()


def test_it_says_what_to_do_without_pairs(world: World) -> None:
    street = Street(world)
    page = signed_in(world.office).get(reverse("assignments:agreement", args=[street.round.pk]))
    assert "双盲复查比例" in page.content.decode()


def test_it_warns_of_few_points_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    street = Street(world)
    walked(street)
    few = defaults().model_copy(update={"few": Few(pairs=1, points=10)})
    monkeypatch.setattr(agreement_views, "defaults", lambda: few)
    url = reverse("assignments:agreement", args=[street.round.pk])
    assert "只来自 3 个点位" in signed_in(world.office).get(url).content.decode()


def test_it_tells_who_runs_the_round_what_second_visits_recorded(world: World) -> None:
    street = Street(world)
    walked(street)
    browser, url = (
        signed_in(world.office),
        reverse("inspections:observations", args=[street.round.pk]),
    )
    page = browser.get(street.round.get_absolute_url()).content.decode()
    assert f'href="{url}?second=1">另有 6 条来自双盲复查' in page
    rows = browser.get(f"{url}?second=1").context["table"].page
    assert rows.paginator.count == 6
    assert all(row.second for row in rows)


def test_it_tells_nobody_else_of_second_visits(world: World) -> None:
    street = Street(world)
    first = walked(street)[0].inspectors.get()
    browser, url = signed_in(first), reverse("inspections:observations", args=[street.round.pk])
    assert "second=1" not in browser.get(street.round.get_absolute_url()).content.decode()
    page = browser.get(f"{url}?second=1")
    assert "双盲复查" not in page.content.decode()
    plain = browser.get(url).context["table"].page
    assert page.context["table"].page.paginator.count == plain.paginator.count
