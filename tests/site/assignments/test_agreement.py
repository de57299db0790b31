"""Agreement: pairs of blind visits, their figures, and that neither side learns of the other."""

from uuid import uuid4

import pytest
from django.urls import reverse

from chuangcheng.evidence.assignments import agreement, agreement_views
from chuangcheng.evidence.assignments.models import Assignment
from chuangcheng.evidence.assignments.settings import Few, defaults
from chuangcheng.evidence.inspections import actions as inspections
from chuangcheng.evidence.inspections import queries as seen
from chuangcheng.evidence.inspections.models import Observation
from chuangcheng.evidence.inspections.rules import Judgement, Seen
from chuangcheng.outcome.standing import actions as standing
from chuangcheng.outcome.standing.models import Loss
from tests.site.assignments.street import Street
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
    assert "只有 6 对判断" in shown.content.decode()
    pairs = browser.get(reverse("assignments:pairs", args=[street.round.pk]) + "?item=lamps")
    assert pairs.content.decode().count("不一致") == 1


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
